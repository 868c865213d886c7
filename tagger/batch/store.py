"""What a run has done so far, in one SQLite file beside the table: whole after any kill, in memory never more than a
part. Each item is found by the input and file it came from; the order of the output is that of the plan."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec

from tagger.batch.target import RESUME, Target
from tagger.batch.work import Done, Item, Tally
from tagger.errors import DiskFull, OutputFault
from tagger.files import WRITABLE, disk_full
from tagger.records import Failure

_VERSION = 2
_PAGE = 32_768  # bytes: an article is some 2,000, of which small pages leave much empty
_SCHEMA = """
CREATE TABLE run (identity TEXT NOT NULL, written TEXT NOT NULL);
CREATE TABLE done (id INTEGER PRIMARY KEY, given TEXT, file TEXT, start INTEGER, print TEXT,
                   failures BLOB, tally BLOB, data BLOB);
CREATE UNIQUE INDEX item ON done (given, file, start);
CREATE TABLE plan (position INTEGER PRIMARY KEY, id INTEGER NOT NULL);
"""
_DONE = "INSERT OR REPLACE INTO done VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_PLAN = "INSERT INTO plan VALUES (?, ?)"


def store_path(out: Path) -> Path:
    """Where the store of a table stands; it may be deleted once the table is finished."""
    return out.with_name(f"{out.name}.run")


class Store(AbstractContextManager["Store"]):
    """The items done. One process writes it at a time; the lock ends with the process. What goes wrong with it between
    entering and leaving comes as OutputFault or DiskFull."""

    def __init__(self, out: Path) -> None:
        """Raises OutputFault where it cannot be opened, is damaged, or another process writes it; DiskFull."""
        self._path = store_path(out)
        self.tally = Tally(tags={})
        self._last, self._empty = 0, False
        try:
            self._base = sqlite3.connect(self._path, timeout=0, isolation_level=None)
        except sqlite3.Error as error:
            raise _fault(error, self._path) from None
        try:
            self._base.execute(f"PRAGMA page_size = {_PAGE}")
            self._base.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._base.execute("BEGIN IMMEDIATE")
            version = self._base.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                for statement in _SCHEMA.split(";"):
                    self._base.execute(statement)
                self._base.execute(f"PRAGMA user_version = {_VERSION}")
            self._base.execute("COMMIT")
        except sqlite3.Error as error:
            self._base.close()
            raise _fault(error, self._path) from None
        if version not in (0, _VERSION):
            raise OutputFault("这次运行的记录出自另一个版本", str(self._path), hint="加 --force 重来")

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._base.close()
        if isinstance(error, sqlite3.Error):
            raise _fault(error, self._path) from None

    def begin(self, identity: str, target: Target, *, fresh: bool = False) -> bool:
        """Start a run, keeping what was done under the same identity unless it is to be ``fresh``; says whether
        anything had to be dropped because the identity differs.

        Raises OutputFault where the table is not as this store left it: someone may have filled it in.
        """
        known = self._base.execute("SELECT identity, written FROM run").fetchone()
        if known is not None and not fresh and target.print() not in ("", *known[1].split()):
            raise OutputFault("这张表在写成之后被改过", str(target.path), hint="换一个名字，或加 --force 覆盖")
        dropped = known is not None and not fresh and known[0] != identity
        self._base.execute("BEGIN")
        self._base.execute("DELETE FROM plan")
        if dropped or fresh:
            self._base.execute("DELETE FROM done")
        self._base.execute("DELETE FROM run")
        self._base.execute("INSERT INTO run VALUES (?, ?)", (identity, target.print()))
        self._commit()
        self._last = self._base.execute("SELECT coalesce(max(id), 0) FROM done").fetchone()[0]
        self._empty = not self._last
        return dropped

    def keeps(self, item: Item) -> Tally | None:
        """The counts of an item that is done and has not changed, which is now in the plan; None where it must be done."""
        if self._empty:
            return None
        row = self._base.execute(
            "SELECT id, tally FROM done WHERE given = ? AND file = ? AND start = ? AND print = ? AND print <> ''",
            (*_key(item), item.print),
        ).fetchone()
        if row is None:
            return None
        self._base.execute(_PLAN, (item.position, row[0]))
        tally = msgspec.json.decode(row[1], type=Tally)
        self.tally.merge(tally)
        return tally

    def add(self, done: Iterable[Done]) -> None:
        """Keep what was done, all of it or nothing."""
        listed = list(done)
        numbers = range(self._last + 1, self._last + 1 + len(listed))
        self._base.executemany(_DONE, map(_row, numbers, listed))
        self._base.executemany(
            _PLAN, ((one.item.position, number) for number, one in zip(numbers, listed, strict=True))
        )
        self._last += len(listed)
        for one in listed:
            self.tally.merge(one.tally)
        self._commit()

    def _commit(self) -> None:
        """Every statement stands in a transaction, and the next one begins where one ends: a commit costs a flush."""
        self._base.execute("COMMIT")
        self._base.execute("BEGIN")

    def chunks(self) -> Iterator[tuple[int, bytes]]:
        """How many rows each item has, and they, encoded, in the order of the plan."""
        query = "SELECT json_extract(tally, '$.rows'), data FROM plan JOIN done USING (id) ORDER BY position"
        # row by row: a cursor held open would be closed after the store where a run fails
        yield from iter(self._base.execute(query).fetchone, None)

    def failures(self) -> Iterator[Failure]:
        """Every failure, in the order of the plan."""
        query = "SELECT failures FROM plan JOIN done USING (id) WHERE failures <> X'5B5D' ORDER BY position"
        for (failures,) in self._base.execute(query):
            yield from msgspec.json.decode(failures, type=list[Failure])

    def publish(self, target: Target) -> None:
        """Put the joined table in its place, and drop what no input holds any more."""
        self._base.execute("UPDATE run SET written = written || ' ' || ?", (target.print(target.temporary),))
        self._commit()
        target.publish()
        self._base.execute("UPDATE run SET written = ?", (target.print(),))
        self._base.execute("DELETE FROM done WHERE id NOT IN (SELECT id FROM plan)")
        self._commit()


def _row(number: int, one: Done) -> tuple[object, ...]:
    failures, tally = msgspec.json.encode(one.failures), msgspec.json.encode(one.tally)
    return (number, *_key(one.item), one.item.print, failures, tally, one.data)


def _key(item: Item) -> tuple[str, str, int]:
    return item.given, item.source.file, item.rows.start if item.rows else -1


def _fault(error: sqlite3.Error, path: Path) -> OutputFault | DiskFull:
    if getattr(error, "sqlite_errorcode", None) in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE):
        return disk_full(str(path), RESUME)
    if "locked" in str(error):
        return OutputFault("另一个 tagger 正在写这张表", str(path))
    if not path.parent.is_dir():
        return OutputFault("没有这个文件夹", str(path.parent))
    if isinstance(error, sqlite3.OperationalError):
        return OutputFault(f"写不了：{error}", str(path), hint=WRITABLE)
    return OutputFault(f"这次运行的记录坏了：{error}", str(path), hint="删去它，再加 --force 重来")
