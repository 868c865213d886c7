"""``tagger rules stats`` and ``tagger rules diff``: figures over articles, with and without labels."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tagger.home import find_home, shipped_home
from tagger.match import load_compiled
from tagger.pipeline import Pipeline
from tagger.readers import Source
from tagger.records import Failure
from tagger.rulelab.corpus import read_corpus, vocabulary_of
from tagger.rulelab.stats import Stats, count
from tagger.tables.labelled import Labelled

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden" / "figures"
HOME = ROOT / "tests" / "golden" / "why" / "home"
GOLD = GOLDEN / "gold.jsonl"


def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "tagger", "rules", *arguments]
    return subprocess.run(command, capture_output=True, cwd=ROOT, check=False, timeout=120)


def golden(name: str, done: subprocess.CompletedProcess[bytes]) -> None:
    assert done.returncode == 0
    assert done.stdout.decode() + done.stderr.decode() == (GOLDEN / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("by", ["rule", "term", "dead", "pair"])
def test_figures_are_plain_in_a_pipe(by: str) -> None:
    golden(f"stats-{by}", run("stats", str(GOLD), "--home", str(HOME), "--by", by))


def test_changes_are_told_by_tag_with_the_words_behind_them() -> None:
    golden("diff", run("diff", str(HOME), str(GOLDEN / "new"), str(GOLD)))


def test_figures_as_csv_and_json_say_the_same() -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(run("stats", str(GOLD), "--home", str(HOME), "-f", "csv").stdout.decode("utf-8-sig"))
        )
    )
    record = json.loads(run("stats", str(GOLD), "--home", str(HOME), "-f", "json").stdout)
    assert [{key: str(value) for key, value in row.items()} for row in record["rules"]] == rows
    assert record["articles"] == record["labelled"] == 5
    assert len(record["terms"]) > 5


def test_changes_as_csv_and_json_say_the_same() -> None:
    arguments = ("diff", str(HOME), str(GOLDEN / "new"), str(GOLD), "-f")
    rows = list(csv.DictReader(io.StringIO(run(*arguments, "csv").stdout.decode("utf-8-sig"))))
    record = json.loads(run(*arguments, "json").stdout)
    assert [{key: str(value) for key, value in row.items()} for row in record["changes"]] == [
        {**row, "change": row["change"].lstrip("'")} for row in rows
    ]
    assert record["changed"] == len({row["id"] for row in rows})


def test_the_same_rules_change_nothing() -> None:
    done = run("diff", str(HOME), str(HOME / "rules"), str(GOLD))
    assert (done.returncode, done.stdout) == (0, b"")
    assert "5 篇中有 0 篇变了" in done.stderr.decode()


@pytest.mark.parametrize("arguments", [("stats", "nowhere.jsonl"), ("diff", str(HOME), str(HOME), "nowhere.jsonl")])
def test_a_missing_input_is_told(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 1
    assert "nowhere.jsonl" in done.stderr.decode()


def test_a_folder_of_rules_that_is_not_there_is_told() -> None:
    done = run("diff", str(HOME), "nowhere", str(GOLD))
    assert (done.returncode, done.stdout) == (3, b"")
    assert "nowhere" in done.stderr.decode()


def test_a_row_with_an_unknown_tag_is_told_and_the_rest_counted(tmp_path: Path) -> None:
    table = tmp_path / "gold.jsonl"
    table.write_text(GOLD.read_text("utf-8") + '{"text": "正文。", "industries": ["chip"]}\n', "utf-8")
    done = run("stats", str(table), "--home", str(HOME))
    assert done.returncode == 1
    assert "gold.jsonl:6: industries：没有标签 `chip`  → 是不是 `chips`？" in done.stderr.decode()
    assert "5 篇" in done.stderr.decode()


def counted(home: Path | None, path: Path) -> Stats:
    pipeline = Pipeline(load_compiled(find_home(home) if home else shipped_home()))
    rows = list(read_corpus(Source(str(path), path.name), vocabulary_of(pipeline.compiled)))
    assert not any(isinstance(row, Failure) for row in rows)
    return count(pipeline, [row for row in rows if isinstance(row, Labelled)])


def test_a_word_decides_where_its_tag_would_fall_without_it() -> None:
    terms = {(term.tag, term.term): term for term in counted(HOME, GOLD).terms}
    wafer, chip = terms["chips", "晶圆"], terms["chips", "芯片"]
    assert (wafer.covers, wafer.decides, wafer.tally.right) == (1, 1, 1)
    assert (chip.covers, chip.overlaps, chip.conflicts, chip.decides) == (3, 1, 2, 0)
    assert terms["energy", "新能源"].conflicts == 1


def test_agreement_is_that_of_the_scorer(shared: Path) -> None:
    """The same articles, the same tags: micro-F1, type accuracy and every tag's F1 to the last digit."""
    spec = importlib.util.spec_from_file_location("score_tags", shared / "score" / "score_tags.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    path = shared / "gold" / "dev.jsonl"
    gold = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    pipeline = Pipeline(load_compiled(shipped_home()))
    rows = list(read_corpus(Source(str(path), path.name), vocabulary_of(pipeline.compiled)))
    found = count(pipeline, [row for row in rows if isinstance(row, Labelled)])
    decisions = [pipeline.tag(row.article) for row in rows if isinstance(row, Labelled)]
    predicted = [
        {"id": d.article.id, "industries": [t.tag for t in d.industries], "type": d.type and d.type.tag}
        for d in decisions
    ]
    score = scorer.score(gold, predicted, scorer.load_tree(shared / "tags.json"))
    assert round(found.agreement.industries.f1, 4) == score["industries"]["f1"]
    assert round(found.agreement.types.precision, 4) == score["type"]["accuracy"]
    for tag, figures in score["per_tag"].items():
        assert round(found.agreement.tags[tag].f1, 4) == figures["f1"]


@pytest.mark.parametrize("command", [("stats",), ("diff", str(HOME), str(GOLDEN / "new"))], ids=["stats", "diff"])
def test_where_nothing_could_be_read_no_figures_are_shown(command: tuple[str, ...]) -> None:
    done = run(*command, "no-such.jsonl")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == "× no-such.jsonl: 没有这个文件或文件夹\n"
