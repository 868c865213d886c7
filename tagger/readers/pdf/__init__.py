"""PDF files to pages: the text layer with its positions, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tagger.errors import InputWithoutText, TaggerError
from tagger.readers.inputs import Source
from tagger.readers.pdf.columns import columns
from tagger.readers.pdf.glyphs import Glyph, read
from tagger.readers.pdf.order import in_reading_order
from tagger.readers.pdf.rows import Row, rows
from tagger.records import Block, Line, Page

_UNKNOWN = "\ufffd"
_LEGIBLE = 0.5  # of the characters, at least


def pages(source: Source, data: bytes, place: str) -> Iterator[Page | TaggerError]:
    """The pages of a PDF; in place of one without a text layer the InputWithoutText that says so.

    Raises InputDamaged where the file is broken or encrypted.
    """
    for number, glyphs in enumerate(read(data, place), start=1):
        if _is_legible(glyphs):
            yield _page(source, number, glyphs)
        else:
            reason = f"第 {number} 页没有文字层（扫描件或图片）" if not glyphs else f"第 {number} 页的文字没有编码"
            yield InputWithoutText(reason, place, hint="先做文字识别（如 ocrmypdf -l chi_sim）再读")


def _is_legible(glyphs: Sequence[Glyph]) -> bool:
    return sum(glyph.text != _UNKNOWN for glyph in glyphs) > _LEGIBLE * len(glyphs)


def _page(source: Source, number: int, glyphs: Sequence[Glyph]) -> Page:
    parts: list[str] = []
    blocks, offset = [], 0
    for column in in_reading_order(columns(rows(glyphs))):
        lines = []
        for row in column:
            lines.append(_line(row, offset))
            parts.append(row.text)
            offset += len(row.text) + 1
        blocks.append(Block(tuple(lines)))
        parts.append("")  # a blank line between blocks
        offset += 1
    return Page(source.file, source.name, "\n".join(parts), number=number, blocks=tuple(blocks))


def _line(row: Row, offset: int) -> Line:
    return Line(offset, offset + len(row.text), row.box, row.size)
