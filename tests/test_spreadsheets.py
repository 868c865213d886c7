"""Corrections tables as Excel, WPS and LibreOffice leave them, each a real file."""

from __future__ import annotations

import csv
import datetime
import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger.errors import TableFault
from tagger.names import TagNames
from tagger.readers import Source
from tagger.records import Article
from tagger.tables.delimited import letter, parse_delimited
from tagger.tables.labelled import Labelled, Labels, Vocabulary, read_labelled
from tagger.tables.results import read_results, sheet
from tagger.tables.results import workbook as write_workbook
from tagger.tables.rows import COLUMNS, digest, safe, unsafe

VOCABULARY = Vocabulary(
    TagNames([("chip", "半导体"), ("nev", "新能源汽车")]), TagNames([("policy", "政策法规"), ("event", "会议活动")])
)
ARTICLES = [
    Article("a.txt", "a", "晶圆厂开工", "第一段，晶圆。\n第二段“引号”。", id="112233445566778899", date="2023-10-16"),
    Article("b.txt", "b", "=一加一", "-减号开头；有分号\t和制表符", date="2024-02-01"),
    Article("c.txt", "c", "", "㎡与€、𠮷字", date="2024-02-02"),
]
CORRECTIONS = [("event", "半导体；nev", ""), ("", "-", ""), ("", "", "√")]
EXPECTED = [
    Labels(frozenset({"chip", "nev"}), type="event"),
    Labels(frozenset()),
    Labels(frozenset({"chip"}), type="policy"),
]


def rows() -> list[dict[str, str]]:
    """The rows of a results table with what a person filled in."""
    found = []
    for article, (kind, industries, checked) in zip(ARTICLES, CORRECTIONS, strict=True):
        cells = dict.fromkeys(COLUMNS, "")
        cells |= {
            "file": article.file, "article": "1", "id": article.id or "", "date": article.date or "",
            "title": article.title, "type": "policy", "industries": "chip", "correct_type": kind,
            "correct_industries": industries, "checked": checked, "text": article.text, "digest": digest(article),
        }  # fmt: skip
        found.append({key: safe(cell) for key, cell in cells.items()})
    return found


def write(path: Path, table: list[dict[str, str]], encoding: str = "utf-8-sig", separator: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="", errors="replace") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(key for row in table for key in row)), delimiter=separator)
        writer.writeheader()
        writer.writerows(table)
    return path


def read(path: Path) -> list[Labelled]:
    found = list(read_labelled(Source(str(path), path.name), VOCABULARY))
    assert [str(fault) for fault in found if isinstance(fault, TableFault)] == []
    return [row for row in found if isinstance(row, Labelled)]


def check(path: Path) -> None:
    """Every correction is found again, and belongs to the article that it was made for."""
    found = {row.digest: row.labels for row in read(path)}
    assert found == dict(zip(map(digest, ARTICLES), EXPECTED, strict=True))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "，"])
def test_any_encoding_and_separator(tmp_path: Path, encoding: str, separator: str) -> None:
    check(write(tmp_path / "c.csv", rows(), encoding, separator))


def test_what_the_old_encoding_cannot_hold_is_told_and_the_digest_still_holds(tmp_path: Path) -> None:
    path = write(tmp_path / "c.csv", rows(), "gbk")
    check(path)
    assert [row.altered for row in read(path)] == [(), (), ("text",)]


def test_the_line_that_names_the_separator(tmp_path: Path) -> None:
    path = write(tmp_path / "c.csv", rows(), "utf-8", ";")
    path.write_text("sep=;\n" + path.read_text("utf-8"), "utf-8")
    check(path)


def test_rows_sorted_and_deleted_columns_moved_and_added(tmp_path: Path) -> None:
    table = [dict(sorted({**row, "备注": "看过"}.items(), reverse=True)) for row in reversed(rows())]
    check(write(tmp_path / "c.csv", table))
    assert len(read(write(tmp_path / "d.csv", table[:1]))) == 1


def test_blank_rows_and_columns(tmp_path: Path) -> None:
    table = [{**row, "": ""} for row in rows()]
    table.insert(1, dict.fromkeys(table[0], ""))
    path = write(tmp_path / "c.csv", table)
    check(path)
    assert sorted(row.row for row in read(path)) == [2, 4, 5]


