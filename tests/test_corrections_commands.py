"""``tagger corrections`` and ``tagger sample``: from results to corrected results, through the real commands."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tagger.tables.results import sheet
from tests.test_review import RULES

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = [
    {"title": "开工", "text": "晶圆厂印发通知。", "id": "1"},
    {"title": "", "text": "乳业大会召开。"},
    {"title": "杂谈", "text": "晶圆会议召开。", "date": "2026-01-02"},
]


@pytest.fixture
def folder(write_home, tmp_path: Path) -> Path:  # type: ignore[no-untyped-def]
    """Articles and their results beside a home."""
    write_home(**RULES)
    text = "".join(json.dumps(article, ensure_ascii=False) + "\n" for article in ARTICLES)
    (tmp_path / "articles.jsonl").write_text(text, "utf-8")
    (tmp_path / "out.csv").write_bytes(run(tmp_path, "tag", "articles.jsonl", "--format", "csv").stdout)
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "tagger", *arguments]
    command += ["--home", "home"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=60)


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def fill(folder: Path, *cells: dict[str, str]) -> None:
    """Write the results again with what a person filled in, as Excel saves it."""
    rows = [row | filled for row, filled in zip(table((folder / "out.csv").read_bytes()), cells, strict=True)]
    with (folder / "fixed.csv").open("w", encoding="gb18030", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


CORRECTED = ({"checked": "1"}, {"correct_type": "政策法规", "correct_industries": "半导体"}, {})


def test_a_corrected_table_joins_the_store(folder: Path) -> None:
    fill(folder, *CORRECTED)
    done = run(folder, "corrections", "import", "fixed.csv")
    assert (done.returncode, done.stdout) == (0, b"")
    assert "新增 2 篇，改动 0 篇，与已有相同 0 篇；没有修订的行 1" in done.stderr.decode()
    listed = json.loads(run(folder, "corrections", "list", "--format", "json").stdout)
    assert [(row["title"], row["type"], row["industries"], row["source"]) for row in listed] == [
        ("开工", "政策法规", "半导体", "fixed.csv:2"), ("乳业大会召开。", "政策法规", "半导体", "fixed.csv:3"),
    ]  # fmt: skip


def test_a_corrected_article_is_tagged_as_corrected(folder: Path) -> None:
    fill(folder, *CORRECTED)
    run(folder, "corrections", "import", "fixed.csv")
    found = [json.loads(line) for line in run(folder, "tag", "articles.jsonl", "--format", "jsonl").stdout.splitlines()]
    assert [(row["type"]["tag"], [(tag["tag"], tag["by"]) for tag in row["industries"]]) for row in found] == [
        ("policy", [("chip", "correction")]), ("policy", [("chip", "correction")]), ("event", [("chip", "rules")]),
    ]  # fmt: skip


def test_a_batch_that_goes_on_knows_new_corrections(folder: Path) -> None:
    assert run(folder, "batch", "articles.jsonl", "-o", "all.csv").returncode == 0
    fill(folder, *CORRECTED)
    run(folder, "corrections", "import", "fixed.csv")
    assert run(folder, "batch", "articles.jsonl", "-o", "all.csv", "--resume").returncode == 0
    assert [row["type"] for row in table((folder / "all.csv").read_bytes())] == ["policy", "policy", "event"]


def test_faulty_rows_are_all_told_and_the_others_used(folder: Path) -> None:
    fill(folder, {"correct_type": "event"}, {"correct_industries": "半导本"}, {"checked": "看过"})
    done = run(folder, "corrections", "import", "fixed.csv", "missing.csv")
    told = done.stderr.decode()
    assert done.returncode == 1
    assert "fixed.csv:3: correct_industries：没有标签 `半导本`  → 是不是 `半导体`？" in told
    assert "fixed.csv:4: checked：看不懂 `看过`" in told
    assert "missing.csv" in told
    assert "2 处不能用，其余 1 行照用" in told
    assert "新增 1 篇" in told


def test_where_nothing_can_be_used_nothing_is_said_to_have_joined(folder: Path) -> None:
    fill(folder, {}, {"correct_industries": "半导本"}, {})
    done = run(folder, "corrections", "import", "fixed.csv")
    assert done.returncode == 1
    assert "1 处不能用，没有一行可用" in done.stderr.decode()
    assert "新增 0 篇" in done.stderr.decode()


@pytest.mark.parametrize(
    "command", [("corrections", "import"), ("retrain",), ("eval",), ("sample",), ("tag",)], ids=" ".join
)
def test_a_table_without_a_column_of_texts_is_told_once(folder: Path, command: tuple[str, ...]) -> None:
    (folder / "bad.csv").write_text("标题,正文\n" + "开工,晶圆厂开工。\n" * 3, "utf-8")
    done = run(folder, *command, "bad.csv")
    assert done.returncode == 1
    assert done.stderr.decode().count("bad.csv:1: 没有 `text` 列，只有 标题、正文") == 1
    assert "bad.csv:2" not in done.stderr.decode()


def test_what_a_spreadsheet_altered_is_told(folder: Path) -> None:
    fill(folder, {"checked": "1", "text": "晶?厂印发通知。", "id": "1.2E+17", "date": "########"}, {}, {})
    done = run(folder, "corrections", "import", "fixed.csv")
    assert done.returncode == 0
    assert "fixed.csv 第 2 行：正文在保存时被改动" in done.stderr.decode()
    assert "fixed.csv 第 2 行：id 里的长数字已被表格软件取整" in done.stderr.decode()
    assert "fixed.csv 第 2 行：date 看不出是哪一天" in done.stderr.decode()


def test_a_digest_suffices_for_an_article_that_the_store_knows(folder: Path) -> None:
    fill(folder, *CORRECTED)
    run(folder, "corrections", "import", "fixed.csv")
    digest = table((folder / "out.csv").read_bytes())[0]["digest"]
    (folder / "short.csv").write_text(f"digest,correct_type\n{digest},会议活动\n{'a' * 16},会议活动\n", "utf-8")
    done = run(folder, "corrections", "import", "short.csv")
    assert done.returncode == 1
    assert "short.csv:3: text：这一行没有 `text`" in done.stderr.decode()
    listed = json.loads(run(folder, "corrections", "list", "--format", "json").stdout)
    assert ("开工", "会议活动", "半导体") in [(row["title"], row["type"], row["industries"]) for row in listed]


def test_files_that_contradict_each_other_are_told_and_the_later_one_holds(folder: Path) -> None:
    fill(folder, {"correct_type": "政策法规", "correct_industries": "食品"}, {"checked": "1"}, {})
    (folder / "first.csv").write_bytes((folder / "fixed.csv").read_bytes())
    fill(folder, {"correct_type": "会议活动"}, {"checked": "1"}, {})
    done = run(folder, "corrections", "import", "first.csv", "fixed.csv")
    told = "! fixed.csv:2: 与 first.csv 第 2 行是同一篇，类型却不同：这里是 会议活动，那里是 政策法规；以后给的为准"
    assert (done.returncode, done.stderr.decode().splitlines()[0]) == (0, told)
    assert "新增 2 篇，改动 1 篇，与已有相同 1 篇" in done.stderr.decode()
    listed = json.loads(run(folder, "corrections", "list", "--format", "json").stdout)
    assert ("开工", "会议活动", "食品") in [(row["title"], row["type"], row["industries"]) for row in listed]


def test_the_history_is_kept(folder: Path) -> None:
    for kind in ("政策法规", "会议活动"):
        fill(folder, {"correct_type": kind}, {}, {})
        run(folder, "corrections", "import", "fixed.csv")
    assert len(table(run(folder, "corrections", "list", "--format", "csv").stdout)) == 1
    every = table(run(folder, "corrections", "list", "--all", "--format", "csv").stdout)
    assert [row["type"] for row in every] == ["政策法规", "会议活动"]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.json", "a.jsonl"])
def test_the_store_goes_out_and_comes_in_again(folder: Path, name: str) -> None:
    fill(folder, *CORRECTED)
    run(folder, "corrections", "import", "fixed.csv")
    done = run(folder, "corrections", "export", "-o", name, "--config", "view.xml")
    assert (done.returncode, (folder / "view.xml").read_text("utf-8").count("<Choices ")) == (0, 2)
    again = run(folder, "corrections", "import", name)
    assert (again.returncode, "与已有相同 2 篇" in again.stderr.decode()) == (0, True)


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl"])
def test_results_go_out_to_be_checked(folder: Path, name: str) -> None:
    if name.endswith("jsonl"):
        (folder / name).write_bytes(run(folder, "tag", "articles.jsonl", "--format", "jsonl").stdout)
    assert run(folder, "corrections", "export", name, "-o", "tasks.json").returncode == 0
    tasks = json.loads((folder / "tasks.json").read_bytes())
    assert [task["predictions"][0]["result"][1]["value"]["choices"] for task in tasks] == [
        ["半导体"],
        ["食品"],
        ["半导体"],
    ]
    assert tasks[0]["data"]["digest"] == table((folder / "out.csv").read_bytes())[0]["digest"]
    done = run(folder, "corrections", "import", "tasks.json")
    assert "没有一行写了修订" in done.stderr.decode()


def test_results_whose_digests_were_rounded_are_told_apart(folder: Path) -> None:
    rows = table((folder / "out.csv").read_bytes())
    (folder / "out.csv").write_bytes(sheet(row | {"digest": "1.23457E+15"} for row in rows))
    run(folder, "sample", "out.csv", "-n", "3", "-o", "s.csv")
    assert [row["digest"] for row in table((folder / "s.csv").read_bytes())] == [row["digest"] for row in rows]


def test_wrong_use_is_told(folder: Path) -> None:
    assert run(folder, "corrections", "export", "-o", "a.txt").returncode == 2
    assert run(folder, "sample", "out.csv", "-o", "s.xls").returncode == 2
    shipped = subprocess.run(
        [sys.executable, "-m", "tagger", "corrections", "import", "out.csv"], cwd=folder, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, timeout=60,
    )  # fmt: skip
    assert (shipped.returncode, "只读" in shipped.stderr.decode()) == (2, True)


def test_a_sample_is_a_corrections_table(folder: Path) -> None:
    done = run(folder, "sample", "out.csv", "-n", "2", "-o", "s.csv")
    assert (done.returncode, "从 3 篇中抽出 2 篇" in done.stderr.decode()) == (0, True)
    rows = table((folder / "s.csv").read_bytes())
    assert len(rows) == 2
    assert {"weight", "stratum", "correct_type", "checked", "text", "digest"} <= set(rows[0])


@pytest.mark.parametrize("command", [("corrections", "import"), ("eval",), ("retrain",)], ids=" ".join)
def test_a_new_tag_is_told_how_to_add_and_then_known(folder: Path, command: tuple[str, ...]) -> None:
    fill(folder, {}, {"correct_industries": "低空旅游"}, {})
    done = run(folder, *command, "fixed.csv")
    told = done.stderr.decode()
    assert done.returncode == 1
    assert "fixed.csv:3: correct_industries：没有标签 `低空旅游`" in told
    path = folder / "home" / re.search(r"rules/\S+?\.yaml", told)[0]  # type: ignore[index]
    path.parent.mkdir()
    path.write_text("".join(f"{line[2:]}\n" for line in told.splitlines() if line.startswith("  ")), "utf-8")
    again = run(folder, "corrections", "import", "fixed.csv")
    assert (again.returncode, "新增 1 篇" in again.stderr.decode()) == (0, True)


def test_figures_with_and_without_the_memory(folder: Path) -> None:
    fill(folder, *CORRECTED)
    assert run(folder, "corrections", "import", "fixed.csv").returncode == 0
    figures = json.loads(run(folder, "eval", "fixed.csv", "-f", "json").stdout)
    assert figures["remembered"]["type"]["accuracy"] == figures["remembered"]["industries"]["exact"] == 1.0
    assert figures["type"]["accuracy"] == figures["uses"]["rules"]["type"]["accuracy"] == 0.5
    assert "记住修订" in run(folder, "eval", "fixed.csv").stdout.decode().splitlines()[0]
