"""Bytes to text without a guess that hides damage: a byte order mark, else strict UTF-8, else strict GB18030."""

from __future__ import annotations

import codecs

from tagger.errors import InputBinary, InputEmpty, InputUndecodable

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b",
    b"\x7fELF",
)
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b")


def decode(data: bytes, path: str) -> str:
    """The text of a file.

    Raises InputEmpty, InputBinary, or InputUndecodable with the byte that fits no encoding and its line.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _filled(_strict(data[len(mark) :], encoding, path), path)
    refuse_binary(data, path)
    try:
        return _filled(data.decode("utf-8"), path)
    except UnicodeDecodeError as error:
        return _filled(_strict(data, "gb18030", path, error), path)


def _strict(data: bytes, encoding: str, path: str, first: UnicodeDecodeError | None = None) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        at = max((first or error).start, error.start)  # the encoding that came further is meant
        line = data.count(b"\n", 0, at) + 1
        tried = f"{encoding}" if first is None else "UTF-8 或 GB18030"
        byte = data[at : at + 1].hex().upper()
        reason = f"第 {at} 字节 0x{byte} 不是 {tried} 文本"
        raise InputUndecodable(reason, path, line, hint="请另存为 UTF-8 后重试") from None


def refuse_binary(data: bytes, path: str) -> None:
    """Raises InputBinary where the head of a file is that of no text, or a NUL stands anywhere in the bytes given."""
    head = data[:4096]
    if head.startswith(_SIGNATURES):
        raise InputBinary(
            "不是文本文件", path, hint="可读 .txt .md .html .docx .pdf .zip，和 .jsonl .csv .xlsx .parquet 文章表"
        )
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if b"\0" in data or controls * 20 > len(head):
        place = data.find(b"\0")
        where = f"（第 {place} 字节为 NUL）" if place >= 0 else ""
        raise InputBinary(f"不是文本文件{where}", path, hint="UTF-16 文本请带 BOM 保存，或另存为 UTF-8")


def _filled(text: str, path: str) -> str:
    if not text.strip():
        raise InputEmpty("文件为空", path)
    return text
