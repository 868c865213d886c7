"""Tables of figures: drawn on a terminal, tab-separated in a pipe, CSV or JSON where asked for."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tagger.tables.rows import safe
from tagger.terminal import wrap

Cell = str | int | float
_WIDE = 100
_WHOLE = re.compile(r"[—-]?|[-+]?[\d,.]+( \[.*\])?|\d{4}-\d\d-\d\d.*")  # never broken: a figure, its interval, a date


@dataclass(frozen=True, slots=True)
class Column:
    """A key for programs, a heading for people; ratios are shown with three decimals.

    A narrow terminal leaves out what is ``wide``.
    """

    key: str
    heading: str
    cell: Callable[[Any], Cell]
    wide: bool = False

    def text(self, row: Any) -> str:
        value = self.cell(row)
        return f"{value:.3f}" if isinstance(value, float) else str(value)


@dataclass(frozen=True, slots=True)
class Figures:
    """Rows of one kind and what to say of each."""

    columns: Sequence[Column]
    rows: Sequence[Any]

    def records(self) -> list[dict[str, Cell]]:
        """A mapping a row, ratios rounded to four decimals."""
        return [{column.key: _rounded(column.cell(row)) for column in self.columns} for row in self.rows]

    def write_csv(self, stream: TextIO) -> None:
        """With a byte order mark, so that spreadsheets read it as UTF-8."""
        stream.write("\ufeff")
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(column.key for column in self.columns)
        writer.writerows([safe(str(cell)) for cell in record.values()] for record in self.records())

    def show(self, console: Console) -> None:
        """Draw on a terminal, write tab-separated lines elsewhere."""
        if console.is_terminal:
            console.print(self._drawn(console.width))
            return
        console.file.write("\t".join(column.heading for column in self.columns) + "\n")
        for row in self.rows:
            console.file.write("\t".join(" ".join(column.text(row).split()) for column in self.columns) + "\n")

    def _drawn(self, width: int) -> Table:
        columns = [column for column in self.columns if width >= _WIDE or not column.wide]
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False, collapse_padding=True)
        for column in columns:
            number = any(not isinstance(column.cell(row), str) for row in self.rows)
            whole = all(_WHOLE.fullmatch(column.text(row)) for row in self.rows)
            heading = wrap.Cell(Text(column.heading))
            table.add_column(heading, justify="right" if number else "left", no_wrap=whole, overflow="fold")
        for row in self.rows:
            table.add_row(*(wrap.Cell(Text(column.text(row))) for column in columns))
        return table


def write_json(value: dict[str, Any] | list[dict[str, Cell]], stream: TextIO) -> None:
    """One JSON object or list, Chinese as it is."""
    stream.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def _rounded(value: Cell) -> Cell:
    return round(value, 4) if isinstance(value, float) else value
