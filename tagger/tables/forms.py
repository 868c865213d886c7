"""Tables of results out: one interface for every form. Each article is encoded alone, wherever it was tagged; what was
encoded is joined in order, so the bytes of a table do not depend on how the work was cut."""

from __future__ import annotations

import codecs
import csv
import io
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from tagger.errors import OutputFault, TableFault
from tagger.extras import check
from tagger.records import Decision
from tagger.tables.jsonl import decision_record, line
from tagger.tables.layout import Layout
from tagger.tables.rows import Value, cell, safe

_MARKED = {"utf-8-sig": (codecs.BOM_UTF8, "utf-8"), "utf-16": (codecs.BOM_UTF16_LE, "utf-16-le")}


class Form(ABC):
    """A form of tables of results. ``most`` is how many rows it holds, None without a bound."""

    most: int | None = None

    @abstractmethod
    def encode(self, decision: Decision) -> bytes:
        """The rows of one article. Raises TableFault where the form cannot hold them."""

    @abstractmethod
    def join(self, chunks: Iterable[bytes], path: Path) -> None:
        """Write the table of what ``encode`` gave, in order."""


def form_of(path: Path, layout: Layout, encoding: str = "utf-8-sig") -> Form:
    """The form that the ending of a path names.

    Raises OutputFault for another ending or an unknown encoding, ExtraMissing.
    """
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return CsvForm(layout, encoding)
    if suffix == ".jsonl":
        return JsonLinesForm(layout)
    if suffix == ".xlsx":
        return WorkbookForm(layout)
    if suffix == ".parquet":
        return ParquetForm(layout)
    raise OutputFault(f"不会写 `{suffix or path.name}`", str(path), hint="可用：.csv .jsonl .xlsx .parquet")


class CsvForm(Form):
    """Comma-separated, safe to open in a spreadsheet; UTF-8 with a byte order mark unless told otherwise."""

    def __init__(self, layout: Layout, encoding: str) -> None:
        try:
            named = codecs.lookup(encoding).name
            "表".encode(encoding)
        except (LookupError, UnicodeError):
            raise OutputFault(f"编码 `{encoding}` 写不了中文", hint="例如 utf-8-sig、utf-8、gb18030、utf-16") from None
        self._layout = layout
        self._mark, self._encoding = _MARKED.get(named, (b"", named))

    def encode(self, decision: Decision) -> bytes:
        text = _csv([[safe(cell(value)) for value in row] for row in self._layout.rows(decision)])
        try:
            return text.encode(self._encoding)
        except UnicodeEncodeError as error:
            reason = f"字符 {error.object[error.start]!r} 写不进 {self._encoding}"
            article = decision.article
            raise TableFault(
                reason, article.file, article.number, None, "改用 --encoding gb18030 或 utf-8-sig"
            ) from None

    def join(self, chunks: Iterable[bytes], path: Path) -> None:
        with path.open("wb") as file:
            file.write(self._mark + _csv([self._layout.columns]).encode(self._encoding))
            file.writelines(chunks)


def _csv(rows: Iterable[Iterable[str]]) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
    return stream.getvalue()


class JsonLinesForm(Form):
    """One JSON object an article, as ``tagger tag --format jsonl`` writes it; in the long layout one a row."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def encode(self, decision: Decision) -> bytes:
        if not self._layout.long:
            return line(decision_record(decision, text=self._layout.text))
        columns = self._layout.columns
        return b"".join(line(dict(zip(columns, row, strict=True))) for row in self._layout.rows(decision))

    def join(self, chunks: Iterable[bytes], path: Path) -> None:
        with path.open("wb") as file:
            file.writelines(chunks)


class WorkbookForm(Form):
    """An xlsx workbook."""

    def __init__(self, layout: Layout) -> None:
        from tagger.tables.xlsx import MOST_ROWS

        check("xlsxwriter", "office")
        self._layout, self.most = layout, MOST_ROWS - 1

    def encode(self, decision: Decision) -> bytes:
        from tagger.tables.xlsx import check_cells

        encoded = b""
        for row in self._layout.rows(decision):
            cells = [_plain(value) for value in row]
            check_cells(cells, self._layout.columns, decision.article.file, decision.article.number)
            encoded += msgspec.json.encode(cells) + b"\n"
        return encoded

    def join(self, chunks: Iterable[bytes], path: Path) -> None:
        from tagger.tables.xlsx import write_workbook

        write_workbook(path, self._layout.columns, _decoded(chunks), self._layout.suggested())


def _plain(value: Value) -> str | int | float | None:
    """Numbers stay numbers, all else is text."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return cell(value) or None


class ParquetForm(Form):
    """A Parquet file with typed columns."""

    def __init__(self, layout: Layout) -> None:
        check("pyarrow", "parquet")
        self._layout = layout

    def encode(self, decision: Decision) -> bytes:
        return b"".join(msgspec.json.encode(row) + b"\n" for row in self._layout.rows(decision))

    def join(self, chunks: Iterable[bytes], path: Path) -> None:
        from tagger.tables.parquet import write_parquet

        write_parquet(path, self._layout.kinds, _decoded(chunks))


def _decoded(chunks: Iterable[bytes]) -> Iterator[list[Value]]:
    decode = msgspec.json.Decoder(list[Value]).decode
    for chunk in chunks:
        for encoded in chunk.splitlines():
            yield decode(encoded)
