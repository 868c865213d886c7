"""CSV and its kin as spreadsheets save them: any of four separators, a ``sep=`` line, blank rows, columns anywhere."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator

from tagger.errors import TableFault
from tagger.tables.rows import COLUMNS, unsafe

ENDINGS = frozenset((".csv", ".tsv"))
Cells = dict[str, str]
_SEPARATORS = (",", ";", "\t", "，")
_LONGEST_CELL = 1 << 24


def is_delimited(path: str) -> bool:
    """Whether a file's name says that it is CSV or tab-separated."""
    return os.path.splitext(path)[1].lower() in ENDINGS


def parse_delimited(text: str, file: str) -> Iterator[tuple[int, Cells | TableFault]]:
    """The number (the header is row 1) of each row that is not blank, with its cells by column, or what is wrong.

    Apostrophes that keep a cell from being a formula are taken off. A cell under no heading is named by its column's letter.
    """
    csv.field_size_limit(_LONGEST_CELL)
    text, separator = _separator(text)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    header: list[str] = []
    number = 0
    try:
        for number, cells in enumerate(rows, 1):
            if not any(cell.strip() for cell in cells):
                continue
            if header:
                yield number, _row(header, cells, file, number)
                continue
            header = [unsafe(cell).strip().lower() or letter(place) for place, cell in enumerate(cells)]
            if twice := next((name for place, name in enumerate(header) if name in header[:place]), None):
                yield number, TableFault(f"有两列都叫 `{twice}`", file, number, None, "改名或删去一列")
                return
    except csv.Error as error:
        reason = f"引号不成对，从这里起读不下去：{error}"
        yield number + 1, TableFault(reason, file, number + 1, None, "用表格软件重新保存")


def letter(place: int) -> str:
    """A column as spreadsheets call it: A for 0, Z for 25, AA for 26."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _row(header: list[str], cells: list[str], file: str, number: int) -> Cells | TableFault:
    if any(cell.strip() for cell in cells[len(header) :]):
        reason = f"这一行有 {len(cells)} 格，表头只有 {len(header)} 列"
        return TableFault(reason, file, number, None, "含分隔符的格子要加引号")
    cells += [""] * (len(header) - len(cells))
    return {name: unsafe(cell) for name, cell in zip(header, cells, strict=False)}


def _separator(text: str) -> tuple[str, str]:
    """The text without Excel's ``sep=`` line, and the separator: by which the header has most columns that are known."""
    first, _, rest = text.partition("\n")
    named = first.strip().strip('"').lower()
    if named.startswith("sep=") and len(named) == 5:
        return rest, named[4]
    if first.strip("\r") == "sep=\t":
        return rest, "\t"
    header = first.lower()
    names = {separator: [cell.strip(' "\r') for cell in header.split(separator)] for separator in _SEPARATORS}
    return text, max(_SEPARATORS, key=lambda s: (sum(name in COLUMNS for name in names[s]), len(names[s])))
