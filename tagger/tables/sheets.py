"""The rows of a table as whatever tool saved it last, of any form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tagger.errors import TableFault
from tagger.readers import Source, read_text
from tagger.tables.delimited import is_delimited, parse_delimited
from tagger.tables.jsonl import parse_rows

Row = dict[str, Any]


def read_table(source: Source) -> Iterator[tuple[int, Row | TableFault]]:
    """The number of each row (from 1; a header is a row) with its values by column, or what is wrong with it.

    Raises what ``read_text`` raises.
    """
    text = read_text(source)
    yield from parse_delimited(text, source.file) if is_delimited(source.path) else parse_rows(text, source.file)
