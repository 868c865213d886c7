"""Where every piece of a set page's text comes from: the article, its headline or text, and the place in it."""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tagger.split.cells import Cell
from tagger.text import repair

_UNKNOWN, _GLUED, _TINY = 0.9, 1.5, 0.3  # costs: a character of no article, a cut without a space, a very short piece


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", repair(text or "")))


@dataclass(slots=True)
class Piece:
    """Characters ``start`` to ``end`` of the page; ``offset`` and ``length`` are those of the squeezed text."""

    start: int
    end: int
    text: str
    kind: str = "other"
    article: int = -1
    offset: int = 0

    @property
    def running(self) -> bool:
        """Whether it is of an article's headline or text."""
        return self.kind in ("text", "title")

    def goes_on(self, other: Piece) -> bool:
        """Whether the other begins where this one ends."""
        at = self.offset + len(self.text)
        return (self.kind, self.article, at) == (other.kind, other.article, other.offset)


class Truth:
    """The pieces of a page, by aligning its lines with its articles."""

    def __init__(self, text: str, page: dict) -> None:
        self._streams = [
            (kind, number, squeeze(article.get(kind) or ""))
            for number, article in enumerate(page["articles"])
            for kind in ("text", "title", "kicker", "byline")
            if article.get(kind)
        ]
        self._joined = "\0".join(stream for *_, stream in self._streams)
        self.all: list[Piece] = []
        offset = 0
        for line in text.split("\n"):
            self.all += self._cut(line, offset)
            offset += len(line) + 1
        self._starts = [piece.start for piece in self.all]
        self._settle()

    def pieces(self, cell: Cell) -> list[Piece]:
        """Those that a cell holds, in order."""
        at = max(0, bisect.bisect_right(self._starts, cell.start) - 1)
        found = []
        while at < len(self.all) and self.all[at].start < cell.end:
            if self.all[at].end > cell.start:
                found.append(self.all[at])
            at += 1
        return found

    def piece(self, cell: Cell) -> Piece | None:
        """The one that a cell holds most of."""
        return max(self.pieces(cell), key=lambda p: min(p.end, cell.end) - max(p.start, cell.start), default=None)

    def stream(self, cells: Sequence[Cell]) -> tuple[str, int, int, int] | None:
        """(kind, article, start, end) of what most of some cells read; None where that is no headline or text."""
        counts: Counter[tuple[str, int]] = Counter()
        edges: dict[tuple[str, int], tuple[int, int]] = {}
        for piece in (piece for cell in cells for piece in self.pieces(cell)):
            key = piece.kind, piece.article
            counts[key] += len(piece.text)
            edges[key] = edges.get(key, (piece.offset, 0))[0], piece.offset + len(piece.text)
        key = max(counts, key=counts.__getitem__, default=("other", -1))
        return (*key, *edges[key]) if key[0] in ("text", "title") else None

    def _cut(self, line: str, offset: int) -> list[Piece]:
        """A line as the fewest pieces of articles (dynamic programming), cut at spaces where there are."""
        letters = [(at, letter) for at, raw in enumerate(line) for letter in squeeze(raw)]
        text = "".join(letter for _, letter in letters)
        size = len(text)
        best = [(0.0, 0, True), *[(1e9, 0, False)] * size]
        for low in range(size):
            cost = best[low][0]
            best[low + 1] = min(best[low + 1], (cost + _UNKNOWN, low, False))
            glued = low and letters[low][0] - letters[low - 1][0] == 1
            for high in range(low + 1, size + 1):
                if text[low:high] not in self._joined:
                    break
                more = 1 + (_GLUED if glued else 0) + (_TINY if high - low < 4 else 0)
                best[high] = min(best[high], (cost + more, low, True))
        pieces: list[Piece] = []
        high, unknown = size, False
        while high:
            _, low, known = best[high]
            if not known and unknown:
                pieces[-1].start, pieces[-1].text = offset + letters[low][0], text[low:high] + pieces[-1].text
            else:
                pieces.append(Piece(offset + letters[low][0], offset + letters[high - 1][0] + 1, text[low:high]))
            high, unknown = low, not known
        return pieces[::-1]

    def _places(self, piece: Piece) -> list[tuple[str, int, int]]:
        found = []
        for kind, article, stream in self._streams:
            at = stream.find(piece.text)
            while at >= 0:
                found.append((kind, article, at))
                at = stream.find(piece.text, at + 1)
        return found

    def _settle(self) -> None:
        """Give each piece its place: first those with one only, then those that fit between what is placed."""
        taken: dict[tuple[str, int], set[int]] = defaultdict(set)
        unsure = [(piece, places) for piece in self.all if (places := self._places(piece))]
        for least in (9, 2, 2, 1, 1, 0):
            rest = []
            for piece, places in unsure:
                size = len(piece.text)
                free = [place for place in places if taken[place[:2]].isdisjoint(range(place[2], place[2] + size))]
                ranked = [(self._neighbours(taken[kind, n], at, size), (kind, n, at)) for kind, n, at in free]
                fit, place = max(ranked, default=(-1, ("", -1, 0)), key=lambda pair: pair[0])
                if len(places) == 1 or fit >= least or (least < 9 and len(free) == 1):
                    if place[0]:
                        piece.kind, piece.article, piece.offset = place
                        taken[place[:2]].update(range(place[2], place[2] + size))
                else:
                    rest.append((piece, places))
            unsure = rest

    @staticmethod
    def _neighbours(taken: set[int], at: int, size: int) -> int:
        return (at == 0 or at - 1 in taken) + (at + size in taken)
