"""CSV and its kin as spreadsheets save them: any of four separators, a ``sep=`` line, blank rows, columns anywhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tagger.errors import TableFault
from tagger.tables.rows import COLUMNS, unsafe

ENDINGS = frozenset((".csv", ".tsv"))
Cells = dict[str, str]
_SEPARATORS = (",", ";", "\t", "，")
_LONGEST_CELL = 1 << 24
_COLUMNS_SHOWN = 8
_OF_RESULTS = frozenset(("review", "review_reason", "rules"))
TEXT, ARTICLES = ("text",), ("text", "digest")  # columns of which a table must have one: itself, or where it is known


class Head(NamedTuple):
    """How a table begins: its columns, and how many rows there are down to the one that names them (from 1); 0 where
    none does."""

    columns: list[str]
    rows: int


def parse_delimited(text: str, file: str) -> Iterator[tuple[int, Cells | TableFault]]:
    """The number (the header is row 1) of each row that is not blank, with its cells by column, or what is wrong.

    Apostrophes that keep a cell from being a formula are taken off. A cell under no heading is named by its column's letter.
    """
    marked, separator = separator_of(text)
    text = text[marked:]
    head = head_of(records(io.StringIO(text, newline=""), separator), file)
    if isinstance(head, TableFault):
        yield head.line or 1, head
    else:
        yield from rows_below(records(io.StringIO(text, newline=""), separator), head, file, 0)


def records(lines: Iterable[str], separator: str) -> Iterator[list[str]]:
    """The cells of each row. Raises ``csv.Error`` where a quotation mark is missing."""
    csv.field_size_limit(_LONGEST_CELL)
    return csv.reader(lines, delimiter=separator, strict=True)


def head_of(rows: Iterable[Sequence[str]], file: str) -> Head | TableFault:
    """The header: the first row that is not blank."""
    number = 0
    try:
        for number, cells in enumerate(rows, 1):
            if any(cell.strip() for cell in cells):
                columns = [unsafe(cell).strip().lower() or letter(place) for place, cell in enumerate(cells)]
                if twice := next((name for place, name in enumerate(columns) if name in columns[:place]), None):
                    return TableFault(f"有两列都叫 `{twice}`", file, number, None, "改名或删去一列")
                return Head(columns, number)
    except csv.Error as error:
        return _unquoted(error, file, number + 1)
    return Head([], number)


def refuse_textless(head: Head, file: str, wanted: Iterable[str]) -> None:
    """Raises TableFault where a table has none of the columns ``wanted``: said once, not of every row."""
    if head.columns and not set(wanted) & set(head.columns):
        shown = "、".join(head.columns[:_COLUMNS_SHOWN]) + ("…" if len(head.columns) > _COLUMNS_SHOWN else "")
        hint = "标注时不要用 --no-text" if set(head.columns) >= _OF_RESULTS else "正文那一列的列名要叫 text"
        raise TableFault(f"没有 `text` 列，只有 {shown}", file, head.rows or None, None, hint)


def rows_below(
    rows: Iterable[list[str]], head: Head, file: str, before: int
) -> Iterator[tuple[int, Cells | TableFault]]:
    """The number of each row that is not blank and stands below the header, with its cells by column, or what is wrong;
    ``before`` rows of the file stand before the first one given."""
    number = before
    try:
        for number, cells in enumerate(rows, before + 1):
            if number > head.rows and any(cell.strip() for cell in cells):
                yield number, row_of(head.columns, cells, file, number)
    except csv.Error as error:
        yield number + 1, _unquoted(error, file, number + 1)


def _unquoted(error: csv.Error, file: str, number: int) -> TableFault:
    return TableFault(f"引号不成对，从这里起读不下去：{error}", file, number, None, "用表格软件重新保存")


def letter(place: int) -> str:
    """A column as spreadsheets call it: A for 0, Z for 25, AA for 26."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def row_of(columns: Sequence[str], cells: list[str], file: str, number: int) -> Cells | TableFault:
    """The cells of one row by column."""
    if any(cell.strip() for cell in cells[len(columns) :]):
        reason = f"这一行有 {len(cells)} 格，表头只有 {len(columns)} 列"
        return TableFault(reason, file, number, None, "含分隔符的格子要加引号")
    cells += [""] * (len(columns) - len(cells))
    return {name: unsafe(cell) for name, cell in zip(columns, cells, strict=False)}


def separator_of(text: str) -> tuple[int, str]:
    """How long Excel's ``sep=`` line is, 0 without one, and the separator: by which the header has most known columns."""
    first, _, _ = text.partition("\n")
    named = first.strip().strip('"').lower()
    if named.startswith("sep=") and len(named) == 5:
        return len(first) + 1, named[4]
    if first.strip("\r") == "sep=\t":
        return len(first) + 1, "\t"
    header = first.lower()
    names = {separator: [cell.strip(' "\r') for cell in header.split(separator)] for separator in _SEPARATORS}
    return 0, max(_SEPARATORS, key=lambda s: (sum(name in COLUMNS for name in names[s]), len(names[s])))
