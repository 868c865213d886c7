"""Labelled articles: gold as JSON lines, corrections as a table."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tagger.errors import TableFault, UnknownTag
from tagger.names import TagNames
from tagger.readers import Source
from tagger.tables.labelled import Labelled, Labels, Vocabulary, read_labelled, with_accepted

INDUSTRIES = TagNames([("chip", "半导体"), ("storage", "储能、电池"), ("nev", "新能源汽车")])
VOCABULARY = Vocabulary(INDUSTRIES, TagNames([("policy", "政策法规"), ("event", "会议活动")]))


def read(path: Path) -> list[Labelled | TableFault]:
    return list(read_labelled(Source(str(path), path.name), VOCABULARY))


def table(path: Path, *rows: dict[str, str], encoding: str = "utf-8-sig", delimiter: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def labels(path: Path) -> list[Labels]:
    return [found.labels for found in read(path) if isinstance(found, Labelled)]


def test_gold_says_what_must_and_what_may_be_found(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    row = {
        "id": "7", "title": "开工", "text": "晶圆厂开工。", "industries": ["chip"], "industries_ok": ["nev"],
        "type": "event", "types_ok": ["policy"], "zone": "甲区", "zone_certain": False,
    }  # fmt: skip
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")
    (found,) = read(path)
    assert isinstance(found, Labelled)
    assert (found.article.id, found.article.title, found.row) == ("7", "开工", 1)
    assert found.labels == Labels(frozenset({"chip"}), frozenset({"nev"}), "event", frozenset({"policy"}), None)
    assert with_accepted(Labels(frozenset({"chip"}), type="event"), found.cells, VOCABULARY) == found.labels
    changed = with_accepted(Labels(frozenset({"storage"}), type="event"), found.cells, VOCABULARY)
    assert changed == Labels(frozenset({"storage"}), frozenset(), "event", frozenset({"policy"}))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"correct_type": "会议活动"}, Labels(type="event")),
        ({"correct_industries": "chip；新能源汽车"}, Labels(industries=frozenset({"chip", "nev"}))),
        ({"correct_industries": "半导体, nev"}, Labels(industries=frozenset({"chip", "nev"}))),
        ({"correct_industries": "储能、电池"}, Labels(industries=frozenset({"storage"}))),
        ({"correct_industries": "无"}, Labels(industries=frozenset())),
        (
            {"checked": "√", "type": "policy", "industries": "chip"},
            Labels(industries=frozenset({"chip"}), type="policy"),
        ),
        ({"checked": "是", "type": "policy"}, Labels(type="policy")),
        ({"checked": "1", "type": "policy", "correct_type": "event"}, Labels(type="event")),
        ({"checked": "", "type": "policy", "industries": "chip"}, Labels()),
        ({"type": "policy", "industries": "chip"}, Labels()),
    ],
)
def test_corrections_replace_and_confirm(tmp_path: Path, cells: dict[str, str], expected: Labels) -> None:
    assert labels(table(tmp_path / "c.csv", {"text": "正文。", **cells})) == [expected]


@pytest.mark.parametrize(("encoding", "name"), [("utf-8", "c.csv"), ("gb18030", "c.csv"), ("utf-8", "c.tsv")])
def test_a_table_is_read_in_any_encoding(tmp_path: Path, encoding: str, name: str) -> None:
    delimiter = "\t" if name.endswith("tsv") else ","
    row = {"text": "'=一加一\n第二行", "correct_type": "政策法规"}
    (found,) = read(table(tmp_path / name, row, encoding=encoding, delimiter=delimiter))
    assert isinstance(found, Labelled)
    assert found.article.text == "=一加一\n第二行"


def test_what_a_tagger_said_is_no_label(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    path.write_text('{"text": "正文。", "type": {"tag": "event"}, "industries": [{"tag": "chip"}]}\n', "utf-8")
    assert labels(path) == [Labels()]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"correct_industries": "chop"}, "correct_industries：没有标签 `chop`"),
        ({"correct_type": "政策"}, "correct_type：没有标签 `政策`"),
        ({"correct_type": "event；policy"}, "只能有一个类型"),
        ({"text": " ", "correct_type": "event"}, "没有 `text`"),
        ({"checked": "看过"}, "checked：看不懂 `看过`"),
        ({"correct_industries": "event"}, "它属于 correct_type 列"),
        ({"correct_industries": "无；chip"}, "又有标签又有“无”"),
        ({"weight": "很大", "correct_type": "event"}, "weight：`很大` 不是正数"),
    ],
)
def test_a_faulty_row_is_told_by_row_and_column(tmp_path: Path, cells: dict[str, str], told: str) -> None:
    first = {"text": "正文一。", "correct_type": "event", "correct_industries": ""}
    found = read(table(tmp_path / "c.csv", first, {"text": "正文二。", **cells}))
    fault = found[1]
    assert isinstance(found[0], Labelled)
    assert isinstance(fault, TableFault)
    assert fault.place == f"{tmp_path}/c.csv:3"
    assert told in str(fault)


def test_all_faults_of_a_row_are_told_at_once(tmp_path: Path) -> None:
    row = {"text": "正文。", "correct_type": "polity", "correct_industries": "chop；nev；nov", "checked": "?"}
    assert len(read(table(tmp_path / "c.csv", row))) == 4


def test_rows_that_contradict_each_other_are_both_told(tmp_path: Path) -> None:
    rows = [
        {"text": text, "correct_type": kind} for text, kind in (("一", "event"), ("二", "event"), ("一 ", "policy"))
    ]
    first, second, third = read(table(tmp_path / "c.csv", *rows))
    assert isinstance(second, Labelled)
    assert str(first).startswith(f"{tmp_path}/c.csv:2: 与第 4 行是同一篇，类型却不同：这里是 会议活动，那里是 政策法规")
    assert str(third).startswith(f"{tmp_path}/c.csv:4: 与第 2 行是同一篇，类型却不同：这里是 政策法规，那里是 会议活动")


def test_rows_that_agree_are_used(tmp_path: Path) -> None:
    rows = [{"text": "一", "correct_type": "event", "correct_industries": tags} for tags in ("", "chip")]
    assert [type(row) for row in read(table(tmp_path / "c.csv", *rows))] == [Labelled, Labelled]


def test_a_table_without_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(TableFault, match=r"c\.csv:1: 没有 `text` 列，只有 body、checked"):
        read(table(tmp_path / "c.csv", {"body": "x", "checked": "1"}, {"body": "y", "checked": "1"}))


@pytest.mark.parametrize("given", ["chip", "CHIP", "半导体", "半 导 体", "ｃｈｉｐ"])
def test_a_tag_is_named_by_slug_or_name(given: str) -> None:
    assert INDUSTRIES.find(given) == "chip"


@pytest.mark.parametrize(("given", "near"), [("chjp", "chip"), ("新能源车", "新能源汽车"), ("半导", "半导体")])
def test_an_unknown_tag_is_told_with_the_nearest(given: str, near: str) -> None:
    with pytest.raises(UnknownTag) as caught:
        INDUSTRIES.find(given)
    assert near in (caught.value.hint or "")


def test_all_shared_gold_is_read(shared: Path) -> None:
    from tagger.home import shipped_home
    from tagger.rulebook.load import load_rulebook

    rules = load_rulebook(shipped_home()).rules
    names = [TagNames((r.tag, r.name) for r in rules if r.facet == facet) for facet in ("industry", "type")]
    for name, rows in (("train", 1856), ("dev", 224)):
        source = Source(str(shared / "gold" / f"{name}.jsonl"), name)
        found = list(read_labelled(source, Vocabulary(*names)))
        assert [str(fault) for fault in found if isinstance(fault, TableFault)] == []
        assert len(found) == rows
