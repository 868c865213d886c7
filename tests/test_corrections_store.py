"""The store of corrections: nothing is lost, the last word holds, two writers and a crash harm nothing."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tagger.corrections.memory import Memory, open_memory
from tagger.corrections.store import Added, Store
from tagger.errors import HomeFault
from tagger.home import STORE
from tagger.records import Article, Decision, Evidence, Ranked, TagScore
from tagger.tables.labelled import Labelled, Labels
from tagger.tables.rows import digest

ARTICLE = Article("t.csv", "t", "开工", "晶圆厂开工。", id="7")
OTHER = Article("t.csv", "t", "", "另一篇。")
NAMES = {"chip": "半导体", "nev": "新能源汽车", "event": "会议活动"}


def row(article: Article = ARTICLE, number: int = 2, **labels: object) -> Labelled:
    return Labelled(article, Labels(**labels), number, digest(article), cells={"备注": "x"})  # type: ignore[arg-type]


def test_the_last_word_on_each_facet_holds_and_all_are_kept(tmp_path: Path) -> None:
    store = Store(tmp_path)
    now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    both = row(type="event", industries=frozenset({"chip"}))
    assert store.add([both, row(OTHER, 3, type="")], "rules-1", None, now) == Added(2, 0, 0)
    assert store.add([row(number=9, industries=frozenset())], "rules-2", "m", now) == Added(0, 1, 0)
    first, second, third = store.history()
    assert (first.rules, first.model, first.made, first.file, first.row) == (
        "rules-1", None, "2026-01-02T03:04:05+00:00", "t.csv", 2,
    )  # fmt: skip
    assert (third.digest, third.rules, third.model, third.row) == (first.digest, "rules-2", "m", 9)
    assert [found.labels for found in store.current()] == [second.labels, Labels(frozenset(), type="event")]
    assert third.cells["备注"] == "x"
    assert store.article(first.digest) == third.article
    assert (third.article.title, third.article.text, third.article.id) == ("开工", "晶圆厂开工。", "7")


def test_the_same_again_adds_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    rows = [row(type="event", industries=frozenset({"chip"}))]
    store.add(rows, "r", None)
    assert store.add([*rows, row(type="event"), row()], "r", None) == Added(0, 0, 2)
    assert len(store.history()) == 1


def test_a_store_that_is_not_there_is_empty_and_not_made_by_reading(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert (store.history(), store.current(), store.article("0" * 16)) == ([], [], None)
    assert open_memory(tmp_path, NAMES) is None
    assert list(tmp_path.iterdir()) == []


def test_a_batch_that_breaks_leaves_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add([row(type="event")], "r", None)

    def breaking() -> Iterator[Labelled]:
        yield row(OTHER, type="event")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.add(breaking(), "r", None)
    assert len(store.history()) == 1


def test_a_writer_that_is_killed_leaves_nothing(tmp_path: Path) -> None:
    program = f"""
import os
from pathlib import Path
from tagger.corrections.store import Store
from tests.test_corrections_store import OTHER, row
def rows():
    yield row(type="event")
    yield row(OTHER, type="event")
    os._exit(9)
