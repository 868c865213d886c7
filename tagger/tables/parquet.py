"""Parquet: rows of articles in, a table of results out, by pyarrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from tagger.errors import RESAVE, InputDamaged, TableFault
from tagger.extras import need
from tagger.readers import Source
from tagger.readers.inputs import open_binary, stamp
from tagger.storage import is_url
from tagger.tables.delimited import ARTICLES, Head, refuse_textless
from tagger.tables.jsonl import Row
from tagger.tables.ranges import ROWS, Range, even

_GROUP = 8192  # rows of a row group written


class ParquetTable:
    """A file with a column ``text`` or ``digest``."""

    def ranges(self, source: Source, wanted: Iterable[str] = ARTICLES) -> Iterator[Range]:
        """Runs of rows.

        Raises InputMissing, InputDamaged, ExtraMissing or TableFault.
        """
        file = _file(source)
        refuse_textless(Head(file.schema_arrow.names, 0), source.place, wanted)
        return even(file.metadata.num_rows, 0, stamp(source).size)

    def rows(self, source: Source, rows: Range) -> Iterator[tuple[int, Row | TableFault]]:
        """The number of each row (from 1) with its values by column."""
        try:
            found = _cursor(source, stamp(source).print).rows(rows.start, rows.stop)
        except Exception as error:  # whatever broken data makes the library raise
            raise InputDamaged(f"不是完好的 Parquet：{error}", source.place) from None
        for place, row in enumerate(found, rows.start + 1):
            yield place, {key: "" if value is None else value for key, value in row.items()}

    def number(self, place: int) -> int:
        """Which article of the table a row is, from 1."""
        return place


def _file(source: Source) -> Any:
    parquet = need("pyarrow.parquet", "parquet", source.place)
    inside = open_binary(source) if source.member or is_url(source.path) else source.path
    try:
        return parquet.ParquetFile(inside)
    except Exception as error:  # whatever a broken file makes the library raise
        raise InputDamaged(f"不是完好的 Parquet：{error}", source.place, hint=RESAVE) from None


class _Cursor:
    """Goes through a file once for runs of rows that rise, as a worker takes them; goes back where one does not."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._start()

    def _start(self) -> None:
        self._at = 0
        self._batches = _file(self._source).iter_batches(ROWS)
        self._rows: Iterator[dict[str, Any]] = iter(())
        self._left = 0

    def rows(self, start: int, stop: int) -> list[dict[str, Any]]:
        """The rows from ``start`` to ``stop``."""
        if start < self._at:
            self._start()
        found: list[dict[str, Any]] = []
        while self._at < stop:
            if not self._left:
                batch = next(self._batches)
                if self._at + batch.num_rows <= start:  # of no use, so never made into Python values
                    self._at += batch.num_rows
                    continue
                self._rows, self._left = iter(batch.to_pylist()), batch.num_rows
            taken = min(self._left, (start if self._at < start else stop) - self._at)
            part = list(islice(self._rows, taken))
            found += part if self._at >= start else []
            self._at, self._left = self._at + taken, self._left - taken
        return found


@lru_cache(maxsize=1)
def _cursor(source: Source, print: str) -> _Cursor:
    return _Cursor(source)


def write_parquet(path: Path, kinds: Mapping[str, type], rows: Iterable[Sequence[Any]]) -> None:
    """A file with typed columns: text, whole numbers, numbers, truth values, and lists of text."""
    arrow, parquet = need("pyarrow", "parquet", str(path)), need("pyarrow.parquet", "parquet", str(path))
    types = {str: arrow.string(), int: arrow.int64(), float: arrow.float64(), bool: arrow.bool_()}
    types[list] = arrow.list_(arrow.string())
    schema = arrow.schema([(column, types[kind]) for column, kind in kinds.items()])
    pending = iter(rows)
    with parquet.ParquetWriter(path, schema, compression="zstd") as file:
        while group := list(islice(pending, _GROUP)):
            columns = [list(column) for column in zip(*group, strict=True)]
            file.write_table(arrow.table(columns, schema=schema))
