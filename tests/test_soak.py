"""Files of every kind, sound and broken, for long, through the real commands: memory and handles flat, output right.

``make soak`` repeats them more often: TAGGER_SOAK is how many times.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median

import pytest
from files import BAD, GOOD
from typer.testing import CliRunner

from tagger.cli import app
from tagger.errors import TaggerError
from tagger.home import shipped_home

ROUNDS = int(os.environ.get("TAGGER_SOAK", "40"))
SLACK = 4_500_000, 2  # bytes and open files that a process may hold more of, while what it does stays the same
WEIGHTS = 21_000_000  # bytes of a model that are held once as many n-grams were looked up as it has
pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc to count what a process holds")


def kinds(folder: Path) -> Path:
    """One file of every kind."""
    folder.mkdir(parents=True)
    for name, make, *_ in [*GOOD, *BAD]:
        make(folder / name)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kinds(tmp_path_factory.mktemp("single") / "kinds")


def alone(folder: Path) -> dict[str, list[bytes]]:
    """The rows of each file when nothing but it is tagged."""
    rows = {}
    for path in sorted(folder.iterdir()):
        done = CliRunner().invoke(app, ["tag", str(path), "--format", "jsonl"])
        assert done.exception is None or isinstance(done.exception, (TaggerError, SystemExit)), path
        rows[path.name] = done.stdout_bytes.splitlines()
    assert all(rows[name] for name, _ in GOOD)
    return rows


class Held:
    """What a command and the processes it started held while they ran: samples of bytes and open files by process."""

    def __init__(self, *arguments: object, out: Path) -> None:
        command = [sys.executable, "-m", "tagger", *map(str, arguments)]
        self._samples: dict[int, list[tuple[int, int]]] = {}
        with out.open("wb") as rows, (out.parent / f"{out.name}.told").open("wb") as told:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=rows, stderr=told)
            while process.poll() is None:
                for number in [process.pid, *_children(process.pid)]:
                    self._sample(number)
                time.sleep(0.01)
        self.code = process.returncode

    def _sample(self, process: int) -> None:
        place = Path("/proc", str(process))
        try:
            held = (
                int((place / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE"),
                len(os.listdir(place / "fd")),
            )
        except OSError:  # it has ended
            return
        self._samples.setdefault(process, []).append(held)

    def growth(self) -> list[tuple[float, float]]:
        """By process: how much more it held in the last third of its life than in the second, of bytes and files."""
        grown = []
        for samples in self._samples.values():
            third = len(samples) // 3
            if third >= 10:  # one that lived shorter tells nothing
                before, after = zip(*samples[third : 2 * third], strict=True), zip(*samples[2 * third :], strict=True)
                grown.append(tuple(median(b) - median(a) for a, b in zip(before, after, strict=True)))
        return grown


def _children(process: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def flat(held: Held, processes: int, more: int = 0) -> None:
    grown = held.growth()
    assert len(grown) >= processes, "too short to tell"
    for most, found in zip((SLACK[0] + more, SLACK[1]), zip(*grown, strict=True), strict=True):
        assert max(found) <= most


def test_one_process_that_tags_for_long(folder: Path, tmp_path: Path) -> None:
    rows = alone(folder)
    seeds = sorted(
        (shipped_home().path / "seeds" / "articles").iterdir()
    )  # after so many articles the weights of the model are all held
    held = Held("tag", *seeds, *[folder] * ROUNDS, "--format", "jsonl", out=tmp_path / "rows")
    assert held.code == 1
    once = [row for name in sorted(rows) for row in rows[name]]
    found = (tmp_path / "rows").read_bytes().splitlines()
    assert Counter(found[len(found) - ROUNDS * len(once) :]) == Counter(once * ROUNDS)
    flat(held, 1)


def test_a_long_batch(folder: Path, tmp_path: Path) -> None:
    """The same files under many names, read by two processes at a time."""
    rows = alone(folder)
    for number in range(ROUNDS):
        (tmp_path / "in" / f"{number:06d}").mkdir(parents=True)
        for path in folder.iterdir():
            os.link(path, tmp_path / "in" / f"{number:06d}" / path.name)
    held = Held("batch", tmp_path / "in", "-o", tmp_path / "out.jsonl", "--jobs", "2", out=tmp_path / "said")
    assert held.code == 1
    found = Counter(map(_without_folder, (tmp_path / "out.jsonl").read_bytes().splitlines()))
    assert found == Counter(_without_folder(row) for rows_of in rows.values() for row in rows_of * ROUNDS)
    flat(held, 3, WEIGHTS)


def _without_folder(row: bytes) -> str:
    """A record with the name of its file alone."""
    record = json.loads(row)
    return json.dumps(record | {"file": record["file"].rsplit("/", 1)[-1]}, sort_keys=True)
