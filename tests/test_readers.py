"""Bytes to text: every encoding that is read, and a clear word on every one that is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger.errors import InputBinary, InputEmpty, InputMissing, InputUndecodable
from tagger.readers import Source, decode, read_text, sources

TEXT = "高新区项目开工，总投资12亿元。\n第二段。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_text_is_read_in(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a.txt") == TEXT


@pytest.mark.parametrize(("mark", "encoding"), [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
def test_utf16_is_read_by_its_byte_order_mark(mark: bytes, encoding: str) -> None:
    assert decode(mark + TEXT.encode(encoding), "a.txt") == TEXT


@pytest.mark.parametrize(
    ("data", "error", "told"),
    [
        (b"", InputEmpty, "文件为空"),
        (b" \n\t ", InputEmpty, "文件为空"),
        (b"\xef\xbb\xbf", InputEmpty, "文件为空"),
        (b"%PDF-1.7 ...", InputBinary, "不是文本文件"),
        (b"PK\x03\x04rest", InputBinary, "不是文本文件"),
        (b"text\0text", InputBinary, "第 4 字节为 NUL"),
        (TEXT.encode("utf-16-le"), InputBinary, "UTF-16"),
        ("第一行\n".encode() + b"\xff\xff\xff", InputUndecodable, "0xFF"),
        (b"\xef\xbb\xbf\xff", InputUndecodable, "不是 utf-8 文本"),
    ],
)
def test_what_is_not_text_says_why(data: bytes, error: type[Exception], told: str) -> None:
    with pytest.raises(error) as caught:
        decode(data, "a.txt")
    assert told in str(caught.value)
    assert str(caught.value).startswith("a.txt")


def test_an_undecodable_byte_is_told_with_its_line() -> None:
    with pytest.raises(InputUndecodable) as caught:
        decode("一\n二\n".encode() + b"\xff\xff", "a.txt")
    assert caught.value.line == 3


@given(st.binary(max_size=200))
def test_any_bytes_give_text_or_a_clear_error(data: bytes) -> None:
    try:
        text = decode(data, "a")
    except (InputBinary, InputEmpty, InputUndecodable):
        return
    assert text.strip()


def test_a_folder_is_walked_sorted_and_what_is_skipped_is_told(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "c.jpg", ".hidden.txt", "sub/d.txt", "t.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    skipped: list[str] = []
    found = [source.file for source in sources(str(tmp_path), skipped)]
    assert found == ["a.md", "b.txt", "sub/d.txt", "t.jsonl"]
    assert skipped == ["c.jpg"]


def test_a_symlink_loop_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    assert [source.file for source in sources(str(tmp_path))] == ["a.txt"]


def test_a_missing_input_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputMissing, match="没有这个文件"):
        list(sources(str(tmp_path / "none.txt")))
    with pytest.raises(InputMissing, match="读不出"):
        read_text(Source(str(tmp_path), "x"))
