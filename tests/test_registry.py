"""The models of a home: installed whole or not at all, switched at one moment, one writer at a time."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tagger.errors import Busy, HomeFault, ModelFault, UnknownModel
from tagger.features import pack
from tagger.home import Home
from tagger.model.folder import verify, write_folder
from tagger.model.manifest import FORMAT, Manifest, Places
from tagger.model.model import load_model
from tagger.model.registry import Registry, current_model

TAGS = ("chips", "policy")
NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


class Small:
    """A whole model of two tags and one n-gram; ``number`` tells it from others."""

    def __init__(self, number: int, tags: tuple[str, ...] = TAGS) -> None:
        self.manifest = Manifest(FORMAT, tags, {}, Places(), {}, {"examples": f"{number:032x}"}, {}, {}, {})
        self._number = number

    def write(self, folder: Path, name: str) -> None:
        arrays = {
            "ngrams": pack("芯片")[:1], "idf": np.ones(1), "weights": np.full((1, 2), float(self._number)),
            "bias": np.full(2, float(self._number)),
        }  # fmt: skip
        write_folder(folder, self.manifest, arrays)
        (folder / "README.md").write_text(f"# {name}\n", encoding="utf-8")


def number_in_use(home: Home) -> int | None:
    """Which Small a reader finds, whole to the byte; None where there is none."""
    folder = current_model(home)
    if folder is None:
        return None
    model = load_model(folder, TAGS)
    verify(folder, model.manifest)
    number = int(model.manifest.digests["examples"], 16)
    bias = np.load(folder / "bias.npy")
    assert bias.tolist() == [number, number]
    return number


def add(home: Home, number: int, *, use: bool = True) -> str:
    with Registry(home).writing("test") as models:
        name = models.install(Small(number))
        if use:
            models.use(name, TAGS)
    return name


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_a_model_is_installed_without_being_used(home: Home) -> None:
    name = add(home, 1, use=False)
    assert Registry(home).names() == [name]
    assert current_model(home) is None
    assert (home.path / "models" / name / "README.md").read_text("utf-8") == f"# {name}\n"


def test_names_are_of_time_and_digest_and_never_taken_twice(home: Home) -> None:
    with Registry(home).writing("test") as models:
        names = [models.install(Small(number), now=NOON) for number in (1, 1, 2)]
    assert len(set(names)) == 3
    assert {name[:15] for name in names} == {"20240501-120000"}
    assert names[0] in names[1]
    assert names[0] not in names[2]


def test_back_step_by_step_as_far_as_the_base(home: Home) -> None:
    Small(0).write(home.path / "models" / "base", "base")
    assert number_in_use(home) == 0
    for number in (1, 2, 3):
        add(home, number)
    with Registry(home).writing("test") as models:
        for number in (2, 1, 0):
            models.rollback(TAGS)
            assert number_in_use(home) == number
        with pytest.raises(UnknownModel, match="没有用过"):
            models.rollback(TAGS)
    assert number_in_use(home) == 0


def test_a_model_that_was_deleted_is_passed_over_on_the_way_back(home: Home) -> None:
    import shutil

    names = [add(home, number) for number in (1, 2, 3)]
    shutil.rmtree(home.path / "models" / names[1])
    with Registry(home).writing("test") as models:
        assert models.rollback(TAGS) == names[0]


class Steps:
    """What is done to models, beside a plain list that does the same."""

    def __init__(self, home: Home) -> None:
        self.home, self.registry = home, Registry(home)
        self.names: list[str] = []
        self.used: list[str] = []

    def run(self, step: str, which: int) -> None:
        with self.registry.writing("test") as models:
            if step == "install":
                self.names.append(models.install(Small(len(self.names)), now=NOON))
            elif step == "use" and self.names:
                name = self.names[which % len(self.names)]
                models.use(name, TAGS)
                self.used += [name] if self.used[-1:] != [name] else []
            elif step == "rollback" and len(self.used) > 1:
                self.used.pop()
                assert models.rollback(TAGS) == self.used[-1]
            elif step == "refused":
                odd = models.install(Small(99, ("chips", "other")), now=NOON)
                with pytest.raises(ModelFault, match="policy"):
                    models.use(odd, TAGS)


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(["install", "use", "rollback", "refused"]), st.integers(0, 9)), max_size=8))
def test_any_steps_leave_what_a_list_would(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    done = Steps(Home(tmp_path_factory.mktemp("home")))
    for step in steps:
        done.run(*step)
        assert done.registry.used() == done.used
        in_use = number_in_use(done.home)
        assert in_use == (done.names.index(done.used[-1]) if done.used else None)


@pytest.mark.parametrize("damage", ["tags", "bytes", "missing"])
def test_what_is_not_whole_is_not_put_to_use(home: Home, damage: str) -> None:
    add(home, 1)
    with Registry(home).writing("test") as models:
        name = models.install(Small(2, TAGS[::-1] if damage == "tags" else TAGS))
        path = home.path / "models" / name / "bias.npy"
        if damage == "bytes":
            path.write_bytes(path.read_bytes()[:-1] + b"\x01")
        elif damage == "missing":
            path.unlink()
        with pytest.raises(ModelFault, match="tagger retrain"):
            models.use(name, TAGS)
    assert number_in_use(home) == 1


def test_versions_are_found_by_a_part_of_their_names(home: Home) -> None:
    names = [add(home, number) for number in (1, 2)]
    registry = Registry(home)
    assert registry.find(names[0]) == names[0]
    assert registry.find(names[1][-8:]) == names[1]
    with pytest.raises(UnknownModel, match="不止一个"):
        registry.find("-")
    with pytest.raises(UnknownModel, match=names[1]):
        registry.find("no-such")


def test_a_home_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file", encoding="utf-8")
    with pytest.raises(HomeFault, match="不能写"), Registry(Home(tmp_path)).writing("test"):
        pass


KILLED = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import test_registry as t
home = t.Home(Path(sys.argv[2]))

def killed_at(step):  # in a child process: install and use a model, killed at this step of what touches the disk
    count = 0
    def counted(real):
        def call(*arguments, **named):
            nonlocal count
            count += 1
            if count == step:
                os._exit(9)
            return real(*arguments, **named)
        return call
    for name in ("open", "fsync", "replace", "rename", "mkdir", "rmdir", "unlink", "chmod"):
        setattr(os, name, counted(getattr(os, name)))
    t.np.save = counted(t.np.save)
    t.add(home, 100 + step)
    os._exit(0)

before = t.number_in_use(home)
for step in range(1, 500):
    if not (child := os.fork()):
        killed_at(step)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    found = t.number_in_use(home)
    assert found in (before, 100 + step), (step, found)
    before = found
    registry = t.Registry(home)
    with registry.writing("after"):  # the lock went with the process, leftovers go now
        left = [path.name for path in registry.path.glob(".*") if path.name not in (".lock", ".holder")]
        assert not left, (step, left)
    for name in registry.names():
        t.verify(registry.folder(name), t.load_model(registry.folder(name), t.TAGS).manifest)
    if code == 0:
        print(step)
        sys.exit(0 if found == 100 + step else "not in use in the end")
"""


