"""Runs of ``tagger retrain`` as a whole: suspects first, an archive of one's own, interrupted, two at once."""

from __future__ import annotations

import csv
import itertools
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tagger.home import Home
from tagger.model.manifest import read_manifest
from tagger.model.registry import Registry, current_model
from tagger.pipeline import open_pipeline
from tagger.records import Article
from tests.test_retrain import TOPICS, accuracy, blank, table, tagger


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that began blank, with a model."""
    path = tmp_path_factory.mktemp("made")
    home = blank(path / "home")
    done = tagger("retrain", str(table(path / "first.csv", list(TOPICS), 1)), "--home", str(home))
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """A copy to change."""
    return Path(shutil.copytree(made, tmp_path / "home"))


def start(home: Path, corrections: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tagger", "retrain", str(corrections), "--home", str(home)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8")


def reach(process: subprocess.Popen[str], step: str) -> None:
    """Read what a run says until this step begins."""
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if step in line:
            return
    raise AssertionError(f"never came to {step}: {''.join(said)}")


@pytest.mark.parametrize("step", ["读取", "交叉验证 2/4", "全部文章", "比较"])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["SIGINT", "SIGKILL"])
def test_interrupted_the_old_model_stays_in_use(home: Path, tmp_path: Path, step: str, how: signal.Signals) -> None:
    before, used = Registry(Home(home)).names(), current_model(Home(home))
    with start(home, table(tmp_path / "more.csv", list(TOPICS), 2)) as process:
        reach(process, step)
        process.send_signal(how)
        assert process.wait(60) == (130 if how is signal.SIGINT else -how)
    registry = Registry(Home(home))
    assert (registry.names(), current_model(Home(home))) == (before, used)
    with registry.writing("test"):  # nothing is held any more, and nothing half made is left
        assert {path.name for path in registry.path.iterdir()} == {*before, "current", ".lock", ".holder"}
    kind = open_pipeline(Home(home)).tag(Article("a", "a", "", "新副本上线，公会招新，角色补丁。")).type
    assert kind is not None
    assert kind.tag == "games"


def test_a_second_one_is_told_to_wait_and_the_first_is_not_disturbed(home: Path, tmp_path: Path) -> None:
    more = table(tmp_path / "more.csv", list(TOPICS), 2)
    with start(home, more) as first:
        reach(first, "读取")
        first.send_signal(signal.SIGSTOP)  # so that it cannot be done before the second one begins
        second = tagger("retrain", str(more), "--home", str(home))
        first.send_signal(signal.SIGCONT)
        assert second.returncode == 1
        assert f"另一个 tagger 正在改这里的模型：tagger retrain（进程 {first.pid}" in second.stderr
        assert "等它做完再试" in second.stderr
        assert first.wait(120) == 0
    assert len(Registry(Home(home)).names()) == 2
    assert tagger("retrain", str(more), "--home", str(home)).returncode == 0


def test_suspect_corrections_stand_first_and_name_their_place(home: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("text,correct_type\n主场告捷，门将扑点，联赛收官。,games\n大盘收红，券商看多。,stocks\n", "utf-8")
    done = tagger("retrain", str(wrong), "--home", str(home))
    lines = done.stdout.splitlines()
    assert lines[0] == "可疑的修订（1 条，最可疑的在前）："
    assert lines[2].split("\t")[1:] == ["主场告捷，门将扑点，联赛收官。", "games", "sports", "wrong.csv:2"]
    assert lines[3].startswith("交叉验证（")
    assert read_manifest(Registry(Home(home)).folder(Registry(Home(home)).names()[-1])).per_tag.keys() == TOPICS.keys()


def test_of_a_tag_that_is_left_to_the_rules_no_correction_is_suspect(tmp_path: Path) -> None:
    home = blank(tmp_path / "home", "industry")
    given = table(tmp_path / "a.csv", ["sports", "stocks"], 1, "correct_industries")
    with given.open("a", encoding="utf-8") as file:
        file.write("g,新副本上线，公会招新。,games,1\n")
    done = tagger("retrain", str(given), "--home", str(home))
    assert "仍只凭规则：games 1" in done.stderr
    assert "可疑的修订" not in done.stdout


def test_articles_of_an_archive_without_labels_teach_too(tmp_path: Path) -> None:
    draw = random.Random(5)
    home, gold = blank(tmp_path / "home"), tmp_path / "gold.csv"
    texts = {topic: ["，".join(draw.sample(TOPICS[topic], 2)) for _ in range(80)] for topic in TOPICS}
    with gold.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [("text", "correct_type"), *((t, topic) for topic in TOPICS for t in texts[topic][40:])]
        )
    few = tmp_path / "few.csv"
    with few.open("w", encoding="utf-8", newline="") as file:
        rows = [(TOPICS[topic][n % 2] + f"第{n}则", topic) for n in range(12) for topic in TOPICS]
        csv.writer(file).writerows([("text", "correct_type"), *rows])
    assert tagger("retrain", str(few), "--home", str(home)).returncode == 0
    alone = accuracy(home, gold)
    archive = tmp_path / "archive"
    archive.mkdir()
    for number, text in enumerate(itertools.chain(*(own[:40] for own in texts.values()))):
        (archive / f"{number}.txt").write_text(f"{text}\n", "utf-8")
    (archive / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    done = tagger("retrain", "--archive", str(archive), "--home", str(home))
    assert done.returncode == 0, done.stderr
    assert "broken.pdf" in done.stderr
    assert accuracy(home, gold) > alone
