"""Runs of rows: how a table is cut so that its parts can be read apart."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

ROWS = 256  # of one run


class Range(Struct, frozen=True):
    """Rows of a table, from ``start`` to ``stop`` (exclusive) in what its form counts: bytes, or rows.

    ``row`` and ``line`` are how many rows and lines of the file stand before it; ``encoding`` that of the whole file;
    ``size`` its share of the file in bytes, for progress.
    """

    start: int
    stop: int
    row: int = 0
    line: int = 0
    encoding: str = ""
    size: int = 0


def even(count: int, first: int, size: int) -> Iterator[Range]:
    """Rows ``first`` to ``count`` (exclusive) of a file of ``size`` bytes in runs."""
    for start in range(first, count, ROWS):
        stop = min(start + ROWS, count)
        yield Range(start, stop, start, size=size * (stop - start) // count)