Store(Path({str(tmp_path)!r})).add(rows(), "r", None)
"""
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, check=False, timeout=60)
    assert done.returncode == 9, done.stderr.decode()
    store = Store(tmp_path)
    assert store.add([row(type="event")], "r", None) == Added(1, 0, 0)


def test_a_second_writer_is_told_to_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tagger.corrections.store._PATIENCE", 0.05)
    first, second = Store(tmp_path), Store(tmp_path)
    first.add([row(type="event")], "r", None)

    def rows() -> Iterator[Labelled]:
        with pytest.raises(HomeFault, match="另一个 tagger 正在写"):
            second.add([row(OTHER, type="event")], "r", None)
        assert len(second.history()) == 1  # reading goes on
        yield row(OTHER, type="event")

    assert first.add(rows(), "r", None) == Added(1, 0, 0)


@pytest.mark.parametrize("statement", ["UPDATE corrections SET type = 'x'", "DELETE FROM corrections"])
def test_nothing_in_the_store_can_be_changed(tmp_path: Path, statement: str) -> None:
    Store(tmp_path).add([row(type="event")], "r", None)
    database = sqlite3.connect(tmp_path / STORE)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        database.execute(statement)
    database.close()


def test_a_damaged_store_is_told(tmp_path: Path) -> None:
    path = tmp_path / STORE
    path.parent.mkdir()
    path.write_bytes(b"not a database at all" * 100)
    for act in (Store(tmp_path).history, lambda: open_memory(tmp_path, NAMES)):
        with pytest.raises(HomeFault, match="修订库"):
            act()


def test_a_store_of_another_format_is_told(tmp_path: Path) -> None:
    Store(tmp_path).add([row(type="event")], "r", None)
    database = sqlite3.connect(tmp_path / STORE)
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(HomeFault, match="格式是 99"):
        Store(tmp_path).history()


def decision(article: Article = ARTICLE) -> Decision:
    evidence = (Evidence("晶圆", "lead", 0, 2, 3.0),)
    tags = (TagScore("chip", "半导体", 0.8, "rules", evidence), TagScore("nev", "新能源汽车", 0.6))
    return Decision(article, TagScore("policy", "政策", 0.5), (Ranked("event", "会议活动", 0.4),), tags, review=True,
                    review_reason="接近阈值")  # fmt: skip


def test_a_corrected_article_comes_out_as_corrected(tmp_path: Path) -> None:
    Store(tmp_path).add([row(type="event", industries=frozenset({"chip"}))], "r", None)
    memory = open_memory(tmp_path, NAMES)
    assert memory is not None
    found = memory.apply(decision(Article("b.txt", "b", "开 工", "晶圆厂\n开工。")))
    assert found.type == TagScore("event", "会议活动", 1.0, "correction")
    assert found.industries == (TagScore("chip", "半导体", 1.0, "correction", decision().industries[0].evidence),)
    assert (found.types, found.review, found.review_reason) == ((), False, None)
    assert memory.apply(decision(OTHER)) == decision(OTHER)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_reads_the_memory_through_a_connection_of_its_own(tmp_path: Path) -> None:
    Store(tmp_path).add([row(type="event")], "r", None)
    memory = open_memory(tmp_path, NAMES)
    assert memory is not None
    before = memory.apply(decision())
    INHERITED[:] = [memory]
    with multiprocessing.get_context("fork").Pool(2) as pool:
        found = pool.map(type_after_fork, [decision()] * 4, chunksize=1)
    assert found == [("event", True)] * 4
    assert memory.apply(decision()) == before


INHERITED: list[Memory] = []


def type_after_fork(given: Decision) -> tuple[str, bool]:
    """The type that the memory inherited from the parent process gives, and whether the connection is this process's own."""
    (memory,) = INHERITED
    kind = memory.apply(given).type
    assert kind is not None
    return kind.tag, memory._process == os.getpid()


def test_the_memory_closes_its_connection(tmp_path: Path) -> None:
    Store(tmp_path).add([row(type="event")], "r", None)
    memory = open_memory(tmp_path, NAMES)
    assert memory is not None
    database = memory._database
    assert memory.state == 1
    del memory
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        database.execute("SELECT 1")


def test_the_memory_tells_when_the_store_grew(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add([row(type="event")], "r", None)
    memory = open_memory(tmp_path, NAMES)
    assert memory is not None
    assert memory.state == 1
    store.add([row(OTHER, type="event"), row(type="")], "r", None)
    assert memory.state == 3


def test_what_was_not_corrected_stays(tmp_path: Path) -> None:
    Store(tmp_path).add([row(industries=frozenset())], "r", None)
    memory = open_memory(tmp_path, NAMES)
    assert memory is not None
    found = memory.apply(decision())
    assert (found.industries, found.type, found.review_reason) == ((), decision().type, "接近阈值")


def test_a_tag_that_the_rules_no_longer_have_is_told(tmp_path: Path) -> None:
    Store(tmp_path).add([row(type="gone", industries=frozenset({"chip", "lost"}))], "r", None)
    memory = open_memory(tmp_path, NAMES)
    assert memory is not None
    found = memory.apply(decision())
    assert found.type == decision().type
    assert [tag.tag for tag in found.industries] == ["chip"]
    assert found.review_reason == "修订里的标签已不在规则里：gone、lost"
