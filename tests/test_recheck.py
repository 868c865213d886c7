"""Suspect corrections asked about again: what each key does to the store, and the command on a real pseudo-terminal."""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tagger.corrections.answers import Tags
from tagger.corrections.history import ASKED
from tagger.corrections.recheck import Question, Recheck
from tagger.corrections.store import Correction, Store
from tagger.home import Home
from tagger.model.registry import Registry
from tagger.records import Article
from tagger.tables.labelled import Labelled, Labels
from tagger.tables.rows import digest
from tests.test_retrain import TOPICS, blank

pexpect = pytest.importorskip("pexpect")
ROOT = Path(__file__).resolve().parent.parent
SAID = Labels(frozenset({"chip"}))
MODEL = Tags("policy", frozenset({"food"}))


def row(number: int, labels: Labels = SAID, file: str = "fixed.csv") -> Labelled:
    article = Article(file, "fixed", f"题{number}", f"正文{number}。")
    return Labelled(article, labels, number + 1, digest(article), cells={"title": article.title, "text": article.text})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path)
    store.add([row(1), row(2)], "rules", "base")
    return store


def session(store: Store) -> Recheck:
    questions = [Question(found, MODEL, ["chip", "food"], found.row_cells()) for found in store.current()]
    return Recheck(questions, lambda correction: store.say(correction, "rules", "base"))


def held(store: Store) -> list[tuple[str, Labels]]:
    return [(found.file, found.labels) for found in store.current()]


def test_what_is_kept_is_said_again_and_what_was_not_said_stays_unsaid(store: Store) -> None:
    recheck = session(store)
    assert (recheck.tags, recheck.given) == (Tags("policy", frozenset({"chip"})), MODEL)
    recheck.accept()
    assert held(store) == [("fixed.csv", SAID), (ASKED, SAID)]
    assert (recheck.done, recheck.total, recheck.changed) == (1, 2, 0)


def test_the_answer_of_the_model_is_a_later_correction(store: Store) -> None:
    recheck = session(store)
    recheck.follow()
    assert len(store.history()) == 2
    recheck.accept()
    assert recheck.changed == 1
    assert held(store)[-1] == (ASKED, Labels(frozenset({"food"})))
    assert [(found.file, found.row) for found in store.history()][-1] == (ASKED, 1)


def test_an_edited_type_is_said_too(store: Store) -> None:
    recheck = session(store)
    recheck.choose("event")
    recheck.toggle("food")
    recheck.accept()
    assert held(store)[-1] == (ASKED, Labels(frozenset({"chip", "food"}), type="event"))


def test_a_withdrawn_correction_is_forgotten_and_both_are_kept(store: Store) -> None:
    from tagger.corrections.memory import open_memory

    recheck = session(store)
    recheck.withdraw()
    assert held(store) == [("fixed.csv", SAID)]
    assert len(store.history()) == 3
    memory = open_memory(store.path.parent.parent, {"chip": "半导体"})
    assert memory is not None
    assert [memory.said(row(number).article) for number in (1, 2)] == [None, SAID]


def test_undo_says_the_old_correction_again_from_its_old_place(store: Store) -> None:
    recheck = session(store)
    recheck.toggle("chip")
    recheck.withdraw()
    recheck.skip()
    assert recheck.row is None
    assert [recheck.undo() for _ in range(4)] == [True, True, True, False]
    assert recheck.tags.industries == {"chip"}
    assert (recheck.done, recheck.changed) == (0, 0)
    assert sorted(held(store)) == [("fixed.csv", SAID)] * 2
    recheck.accept()
    assert held(store)[-1] == (ASKED, SAID)


@pytest.mark.parametrize("press", ["follow", "withdraw"])
def test_the_same_file_again_does_not_take_an_answer_back(store: Store, press: str) -> None:
    recheck = session(store)
    getattr(recheck, press)()
    if press == "follow":
        recheck.accept()
    before = held(store)
    assert [found.labels for found in store.preview([row(1), row(2)], "", None)] == [labels for _, labels in before]
    assert store.add([row(1), row(2)], "rules", "base") == (0, 0, 2)
    assert held(store) == before


def test_another_file_and_another_word_are_later_corrections(store: Store) -> None:
    recheck = session(store)
    recheck.withdraw()
    assert store.add([row(1, file="other.csv")], "rules", "base") == (1, 0, 0)
    other = Labels(frozenset({"food"}))
    assert store.add([row(1, other)], "rules", "base") == (0, 1, 0)
    assert held(store)[-1] == ("fixed.csv", other)


WRONG = ("主场告捷，门将扑点，联赛收官。", "大盘收红，券商看多，两市缩量。", "新副本上线，公会招新，角色补丁。")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A blank home and a table of its three topics in which three articles are wrong."""
    blank(tmp_path / "home")
    draw = random.Random(1)
    rows = [(topic, "，".join(draw.sample(TOPICS[topic], 3)) + f"，第{n}条。") for n in range(60) for topic in TOPICS]
    wrong = list(zip(("games", "sports", "stocks"), WRONG, strict=True))
    with (tmp_path / "fixed.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("correct_type", "text"), *rows, *wrong])
    return tmp_path


def command(*more: str) -> list[str]:
    return ["-m", "tagger", "retrain", "fixed.csv", "--home", "home", *more]


def corrected(folder: Path) -> dict[str, str | None]:
    """What the store says of the articles that were wrong."""
    found = {each.cells["text"]: each.labels.type for each in Store(folder / "home").current()}
    return {text: found.get(text) for text in WRONG}


def test_asking_in_a_terminal(folder: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    terminal = pexpect.spawn(
        sys.executable,
        command("--ask"),
        cwd=folder,
        env=environment,
        encoding="utf-8",
        dimensions=(24, 80),
        timeout=120,
    )
    seen = []
    for number, keys in enumerate(("m\r", "x", "\r")):
        terminal.expect(rf"已核对 {number}，共 3.*没学过这条修订的模型有 (\d\d)% 的把握认为：没有 (\w+)，有 (\w+)")
        seen.append(terminal.match[3])
        terminal.expect("类型 .*模型认为是.*作废修订.*退出")
        for key in keys:
            terminal.send(key)
    terminal.expect("可疑的 3 条，回答了 3 条，其中改动 2 条")
    terminal.expect("已启用模型")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    after = corrected(folder)
    right = {"sports": WRONG[0], "stocks": WRONG[1], "games": WRONG[2]}
    assert after[right[seen[0]]] == seen[0]
    assert after[right[seen[1]]] is None
    assert after[right[seen[2]]] not in (None, seen[2])
    assert len(Registry(Home(folder / "home")).names()) == 1


def test_without_a_terminal_it_says_what_to_do(folder: Path) -> None:
    done = subprocess.run([sys.executable, *command("--ask")], cwd=folder, capture_output=True, check=False, timeout=60)
    assert (done.returncode, "要在终端里进行" in done.stderr.decode()) == (2, True)
    assert not Store(folder / "home").path.exists()


def test_answers_are_kept_so_nothing_is_asked_with_a_dry_run(folder: Path) -> None:
    terminal = pexpect.spawn(
        sys.executable, command("--ask", "--dry-run"), cwd=folder, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=60,
    )  # fmt: skip
    terminal.expect("不能与 --dry-run 同用")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 2


def test_a_correction_knows_the_number_it_was_asked_about(store: Store) -> None:
    recheck = session(store)
    recheck.skip()
    recheck.withdraw()
    last = store.history()[-1]
    assert isinstance(last, Correction)
    assert (last.row, last.labels.said) == (2, False)
