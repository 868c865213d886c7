"""Columns in reading order: recursive cuts along the white space (XY cut; Nagy, Seth, Viswanathan 1992)."""

from __future__ import annotations

from collections.abc import Sequence

from tagger.readers.pdf.rows import Row
from tagger.records import Box, around

Column = list[Row]


def in_reading_order(columns: Sequence[Column]) -> list[Column]:
    """From left to right what white space parts from top to bottom, then from top to bottom what it parts across."""
    boxed = [(around(row.box for row in column), column) for column in columns]
    return [column for _, column in _ordered(boxed)]


Boxed = tuple[Box, Column]


def _ordered(boxed: list[Boxed]) -> list[Boxed]:
    if len(boxed) < 2:
        return boxed
    for low, high in ((0, 2), (1, 3)):  # left and right, top and bottom
        groups = _parted(boxed, low, high)
        if len(groups) > 1:
            return [one for group in groups for one in _ordered(group)]
    return sorted(boxed, key=lambda one: (one[0].top, one[0].left))


def _parted(boxed: list[Boxed], low: int, high: int) -> list[list[Boxed]]:
    """Groups of boxes between which no box lies, along one axis."""
    groups: list[list[Boxed]] = []
    reach = float("-inf")
    for one in sorted(boxed, key=lambda one: one[0][low]):
        if one[0][low] >= reach:
            groups.append([])
        groups[-1].append(one)
        reach = max(reach, one[0][high])
    return groups
