"""Tables: rows in, records and rows out."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger.errors import TableFault
from tagger.readers import Source
from tagger.records import Article, Decision, Evidence, Ranked, TagScore
from tagger.tables.jsonl import decision_record, line
from tagger.tables.rows import COLUMNS, csv_writer, digest, row, safe
from tagger.tables.sheets import read_rows

SCORE = TagScore("semiconductor", "半导体与集成电路", 0.97, evidence=(Evidence("晶圆", "lead", 3, 5, 4.5),))
KIND = TagScore("project-launch", "项目动态", 0.93)


def decision(**fields: object) -> Decision:
    article = Article("a.txt", "a", "标题", "正文。", **fields)  # type: ignore[arg-type]
    return Decision(article, KIND, (Ranked("policy", "政策法规", 0.04),), (SCORE,), "江阴高新区", rules="d")


def table(folder: Path, text: str) -> Source:
    (folder / "t.jsonl").write_text(text, "utf-8")
    return Source(str(folder / "t.jsonl"), "t.jsonl")


def test_rows_become_articles_and_faults_keep_their_line(tmp_path: Path) -> None:
    text = '{"text": "一", "title": "题", "id": 7, "date": "2023-10-16", "x": 1}\n\nnot json\n{"title": "题"}\n[1]\n'
    found = list(read_rows(table(tmp_path, text)))
    first = found[0]
    assert isinstance(first, Article)
    assert (first.title, first.id, first.date, first.title_state) == ("题", "7", "2023-10-16", "given")
    faults = [fault for fault in found if isinstance(fault, TableFault)]
    assert [fault.line for fault in faults] == [3, 4, 5]


def test_a_row_is_one_article_and_never_split(tmp_path: Path) -> None:
    text = json.dumps({"text": "本报讯 一段。\n本报讯 又一段。"}, ensure_ascii=False)
    assert len(list(read_rows(table(tmp_path, text)))) == 1


def test_the_record_has_the_fields_of_the_contract() -> None:
    record = json.loads(line(decision_record(decision())))
    assert list(record) == [
        "file", "page", "id", "article", "articles", "title", "title_state", "kicker", "byline", "text", "start", "end",
        "spans", "truncated", "date", "type", "types", "industries", "zone", "review", "review_reason", "rules", "model",
    ]  # fmt: skip
    assert record["type"]["tag"] == "project-launch"
    assert record["industries"][0]["evidence"][0] == {
        "term": "晶圆", "where": "lead", "start": 3, "end": 5, "weight": 4.5, "count": 1
    }  # fmt: skip
    assert record["industries"][0]["by"] == "rules"


def test_the_text_can_be_left_out() -> None:
    assert "text" not in decision_record(decision(), text=False)
    assert row(decision(), text=False)[COLUMNS.index("text")] == ""


def test_the_table_has_the_columns_of_the_contract() -> None:
    stream = io.StringIO()
    csv_writer(stream).writerow(row(decision()))
    stream.seek(0)
    rows = list(csv.DictReader(stream))
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["industries"] == "semiconductor"
    assert rows[0]["evidence"] == "半导体与集成电路：晶圆"
    assert (rows[0]["type_name"], rows[0]["zone"], rows[0]["checked"]) == ("项目动态", "江阴高新区", "")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a", "\ta", "\ra", "'a"])
def test_no_cell_begins_like_a_formula(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


@given(st.text(max_size=30))
def test_neutralising_a_cell_can_be_undone(cell: str) -> None:
    out = safe(cell)
    assert (out[1:] if out.startswith("'") else out) == cell
    assert not out.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_identity_of_an_article_ignores_white_space_and_width() -> None:
    one = Article("a", "a", "标题", "５G 工\n厂")
    other = Article("b", "b", "标 题", "5G工厂", number=2)
    assert digest(one) == digest(other)
    assert digest(one) != digest(Article("a", "a", "标题", "5G工厂。"))
