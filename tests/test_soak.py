"""Files of every kind, sound and broken, for long, through the real commands: memory and handles flat, output right.

``make soak`` repeats them more often: TAGGER_SOAK is how many times.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from files import BAD, GOOD
from typer.testing import CliRunner

from tagger.cli import app
from tagger.cli.common import named_sources
from tagger.errors import TaggerError
from tagger.home import shipped_home
from tagger.pipeline import read_articles
from tagger.readers import Source

ROUNDS = int(os.environ.get("TAGGER_SOAK", "40"))
SLACK_BYTES, SLACK_FILES = 4_000_000, 4  # that a process may hold more of where it does four times as much
SEEDS = sorted((shipped_home().path / "seeds" / "articles").iterdir())  # after them all weights of the model are held
pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc to count what a process holds")


def kinds(folder: Path) -> Path:
    """One file of every kind."""
    folder.mkdir(parents=True)
    for name, make, *_ in [*GOOD, *BAD]:
        make(folder / name)
    return folder


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[bytes]]]:
    """A folder of every kind, and the rows of each of its files when nothing but it is tagged."""
    folder, rows = kinds(tmp_path_factory.mktemp("single") / "kinds"), {}
    for path in sorted(folder.iterdir()):
        done = CliRunner().invoke(app, ["tag", str(path), "--format", "jsonl"])
        assert done.exception is None or isinstance(done.exception, (TaggerError, SystemExit)), path
        rows[path.name] = done.stdout_bytes.splitlines()
    assert all(rows[name] for name, _ in GOOD)
    return folder, rows


class Held:
    """The most that any process of a command held while it ran: bytes of memory, and open files."""

    def __init__(self, *arguments: object, out: Path) -> None:
        command = [sys.executable, "-m", "tagger", *map(str, arguments)]
        self.bytes = self.files = 0
        with out.open("wb") as rows, (out.parent / f"{out.name}.told").open("wb") as told:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=rows, stderr=told)
            while process.poll() is None:
                for number in [process.pid, *_children(process.pid)]:
                    self._look(Path("/proc", str(number)))
                time.sleep(0.01)
        self.code = process.returncode

    def _look(self, process: Path) -> None:
        with contextlib.suppress(OSError, StopIteration):  # it has ended
            most = next(line for line in (process / "status").read_text().splitlines() if line.startswith("VmHWM:"))
            self.bytes = max(self.bytes, 1024 * int(most.split()[1]))
            self.files = max(self.files, len(os.listdir(process / "fd")))


def _children(process: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def flat(run: Callable[[int], Held]) -> None:
    """What a command holds does not depend on how much it does."""
    few, many = run(ROUNDS // 4), run(ROUNDS)
    assert (few.code, many.code) == (1, 1)
    assert many.bytes - few.bytes < SLACK_BYTES
    assert many.files - few.files <= SLACK_FILES


def test_one_process_that_tags_for_long(single: tuple[Path, dict[str, list[bytes]]], tmp_path: Path) -> None:
    folder, rows = single
    flat(lambda rounds: Held("tag", *SEEDS, *[folder] * rounds, "--format", "jsonl", out=tmp_path / "rows"))
    once = [row for name in sorted(rows) for row in rows[name]]
    found = (tmp_path / "rows").read_bytes().splitlines()
    assert Counter(found[len(found) - ROUNDS * len(once) :]) == Counter(once * ROUNDS)


def test_a_long_batch(single: tuple[Path, dict[str, list[bytes]]], tmp_path: Path) -> None:
    """The same files under many names, read by two processes at a time."""
    folder, rows = single

    def run(rounds: int) -> Held:
        (tmp_path / f"{rounds}").mkdir()
        for path in SEEDS:
            (tmp_path / f"{rounds}" / path.name).symlink_to(path)
        for number in range(rounds):
            (tmp_path / f"{rounds}" / f"{number:06d}").mkdir(parents=True)
            for path in folder.iterdir():
                os.link(path, tmp_path / f"{rounds}" / f"{number:06d}" / path.name)
        out = ("-o", tmp_path / "out.jsonl", "--force")
        return Held("batch", tmp_path / f"{rounds}", *out, "--jobs", "2", out=tmp_path / "said")

    flat(run)
    taught = {path.name for path in SEEDS}
    records = (tmp_path / "out.jsonl").read_bytes().splitlines()
    found = Counter(_without_folder(row) for row in records if json.loads(row)["file"] not in taught)
    assert found == Counter(_without_folder(row) for rows_of in rows.values() for row in rows_of * ROUNDS)


def _without_folder(row: bytes) -> str:
    """A record with the name of its file alone."""
    record = json.loads(row)
    return json.dumps(record | {"file": record["file"].rsplit("/", 1)[-1]}, sort_keys=True)


@pytest.mark.parametrize("name", [name for name, *_ in [*GOOD, *BAD]])
def test_what_was_read_is_let_go_at_once(single: tuple[Path, dict[str, list[bytes]]], name: str) -> None:
    """No circles, with which what a file held would stay until they are looked for, which is seldom."""
    folder, _ = single

    def read() -> None:
        for source in named_sources([str(folder / name)]):
            if isinstance(source, Source):
                list(read_articles(source))

    read()  # what is made once stays
    gc.collect()
    gc.disable()
    try:
        read()
        assert gc.collect() == 0
    finally:
        gc.enable()
