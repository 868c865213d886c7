"""Engines with workers that are killed: in a pool of this machine, and on a real Dask cluster of several processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Struct

from tagger.engines import ClusterFault, WorkerLost, open_engine
from tagger.engines import local as local_engine

HERE = Path(__file__).resolve().parent


class Numbers(Struct, frozen=True):
    """Numbers to double. A negative one kills its worker, -1 only once: where the ``mark`` is not yet."""

    numbers: tuple[int, ...]
    mark: str = ""

    def halves(self) -> tuple[Numbers, ...]:
        middle = len(self.numbers) // 2
        cut = (self.numbers[:middle], self.numbers[middle:]) if middle else ()
        return tuple(Numbers(numbers, self.mark) for numbers in cut)


def double(part: Numbers) -> list[int]:
    for number in part.numbers:
        if number == -1 and Path(part.mark).exists():
            continue
        if number < 0:
            Path(part.mark).touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return [2 * number for number in part.numbers]


def lost(part: Numbers) -> list[int]:
    return [1000 * number for number in part.numbers]


def cut(numbers: list[int], mark: Path) -> list[Numbers]:
    return [Numbers(tuple(numbers[start : start + 4]), str(mark)) for start in range(0, len(numbers), 4)]


def test_what_a_killed_worker_held_is_done_again(tmp_path: Path) -> None:
    numbers = [*range(20), -1, *range(20, 40)]
    with open_engine(2) as engine:
        results = engine.map(double, cut(numbers, tmp_path / "mark"), lost)
        assert sorted(one for result in results for one in result) == sorted(2 * number for number in numbers)


def test_a_piece_that_kills_every_worker_is_told_and_nothing_else_lost(tmp_path: Path) -> None:
    numbers = [*range(20), -7, *range(20, 40)]
    with open_engine(2) as engine:
        results = engine.map(double, cut(numbers, tmp_path / "mark"), lost)
        assert sorted(one for result in results for one in result) == [-7000, *(2 * number for number in range(40))]


def test_a_pool_whose_workers_all_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_engine, "_MOST_ENDS", 2)
    with open_engine(2) as engine, pytest.raises(WorkerLost, match="接连结束"):
        list(engine.map(double, cut([-7] * 20, tmp_path / "mark"), lost))


class Workers:
    """A scheduler and two workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "scheduler.json"
        self._environment = os.environ | {
            "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parent)]),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
            "DASK_DISTRIBUTED__WORKER__DAEMON": "False",
        }
        self._started = [self._start("scheduler", "--port", "0", "--no-dashboard")]
        deadline = time.monotonic() + 60
        while not self._file.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        self.address = str(json.loads(self._file.read_text())["address"])
        self.workers = [self.start_worker() for _ in range(2)]

    def start_worker(self) -> subprocess.Popen[bytes]:
        """One more worker."""
        self._started.append(self._start("worker", "--nthreads", "2", "--no-dashboard", "--no-nanny"))
        return self._started[-1]

    def _start(self, kind: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", kind, "--scheduler-file", str(self._file), "--host", "127.0.0.1"]
        quiet = subprocess.DEVNULL
        return subprocess.Popen([*command, *options], env=self._environment, cwd=HERE, stdout=quiet, stderr=quiet)

    def stop(self) -> None:
        """End every process."""
        for process in reversed(self._started):
            process.kill()
            process.wait()


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Workers]:
    pytest.importorskip("distributed", reason="no distributed: pip install 'tagger[cluster]'")
    started = Workers(tmp_path)
    yield started
    started.stop()


def run(*arguments: object, cwd: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tagger", "batch", *map(str, arguments)]
    return subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def fill(path: Path, count: int) -> None:
    rows = (
        {"title": "晶圆厂开工", "text": f"本报讯 第{number}期晶圆厂昨日开工，氢能公交上线。"} for number in range(count)
    )
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed(workers: Workers, tmp_path: Path) -> None:
    fill(tmp_path / "rows.jsonl", 3_000)
    (tmp_path / "empty.txt").touch()
    inputs = ("rows.jsonl", "empty.txt", "--use", "rules")
    with run(*inputs, "-o", "local.csv", cwd=tmp_path) as process:
        process.communicate()
    os.kill(workers.workers[0].pid, signal.SIGSTOP)  # it is given parts and does none of them
    with run(*inputs, "-o", "far.csv", "--cluster", workers.address, cwd=tmp_path) as process:
        store = tmp_path / "far.csv.run"
        deadline = time.monotonic() + 10  # what waits may all lie with the worker that does nothing
        while not (store.exists() and store.stat().st_size > 300_000) and time.monotonic() < deadline:
            time.sleep(0.05)
        workers.workers[0].kill()
        _, told = process.communicate(timeout=120)
    assert process.returncode == 1, told.decode()
    assert "失败 1" in told.decode()  # the empty file, and nothing else
    assert (tmp_path / "far.csv").read_bytes() == (tmp_path / "local.csv").read_bytes()


def test_a_piece_that_kills_workers_of_a_cluster_is_told(workers: Workers, tmp_path: Path) -> None:
    from tagger.engines.dask import Cluster

    for _ in range(4):  # one for each time that the piece is tried: four numbers, two, one, one alone
        workers.start_worker()
    numbers = [*range(10), -7, *range(10, 20)]
    with Cluster(workers.address) as engine:
        results = list(engine.map(double, cut(numbers, tmp_path / "mark"), lost))
    assert sorted(one for result in results for one in result) == [-7000, *(2 * number for number in range(20))]


def test_a_cluster_that_does_not_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dask = pytest.importorskip("tagger.engines.dask")
    pytest.importorskip("distributed", reason="no distributed: pip install 'tagger[cluster]'")
    monkeypatch.setattr(dask, "_CONNECT", 0.2)
    with pytest.raises(ClusterFault, match="连不上集群"):
        dask.Cluster("tcp://127.0.0.1:9")
