"""The characters of a PDF with their places, by PDFium (``pypdfium2``)."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from math import hypot
from threading import Lock
from typing import Any, NamedTuple

from tagger.errors import InputDamaged

_LOCK = Lock()  # PDFium is not safe for threads
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_OVERPRINT = 0.1  # of its size: how near a character stands to its double, by which bold is feigned


class Glyph(NamedTuple):
    """A character that leaves ink: its edges and baseline in points from the left and upper edge of the page, its size."""

    text: str
    left: float
    right: float
    base: float
    size: float


def read(data: bytes, place: str) -> Iterator[list[Glyph]]:
    """The glyphs of each page, in the order in which they are drawn.

    Raises InputDamaged where the file is broken or wants a password.
    """
    import pypdfium2

    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
            count = len(document)
        except pypdfium2.PdfiumError as error:
            raise _fault(error, place) from None
    if not count:
        raise InputDamaged("PDF 里没有页", place)
    try:
        for number in range(count):
            with _LOCK:
                try:
                    glyphs = _glyphs(document[number])
                except pypdfium2.PdfiumError as error:
                    raise InputDamaged(f"PDF 第 {number + 1} 页读不出：{error}", place) from None
            yield glyphs
    finally:
        with _LOCK:
            document.close()


def _fault(error: Any, place: str) -> InputDamaged:
    if getattr(error, "err_code", None) == _PASSWORD:
        return InputDamaged("PDF 加了密", place, hint="去掉密码后再读")
    return InputDamaged(f"不是完好的 PDF：{error}", place, hint="重新下载或另存后再读")


def _glyphs(page: Any) -> list[Glyph]:
    """The glyphs of a page; white space and what PDFium adds for it left out, and what is printed twice taken once."""
    from pypdfium2 import raw

    text = page.get_textpage()
    left, _, _, top = page.get_bbox()
    box, matrix, x, y = raw.FS_RECTF(), raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    found: list[Glyph] = []
    seen: set[tuple[str, float, int, int]] = set()
    for index in range(text.count_chars()):
        character = _character(raw.FPDFText_GetUnicode(text, index))
        if raw.FPDFText_IsGenerated(text, index) == 1 or character.isspace() or not character.isprintable():
            continue
        raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box))
        raw.FPDFText_GetMatrix(text, index, ctypes.byref(matrix))
        raw.FPDFText_GetCharOrigin(text, index, ctypes.byref(x), ctypes.byref(y))
        points = raw.FPDFText_GetFontSize(text, index)
        wide, size = points * hypot(matrix.a, matrix.b), points * hypot(matrix.c, matrix.d)
        start = min(x.value, box.left)
        # PDFium gives some glyphs the box of their ink; Chinese characters fill their square
        end = max(box.right, start + wide * (0.96 if character >= "\u2e80" else 0.0))
        if size > 0 and not _is_double(seen, character, size, start, y.value):
            found.append(Glyph(character, start - left, end - left, top - y.value, size))
    return found


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0xD800 or 0xE000 <= code < 0xFFFE or 0xFFFF < code < 0x110000 else "\ufffd"


def _is_double(seen: set[tuple[str, float, int, int]], text: str, size: float, x: float, y: float) -> bool:
    """Whether the same character stands there already, in the same size; where not, it is noted."""
    near = size * _OVERPRINT
    column, row = round(x / near), round(y / near)
    if any((text, size, column + i, row + j) in seen for i in (-1, 0, 1) for j in (-1, 0, 1)):
        return True
    seen.add((text, size, column, row))
    return False