@pytest.mark.parametrize("shown", ["2023/10/16", "2023/10/16 0:00", "2023年10月16日", "2023-10-16 00:00:00"])
def test_dates_as_spreadsheets_show_them(tmp_path: Path, shown: str) -> None:
    table = rows()
    table[0]["date"] = shown
    assert {row.article.date for row in read(write(tmp_path / "c.csv", table))} >= {"2023-10-16"}


def test_long_numbers_that_were_rounded_are_told(tmp_path: Path) -> None:
    table = rows()
    table[0] |= {"id": "1.12233E+17", "digest": "1.23457E+15"}
    table[1]["digest"] = "1234567890123450"  # what 1234567890123456 is rounded to
    path = write(tmp_path / "c.csv", table)
    check(path)
    assert next(row for row in read(path) if row.row == 2).altered == ("id", "digest")


@pytest.mark.parametrize("shown", ["########", "2023-02-30", "45215", "去年"])
def test_what_is_no_date_is_told_and_the_row_is_used(tmp_path: Path, shown: str) -> None:
    table = rows()
    table[0]["date"] = shown
    path = write(tmp_path / "c.csv", table)
    check(path)
    assert [row.altered for row in read(path)] == [("date",), (), ()]


@pytest.mark.parametrize("shown", ["TRUE", "1", "x", "X", "√", "是", "true", "Yes", "1.0", "✓"])
def test_a_row_is_checked_in_many_ways(tmp_path: Path, shown: str) -> None:
    table = rows()
    table[2]["checked"] = shown
    check(write(tmp_path / "c.csv", table))


def test_a_digest_stands_for_a_text_that_is_known(tmp_path: Path) -> None:
    table = [{"digest": row["digest"], "correct_type": "event"} for row in rows()]
    table.append({"digest": "0" * 15 + "a", "correct_type": "event"})
    known = {digest(article): article for article in ARTICLES}
    path = write(tmp_path / "c.csv", table)
    found = list(read_labelled(Source(str(path), path.name), VOCABULARY, known.get))
    assert [row.article for row in found if isinstance(row, Labelled)] == ARTICLES
    assert str(found[3]).startswith(f"{tmp_path}/c.csv:5: text：这一行没有 `text`")


def test_one_digest_on_two_texts_is_told(tmp_path: Path) -> None:
    table = rows()[:2]
    table[1]["digest"] = table[0]["digest"]
    path = write(tmp_path / "c.csv", table)
    found = list(read_labelled(Source(str(path), path.name), VOCABULARY))
    assert all("标题或正文却不同" in str(fault) for fault in found)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("text,correct_industry\n一,chip\n", "c.csv:1: 未知的列 `correct_industry`  → 是不是 `correct_industries`"),
        ("text,Correct Type\n一,event\n", "是不是 `correct_type`"),
        ("text,checked,checked\n一,1,\n", "c.csv:1: 有两列都叫 `checked`"),
        ("text,checked\n一,1,二\n", "c.csv:2: 这一行有 3 格，表头只有 2 列"),
        ('text,checked\n一,1\n"二,1\n三,1\n', "c.csv:3: 引号不成对"),
    ],
)
def test_what_hides_corrections_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "c.csv"
    path.write_text(text, "utf-8")
    found = [str(row) for row in read_labelled(Source(str(path), path.name), VOCABULARY)]
    assert any(told in row for row in found), found


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip), min_size=1))
def test_cells_written_safely_are_read_as_they_were(cells: list[str]) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["text"])
    writer.writerows([safe(cell)] for cell in cells)
    assert [row["text"] for _, row in parse_delimited(stream.getvalue(), "c.csv") if isinstance(row, dict)] == cells


