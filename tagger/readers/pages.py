"""A file to a Page, by what it holds, whatever its name ends in: plain text, a saved web page, a Word document."""

from __future__ import annotations

import io
import re

from tagger.errors import InputDamaged, InputEmpty
from tagger.extras import need
from tagger.readers.decode import decode
from tagger.readers.inputs import ARCHIVES, STDIN, Source, read_bytes
from tagger.records import Imprint, Page

_ZIP = b"PK\x03\x04"
_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_HEAD = 4096
_MARKUP = re.compile("<[^<>]*>")
_LONGEST_ABOUT = 100
_KNOWN_BY = 12  # characters by which a paragraph is found again
_ABOUT = re.compile(  # lines that news sites set around an article
    r"^\W*(?:(?:19|20)\d\d[-/.年]\d\d?[-/.月]\d\d?日?|发布时间|发表时间|来源[：:]|稿源[：:]|作者[：:]|(?:责任)?编辑[：:]"
    r"|责编[：:]|编审[：:]|校对[：:]|当前位置|分享到|版权所有|免责声明|关于我们|打印本页|关闭窗口|相关阅读|相关链接|延伸阅读)|\|.*\|"
)
_STATED = {"original_date": True, "extensive_search": False}  # only a date that the page states, never a guess


def read_page(source: Source) -> Page:
    """The decoded page of a source, with the date that its form tells.

    Raises InputMissing, InputEmpty, InputBinary, InputUndecodable, InputDamaged or ExtraMissing.
    """
    if source.suffix in ARCHIVES:
        from tagger.readers import archive

        archive.members(source.path)  # one that can be opened never comes here: its files do
    data, place = read_bytes(source), "标准输入" if source.path == STDIN else source.place
    if data.startswith(_ZIP) and _is_docx(data):
        return Page(source.file, source.name, _docx(data, place))
    text = decode(data, place)
    if "<" in text[:_HEAD] and (_HTML.match(text[:_HEAD]) or source.suffix in (".html", ".htm")):
        text, imprint = _html(text, place)
        return Page(source.file, source.name, text, imprint)
    return Page(source.file, source.name, text)


def _html(text: str, place: str) -> tuple[str, Imprint]:
    """The headline and the paragraphs of the article that a web page is about, without menus and links to others."""
    from tagger.readers.imprint import date_in

    trafilatura = need("trafilatura", "html", place)
    found = trafilatura.bare_extraction(
        text, include_comments=False, with_metadata=True, config=_settings(), date_extraction_params=_STATED
    )
    lines = [line.strip() for line in (found.text or "").split("\n") if line.strip()] if found is not None else []
    title = " ".join((found.title or "").split()) if found is not None else ""
    head, body = _body(lines, title)
    if not body:
        raise InputEmpty("网页里没有找到文章", place)
    date = date_in("\n".join(head)) or date_in(_between(text, title, body[0])) or date_in(found.date or "")
    return "\n".join([title, *body] if title else body), Imprint(date=date)


def _body(lines: list[str], title: str) -> tuple[list[str], list[str]]:
    """What stands above the article, and its paragraphs: menus, the headline again, and lines about the article
    (date, source, editor) are taken off both ends."""
    start, end = 0, len(lines)
    while start < end and (lines[start] == title or _about(lines[start])):
        start += 1
    while end > start and _about(lines[end - 1]):
        end -= 1
    return lines[:start], lines[start:end]


def _between(text: str, title: str, first: str) -> str:
    """What a web page says between the headline and the first paragraph of its article."""
    plain = _MARKUP.sub(" ", text)
    end = plain.find(first[:_KNOWN_BY])
    start = plain.rfind(title, 0, end) if title and end > 0 else -1
    return plain[start:end] if start >= 0 else ""


def _about(line: str) -> bool:
    return len(line) < _LONGEST_ABOUT and _ABOUT.search(line) is not None


def _settings() -> object:
    """Settings of the extractor under which a short notice is an article too, and no check takes a thread's signal."""
    from copy import deepcopy

    settings = deepcopy(need("trafilatura.settings", "html").DEFAULT_CONFIG)
    for key in ("MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE", "MIN_OUTPUT_COMM_SIZE", "MIN_EXTRACTED_COMM_SIZE"):
        settings["DEFAULT"][key] = "10"
    settings["DEFAULT"]["EXTRACTION_TIMEOUT"] = "0"
    return settings


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
        raise InputDamaged(f"不是完好的 Word 文档：{error}", place) from None
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
