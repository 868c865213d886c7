"""Sentences of an article with its words marked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from rich.text import Text

from tagger.match.explain import Trace
from tagger.records import Article
from tagger.terminal.trees import COUNTED, LOST


class Marked(NamedTuple):
    """Characters of a document to mark, and whether they counted."""

    start: int
    end: int
    counted: bool


def sentences(trace: Trace, article: Article, marks: Sequence[Marked]) -> list[Text]:
    """Every sentence that holds a mark, once, in order, as the article writes it."""
    texts = article.text, article.title
    by_sentence: dict[tuple[int, int], list[Marked]] = {}
    for mark in sorted(marks):
        by_sentence.setdefault(_sentence(trace, mark.start), []).append(mark)
    return [_marked(trace, texts, span, held) for span, held in by_sentence.items()]


def _sentence(trace: Trace, offset: int) -> tuple[int, int]:
    """The sentence round an offset, its stop included; never across the end of the headline."""
    document = trace.document
    low, high = trace.context.sentence(offset)
    if offset < document.title_end:
        return low, min(high, document.title_end - 1) + 1
    return max(low, document.title_end + 1), min(high, len(document.text) - 1) + 1


def _marked(trace: Trace, texts: tuple[str, str], span: tuple[int, int], marks: Sequence[Marked]) -> Text:
    in_title, first = trace.document.source(span[0])
    last = trace.document.source(span[1] - 1)[1]
    raw = texts[in_title][first : last + 1]
    text = Text("".join(" " if character.isspace() else character for character in raw))
    style: list[str] = [""] * len(raw)
    for mark in sorted(marks, key=lambda mark: mark.counted):  # what counted shows where it overlaps what did not
        low, high = trace.document.source(mark.start)[1], trace.document.source(mark.end - 1)[1] + 1
        style[low - first : high - first] = [COUNTED if mark.counted else LOST] * (high - low)
    edges = [0, *(i for i in range(1, len(style)) if style[i] != style[i - 1]), len(style)]
    for low, high in pairwise(edges):
        if style[low]:
            text.stylize(style[low], low, high)
    return text