def test_columns_are_called_as_in_spreadsheets() -> None:
    assert [letter(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def workbook(path: Path, table: list[dict[str, object]]) -> Path:
    """A workbook as Excel saves it: typed cells, no apostrophes."""
    book = openpyxl.Workbook()
    (sheet,) = book.worksheets
    columns = list(table[0])
    sheet.append(columns)
    for number, row in enumerate(table, 2):
        for place, column in enumerate(columns, 1):
            cell = sheet.cell(number, place, unsafe(value) if isinstance(value := row[column], str) else value)
            cell.data_type = "s" if isinstance(value, str) and value else cell.data_type
    book.save(path)
    return path


def typed() -> list[dict[str, object]]:
    """The rows with what Excel makes of them: dates, numbers, truth values."""
    table: list[dict[str, object]] = [dict(row) for row in rows()]
    table[0] |= {"date": datetime.datetime(2023, 10, 16), "id": 112233445566778899, "article": 1}
    table[2]["checked"] = True
    return table


def test_a_workbook(tmp_path: Path) -> None:
    path = workbook(tmp_path / "c.xlsx", typed())
    check(path)
    assert {row.article.date for row in read(path)} == {"2023-10-16", "2024-02-01", "2024-02-02"}


def test_a_workbook_with_columns_moved_and_rows_deleted(tmp_path: Path) -> None:
    table = [dict(sorted({**row, "备注": "看过"}.items(), reverse=True)) for row in typed()]
    check(workbook(tmp_path / "c.xlsx", table[::-1]))
    assert len(read(workbook(tmp_path / "d.xlsx", table[1:]))) == 2


def test_faults_of_a_workbook_have_their_row_and_column(tmp_path: Path) -> None:
    table = typed()
    table[1] |= {"correct_type": "event；policy", "checked": 7}
    path = workbook(tmp_path / "c.xlsx", table)
    told = [str(row) for row in read_labelled(Source(str(path), path.name), VOCABULARY) if isinstance(row, TableFault)]
    assert [line.split("，")[0] for line in told] == [
        f"{tmp_path}/c.xlsx:3: checked：看不懂 `7`  → 核对过写 1",
        f"{tmp_path}/c.xlsx:3: correct_type：一篇文章只能有一个类型",
    ]


def test_rows_written_as_a_workbook_are_read_as_they_were(tmp_path: Path) -> None:
    cells = [{key: unsafe(cell) for key, cell in row.items()} for row in rows()]
    path = tmp_path / "c.xlsx"
    write_workbook(cells, path, {"correct_type": ["政策法规", "会议活动"]})
    check(path)
    assert [row for _, row in read_results(Source(str(path), path.name))] == cells


LEADS = ("=", "+", "-", "@", "'", "''", "'=", "\t", "\r", "\t=", "\n", "_x000D_")
CELL = st.builds(
    str.__add__, st.sampled_from(("", *LEADS)), st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@given(
    cells=st.lists(
        st.fixed_dictionaries({"title": CELL, "text": CELL.filter(str.strip), "备注": CELL}), min_size=1, max_size=3
    )
)
def test_whatever_stands_in_a_cell_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, cells: list[dict[str, str]]
) -> None:
    path = tmp_path_factory.getbasetemp() / f"cells{suffix}"
    table = [{**row, "digest": "a" * 16} for row in cells]
    if suffix == ".csv":
        path.write_bytes(sheet(table))
    else:
        write_workbook(table, path, {})
    assert [row for _, row in read_results(Source(str(path), path.name))] == table


def office(folder: Path, name: str, *options: str) -> Path:
    """The file as LibreOffice saves it again."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", *options]
    command += ["--outdir", str(folder / "out"), str(folder / name)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    return folder / "out" / name


@pytest.mark.parametrize("name", ["cells.csv", "cells.xlsx"])
def test_cells_that_look_like_formulas_come_back_through_libreoffice(tmp_path: Path, name: str) -> None:
    table = [{"title": f"{lead}a", "text": f"{lead}1", "digest": f"{n:015}a"} for n, lead in enumerate(LEADS)]
    if name.endswith("csv"):
        (tmp_path / name).write_bytes(sheet(table))
        kind = ["--infilter=CSV:44,34,76,1", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1"]
    else:
        write_workbook(table, tmp_path / name, {})
        kind = ["--convert-to", "xlsx"]
    again = office(tmp_path, name, *kind)
    found = [{key: row[key] for key in table[0]} for _, row in read_results(Source(str(again), name))]
    if name.endswith("csv"):  # where LibreOffice makes a line feed of a carriage return
        table = [{key: cell.replace("\r", "\n") for key, cell in row.items()} for row in table]
    assert found == table


@pytest.mark.parametrize(("separator", "charset"), [(59, 76), (44, 85)], ids=["semicolon-utf8", "comma-gb18030"])
def test_saved_again_by_libreoffice(tmp_path: Path, separator: int, charset: int) -> None:
    write(tmp_path / "results.csv", rows())
    form = f"csv:Text - txt - csv (StarCalc):{separator},34,{charset},1"
    check(office(tmp_path, "results.csv", "--infilter=CSV:44,34,76,1", "--convert-to", form))


def test_a_workbook_saved_again_by_libreoffice(tmp_path: Path) -> None:
    workbook(tmp_path / "results.xlsx", typed())
    check(office(tmp_path, "results.xlsx", "--convert-to", "xlsx"))
