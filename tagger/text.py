"""The normalised view of a text, with a map back to source offsets.

Extraction leaves line wraps in mid-word, spaces between characters, full-width letters and radicals (⼯ ⾼ ⻓)
where ideographs (工 高 长) are meant. Terms are found in a view without any of these; an offset of the view leads back
to the character of the source it came from.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tagger._ideographs import EQUIVALENT

_COMPATIBILITY = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_FOLDED = re.compile(
    "[\u2e80-\u2fdf\uf900-\ufaff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff0b\uff0d\u2010-\u2015\u0130]"
)
_RUN = re.compile(r"\S+")
_FOLD = EQUIVALENT | {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF5B), 0xFF0B, 0xFF0D)}
_FOLD |= {dash: ord("-") for dash in range(0x2010, 0x2016)} | {0x130: ord("i")}


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """A piecewise map: character ``starts[k] + d`` of a text is character ``sources[k] + d`` of its source.

    ``starts`` begins with 0 and rises strictly; without pieces the map is the identity.
    """

    starts: tuple[int, ...] = ()
    sources: tuple[int, ...] = ()

    def source(self, offset: int) -> int:
        """The source offset of one character of the text."""
        k = bisect_right(self.starts, offset) - 1
        return offset if k < 0 else self.sources[k] + offset - self.starts[k]

    def expand(self, length: int) -> Sequence[int]:
        """The source offset of every character of a text of this length: many look-ups are then cheap."""
        if len(self.starts) < 2:
            first = self.source(0)
            return range(first, first + length)
        places: list[int] = []
        for source, start, end in zip(self.sources, self.starts, (*self.starts[1:], length), strict=True):
            places += range(source, source + end - start)
        return places


def repair(text: str) -> str:
    """Replace radicals and compatibility ideographs by the ideographs they stand for; the length stays.

    Source: Unicode's EquivalentUnifiedIdeograph property, with the simplified form where Unicode gives a variant
    that simplified Chinese does not use (⼾ -> 户).
    """
    return text.translate(EQUIVALENT) if _COMPATIBILITY.search(text) else text


def fold(text: str) -> str:
    """Lower case, half width, ideographs for radicals; the length stays."""
    folded = text.translate(_FOLD) if _FOLDED.search(text) else text
    return folded.lower()


def squeeze(text: str) -> str:
    """``fold`` without any white space: the form in which terms are compared and articles identified."""
    return "".join(fold(text).split())


class View:
    """A text as the matcher sees it: ``text`` is the squeezed form; ``source`` leads back into the given text."""

    __slots__ = ("_places", "_raw", "text")

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self.text = squeeze(raw)
        self._places: list[int] | None = None

    @property
    def places(self) -> list[int]:
        """For each character of the view its offset in the given text."""
        if self._places is None:
            self._places = []
            for run in _RUN.finditer(self._raw):
                self._places += range(*run.span())
        return self._places

    def source(self, offset: int) -> int:
        """The offset in the given text of one character of the view."""
        return self.places[offset]
