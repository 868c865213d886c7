"""Rows to columns: rows below one another that begin and end as the lines of one column do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tagger.readers.pdf.rows import Row, body_size

_SAME_SIZE = 1.08
_SLACK, _RAGGED = 0.3, 0.8  # how far, in sizes, a line may begin before its column, and end behind it
_INDENT = 2.7
_YOUNG = 2  # lines, from which on a column has shown how wide it is
_HEAD = 1.15  # times the size of the text: from here on it is display type
_HEAD_LEADING = 1.75
_LOOSE = 1.45  # times the usual leading: what parts columns


@dataclass(slots=True)
class _Column:
    left: float
    right: float
    rows: list[Row] = field(default_factory=list)
    indented: bool = False  # some lines begin further right than others: its left edge is known

    @property
    def last(self) -> Row:
        return self.rows[-1]

    def add(self, row: Row) -> None:
        self.indented |= abs(row.left - self.left) > _SLACK * row.size
        self.left, self.right = min(self.left, row.left), max(self.right, row.right)
        self.rows.append(row)

    def takes(self, row: Row, leading: float) -> bool:
        """Whether a row may be its next line."""
        size, last = row.size, self.last
        step = row.base - last.base
        if max(size, last.size) > _SAME_SIZE * min(size, last.size) or not 0.5 * size < step <= leading * size:
            return False
        if min(self.right, row.right) <= max(self.left, row.left):
            return False
        before, behind = (self.left - row.left) / size, (row.right - self.right) / size
        if len(self.rows) > _YOUNG:
            return before <= (_SLACK if self.indented else _INDENT) and behind <= _RAGGED
        return before <= _INDENT or behind > _RAGGED


def columns(rows: Sequence[Row]) -> list[list[Row]]:
    """The columns of a page, each its rows from top to bottom."""
    body = body_size(glyph for row in rows for glyph in row.glyphs)
    text = leading(rows, body) * _LOOSE
    found: list[_Column] = []
    for number, row in enumerate(rows):
        reach = _HEAD_LEADING if row.size > _HEAD * body else text
        fitting = [column for column in found if column.takes(row, reach) and not _shared(column, rows, number)]
        best = max(fitting, key=lambda column: column.last.base, default=None)
        if best is None:
            best = _Column(row.left, row.right)
            found.append(best)
        best.add(row)
        found = [column for column in found if True]
    return [column.rows for column in found]


def leading(rows: Sequence[Row], body: float) -> float:
    """The usual distance of two lines of text below one another, in sizes."""
    last: dict[int, float] = {}
    steps: Counter[float] = Counter()
    for row in rows:
        if abs(row.size - body) <= 0.1 * body:
            edge = round(row.left / body)
            if edge in last:
                steps[round((row.base - last[edge]) / body, 1)] += 1
            last[edge] = row.base
    usual = [(count, step) for step, count in steps.items() if 0.9 <= step <= 2.5]
    return max(usual)[1] if usual else 1.5


def _shared(column: _Column, rows: Sequence[Row], number: int) -> bool:
    """Whether another row on the same line would stand below the column as well: narrower columns begin there."""
    row = rows[number]
    for other in rows[max(0, number - 12) : number + 12]:
        level = other is not row and abs(other.base - row.base) <= 0.25 * row.size
        inside = min(other.right, column.right) - max(other.left, column.left)
        if level and inside > 0.5 * row.size:
            return True
    return False
