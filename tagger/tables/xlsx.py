"""Workbooks: rows of articles in (python-calamine), a table of results out (XlsxWriter)."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from tagger.errors import RESAVE, InputDamaged, TableFault
from tagger.extras import need
from tagger.readers import Source
from tagger.readers.inputs import read_bytes, stamp
from tagger.tables.delimited import ARTICLES, Cells, Head, head_of, refuse_textless, rows_below
from tagger.tables.ranges import Range, even
from tagger.tables.rows import guarded

MOST_ROWS = 1_048_576  # of a sheet, the header counted; https://support.microsoft.com/office/1672b34d
LONGEST = 32_767  # characters of a cell
RESULTS, ALLOWED = "结果", "标签"
_MADE = datetime.datetime(2020, 1, 1)  # a fixed date: the same results are the same bytes
_WIDTHS = {"file": 24, "title": 40, "type_name": 12, "industry_names": 30, "evidence": 40, "text": 60}


class WorkbookTable:
    """The first sheet that has a column ``text`` or ``digest``, else the first."""

    def ranges(self, source: Source, wanted: Iterable[str] = ARTICLES) -> Iterator[Range]:
        """Runs of rows, the header counted.

        Raises InputMissing, InputDamaged, ExtraMissing or TableFault.
        """
        sheet = _sheet(source, stamp(source).print)
        if isinstance(head := _head(sheet, source), Head):
            refuse_textless(head, source.place, wanted)
        return even(len(sheet), 0, stamp(source).size)

    def rows(self, source: Source, rows: Range) -> Iterator[tuple[int, Cells | TableFault]]:
        """The number of each row (from 1, the header counted) with its cells by column, or what is wrong with it."""
        sheet = _sheet(source, stamp(source).print)
        head = _head(sheet, source)
        if isinstance(head, Head):
            cells = ([_cell(value) for value in sheet[place]] for place in range(rows.start, rows.stop))
            yield from rows_below(cells, head, source.place, rows.start)
        elif not rows.start:
            yield head.line or 1, head

    def number(self, place: int) -> int:
        """Which article of the table a row is, from 1."""
        return place - 1


@lru_cache(maxsize=1)  # a worker takes many runs of rows from one workbook
def _sheet(source: Source, print: str) -> list[list[Any]]:
    calamine = need("python_calamine", "office", source.place)
    data = read_bytes(source)
    try:
        book = calamine.load_workbook(io.BytesIO(data))
        sheets: list[list[list[Any]]] = [
            book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
        ]
    except Exception as error:  # whatever a broken workbook makes the library raise
        raise InputDamaged(f"不是完好的 xlsx：{error}", source.place, hint=RESAVE) from None
    for sheet in sheets:
        head = _head(sheet, source)
        if isinstance(head, TableFault) or set(ARTICLES) & set(head.columns):
            return sheet
    return next(iter(sheets), [])


def _head(sheet: list[list[Any]], source: Source) -> Head | TableFault:
    return head_of(([_cell(value) for value in row] for row in sheet), source.place)


def _cell(value: Any) -> str:
    """A cell as text: whole numbers without a point, dates as YYYY-MM-DD."""
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def check_cells(cells: Sequence[Any], columns: Sequence[str], file: str, number: int) -> None:
    """Raises TableFault where a cell is longer than a workbook can hold: nothing is cut off silently."""
    for column, cell in zip(columns, cells, strict=True):
        if isinstance(cell, str) and len(guarded(cell)) > LONGEST:
            reason = f"{column} 有 {len(cell)} 字，xlsx 的单元格至多 {LONGEST} 字"
            raise TableFault(reason, file, number, None, "改用 .csv .jsonl .parquet，或 --no-text")


def write_workbook(
    path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]], allowed: Mapping[str, Sequence[str]]
) -> None:
    """A workbook with a frozen, filtered header; ``allowed`` are the values suggested below a column.

    They stand in a hidden sheet, and others are taken too: a list of tags is no fault. Rows are written as they come.
    Raises OSError.
    """
    writer = need("xlsxwriter", "office", str(path))
    with path.open("wb") as file:  # opened here: of a file that it cannot open the library raises an error of its own
        _fill(writer.Workbook(file, {"constant_memory": True, "strings_to_urls": False}), columns, rows, allowed)


def _fill(
    book: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]], allowed: Mapping[str, Sequence[str]]
) -> None:
    book.set_properties({"created": _MADE})
    sheet, bold = book.add_worksheet(RESULTS), book.add_format({"bold": True})
    for number, column in enumerate(columns):
        sheet.set_column(number, number, _WIDTHS.get(column, 10))
        sheet.write_string(0, number, column, bold)
    last = 0
    for last, row in enumerate(rows, 1):
        for number, cell in enumerate(row):
            if isinstance(cell, str):
                if cell:
                    sheet.write_string(last, number, guarded(cell))
            elif cell is not None:
                sheet.write_number(last, number, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    _suggest(book, sheet, columns, allowed, last)
    book.close()


def _suggest(book: Any, sheet: Any, columns: Sequence[str], allowed: Mapping[str, Sequence[str]], last: int) -> None:
    hidden = book.add_worksheet(ALLOWED)
    lists = [(column, values) for column, values in allowed.items() if values and column in columns]
    for row in range(max((len(values) for _, values in lists), default=0)):
        for number, (_, values) in enumerate(lists):
            if row < len(values):
                hidden.write_string(row, number, values[row])
    hidden.hide()
    for number, (column, values) in enumerate(lists):
        letter, at = chr(ord("A") + number), columns.index(column)
        source = f"={ALLOWED}!${letter}$1:${letter}${len(values)}"
        sheet.data_validation(1, at, max(last, 1), at, {"validate": "list", "source": source, "show_error": False})
