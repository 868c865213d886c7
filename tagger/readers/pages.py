"""A file to its pages, by what it holds, whatever its name ends in: plain text, a web page, a Word document, a PDF."""

from __future__ import annotations

import gc
import io
import re
from collections.abc import Iterator

from tagger.errors import RESAVE, InputDamaged, InputEmpty, TaggerError
from tagger.extras import need
from tagger.readers.decode import decode
from tagger.readers.inputs import ARCHIVES, STDIN, Source, read_bytes
from tagger.records import Imprint, Page

_ZIP, _PDF = b"PK\x03\x04", b"%PDF-"
_JUNK = 1024  # bytes that may stand before the header of a PDF
_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_HEAD = 4096
_MOST_BYTES = 32 << 20  # of text: a page has some thousand; matching takes about 40 times as much memory


def read_pages(source: Source) -> Iterator[Page | TaggerError]:
    """The decoded pages of a source, one but for a PDF; a page of a PDF that holds no text comes as the error it is.

    Raises InputMissing, InputEmpty, InputBinary, InputUndecodable, InputDamaged or ExtraMissing.
    """
    data, place = _read(source)
    if data.startswith(_PDF) or (source.suffix == ".pdf" and _PDF in data[:_JUNK]):
        from tagger.readers.pdf import pages

        yield from pages(source, data, place)
    else:
        yield _page(source, data, place)


def _read(source: Source) -> tuple[bytes, str]:
    if source.suffix in ARCHIVES:
        from tagger.readers import archive

        archive.members(source.path)  # one that can be opened never comes here: its files do
    return read_bytes(source), "标准输入" if source.path == STDIN else source.place


def _page(source: Source, data: bytes, place: str) -> Page:
    if data.startswith(_ZIP) and _is_docx(data):
        return Page(source.file, source.name, _docx(data, place))
    if len(data) > _MOST_BYTES:
        reason = f"文件有 {len(data):,} 字节，一个版面至多 {_MOST_BYTES:,} 字节"
        raise InputDamaged(reason, place, hint="拆成几个文件，或一行一篇存成 .jsonl 文章表")
    text = decode(data, place)
    if "<" in text[:_HEAD] and (_HTML.match(text[:_HEAD]) or source.suffix in (".html", ".htm")):
        from tagger.readers.web import read_web_page

        text, date = read_web_page(text, place)
        return Page(source.file, source.name, text, Imprint(date=date))
    return Page(source.file, source.name, text)


def _is_docx(data: bytes) -> bool:
    import zipfile

    try:
        return "word/document.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist()
    except zipfile.BadZipFile:
        return False


def _docx(data: bytes, place: str) -> str:
    """A paragraph a line; the cells of a table row in one line, each text once."""
    import zipfile

    from tagger.readers.archive import check_size

    docx = need("docx", "office", place)
    for info in zipfile.ZipFile(io.BytesIO(data)).infolist():
        check_size(info, place)
    try:
        lines = list(_lines(docx.Document(io.BytesIO(data))))
    except Exception as error:  # whatever a broken document makes the library raise
        raise InputDamaged(f"不是完好的 Word 文档：{error}", place, hint=RESAVE) from None
    finally:
        gc.collect(0)  # the library holds a document in circles, which may be megabytes each
    text = "\n".join(lines)
    if not text.strip():
        raise InputEmpty("文件为空", place)
    return text


def _lines(container: object) -> list[str]:
    lines: list[str] = []
    for block in container.iter_inner_content():  # type: ignore[attr-defined]
        if hasattr(block, "rows"):
            for row in block.rows:
                lines.append("\t".join(dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells)))
        else:
            lines += block.text.split("\n")
    return lines
