"""Glyphs to rows: what stands on one line of one column.

Glyphs that are drawn one behind the other and stand so are a row. A wide space ends it, a narrower one where many rows
begin: that is a gutter. Rows that touch are one, in whatever order they were drawn.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tagger.readers.pdf.glyphs import Glyph
from tagger.records import Box

ASCENT, DESCENT = 0.88, 0.12  # of the square of a Chinese character, above and below the baseline
_LEVEL, _ALIKE = 0.25, 1.15  # how far baselines (in sizes) and sizes (as a ratio) of one row differ
_BREAK, _GUTTER, _TOUCH = 1.3, 0.45, 0.4  # widths of white space, in sizes
_TORN, _OVERLAP = 8.0, 0.6  # how wide white space within a justified line may be, how far glyphs overlap
_CLOSING, _HANGING = frozenset("，。、；：！？）》】”’"), 0.5  # marks whose white half may hang into a gutter
_NEXT, _INDENT = 2.2, 2.5  # how far away the next line is at most, how far further right a paragraph begins
_EDGE, _OFTEN = 0.25, 4  # how exactly rows begin at an edge, in sizes, and how many make one
_SPACE, _LATIN = 0.17, 0.15  # from what on white space is a space between words


Run = list[Glyph]


@dataclass(slots=True)
class Row:
    """Glyphs from left to right."""

    glyphs: list[Glyph]

    @property
    def left(self) -> float:
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        return self.glyphs[-1].right

    @property
    def base(self) -> float:
        return self.glyphs[0].base

    @property
    def size(self) -> float:
        return max(glyph.size for glyph in self.glyphs[:_SAMPLE])

    @property
    def box(self) -> Box:
        return Box(self.left, self.base - ASCENT * self.size, self.right, self.base + DESCENT * self.size)

    @property
    def text(self) -> str:
        """Its characters, with a space where more than the usual space stands between two."""
        gaps = [
            max(0.0, after.left - before.right) for before, after in zip(self.glyphs, self.glyphs[1:], strict=False)
        ]
        usual = sorted(gaps)[len(gaps) // 2] if gaps else 0.0
        parts = [self.glyphs[0].text]
        for gap, before, after in zip(gaps, self.glyphs, self.glyphs[1:], strict=False):
            latin = before.text.isascii() and after.text.isascii()
            if gap - usual > (_LATIN if latin else _SPACE) * after.size:
                parts.append(" ")
            parts.append(after.text)
        return "".join(parts)


_SAMPLE = 12  # glyphs that tell the size of a row


def body_size(glyphs: Iterable[Glyph]) -> float:
    """The size of type that most glyphs have, to a tenth of a point."""
    return Counter(round(glyph.size, 1) for glyph in glyphs).most_common(1)[0][0]


def rows(glyphs: Sequence[Glyph]) -> list[Row]:
    """The rows of a page, from top to bottom and left to right."""
    runs = _runs(glyphs)
    edges = _edges(runs)
    cut = sorted((part for run in runs for part in _cut(run, edges)), key=lambda run: run[0].base)
    found = _joined(cut, _White(cut, edges))
    return sorted((Row(run) for run in found), key=lambda row: (row.base, row.left))


def _runs(glyphs: Sequence[Glyph]) -> list[Run]:
    """Glyphs in a row as they are drawn."""
    found: list[Run] = []
    for glyph in glyphs:
        if found and _is_level(found[-1][-1], glyph) and -_OVERLAP <= _gap(found[-1][-1], glyph) <= _BREAK:
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return found


def _gap(before: Glyph, after: Glyph) -> float:
    """White space between two glyphs, in sizes."""
    return (after.left - before.right) / max(before.size, after.size)


def _is_level(one: Glyph, other: Glyph) -> bool:
    small, large = sorted((one.size, other.size))
    return abs(one.base - other.base) <= _LEVEL * small and large <= _ALIKE * small


def _edges(runs: Sequence[Sequence[Glyph]]) -> list[float]:
    """Where many rows begin, sorted; what stands behind a gap may be the beginning of a row."""
    starts = [run[0] for run in runs]
    starts += [b for run in runs for a, b in itertools.pairwise(run) if _gap(a, b) >= _GUTTER]
    if not starts:
        return []
    size = body_size(starts)
    lefts = sorted(glyph.left for glyph in starts)
    near = _EDGE * size
    return [x for x in lefts if bisect_right(lefts, x + near) - bisect_left(lefts, x - near) >= _OFTEN]


def _is_edge(x: float, edges: Sequence[float], near: float) -> bool:
    at = bisect_left(edges, x - near)
    return at < len(edges) and edges[at] <= x + near


def _cut(run: Run, edges: Sequence[float]) -> list[Run]:
    parts = [[run[0]]]
    for before, after in itertools.pairwise(run):
        if _gap(before, after) >= _GUTTER and _is_edge(after.left, edges, _EDGE * after.size):
            parts.append([])
        parts[-1].append(after)
    return parts


class _White:
    """Tells white space within a row from a gutter."""

    def __init__(self, runs: Sequence[Run], edges: Sequence[float]) -> None:
        self._runs, self._edges = runs, edges
        self._bases = [run[0].base for run in runs]

    def parts(self, row: Run, run: Run) -> bool:
        """Whether the space between a row and a run on the same line is a gutter."""
        before, after = row[-1], run[0]
        gap = _gap(before, after)
        hanging = before.text in _CLOSING and -_HANGING < gap < _LATIN
        if gap < _LATIN and not hanging:
            return gap < -_OVERLAP
        if gap <= _TOUCH and not _is_edge(after.left, self._edges, _EDGE * after.size):
            return False
        if gap > _TORN:
            return True
        sides = [self._side(row, run, way) for way in (-1, 1)]
        if hanging:
            return "parted" in sides and not {"crossed", "within"} & set(sides)
        return not (set(sides) == {"crossed"} or ("within" in sides and "parted" not in sides))

    def _side(self, row: Run, run: Run, way: int) -> str:
        """How the line right above (-1) or below (1) lies to the space between a row and a run: ``crossed`` by it,
        both ``within`` it as the parts of a line of its column, ``parted`` by the same space, or ``open``."""
        left, right, base, size = row[0].left, run[-1].right, run[0].base, run[0].size
        near, far = sorted((base + way * 0.5 * size, base + way * _NEXT * size))
        some = self._runs[bisect_left(self._bases, near) : bisect_right(self._bases, far)]
        some = [one for one in some if one[0].left < right and one[-1].right > left]
        over = [one for one in some if one[0].left < row[-1].right and one[-1].right > run[0].left + 0.5 * size]
        if over:
            whole = any(abs(one[0].left - left) < _INDENT * size and one[-1].right > right - size for one in over)
            return "within" if whole else "crossed"
        before = any(one[-1].right <= run[0].left for one in some)
        return "parted" if before and any(one[0].left >= row[-1].right for one in some) else "open"


def _joined(runs: Sequence[Run], white: _White) -> list[Run]:
    """Runs that stand side by side with nothing but white space of their row between them, joined."""
    found: list[Run] = []
    for level in _levels(runs):
        row: Run | None = None
        for run in sorted(level, key=lambda run: run[0].left):
            if row is not None and _is_level(row[-1], run[0]) and not white.parts(row, run):
                row += run
            else:
                row = list(run)
                found.append(row)
    return found


def _levels(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs, sorted by their baselines, on one baseline each."""
    found: list[list[Run]] = []
    for run in runs:
        if found and run[0].base - found[-1][0][0].base <= _LEVEL * min(run[0].size, found[-1][0][0].size):
            found[-1].append(run)
        else:
            found.append([run])
    return found
