"""How much a paragraph reads like the first or the last one of an article: 近日, 记者获悉 against 据介绍, 他表示.

Weights of pairs of characters, learned by ``tools/train_leads.py`` from articles.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping

_REACH = 32  # characters at the edge of a paragraph
_DIGIT, _SPACE = re.compile(r"\d"), re.compile(r"\s+")
_BEN_BAO_XUN = re.compile(r"\A\s*本报讯\s*(?:（[^）]*）)?")  # a sign of its own: weighed is what else is there


def begins(text: str) -> float:
    """The log-odds that a paragraph is the first of an article, by how it begins."""
    from tagger.split.lead_weights import BEGIN

    return _worth(begin_grams(text), BEGIN)


def ends(text: str) -> float:
    """The log-odds that a paragraph is the last of an article, by how it ends."""
    from tagger.split.lead_weights import END

    return _worth(end_grams(text), END)


def _worth(grams: Iterable[str], weights: Mapping[str, int]) -> float:
    return sum([weights.get(gram, 0) for gram in grams], weights[""]) / 100


def begin_grams(text: str) -> set[str]:
    """The pairs at the beginning of a paragraph; "^" stands before its first character, "0" for any digit."""
    text = _plain(_BEN_BAO_XUN.sub("", text[: 3 * _REACH]))[:_REACH]
    return {a + b for a, b in itertools.pairwise("^" + text)} | {"^" + text[:2]}


def end_grams(text: str) -> set[str]:
    """The pairs at the end of a paragraph; "$" stands behind its last character, "0" for any digit."""
    text = _plain(text[-3 * _REACH :])[-_REACH:]
    return {a + b for a, b in itertools.pairwise(text + "$")} | {text[-2:] + "$"}


def _plain(text: str) -> str:
    return _DIGIT.sub("0", _SPACE.sub("", text))
