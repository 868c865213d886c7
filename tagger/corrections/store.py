"""The corrections of a home, in the order they came: one SQLite file, append-only.

SQLite keeps two writers apart, writes a batch whole or not at all, and finds an article by its digest in an index.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec

from tagger.corrections.history import Correction, Entry, fold, latest, novelty, of_row
from tagger.errors import HomeFault
from tagger.files import unwritable
from tagger.home import STORE
from tagger.records import Article
from tagger.tables.labelled import Labelled, Labels

__all__ = ["Added", "Correction", "Store", "connect", "faults", "labels_of"]

T = TypeVar("T")
_FORMAT, _PATIENCE = 1, 10.0  # seconds to wait for another writer
_SCHEMA = f"""
CREATE TABLE corrections (
  number INTEGER PRIMARY KEY, digest TEXT NOT NULL, made TEXT NOT NULL, file TEXT NOT NULL, row INTEGER NOT NULL,
  rules TEXT NOT NULL, model TEXT, type TEXT, industries TEXT, cells TEXT NOT NULL
) STRICT;
CREATE INDEX by_digest ON corrections (digest);
CREATE TRIGGER kept BEFORE UPDATE ON corrections BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER held BEFORE DELETE ON corrections BEGIN SELECT RAISE(ABORT, 'append-only'); END;
PRAGMA user_version = {_FORMAT};
"""
_FIELDS = "number, digest, made, file, row, rules, model, type, industries, cells"


class Added(NamedTuple):
    """How many articles were corrected for the first time, anew, and as before (which adds nothing)."""

    new: int
    changed: int
    same: int


class Store:
    """The store of the home at ``home``; it need not exist before the first ``add``.

    Every method raises HomeFault where the file is damaged, of another format, or held by another writer.
    """

    def __init__(self, home: Path) -> None:
        self.path = home / STORE

    def add(self, rows: Iterable[Labelled], rules: str, model: str | None, now: datetime | None = None) -> Added:
        """Append what rows say of their articles, all or nothing; rows that say nothing, or nothing new, add nothing. So
        does a row that a person was asked about since: the answer stands."""
        made = (now or datetime.now(UTC)).isoformat(timespec="seconds")
        counts = {"new": 0, "changed": 0, "same": 0}
        with self._writing() as database:
            for row in rows:
                if row.labels.said:
                    found = novelty(row, _entries(database, row.digest))
                    counts[found] += 1
                    if found != "same":
                        database.execute(_INSERT, _values(of_row(row, rules, model), made))
        return Added(**counts)

    def say(self, correction: Correction, rules: str, model: str | None) -> None:
        """Append a correction as it stands, under a number and a time of its own."""
        made = datetime.now(UTC).isoformat(timespec="seconds")
        with self._writing() as database:
            database.execute(_INSERT, _values(replace(correction, rules=rules, model=model), made))

    def history(self) -> list[Correction]:
        """Every correction, the first first."""
        with self._reading() as database:
            return [_correction(row) for row in database.execute(f"SELECT {_FIELDS} FROM corrections ORDER BY number")]

    def current(self) -> list[Correction]:
        """One correction an article: the last, with what an earlier one said of the other facet."""
        return latest(self.history())

    def preview(self, rows: Iterable[Labelled], rules: str, model: str | None) -> list[Correction]:
        """What ``current`` would give if these rows were added."""
        history = self.history()
        entries: dict[str, list[Entry]] = {}
        for known in history:
            entries.setdefault(known.digest, []).append(Entry(known.file, known.labels))
        for row in rows:
            own = entries.setdefault(row.digest, [])
            if row.labels.said and novelty(row, own) != "same":
                own.append(Entry(row.article.file, row.labels))
                history.append(of_row(row, rules, model))
        return latest(history)

    def article(self, digest: str) -> Article | None:
        """The article of a digest as the last correction gave it."""
        query = f"SELECT {_FIELDS} FROM corrections WHERE digest = ? ORDER BY number DESC LIMIT 1"
        with self._reading() as database:
            found = database.execute(query, (digest,)).fetchone()
        return _correction(found).article if found else None

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        if not self.path.exists():
            with closing(sqlite3.connect(":memory:")) as database:
                database.executescript(_SCHEMA)
                yield database
            return
        with faults(self.path), closing(connect(self.path)) as database:
            yield database

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with faults(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)) as database:
                database.execute("BEGIN IMMEDIATE")
                if not _format(database):
                    for statement in _SCHEMA.split(";\n"):
                        database.execute(statement)
                _check(database, self.path)
                yield database  # closing without a commit takes everything back
                database.execute("COMMIT")


def connect(path: Path) -> sqlite3.Connection:
    """A connection that only reads, which threads may share. Raises HomeFault or sqlite3.Error."""
    database = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro", timeout=_PATIENCE, uri=True, check_same_thread=False
    )
    try:
        _check(database, path)
    except BaseException:
        database.close()
        raise
    return database


def labels_of(database: sqlite3.Connection, digest: str) -> Labels | None:
    """What was said last of an article; None where nothing was."""
    return fold(_entries(database, digest))


_INSERT = f"INSERT INTO corrections ({_FIELDS}) VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def _entries(database: sqlite3.Connection, digest: str) -> list[Entry]:
    """What was said of an article, the first first."""
    query = "SELECT file, type, industries FROM corrections WHERE digest = ? ORDER BY number"
    return [Entry(file, _labels(kind, tags)) for file, kind, tags in database.execute(query, (digest,))]


def _labels(kind: str | None, industries: str | None) -> Labels:
    return Labels(industries=None if industries is None else frozenset(_json(industries, list[str])), type=kind)


def _values(correction: Correction, made: str) -> tuple[str | int | None, ...]:
    labels, cells = correction.labels, json.dumps(correction.cells, ensure_ascii=False)
    industries = None if labels.industries is None else json.dumps(sorted(labels.industries))
    return (
        correction.digest, made, correction.file, correction.row, correction.rules, correction.model,
        labels.type, industries, cells,
    )  # fmt: skip


def _correction(row: tuple[Any, ...]) -> Correction:
    number, digest, made, file, place, rules, model, kind, industries, cells = row
    labels = _labels(kind, industries)
    return Correction(number, digest, made, file, place, rules, model, labels, _json(cells, dict[str, Any]))


def _json(text: Any, kind: type[T]) -> T:
    """The value of a cell; one that nobody wrote so is damage like any other."""
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.MsgspecError, RecursionError, TypeError) as error:  # TypeError: it may be no text at all
        raise sqlite3.DatabaseError(str(error)) from None


def _format(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def _check(database: sqlite3.Connection, path: Path) -> None:
    if (found := _format(database)) != _FORMAT:
        raise HomeFault(f"修订库的格式是 {found}，这个版本读 {_FORMAT}", str(path), hint="换用写它的那个版本")


@contextmanager
def faults(path: Path) -> Iterator[None]:
    """SQLite's errors as faults of the home."""
    try:
        yield
    except sqlite3.OperationalError as error:
        busy = "locked" in str(error)
        reason = "另一个 tagger 正在写修订库" if busy else f"修订库不能用：{error}"
        raise HomeFault(reason, str(path), hint="等它写完再试" if busy else "检查权限和磁盘空间") from error
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # the second of a cell whose bytes are no text
        raise HomeFault(f"修订库已损坏：{error}", str(path), hint="换回备份，或移走它再重新导入") from error
    except OSError as error:
        raise unwritable(error, path) from error
