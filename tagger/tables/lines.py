"""Tables that are text, JSON lines and CSV: cut at line ends, decoded strictly, read row by row."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from tagger.errors import InputUndecodable, TableFault
from tagger.readers import Source
from tagger.readers.decode import MARKS, decode, refuse_binary
from tagger.readers.inputs import open_binary
from tagger.tables.delimited import (
    ARTICLES,
    Head,
    head_of,
    parse_delimited,
    records,
    refuse_textless,
    rows_below,
    separator_of,
)
from tagger.tables.jsonl import Row, first_fault, keys_of, rows_of
from tagger.tables.ranges import ROWS, Range

_BLOCK = 1 << 20


def cut(source: Source, rows: int = ROWS, *, delimited: bool = False) -> Iterator[Range]:
    """The table in runs of ``rows`` rows: lines or, where it is ``delimited``, records that may span lines.

    Raises InputMissing, InputEmpty, InputBinary or InputUndecodable, before the first run.
    """
    with open_binary(source) as file:
        encoding, start = _encoding(file, source)
        file.seek(start)
        if encoding.startswith("utf-16"):  # a byte of it may look like a line end: not cut
            stop = file.seek(0, io.SEEK_END)
            yield Range(start, stop, encoding=encoding, size=stop)
            return
        separator = None
        if delimited:
            marked, separator = separator_of(file.readline().decode(encoding))
            file.seek(start := start + marked)  # a ``sep=`` line is as many bytes as characters
        first = last = Range(start, start)
        for last in _ends(file, start, encoding, separator):
            if last.row % rows == 0 and last.start > first.start:
                yield _between(first, last, encoding)
                first = last
        if last.start > first.start:
            yield _between(first, last, encoding)


def _between(first: Range, last: Range, encoding: str) -> Range:
    return Range(first.start, last.start, first.row, first.line, encoding, last.start - first.start)


def _ends(file: BinaryIO, at: int, encoding: str, separator: str | None) -> Iterator[Range]:
    """Where each row ends, with the rows and lines up to there; what cannot be parsed is one row to the end."""
    line = row = 0

    def lines() -> Iterator[str]:
        nonlocal at, line
        for data in file:
            at, line = at + len(data), line + 1
            yield data.decode(encoding)

    try:
        for row, _ in enumerate(lines() if separator is None else records(lines(), separator), 1):
            yield Range(at, at, row, line)
    except csv.Error:  # told, with its place, when the run is read
        yield Range(file.seek(0, io.SEEK_END), 0, row + 1, line)


def _encoding(file: BinaryIO, source: Source) -> tuple[str, int]:
    """The one encoding of all bytes, and where the text begins."""
    head = file.read(4096)
    for mark, encoding in MARKS:
        if head.startswith(mark):
            if _all(file, "utf-8-sig" if encoding == "utf-8" else encoding):
                return encoding, len(mark)
            break
    else:
        refuse_binary(head, source.place)
        for encoding in ("utf-8", "gb18030"):
            if _all(file, encoding):
                return encoding, 0
    file.seek(0)
    decode(file.read(), source.place)  # raises, with the place
    raise AssertionError


def _all(file: BinaryIO, encoding: str) -> bool:
    """Whether all of a file is text in an encoding."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    filled = False
    try:
        while block := file.read(_BLOCK):
            text = decoder.decode(block)
            filled = filled or not text.isspace()
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return filled


def text_of(source: Source, rows: Range) -> str:
    """The decoded text of a run of rows. Raises InputUndecodable, with the line."""
    with open_binary(source) as file:
        file.seek(rows.start)
        data = file.read(rows.stop - rows.start)
    try:
        return data.decode(rows.encoding)
    except UnicodeDecodeError as error:
        line = rows.line + data.count(b"\n", 0, error.start) + 1
        reason = f"第 {rows.start + error.start} 字节不是 {rows.encoding} 文本"
        raise InputUndecodable(reason, source.place, line, hint="请另存为 UTF-8 后重试") from None


class CsvTable:
    """Cells under a header, as ``delimited`` reads them."""

    def ranges(self, source: Source, wanted: Iterable[str] = ARTICLES) -> Iterator[Range]:
        """Runs of rows; the first holds the header.

        Raises what ``cut`` raises, and TableFault where no column is ``wanted``.
        """
        for part in cut(source, delimited=True):
            if not part.row and isinstance(head := self._head(source, part)[1], Head):
                refuse_textless(head, source.place, wanted)
            yield part

    def rows(self, source: Source, rows: Range) -> Iterator[tuple[int, Row | TableFault]]:
        """The number of each row (from 1, the header counted) with its cells by column, or what is wrong with it."""
        text = text_of(source, rows)
        if not rows.row:
            yield from parse_delimited(text, source.place)
            return
        separator, head = self._head(source, rows)
        if isinstance(head, Head):  # else the first run told it
            yield from rows_below(records(io.StringIO(text, newline=""), separator), head, source.place, rows.row)

    def number(self, place: int) -> int:
        """Which article of the table a row is, from 1."""
        return place - 1

    def _head(self, source: Source, rows: Range) -> tuple[str, Head | TableFault]:
        """Separator and header, from the head of the file."""
        with open_binary(source) as file, io.TextIOWrapper(file, rows.encoding, newline="") as text:
            first = text.readline().removeprefix("\ufeff")
            marked, separator = separator_of(first)
            return separator, head_of(records(itertools.chain([first[marked:]], text), separator), source.place)


class JsonLinesTable:
    """One JSON object a line."""

    def ranges(self, source: Source, wanted: Iterable[str] = ARTICLES) -> Iterator[Range]:
        """Runs of lines. Raises what ``cut`` raises, and TableFault where no key of the first run is ``wanted``."""
        for part in cut(source):
            if not part.row:
                self._check(text_of(source, part), source.place, wanted)
            yield part

    def _check(self, text: str, file: str, wanted: Iterable[str]) -> None:
        keys = keys_of(text)
        if keys is None:
            raise first_fault(text, file)  # never held in a frame that it passes: that would be a circle with the text
        refuse_textless(Head(keys, 0), file, wanted)

    def rows(self, source: Source, rows: Range) -> Iterator[tuple[int, Row | TableFault]]:
        """The line (from 1) of each row that is not blank, with its keys, or what is wrong with it."""
        return rows_of(text_of(source, rows), source.place, rows.row)

    def number(self, place: int) -> int:
        """Which article of the table a row is, from 1."""
        return place
