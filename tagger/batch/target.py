"""Where the table of a run comes to stand: a file, or a folder of parts; here, or in a store by URL."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from tagger import files, storage
from tagger.tables.forms import Form

PART_ROWS = 100_000
RESUME = "加 --resume 接着做"
writing = partial(files.writing, again=RESUME)


class Target:
    """``out`` as the user named it: a path or URL; one that ends in ``/`` is a folder of parts of ``part_rows`` rows.

    What a run keeps stands beside a local table, and in the current folder for one that is elsewhere.
    """

    def __init__(self, out: str, part_rows: int = PART_ROWS) -> None:
        self.is_folder, self.is_remote = out.endswith("/"), storage.is_url(out)
        self._out, self._part_rows = out.rstrip("/"), part_rows
        self.path = Path(self._out.rsplit("/", 1)[-1]) if self.is_remote else Path(self._out)
        self.temporary = self.path.with_name(f"{self.path.name}.tmp")

    def exists(self) -> bool:
        """Whether there is such a table. Raises OutputFault where a store does not say."""
        with writing(self._out):
            return storage.exists(self._out)

    def write(self, form: Form, chunks: Iterable[tuple[int, bytes]]) -> None:
        """The table of chunks, each with its number of rows, in order; into ``temporary``, of which nothing is left where it
        fails. Raises OutputFault or DiskFull."""
        try:
            with writing(self._out):
                self._write(form, chunks)
        except BaseException:
            self._discard()
            raise

    def _write(self, form: Form, chunks: Iterable[tuple[int, bytes]]) -> None:
        if not self.is_folder:
            form.join((data for _, data in chunks), self.temporary)
            return
        self._discard()
        self.temporary.mkdir()
        number = -1
        for number, (_, part) in enumerate(groupby(self._numbered(chunks), itemgetter(0))):
            form.join((data for _, data in part), self._part(number))
        if number < 0:  # a table without rows has columns all the same
            form.join((), self._part(0))

    def _discard(self) -> None:
        if self.temporary.is_dir():
            shutil.rmtree(self.temporary, ignore_errors=True)
        else:
            self.temporary.unlink(missing_ok=True)

    def _numbered(self, chunks: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
        """Each chunk with the number of its part: chunks are never cut, so a part holds a few rows more."""
        number = rows = 0
        for count, data in chunks:
            if rows >= self._part_rows:
                number, rows = number + 1, 0
            rows += count
            yield number, data

    def _part(self, number: int) -> Path:
        return self.temporary / f"part-{number:05d}{self.path.suffix}"

    def print(self, path: Path | None = None) -> str:
        """What tells whether the table, or the one at another path, was changed; "" where there is none.

        Of a table elsewhere it is the size alone: only the store knows when it was written.
        """
        found = self._local(path) if path is not None else self._remote() if self.is_remote else self._local(self.path)
        return hashlib.blake2b(repr(found).encode(), digest_size=8).hexdigest() if found else ""

    def _local(self, path: Path) -> list[tuple[str, int, int]]:
        files = sorted(path.iterdir()) if path.is_dir() else [path] if path.exists() else []
        time = 0 if self.is_remote else 1
        return [
            (file.name if path.is_dir() else "", file.stat().st_size, file.stat().st_mtime_ns * time) for file in files
        ]

    def _remote(self) -> list[tuple[str, int, int]]:
        with writing(self._out):
            if not storage.exists(self._out):
                return []
            if not self.is_folder:
                return [("", storage.stat(self._out)[0], 0)]
            names = [name for name, *_ in storage.entries(self._out)]
            return [(name, storage.stat(f"{self._out}/{name}")[0], 0) for name in names]

    def publish(self) -> None:
        """Put what was written in its place. Raises OutputFault where it cannot stand there, or DiskFull."""
        with writing(self._out):
            if self.is_remote:
                self._upload()
            else:
                if self.is_folder and self.path.exists():
                    shutil.rmtree(self.path)
                os.replace(self.temporary, self.path)

    def _upload(self) -> None:
        if not self.is_folder:
            storage.put(self.temporary, self._out)
            self.temporary.unlink()
            return
        names = {part.name for part in self.temporary.iterdir()}
        for name in sorted(names):
            storage.put(self.temporary / name, f"{self._out}/{name}")
        for name, is_folder, _ in storage.entries(self._out):
            if not is_folder and name not in names:
                storage.remove(f"{self._out}/{name}")
        shutil.rmtree(self.temporary)
