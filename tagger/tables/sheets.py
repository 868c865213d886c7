"""Tables of articles in: one interface for every form, one article a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from tagger.errors import TableFault
from tagger.readers import Source
from tagger.readers.inputs import open_binary
from tagger.records import Article
from tagger.tables.delimited import ARTICLES, ENDINGS, TEXT
from tagger.tables.jsonl import Row, article_of
from tagger.tables.lines import CsvTable, JsonLinesTable
from tagger.tables.ranges import Range

__all__ = ["Row", "Table", "read_rows", "read_table", "table_of"]


class Table(Protocol):
    """A form of tables: cut into runs of rows that can be read apart, in any order and process."""

    def ranges(self, source: Source, wanted: Iterable[str] = ARTICLES) -> Iterator[Range]:
        """Runs of rows, in order. Raises what makes the whole table unreadable, and TableFault where no column is
        ``wanted``."""

    def rows(self, source: Source, rows: Range) -> Iterator[tuple[int, Row | TableFault]]:
        """The place of each row that is not blank (from 1, as an editor shows it) with its cells, or its fault."""

    def number(self, place: int) -> int:
        """Which article of the table a row is, from 1."""


def table_of(source: Source) -> Table:
    """The form of a table, by what it holds, else by its ending.

    Raises InputMissing or InputDamaged.
    """
    with open_binary(source) as file:
        head = file.read(4)
    if head == b"PAR1":
        from tagger.tables.parquet import ParquetTable

        return ParquetTable()
    if head == b"PK\x03\x04" or source.suffix == ".xlsx":
        from tagger.tables.xlsx import WorkbookTable

        return WorkbookTable()
    return CsvTable() if source.suffix in ENDINGS else JsonLinesTable()


def read_table(
    source: Source, rows: Range | None = None, wanted: Iterable[str] = ARTICLES
) -> Iterator[tuple[int, Row | TableFault]]:
    """The place of each row of a table, or of a run of its rows, with its values by column, or what is wrong with it.

    Raises what makes the whole table unreadable, and TableFault where no column is ``wanted``.
    """
    table = table_of(source)
    for part in [rows] if rows is not None else table.ranges(source, wanted):
        yield from table.rows(source, part)


def read_rows(source: Source, rows: Range | None = None, keep: Iterable[str] = ()) -> Iterator[Article | TableFault]:
    """Each row as one article, with the columns to ``keep``, or what is wrong with it.

    Raises what makes the whole table unreadable.
    """
    number = table_of(source).number
    for place, row in read_table(source, rows, TEXT):
        if isinstance(row, TableFault):
            yield row
        elif str(row.get("text") or "").strip():
            yield article_of(row, source.file, source.name, number(place), keep)
        else:
            yield TableFault("这一行没有 `text`", source.place, place, None, "补上正文，或删去这一行")
