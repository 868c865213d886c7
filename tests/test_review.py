"""A review of results: what each key does to the corrections table, and the command on a real pseudo-terminal."""

from __future__ import annotations

import csv
import io
import os
import sys
from pathlib import Path

import pytest

from tagger.corrections.review import Review
from tagger.names import TagNames
from tagger.readers import Source
from tagger.tables.delimited import Cells
from tagger.tables.labelled import Labelled, Labels, Vocabulary, read_labelled
from tagger.tables.results import sheet
from tagger.terminal.review import marked, words

pexpect = pytest.importorskip("pexpect")
ROOT = Path(__file__).resolve().parent.parent
VOCABULARY = Vocabulary(
    TagNames([("chip", "半导体"), ("nev", "新能源汽车"), ("food", "食品")]),
    TagNames([("policy", "政策法规"), ("event", "会议活动")]),
)


def result(number: int, score: str = "0.9", reason: str = "", industries: str = "chip") -> Cells:
    return {
        "file": "a.txt", "article": str(number), "title": f"题{number}", "text": f"正文{number}。", "digest": f"{number:016}",
        "type": "policy", "type_score": score, "industries": industries, "industry_scores": score, "review_reason": reason,
    }  # fmt: skip


ROWS = [result(1), result(2, reason="接近阈值：食品"), result(3, score="0.5")]


class Table:
    """What was saved last, and how often."""

    def __init__(self) -> None:
        self.rows: list[Cells] = []
        self.times = 0

    def __call__(self, rows: list[Cells]) -> None:
        self.rows, self.times = rows, self.times + 1

    def said(self, tmp_path: Path) -> dict[str, Labels]:
        """What the corrections table says when it is read."""
        path = tmp_path / "c.csv"
        path.write_bytes(sheet(self.rows))
        found = read_labelled(Source(str(path), "c.csv"), VOCABULARY)
        return {row.article.title: row.labels for row in found if isinstance(row, Labelled)}


def test_the_most_doubtful_comes_first_and_near_tags_are_offered() -> None:
    review = Review(ROWS, [], VOCABULARY, Table())
    assert review.row == ROWS[1]
    assert review.offered() == ["chip", "food"]
    review.skip()
    assert review.row == ROWS[2]


def test_every_key_is_saved_and_says_what_was_meant(tmp_path: Path) -> None:
    table = Table()
    review = Review(ROWS, [], VOCABULARY, table)
    review.toggle("food")
    review.toggle("chip")
    review.choose("event")
    assert table.times == 3
    assert table.said(tmp_path) == {"题2": Labels(frozenset({"food"}), type="event")}
    review.accept()
    review.accept()
    review.skip()
    assert (review.row, review.done, review.total) == (None, 2, 3)
    assert table.said(tmp_path) == {
        "题2": Labels(frozenset({"food"}), type="event"), "题3": Labels(frozenset({"chip"}), type="policy"),
    }  # fmt: skip


def test_a_tag_put_back_says_nothing() -> None:
    table = Table()
    review = Review(ROWS, [], VOCABULARY, table)
    review.toggle("chip")
    review.toggle("chip")
    assert table.rows == []


def test_undo_takes_back_key_by_key(tmp_path: Path) -> None:
    table = Table()
    review = Review(ROWS, [], VOCABULARY, table)
    review.toggle("nev")
    review.accept()
    review.skip()
    assert (review.undo(), review.row) == (True, ROWS[2])
    assert (review.undo(), review.row, review.done) == (True, ROWS[1], 0)
    assert table.said(tmp_path) == {"题2": Labels(frozenset({"chip", "nev"}))}
    assert (review.undo(), review.tags.industries) == (True, {"chip"})
    assert table.rows == []
    assert not review.undo()


def test_a_review_goes_on_where_it_stopped() -> None:
    table = Table()
    review = Review(ROWS, [], VOCABULARY, table)
    review.accept()
    review.toggle("nev")
    later = Review(ROWS, table.rows, VOCABULARY, table)
    assert (later.row, later.done) == (ROWS[2], 1)
    assert later.tags.industries == {"chip", "nev"}
    later.accept()
    assert later.row == ROWS[0]


def test_rows_of_other_results_are_kept() -> None:
    table = Table()
    other = result(9) | {"checked": "1"}
    Review(ROWS, [other], VOCABULARY, table).accept()
    assert [row["digest"] for row in table.rows] == [other["digest"], ROWS[1]["digest"]]


def test_words_are_marked_through_line_wraps_and_widths() -> None:
    assert words({"evidence": "半导体：晶圆、EDA；政策法规：印发"}) == {"半导体": ["晶圆", "EDA"], "政策法规": ["印发"]}
    text = marked("晶\n圆和ＥＤＡ软件", {"晶圆": "bold", "eda": "cyan", "圆": "red"})
    found = [(text.plain[span.start : span.end], span.style) for span in text.spans]
    assert found == [("晶\n圆", "bold"), ("ＥＤＡ", "cyan")]