def test_killed_at_any_step_the_old_model_or_the_new_one_is_in_use(home: Home) -> None:
    add(home, 1)
    command = [sys.executable, "-c", KILLED, str(Path(__file__).parent), str(home.path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20


def test_a_reader_finds_a_whole_model_whatever_is_switched(home: Home) -> None:
    names = [add(home, number) for number in range(3)]
    stop = threading.Event()

    def switch() -> None:
        with Registry(home).writing("test") as models:
            while not stop.is_set():
                for name in names:
                    models.use(name, TAGS)

    writer = threading.Thread(target=switch)
    writer.start()
    try:
        seen = {number_in_use(home) for _ in range(100)}
    finally:
        stop.set()
        writer.join()
    assert seen <= {0, 1, 2}
    assert len(seen) > 1


HOLDER = """
import sys, time
from pathlib import Path
from tagger.home import Home
from tagger.model.registry import Registry
with Registry(Home(Path(sys.argv[1]))).writing("tagger retrain"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(home: Home) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(home.path)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_the_second_is_told_who_is_first_and_a_killed_one_holds_nothing(
    home: Home, holder: subprocess.Popen[str]
) -> None:
    with pytest.raises(Busy, match=f"tagger retrain（进程 {holder.pid}，.*等它做完"), Registry(home).writing("test"):
        pass
    holder.kill()
    holder.wait()
    assert add(home, 1)
