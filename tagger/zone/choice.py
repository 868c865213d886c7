"""Which of the zones that a document names it is about: a conditional logit over them and none.

What counts is where, how often, how and in what role a zone is named (``features``) and the words about it (``words``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import exp
from typing import NamedTuple

from tagger.zone.features import features, page_of
from tagger.zone.groups import zones_of
from tagger.zone.mentions import Mention, begins_with_place, mentions
from tagger.zone.weights import LEAST, WEIGHTS
from tagger.zone.word_weights import WORD_WEIGHTS
from tagger.zone.words import opening_words, weigh, words_around


class Candidate(NamedTuple):
    """A zone: its mentions in order, and its values of FEATURES."""

    mentions: list[Mention]
    features: list[float]


def find_zone(doc: str, title_end: int, lead_end: int, marks: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The span in ``doc`` of the zone the article is about, in its longest form; None where it is about none.

    ``doc`` is the squeezed article (headline in ``doc[:title_end]``, lead up to ``lead_end``); ``marks`` are the places
    of MARKERS in it, sorted, the longest at each place. Of zones with scores s the article is about the i-th with
    probability exp(s_i) / (1 + sum exp(s)); none is claimed where the greatest is below LEAST: neither of two of equal
    weight.
    Source: D. McFadden, Conditional logit analysis of qualitative choice behavior (1974).
    """
    found = candidates(doc, title_end, lead_end, marks)
    if not found:
        return None
    shared = weigh(opening_words(doc, title_end), WORD_WEIGHTS)
    odds = [exp(shared + _score(doc, candidate)) for candidate in found]
    best = max(odds)
    return longest(doc, found[odds.index(best)]) if best >= LEAST * (1 + sum(odds)) else None


def _score(doc: str, zone: Candidate) -> float:
    return sum(map(float.__mul__, WEIGHTS, zone.features)) + weigh(words_around(doc, zone.mentions), WORD_WEIGHTS)


def longest(doc: str, zone: Candidate) -> tuple[int, int]:
    """The span of its longest form, of equals the most frequent, the first.

    Of forms that end alike a longer one counts if it begins with a place: 江苏无锡高新区, but not 园方称无锡高新区.
    """
    forms = Counter(doc[mention.begin : mention.end] for mention in zone.mentions)

    def worth(mention: Mention) -> tuple[bool, int, int, int]:
        form = doc[mention.begin : mention.end]
        alone = not any(form.endswith(other) for other in forms if other != form)
        length = len(form) - form.endswith("园区")  # 产业园区 is no longer name than 产业园
        return alone or begins_with_place(form), length, forms[form], -mention.begin

    best = max(zone.mentions, key=worth)
    return best.begin, best.end


def candidates(doc: str, title_end: int, lead_end: int, marks: Sequence[tuple[int, int]]) -> list[Candidate]:
    """The zones that a document names, in the order of their first mentions; arguments as for ``find_zone``."""
    zones = zones_of(doc, mentions(doc, marks))
    if not zones:
        return []
    page = page_of(doc, title_end, lead_end, [zone for zone, _ in zones])
    counts = [len(zone) for zone, _ in zones]
    return [
        Candidate(zone, features(page, zone, bare, counts[:i] + counts[i + 1 :]))
        for i, (zone, bare) in enumerate(zones)
    ]
