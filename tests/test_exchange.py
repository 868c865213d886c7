"""Label Studio and doccano: there and back without loss, and files in the form in which those tools write them."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger.corrections import doccano, label_studio
from tagger.corrections.exchange import read_corrections
from tagger.corrections.store import Store
from tagger.errors import TableFault
from tagger.names import TagNames
from tagger.readers import Source
from tagger.tables.jsonl import rows_of
from tagger.tables.labelled import Labelled, Labels, Vocabulary, read_labelled
from tagger.tables.rows import safe

VOCABULARY = Vocabulary(
    TagNames([("chip", "半导体"), ("storage", "储能、电池"), ("nev", "新能源；汽车"), ("other", "半导体")]),
    TagNames([("policy", "政策法规"), ("event", "会议活动")]),
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
TYPES = st.sampled_from(["", "policy", "event"])
INDUSTRIES = st.lists(st.sampled_from(["chip", "storage", "nev", "other"]), unique=True).map("；".join)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "title": st.just("") | TEXT, "text": TEXT, "type": TYPES, "industries": INDUSTRIES,
            "correct_type": TYPES | st.just("无"), "correct_industries": INDUSTRIES | st.just("-"),
            "checked": st.sampled_from(["", "1", "√"]), "备注": st.text(st.characters(exclude_categories=["Cs"])),
        },
        optional={"id": TEXT, "weight": st.just("2.5")},
    ),
    max_size=4,
)  # fmt: skip


@given(ROWS)
def test_to_label_studio_and_back_is_the_identity(rows: list[dict[str, str]]) -> None:
    tasks = json.loads(label_studio.tasks(rows, VOCABULARY))
    assert [row for _, row in label_studio.read_tasks(tasks, "t.json", VOCABULARY)] == rows


@given(ROWS)
def test_to_doccano_and_back_is_the_identity(rows: list[dict[str, str]]) -> None:
    text = doccano.lines(rows, VOCABULARY)
    found = doccano.read_lines(rows_of(text, "t.jsonl"), "t.jsonl", VOCABULARY, approved=False)
    assert [row for _, row in found] == rows


@pytest.mark.parametrize("written", [label_studio.tasks, doccano.lines], ids=["label-studio", "doccano"])
def test_chinese_can_be_read_in_what_goes_out(written: Callable[[list[dict[str, str]], Vocabulary], str]) -> None:
    text = written([{"title": "题", "text": "码头开工。", "type": "policy", "industries": "chip"}], VOCABULARY)
    assert all(word in text for word in ("码头开工。", "政策法规", "半导体"))


@given(ROWS)
def test_the_store_written_as_a_table_and_read_again_is_the_identity(tmp_path_factory: Any, rows: list[Any]) -> None:
    folder = tmp_path_factory.mktemp("home")
    unique = {json.dumps([row["title"].split(), row["text"].split()]): row for row in rows}
    path = folder / "a.csv"
    write(path, list(unique.values()))
    first, second = Store(folder / "one"), Store(folder / "two")
    first.add(
        [row for row in read_labelled(Source(str(path), "a.csv"), VOCABULARY) if isinstance(row, Labelled)], "", None
    )
    write(path, [found.row_cells() for found in first.current()])
    again = list(read_labelled(Source(str(path), "a.csv"), VOCABULARY))
    second.add([row for row in again if isinstance(row, Labelled)], "", None)
    assert [(c.digest, c.labels) for c in second.current()] == [(c.digest, c.labels) for c in first.current()]
    assert [c.row_cells() for c in second.current()] == [c.row_cells() for c in first.current()]


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)) or ["text"])
        writer.writeheader()
        writer.writerows({key: safe(str(cell)) for key, cell in row.items()} for row in rows)


def labels(path: Path, **options: bool) -> list[Labels]:
    found = list(read_corrections(Source(str(path), path.name), VOCABULARY, **options))
    assert [str(fault) for fault in found if isinstance(fault, TableFault)] == []
    return [row.labels for row in found if isinstance(row, Labelled)]


def task(number: int, data: dict[str, str], *results: tuple[str, list[str]], cancelled: bool = False) -> dict[str, Any]:
    """A task as Label Studio 1.x exports it with ``JSON``."""
    stamp = "2026-05-04T03:02:01.000000Z"
    result = [
        {
            "value": {"choices": names}, "id": f"r{number}{name}", "from_name": name, "to_name": "text",
            "type": "choices", "origin": "manual",
        }
        for name, names in results
    ]  # fmt: skip
    annotation = {
        "id": number + 10, "completed_by": 1, "result": result, "was_cancelled": cancelled, "ground_truth": False,
        "created_at": stamp, "updated_at": stamp, "draft_created_at": None, "lead_time": 7.5, "prediction": {},
        "result_count": len(result), "unique_id": f"4c1e-{number}", "import_id": None, "last_action": None,
        "bulk_created": False, "task": number, "project": 3, "updated_by": 1, "parent_prediction": None,
        "parent_annotation": None, "last_created_by": None,
    }  # fmt: skip
    return {
        "id": number, "annotations": [annotation], "file_upload": "5b1e3483-tasks.json", "drafts": [],
        "predictions": [number + 100], "data": data, "meta": {}, "created_at": stamp, "updated_at": stamp,
        "inner_id": number, "total_annotations": 1, "cancelled_annotations": int(cancelled), "total_predictions": 1,
        "comment_count": 0, "unresolved_comment_count": 0, "last_comment_updated_at": None, "project": 3,
        "updated_by": 1, "comment_authors": [],
    }  # fmt: skip


def test_a_file_that_label_studio_wrote(tmp_path: Path) -> None:
    given = {"type": "policy", "industries": "chip"}
    remark = {"type": "textarea", "from_name": "note", "to_name": "text", "value": {"text": ["？"]}}
    tasks = [
        task(1, {"text": "一", **given}, ("type", ["政策法规"]), ("industries", ["半导体"])),
        task(2, {"text": "二", **given}, ("type", ["会议活动"]), ("industries", ["储能、电池", "新能源；汽车"])),
        task(3, {"text": "三", **given}, ("type", ["政策法规"])),
        task(4, {"text": "四", **given}, ("type", ["会议活动"]), cancelled=True),
    ]
    tasks[1]["annotations"][0]["result"].append(remark)
    path = tmp_path / "project-3-at-2026-05-04.json"
    path.write_text(json.dumps(tasks), "utf-8")
    assert labels(path) == [
        Labels(),
        Labels(frozenset({"chip"}), type="policy"),
        Labels(frozenset({"storage", "nev"}), type="event"),
        Labels(frozenset(), type="policy"),
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ([{"id": 1, "text": "一", "type": "政策法规", "annotation_id": 7}], "不要选 JSON-MIN"),
        ([task(1, {"text": "一"}, ("sentiment", ["好"]))], "不认识 from_name `sentiment`"),
        ([task(1, {"text": "一"}, ("industries", ["半导休"]))], "没有标签 `半导休`  → 是不是 `半导体`？"),
        ([task(1, {"text": "一"}, ("type", ["政策法规", "会议活动"]))], "只能有一个类型"),
    ],
)
def test_what_cannot_be_used_of_label_studio_is_told(tmp_path: Path, content: list[Any], told: str) -> None:
    path = tmp_path / "tasks.json"
    path.write_text(json.dumps(content), "utf-8")
    (fault,) = read_corrections(Source(str(path), path.name), VOCABULARY)
    assert isinstance(fault, TableFault)
    assert told in str(fault)
    assert fault.line == 1


def test_annotators_who_disagree_are_told(tmp_path: Path) -> None:
    first, second = (task(1, {"text": "一"}, ("type", [name])) for name in ("政策法规", "会议活动"))
    first["annotations"] += second["annotations"]
    path = tmp_path / "tasks.json"
    path.write_text(json.dumps([first]), "utf-8")
    found = list(read_corrections(Source(str(path), path.name), VOCABULARY))
    assert len(found) == 2
    assert all("是同一篇" in str(fault) for fault in found)


@pytest.mark.parametrize("text", ['{"id": 1}', "[" * 100_000], ids=["no list", "nested without end"])
def test_json_that_is_no_list_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text, "utf-8")
    with pytest.raises(TableFault, match="Label Studio"):
        list(read_corrections(Source(str(tmp_path / "a.json"), "a.json"), VOCABULARY))


def exported(rows: list[dict[str, str]], changes: dict[int, list[str]]) -> str:
    """Lines as doccano exports them: an id of its own, sorted labels, comments, the metadata of the import."""
    found = [json.loads(line) for line in doccano.lines(rows, VOCABULARY).splitlines()]
    for number, line in enumerate(found):
        labels = sorted(changes.get(number, line.pop("label")))
        found[number] = {
            "id": 500 + number,
            "text": line["text"],
            "tagger": line["tagger"],
            "label": labels,
            "Comments": [],
        }
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in found)


@pytest.mark.parametrize("approved", [False, True])
def test_a_file_that_doccano_wrote(tmp_path: Path, approved: bool) -> None:
    rows = [{"title": "题", "text": text, "type": "policy", "industries": "chip"} for text in ("一", "二")]
    path = tmp_path / "all.jsonl"
    path.write_text(exported(rows, {1: ["类型：会议活动", "行业：储能、电池"]}), "utf-8")
    unchanged = Labels(frozenset({"chip"}), type="policy") if approved else Labels()
    assert labels(path, approved=approved) == [unchanged, Labels(frozenset({"storage"}), type="event")]


def test_a_project_that_began_in_doccano(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    rows = [{"id": 1, "text": "一", "label": ["半导体", "会议活动"]}, {"id": 2, "text": "二", "label": []}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    found = labels(path)
    assert Labels(frozenset({"chip"}), type="event") in found
    assert Labels() in found


def test_the_labelling_config_offers_every_tag_once() -> None:
    view = ElementTree.fromstring(label_studio.labelling_config(VOCABULARY))
    chosen = {tag.get("name"): [choice.get("value") for choice in tag] for tag in view.iter("Choices")}
    assert chosen == {"type": ["政策法规", "会议活动"], "industries": ["半导体", "储能、电池", "新能源；汽车", "other"]}
