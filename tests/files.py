"""Files of every kind that is read, sound and broken."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

from pdfs import column, encrypted, pdf

Maker = Callable[[Path], object]
SEEDS = Path(__file__).resolve().parent.parent / "seeds"
TEXT = "高新区项目开工，总投资12亿元。\n集成电路产业再添新军，封测企业落户。\n"
ROWS: list[dict[str, object]] = [{"id": n, "title": "晶圆厂开工", "text": f"第{n}期。{TEXT}"} for n in range(3)]
PRINTED = [*column(100, 60, "晶圆厂二期开工", size=24, measure=10), *column(100, 100, TEXT)]
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def document(path: Path, body: str, before: str = "") -> None:
    """A Word document of one paragraph; ``before`` stands in front of its root."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{WORD}"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" Type="{OFFICE}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        text = f'{before}<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>{body}</w:t></w:r></w:p></w:body></w:document>'
        archive.writestr("word/document.xml", text)


def entities(path: Path) -> None:
    """A Word document whose one word stands for a thousand million letters."""
    levels = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    document(path, "晶圆&j;", f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{levels}]>')


def bomb(path: Path) -> None:
    """An archive of a thousandth of what it holds."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 3_000_000)


def slip(path: Path) -> None:
    """An archive that names a file outside it."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../evil.txt", TEXT)


def holds(data: bytes) -> Maker:
    return lambda path: path.write_bytes(data)


def packed(path: Path) -> None:
    """An archive of a text and a table."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/b.txt", TEXT)
        archive.writestr("c.jsonl", json.dumps(ROWS[0]))


def changed(data: bytes) -> bytes:
    """The same archive with other bits where its first file is packed."""
    at = data.index(b"a/b.txt") + len(b"a/b.txt")
    return data[:at] + b"\xff" * 8 + data[at + 8 :]


def listed(delimiter: str) -> Maker:
    """A table of articles, its cells parted by this."""

    def make(path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(ROWS[0]), delimiter=delimiter)
            writer.writeheader()
            writer.writerows(ROWS)

    return make


def book(path: Path) -> None:
    """A workbook of articles."""
    import openpyxl

    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (list(ROWS[0]), *(list(row.values()) for row in ROWS)):
        sheet.append(row)
    made.save(path)


def columns(path: Path) -> None:
    """A Parquet file of articles."""
    import pyarrow
    import pyarrow.parquet

    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(ROWS), path)


HTML = f"<html><body><article><h1>晶圆厂开工</h1><p>{TEXT}</p></article><script>run()</script></body></html>"
GOOD: list[tuple[str, Maker]] = [
    ("a.txt", holds(TEXT.encode())),
    ("gbk.txt", holds(TEXT.encode("gbk"))),
    ("marked.txt", holds(TEXT.encode("utf-16"))),
    ("page.txt", holds((SEEDS / "pages" / "interleaved.txt").read_bytes())),
    ("a.md", holds(TEXT.encode("utf-8-sig"))),
    ("a.html", holds(HTML.encode())),
    ("a.docx", lambda path: document(path, TEXT)),
    ("a.pdf", holds(pdf(PRINTED))),
    ("a.csv", listed(",")),
    ("a.tsv", listed("\t")),
    ("a.jsonl", holds("".join(json.dumps(row) + "\n" for row in ROWS).encode())),
    ("a.xlsx", book),
    ("a.parquet", columns),
    ("a.zip", packed),
]

BAD: list[tuple[str, Maker, str]] = [  # and what is told of each
    ("empty.txt", holds(b""), "文件为空"),
    ("white.txt", holds(b" \n\t\r\n\xe3\x80\x80"), "文件为空"),
    ("nul.txt", holds(b"abc\0def"), "第 3 字节为 NUL"),
    ("mixed.txt", holds(TEXT.encode() + TEXT.encode("gbk")), "mixed.txt:3"),
    ("cut-gbk.txt", holds(TEXT.encode("gbk")[:-4]), "不是 UTF-8 或 GB18030"),
    ("utf-16.txt", holds(TEXT.encode("utf-16-le")), "带 BOM"),
    ("image.txt", holds(b"\x89PNG\r\n\x1a\n" + bytes(range(256))), "不是文本文件"),
    ("bomb.zip", bomb, "超出上限"),
    ("slip.zip", slip, "指到了包外"),
    ("cut.zip", holds(b"PK\x03\x04\x14\0"), "不是完好的 zip"),
    ("broken.zip", lambda path: (packed(path), path.write_bytes(changed(path.read_bytes()))), "读不出"),
    ("entities.docx", entities, "不是完好的 Word 文档"),
    ("ragged.csv", holds("id,text\n1,晶圆厂开工\n2\n3,氢能,多,余\n4,\"未完\n".encode()), "只有 2 列"),
    ("head.csv", holds(b"id,text\n"), "表里一行也没有"),
    ("deep.jsonl", holds(b"[" * 100_000), "嵌套过深"),
    ("broken.pdf", holds(b"%PDF-1.4\nbroken"), "不是完好的 PDF"),
    ("locked.pdf", holds(encrypted(pdf(PRINTED))), "加了密"),
    ("scan.pdf", holds(pdf([])), "没有文字层"),
    ("cut.xlsx", holds(b"PK\x03\x04"), "不是完好的 xlsx"),
    ("cut.parquet", holds(b"PAR1"), "不是完好的 Parquet"),
]  # fmt: skip
