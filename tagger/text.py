"""The normalised view of a text, with a map back to source offsets.

Extraction leaves line wraps in mid-word, spaces between characters, full-width letters and radicals (⼯ ⾼ ⻓)
where ideographs (工 高 长) are meant. Terms are found in a view without any of these; an offset of the view leads back
to the character of the source it came from.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from msgspec import Struct

from tagger._ideographs import EQUIVALENT

_COMPATIBILITY = re.compile("[\u2e80-\u2ef3\u2f00-\u2fd5\uf900-\ufaff]")
_FOLDED = re.compile(
    "[\u2e80-\u2fdf\uf900-\ufaff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff0b\uff0d\u2010-\u2015\u0130]"
)
_RUN = re.compile(r"\S+")
_FOLD = EQUIVALENT | {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF5B), 0xFF0B, 0xFF0D)}
_FOLD |= {dash: ord("-") for dash in range(0x2010, 0x2016)} | {0x130: ord("i")}


def _equivalent(found: re.Match[str]) -> str:
    character = found.group()
    return chr(EQUIVALENT.get(ord(character), ord(character)))


def _folded(found: re.Match[str]) -> str:
    character = found.group()
    return chr(_FOLD.get(ord(character), ord(character)))


class OffsetMap(Struct, frozen=True, gc=False):
    """A piecewise map: character ``starts[k] + d`` of a text is character ``sources[k] + d`` of its source.

    ``starts`` begins with 0 and rises strictly; without pieces the map is the identity.
    """

    starts: tuple[int, ...] = ()
    sources: tuple[int, ...] = ()

    def source(self, offset: int) -> int:
        """The source offset of one character of the text."""
        k = bisect_right(self.starts, offset) - 1
        return offset if k < 0 else self.sources[k] + offset - self.starts[k]


_IDENTITY = OffsetMap()


def repair(text: str) -> str:
    """Replace radicals and compatibility ideographs by the ideographs they stand for; the length stays.

    Source: Unicode's EquivalentUnifiedIdeograph property, with the simplified form where Unicode gives a variant
    that simplified Chinese does not use (⼾ -> 户).
    """
    return _COMPATIBILITY.sub(_equivalent, text)


def fold(text: str) -> str:
    """Lower case, half width, ideographs for radicals; the length stays.

    Few characters need it, so those are sought and replaced; ``str.translate`` would look at each.
    """
    return _FOLDED.sub(_folded, text).lower()


def squeeze(text: str) -> str:
    """``fold`` without any white space: the form in which terms are compared and articles identified."""
    return "".join(fold(text).split())


class View:
    """A text as the matcher sees it: ``text`` is the squeezed form, ``raw`` the given one."""

    __slots__ = ("_runs", "raw", "text")

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self._runs = fold(raw).split()
        self.text = "".join(self._runs)

    def source(self, offset: int) -> int:
        """The offset in the given text of one character of the view."""
        return Origins((self, _IDENTITY)).span(offset, offset + 1)[0]

    def runs(self) -> Iterator[tuple[int, int]]:
        """Start and end in the given text of each run without white space."""
        if len(self.text) + len(self._runs) - 1 != len(self.raw):
            yield from (run.span() for run in _RUN.finditer(self.raw))
            return
        start = 0  # one character of white space between any two runs: no need to look for it
        for run in self._runs:
            yield start, start + len(run)
            start += len(run) + 1


class Origins:
    """Where the characters of views, a line break behind each, stand in the sources that their texts were taken from,
    looked up span by span."""

    __slots__ = ("_shifts", "_starts")

    def __init__(self, *views: tuple[View, OffsetMap]) -> None:
        self._starts: list[int] = []
        self._shifts: list[int] = []
        at = 0
        for view, source in views:
            self._add(view, source, at)
            at += len(view.text) + 1

    def _add(self, view: View, source: OffsetMap, length: int) -> None:
        edges, sources = source.starts or (0,), source.sources or (0,)
        piece = 0
        for start, end in view.runs():
            while piece + 1 < len(edges) and edges[piece + 1] <= start:
                piece += 1
            while True:
                self._starts.append(length)
                self._shifts.append(sources[piece] + start - edges[piece] - length)
                stop = min(end, edges[piece + 1]) if piece + 1 < len(edges) else end
                length += stop - start
                if stop == end:
                    break
                start, piece = stop, piece + 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source offsets of the characters from ``start`` to ``end`` (exclusive), counted through all views."""
        starts, shifts = self._starts, self._shifts
        behind = bisect_right(starts, start)
        last = behind if behind == len(starts) or starts[behind] >= end else bisect_left(starts, end, behind)
        return start + shifts[behind - 1], end + shifts[last - 1]
