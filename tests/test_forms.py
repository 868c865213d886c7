"""Tables of results and of articles: what is written is read again, in every form."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tagger.errors import ExtraMissing, InputUndecodable, OutputFault, TableFault
from tagger.readers import Source
from tagger.records import Article, Decision, Evidence, Ranked, TagScore
from tagger.tables.delimited import TEXT, parse_delimited
from tagger.tables.forms import form_of
from tagger.tables.layout import LONG, Known, Layout
from tagger.tables.lines import CsvTable, cut, text_of
from tagger.tables.parquet import write_parquet
from tagger.tables.ranges import ROWS
from tagger.tables.results import read_results
from tagger.tables.rows import COLUMNS
from tagger.tables.sheets import read_rows, read_table, table_of
from tagger.tables.xlsx import LONGEST

SUFFIXES = (".csv", ".jsonl", ".xlsx", ".parquet")
TAGS = {
    "next-gen-it": Known("新一代信息技术", "industry"),
    "chip": Known("半导体", "industry", "next-gen-it", {"gbt4754": ["3973", "6520"], "sei2018": ["1.2.4"]}),
    "project": Known("项目动态", "type"),
}
CHIP = TagScore("chip", "半导体", 0.97, evidence=(Evidence("晶圆", "lead", 3, 5, 4.5),))
KIND = TagScore("project", "项目动态", 0.93)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=20)
LAYOUT = Layout(TAGS)


def decision(title: str = "标题", text: str = "正文。", *industries: TagScore, **fields: object) -> Decision:
    article = Article("a.txt", "a", title, text, **fields)  # type: ignore[arg-type]
    return Decision(article, KIND, (Ranked("policy", "政策法规", 0.04),), industries, "江阴高新区", rules="d")


def write(path: Path, *decisions: Decision, layout: Layout = LAYOUT, encoding: str = "utf-8-sig") -> Path:
    form = form_of(path, layout, encoding)
    form.join([form.encode(one) for one in decisions], path)
    return path


def articles(path: Path, keep: tuple[str, ...] = ()) -> list[Article]:
    found = list(read_rows(Source(str(path), path.name), keep=keep))
    assert not [one for one in found if isinstance(one, TableFault)]
    return [one for one in found if isinstance(one, Article)]


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(
    cells=st.lists(st.tuples(TEXTS.map(str.strip), TEXTS.filter(str.strip)), min_size=1, max_size=4),
    kept=TEXTS,
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_read_again(tmp_path: Path, suffix: str, cells: list[tuple[str, str]], kept: str) -> None:
    written = [decision(title, text, date="2023-10-16", kept=(("edition", kept),)) for title, text in cells]
    path = write(tmp_path / f"t{suffix}", *written, layout=Layout(TAGS, keep=("edition",)))
    found = articles(path, keep=("edition",))
    assert [(a.title, a.text) for a in found] == cells
    assert {a.date for a in found} == {"2023-10-16"}
    assert {a.kept for a in found} == {(("edition", kept),)}


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", "'", "http://a.cn", "007", "一\n二\r\n三"]
)
def test_no_cell_becomes_a_formula_a_link_or_a_number(tmp_path: Path, suffix: str, text: str) -> None:
    path = write(tmp_path / f"t{suffix}", decision(text, f"{text}。"))
    (found,) = articles(path)
    assert (found.title, found.text) == (text.strip(), f"{text}。")
    if suffix == ".csv":
        cells = next(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
        assert not cells["title"].startswith(("=", "+", "-", "@", "\t"))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_results_are_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    one, other = (write(tmp_path / f"{name}{suffix}", decision("题", "文。", CHIP)) for name in "ab")
    assert one.read_bytes() == other.read_bytes()


def test_csv_has_a_mark_and_its_encoding_can_be_switched(tmp_path: Path) -> None:
    marks = {"utf-8-sig": b"\xef\xbb\xbf", "utf-16": b"\xff\xfe", "utf-8": b"file,", "gb18030": b"file,"}
    for encoding, mark in marks.items():
        path = write(tmp_path / f"{encoding}.csv", decision("芯片"), encoding=encoding)
        assert path.read_bytes().startswith(mark)
        assert articles(path)[0].title == "芯片"


def test_a_character_that_an_encoding_lacks_is_told(tmp_path: Path) -> None:
    with pytest.raises(TableFault, match=r"a\.txt:1.*写不进 gbk"):
        form_of(tmp_path / "t.csv", LAYOUT, "gbk").encode(decision("𠮷"))
    for encoding in ("ascii", "rot13", "none"):
        with pytest.raises(OutputFault, match=encoding):
            form_of(tmp_path / "t.csv", LAYOUT, encoding)
    with pytest.raises(OutputFault, match=r"\.pdf"):
        form_of(tmp_path / "t.pdf", LAYOUT)


def test_a_workbook_is_filtered_frozen_and_suggests_tags(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write(tmp_path / "t.xlsx", decision("题", "文。", CHIP), decision()))
    sheet, hidden = book.worksheets
    assert tuple(cell.value for cell in sheet[1]) == COLUMNS
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:T3")
    assert hidden.sheet_state == "hidden"
    suggested = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert set(suggested) == {"P2:P3", "Q2:Q3"}
    assert not any(rule.showErrorMessage for rule in suggested.values())
    assert [cell.value for cell in hidden["B"]] == ["新一代信息技术", "半导体"]
    row = dict(zip(COLUMNS, (cell.value for cell in sheet[2]), strict=True))
    assert (row["article"], row["type_score"], row["industries"], row["checked"]) == (1, 0.93, "chip", None)


def test_a_cell_too_long_for_a_workbook_is_refused(tmp_path: Path) -> None:
    form = form_of(tmp_path / "t.xlsx", LAYOUT)
    assert form.encode(decision("题", "字" * LONGEST))
    with pytest.raises(TableFault, match="text 有 32768 字"):
        form.encode(decision("题", "字" * (LONGEST + 1)))


def test_the_long_layout_has_a_row_a_tag_with_parent_and_codes(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", decision("题", "文。", CHIP), layout=Layout(TAGS, long=True))
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == LONG
    assert [(row["facet"], row["tag"], row["score"]) for row in rows] == [
        ("type", "project", "0.9300"), ("industry", "chip", "0.9700")
    ]  # fmt: skip
    assert (rows[1]["parent"], rows[1]["parent_name"]) == ("next-gen-it", "新一代信息技术")
    assert (rows[1]["codes"], rows[1]["evidence"]) == ("gbt4754:3973、6520；sei2018:1.2.4", "晶圆")


def test_an_article_without_tags_keeps_its_row_in_the_long_layout() -> None:
    untagged = Decision(Article("a.txt", "a", "题", "文。"), None, (), ())
    (row,) = Layout(TAGS, long=True).rows(untagged)
    assert (row[4], row[7]) == ("题", None)


def test_parquet_is_typed(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    (row,) = parquet.read_table(write(tmp_path / "t.parquet", decision("题", "文。", CHIP))).to_pylist()
    assert (row["article"], row["industries"], row["review"], row["type_score"]) == (1, ["chip"], False, 0.93)
    assert row["correct_type"] is None


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".xlsx", ".parquet"])
def test_a_large_table_is_cut_and_its_parts_make_the_whole(tmp_path: Path, suffix: str) -> None:
    count = 2 * ROWS + 7
    written = [decision(f"题{number}", f'一段"引文"，\n第二行 {number}。') for number in range(count)]
    path = write(tmp_path / f"t{suffix}", *written)
    source = Source(str(path), path.name)
    parts = list(table_of(source).ranges(source))
    assert len(parts) == 3
    apart = [row for part in (parts[2], parts[0], parts[1]) for row in read_table(source, part)]
    assert sorted(apart, key=lambda row: row[0]) == list(read_table(source))
    assert [article.number for article in articles(path)] == list(range(1, count + 1))


@given(
    rows=st.lists(st.lists(st.text('a,"\n\r 字', max_size=6), min_size=2, max_size=2), max_size=12),
    size=st.integers(1, 4),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_csv_is_cut_between_rows_whatever_cells_hold(tmp_path: Path, rows: list[list[str]], size: int) -> None:
    path = tmp_path / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["title", "text"], *rows])
    source = Source(str(path), "t.csv")
    parts = list(cut(source, size, delimited=True))
    assert "".join(text_of(source, part) for part in parts) == path.read_bytes().decode()
    apart = [row for part in parts for row in CsvTable().rows(source, part)]
    assert apart == list(parse_delimited(path.read_bytes().decode(), "t.csv"))


def test_a_missing_quotation_mark_is_told_and_the_rows_before_it_are_read(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('sep=;\ntitle;text\n题;"晶圆\n厂"\n' + "题;文\n" * 2 * ROWS + '题;"文\n题;文\n', "utf-8-sig")
    *found, fault = read_rows(Source(str(path), "t.csv"))
    assert len([article for article in found if isinstance(article, Article)]) == 2 * ROWS + 1
    assert str(fault).startswith(f"{path}:{2 * ROWS + 3}: 引号不成对")


@pytest.mark.parametrize(("encoding", "name"), [("gb18030", "t.csv"), ("utf-16", "t.csv"), ("utf-8", "t.tsv")])
def test_a_table_of_articles_is_read_in_any_encoding(tmp_path: Path, encoding: str, name: str) -> None:
    mark = "\t" if name.endswith("tsv") else ","
    rows = [["text", "title", "日期", "date"], ["晶圆厂开工。", "题", "昨天", "2023年10月16日"]]
    (tmp_path / name).write_text("\n".join(mark.join(row) for row in rows), encoding)
    (found,) = articles(tmp_path / name, keep=("日期", "没有"))
    assert (found.text, found.title, found.date) == ("晶圆厂开工。", "题", "2023-10-16")
    assert found.kept == (("日期", "昨天"), ("没有", ""))


def test_numbers_and_dates_of_a_workbook_are_read_as_people_see_them(tmp_path: Path) -> None:
    import datetime

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["id", "date", "text", "amount", "checked"])
    sheet.append([7, datetime.date(2023, 10, 16), "晶圆厂开工。", 1.5, True])
    sheet.append([None, None, None, None, None])
    sheet.append([8, "2023/1/2", "学校开学。", None, False])
    book.save(tmp_path / "t.xlsx")
    first, second = articles(tmp_path / "t.xlsx", keep=("amount",))
    assert (first.id, first.date, first.kept) == ("7", "2023-10-16", (("amount", "1.5"),))
    assert (second.id, second.date, second.number) == ("8", "2023-01-02", 3)


def test_a_table_is_told_by_what_it_holds(tmp_path: Path) -> None:
    for suffix in (".xlsx", ".parquet"):
        path = write(tmp_path / f"t{suffix}", decision("题"))
        path.rename(tmp_path / "t.csv")
        assert articles(tmp_path / "t.csv")[0].title == "题"


@pytest.mark.parametrize(
    ("form", "module", "extra"), [("xlsx", "xlsxwriter", "office"), ("parquet", "pyarrow", "parquet")]
)
def test_a_missing_library_is_named_with_its_pip_line(
    form: str, module: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tagger.extras.find_spec", lambda name: None)
    with pytest.raises(ExtraMissing, match=rf"{module}.*pip install 'tagger\[{extra}\]'"):
        form_of(Path(f"t.{form}"), LAYOUT)


def others(path: Path) -> Path:
    """A table of three rows in which nothing is called text."""
    head, row = ["headline", "body"], ["a", "b"]
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        assert book.active is not None
        for cells in (head, row, row, row):
            book.active.append(cells)
        book.save(path)
    elif path.suffix == ".parquet":
        write_parquet(path, dict.fromkeys(head, str), [row] * 3)
    elif path.suffix == ".csv":
        path.write_text("headline,body\n" + "a,b\n" * 3, encoding="utf-8")
    else:
        path.write_text('{"headline": "a", "body": "b"}\n' * 3, encoding="utf-8")
    return path


READ = (read_rows, read_results, lambda source: table_of(source).ranges(source, TEXT))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_table_of_other_things_is_told_once(tmp_path: Path, suffix: str) -> None:
    path = others(tmp_path / f"t{suffix}")
    for read in READ:
        with pytest.raises(TableFault, match="没有 `text` 列，只有 headline、body  → 正文那一列的列名要叫 text"):
            list(read(Source(str(path), path.name)))  # type: ignore[operator]


def test_results_whose_texts_were_left_out_are_told_once(tmp_path: Path) -> None:
    path = write(tmp_path / "out.jsonl", decision(), decision(), layout=Layout(TAGS, text=False))
    for read in READ:
        with pytest.raises(TableFault, match=r"没有 `text` 列，只有 file、.*标注时不要用 --no-text"):
            list(read(Source(str(path), path.name)))  # type: ignore[operator]


def test_a_row_without_text_among_others_is_told_of_that_row(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text('{"title": "a"}\n{"text": "b"}\n', encoding="utf-8")
    fault, article = read_rows(Source(str(tmp_path / "t.jsonl"), "t.jsonl"))
    assert "t.jsonl:1: 这一行没有 `text`" in str(fault)
    assert isinstance(article, Article)


def test_a_file_that_is_no_table_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text("晶圆厂开工。\n" * 3, encoding="utf-8")
    for read in READ:
        with pytest.raises(TableFault, match=r"t\.jsonl:1:1: 这一行不是 JSON  → "):
            list(read(Source(str(tmp_path / "t.jsonl"), "t.jsonl")))  # type: ignore[operator]


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
@pytest.mark.parametrize("data", ["\ufefftext\n晶圆".encode("utf-16-be")[:-1], b"\xef\xbb\xbftext\n\xbe\xa7"])
def test_a_marked_table_that_breaks_off_is_told(tmp_path: Path, suffix: str, data: bytes) -> None:
    """In the encoding of its mark, never read in another."""
    path = tmp_path / f"t{suffix}"
    path.write_bytes(data)
    with pytest.raises(InputUndecodable, match=r"不是 utf-(8|16-be) 文本"):
        list(read_rows(Source(str(path), path.name)))
