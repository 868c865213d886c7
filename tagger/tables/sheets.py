"""Tables whose rows may have any columns: in as whatever tool saved them last, out as CSV."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from tagger.errors import TableFault
from tagger.readers import Source, read_text
from tagger.tables.delimited import Cells, is_delimited, parse_delimited
from tagger.tables.jsonl import parse_rows
from tagger.tables.rows import COLUMNS, safe

Row = dict[str, Any]


def read_table(source: Source) -> Iterator[tuple[int, Row | TableFault]]:
    """The number of each row (from 1; a header is a row) with its values by column, or what is wrong with it.

    Raises what ``read_text`` raises.
    """
    text = read_text(source)
    yield from parse_delimited(text, source.file) if is_delimited(source.path) else parse_rows(text, source.file)


def sheet(rows: Iterable[Cells]) -> bytes:
    """Rows as a CSV file, safe to open in a spreadsheet: the columns of the contract that any row has, then the others."""
    found = list(rows)
    held = dict.fromkeys(key for row in found for key in row)
    columns = [column for column in COLUMNS if column in held] + [key for key in held if key not in COLUMNS]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(safe(column) for column in columns or COLUMNS)
    writer.writerows([safe(row.get(column, "")) for column in columns] for row in found)
    return codecs.BOM_UTF8 + stream.getvalue().encode()
