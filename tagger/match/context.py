"""The words of one document that change what other words count: names, lists, exceptions, measures.

An article may be a line of ten megabytes: everything here takes time in proportion to the text.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from functools import cached_property

from tagger.match.automaton import Occurrence
from tagger.match.compiled import CONTENT, EXEMPT, MEASURE, NAME, PART, SLOGAN, ZONE, Compiled
from tagger.records import Place

_STOP = re.compile("[。！？；!?;\n]")
_LONG_STOP = re.compile("[。；\n]")
_NAME_STOPS = frozenset("，。、；：！？“”‘’《》（）()【】—…·,;:!?\n|")
_NAME_REACH = 14
_LIST_REACH = 90
LIST = frozenset("、等")


class Context:
    """The words of one document that change what other words count.

    ``exempt`` maps a tag to the spans in which none of its words counts, ``parts`` a word to its places; ``names`` are
    the spans of names, ``zones`` those of zone words; ``measured`` the bounds of sentences that hold a measure, start
    and end by turns. Of spans that hold each other only the widest are kept, so both ends rise and each is found by
    bisection: an article of any length takes time in proportion.
    """

    def __init__(self, text: str, marks: list[Occurrence], compiled: Compiled) -> None:
        self.text, self._near, genre = text, compiled.near, compiled.genre
        self._factors = (genre.name, genre.slogan, genre.listing)
        self.zones: list[tuple[int, int]] = []
        self.parts: dict[int, list[tuple[int, int]]] = {}
        self.names: list[tuple[int, int]] = []
        self.exempt: dict[int, list[tuple[int, int]]] = {}
        self.measured: list[int] = []
        self._openers: list[tuple[int, int]] = []
        kinds = compiled.kinds
        for start, end, word in marks:
            kind = kinds[word]
            if kind & ZONE:
                _add_widest(self.zones, start, end)
            if kind & NAME:
                _add_widest(self.names, _name_start(text, start), end)
            if kind & EXEMPT:
                for tag in compiled.exempt[word]:
                    _add_widest(self.exempt.setdefault(tag, []), start, end)
            if kind & (SLOGAN | CONTENT):
                self._openers.append((start, kind))
            if kind & MEASURE and not (self.measured and start < self.measured[-1]):
                self.measured += self._around(start)
            if kind & PART:
                self.parts.setdefault(word, []).append((start, end))
        self._openers.sort()

    def _around(self, offset: int) -> tuple[int, int]:
        """Bounds of the sentence round an offset, from where the last measured one ends."""
        text = self.text
        low = self.measured[-1] if self.measured else 0
        stop = _LONG_STOP.search(text, offset)
        end = stop.start() if stop else len(text)
        return max(
            text.rfind("。", low, offset), text.rfind("；", low, offset), text.rfind("\n", low, offset), low - 1
        ) + 1, end

    def sentence(self, offset: int) -> tuple[int, int]:
        """Start and end of the sentence that holds an offset."""
        stops = self._stops
        at = bisect_left(stops, offset)
        return stops[at - 1] + 1 if at else 0, stops[at] if at < len(stops) else len(self.text)

    @cached_property
    def _stops(self) -> list[int]:
        return [stop.start() for stop in _STOP.finditer(self.text)]

    def _within(self, word: int, low: int, high: int) -> tuple[int, int] | None:
        """The first place of a part between two offsets."""
        places = self.parts.get(word, [])
        at = bisect_left(places, (low,))
        return places[at] if at < len(places) and places[at][0] < high else None

    def together(self, words: list[int]) -> tuple[int, int] | None:
        """The first of the words, where the others stand in its sentence for the first time; None where they never do."""
        if all(word in self.parts for word in words):
            for start, end in self.parts[words[0]]:
                low, high = self.sentence(start)
                if all(self._within(word, low, high) for word in words[1:]):
                    return start, end
        return None

    def silencer(self, tag: int, start: int, end: int, word: int) -> tuple[str, int, int] | None:
        """The exception of the tag that covers this hit, or the word beside it that silences it, with its span."""
        if span := _holder(self.exempt.get(tag, []), start, end):
            return "except", *span
        for owner, silencers in self._near.get(word, ()):
            if owner == tag:
                low, high = self.sentence(start)
                for part in silencers:
                    if span := self._within(part, low, high):
                        return "near", *span
        return None

    def discount(self, start: int, end: int, place: Place) -> tuple[float, str, int]:
        """What is left of a hit's weight, why, and where that begins: inside a name, in a slogan's list, in a bare list.

        Where nothing weakens the hit, or nothing opens its list, the place is its own start.
        """
        name, slogan, listing = self._factors
        if span := _holder(self.names, start, end):
            return name, "name", span[0]
        text = self.text
        if place == "title" or not (text[start - 1] == "、" or text[end] in LIST):
            return 1.0, "", start
        at = bisect_left(self._openers, (start,)) - 1
        if at >= 0:
            opener, kind = self._openers[at]
            if start - opener <= _LIST_REACH and not _parted(text, opener, start):
                return (1.0, "", start) if kind & CONTENT else (slogan, "slogan", opener)
        return listing, "list", start


def _add_widest(spans: list[tuple[int, int]], start: int, end: int) -> None:
    """Append a span that ends no earlier than the others, unless one holds it; those that it holds go."""
    while spans and spans[-1][0] >= start:
        spans.pop()
    if not spans or spans[-1][1] < end:
        spans.append((start, end))


def _holder(spans: list[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """The span that holds the characters from ``start`` to ``end``, of spans whose both ends rise."""
    at = bisect_right(spans, (start, sys.maxsize)) - 1
    return spans[at] if at >= 0 and end <= spans[at][1] else None


def _parted(text: str, start: int, end: int) -> bool:
    """Whether a sentence or paragraph ends between two offsets."""
    return _LONG_STOP.search(text, start, end) is not None


def _name_start(text: str, suffix: int) -> int:
    """Where the name that ends in a suffix at most begins: behind the last punctuation, some characters back."""
    low = max(0, suffix - _NAME_REACH)
    for start in range(suffix, low, -1):
        if text[start - 1] in _NAME_STOPS:
            return start
    return low