RULES = {
    "chip": "tag: chip\nname: 半导体\nfacet: industry\nterms: {3: [晶圆]}\n",
    "food": "tag: food\nname: 食品\nfacet: industry\nterms: {3: [乳业]}\n",
    "policy": "tag: policy\nname: 政策法规\nfacet: type\nterms: {3: [印发]}\n",
    "event": "tag: event\nname: 会议活动\nfacet: type\nterms: {3: [召开]}\n",
}


@pytest.fixture
def results(write_home, tmp_path: Path) -> Path:  # type: ignore[no-untyped-def]
    """Two results in a folder beside a home."""
    write_home(**RULES)
    rows = [result(1) | {"text": "晶圆厂建成。" * 200, "evidence": "半导体：晶圆"}, result(2, reason="接近阈值：食品")]
    (tmp_path / "out.csv").write_bytes(sheet(rows))
    return tmp_path


def start(folder: Path, columns: int = 80) -> pexpect.spawn:
    command = ["-m", "tagger", "review", "out.csv", "--home", "home"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    return pexpect.spawn(
        sys.executable, command, cwd=folder, env=environment, encoding="utf-8", dimensions=(24, columns), timeout=30
    )


def corrections(folder: Path) -> list[Cells]:
    with (folder / "out.corrections.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_review_in_a_terminal(results: Path) -> None:
    terminal = start(results)
    terminal.expect("题2")
    terminal.expect("退出")
    terminal.send("2")
    terminal.expect("食品.*加上")
    assert corrections(results)[0]["correct_industries"] == "chip；food"
    terminal.send("t")
    terminal.expect("字母 选定")
    terminal.send("a")
    terminal.expect("会议活动.*原为 政策法规.*退出")
    terminal.send("\r")
    terminal.expect("题1")
    terminal.expect("按 v 看全文")
    terminal.expect("退出")
    terminal.send("q")
    terminal.expect("已核对 1，共 2")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    (row,) = corrections(results)
    assert (row["title"], row["correct_type"], row["correct_industries"], row["checked"]) == (
        "题2", "event", "chip；food", "1",
    )  # fmt: skip


def test_an_interrupted_review_goes_on(results: Path) -> None:
    terminal = start(results)
    terminal.expect("题2.*退出")
    terminal.send(" ")
    terminal.expect("题1.*退出")
    terminal.send("1")
    terminal.expect("半导体.*去掉.*退出")
    terminal.sendintr()
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130
    terminal = start(results)
    terminal.expect("已核对 1，共 2")
    terminal.expect("题1.*半导体.*去掉.*退出")
    terminal.send("u")
    terminal.expect("没有可撤销的")
    terminal.send("\r")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert [row["correct_industries"] for row in corrections(results)] == ["", "无"]


def refused(folder: Path, said: str) -> None:
    terminal = start(folder)
    terminal.expect(said)
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 2


def test_results_of_other_rules_are_refused(results: Path) -> None:
    table = (results / "out.csv").read_text("utf-8-sig")
    (results / "out.csv").write_text(table.replace("chip", "chips"), "utf-8-sig")
    refused(results, "规则里没有结果表的标签 chips")


def test_corrections_with_a_tag_that_does_not_exist_are_told(results: Path) -> None:
    (results / "out.corrections.csv").write_text("text,correct_industries\n一句话,低空旅游\n", "utf-8")
    refused(results, "没有标签 `低空旅游`")


@pytest.mark.parametrize("columns", [80, 160])
def test_no_line_is_wider_than_the_terminal(results: Path, columns: int) -> None:
    from rich.cells import cell_len
    from rich.console import Console

    from tagger.terminal.review import draw, draw_menu
    from tagger.text import squeeze

    console = Console(width=columns, height=24, record=True, force_terminal=True, file=io.StringIO())
    row = result(1, reason="接近阈值：食品；" * 9) | {"text": "晶圆厂建成。" * 400, "title": "题" * 70}
    review = Review([row], [], VOCABULARY, Table())
    draw(review, VOCABULARY, console)
    lines = console.export_text().splitlines()
    assert max(map(cell_len, lines)) <= columns
    assert len(lines) <= 24
    draw_menu(VOCABULARY.industries, VOCABULARY.industries.slugs, review.tags, "行业", console)
    assert "a*半导体" in squeeze(console.export_text())


def test_without_a_terminal_it_says_what_to_do(results: Path) -> None:
    import subprocess

    command = [sys.executable, "-m", "tagger", "review", "out.csv", "--home", "home"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=results, env=environment, capture_output=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "要在终端里" in done.stderr.decode()
