"""Seeded mutants: how many small faults in the rooms that matter do the tests see?

usage: mutants.py [--count 300] [--seed 1] [--room split ...] [--jobs 1] [--out mutants.tsv] [--again old.tsv]

A mutant changes one place of one function: a comparison, an arithmetic or boolean operator, a number, a truth value, a
negation, or a return value; tables of weights (``*_weights.py``) are data and have none. Each is tried in a copy of the tree by
the tests of its room that ran its line, themselves or in a command that they started, the quickest first; it is killed where
one fails. Source: R. DeMillo, R. Lipton, F. Sayward, Hints on test data selection (1978). Writes a line a mutant as they come
and prints the share that was killed; survivors are for reading: many change nothing that can be seen. ``--again`` tries only those that an earlier run on the same code did not kill.
Needs ``coverage``.
"""

from __future__ import annotations

import argparse
import ast
import compileall
import itertools
import multiprocessing
import os
import pathlib
import pickle
import py_compile
import random
import resource
import shutil
import signal
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any, NamedTuple

ROOT = pathlib.Path(__file__).resolve().parent.parent
TESTS = {
    "split": ["tests/split", "tests/test_pages_in.py", "tests/test_leads.py", "tests/test_pdf.py"],
    "match": [
        "tests/test_match.py", "tests/test_match_plainly.py", "tests/test_explain.py", "tests/test_why.py", "tests/test_cache.py",
        "tests/test_rules.py", "tests/test_patterns.py", "tests/test_zone.py",
    ],
    "decide": [
        "tests/test_decide.py", "tests/test_curves.py", "tests/test_model.py", "tests/test_cli.py", "tests/test_eval.py",
        "tests/test_api.py",
    ],
    "corrections": [
        "tests/test_corrections_store.py", "tests/test_corrections_commands.py", "tests/test_review.py",
        "tests/test_sample.py", "tests/test_exchange.py", "tests/test_estimate.py", "tests/test_recheck.py", "tests/test_answers.py",
    ],
}  # fmt: skip
MOST_SECONDS = 12  # CPU of the tests of one mutant: what only slower ones would see counts as not seen
SWAPS = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "is": "is not", "is not": "is", "in": "not in",
    "not in": "in", "+": "-", "-": "+", "*": "/", "/": "*", "//": "/", "and": "or", "or": "and", "|": "&", "&": "|",
    "True": "False", "False": "True", "%": "*",
}  # fmt: skip
PRELOADED = ["pytest", "hypothesis", "numpy", "msgspec", "typer", "rich.console", "yaml", "jsonschema"]
PYTEST = [
    "-x",
    "-q",
    "-p",
    "no:cacheprovider",
    "--no-header",
    "--tb=no",
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
]
ENDS = {
    0: "survived",
    1: "killed",
    2: "killed",
    4: "killed",  # what a module of tests works out when it is imported is so broken that none of its tests are found
    None: "timeout",
    -signal.SIGXCPU: "timeout",
    -signal.SIGKILL: "timeout",
}
PROCESSES = multiprocessing.get_context("forkserver")  # what tests import is imported once, the tree each time


class Mutant(NamedTuple):
    """The bytes ``start`` to ``end`` of a file, and what stands there instead."""

    path: str
    line: int
    column: int
    start: int
    end: int
    old: str
    new: str

    @property
    def shown(self) -> str:
        """Its place, what stands there, and what stood there instead, as a row of a list has them."""
        return "\t".join((f"{self.path}:{self.line}:{self.column}", " ".join(self.old.split())[:60], self.new))


def mutants(path: pathlib.Path) -> Iterator[Mutant]:
    """Every mutant of the functions of a file."""
    source = path.read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    name = str(path.relative_to(ROOT))

    def made(line: int, start: int, end: int, new: str) -> Mutant:
        return Mutant(name, line, start - starts[line - 1], start, end, source[start:end].decode(), new)

    def place(node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset

    def between(left: ast.expr, right: ast.expr) -> Iterator[Mutant]:
        start, end = place(left)[1], place(right)[0]
        gap = source[start:end].decode()
        word = gap.strip(" ()\n\\")
        if word in SWAPS:
            at = start + len(gap[: gap.index(word)].encode())
            yield made(left.lineno, at, at + len(word.encode()), SWAPS[word])

    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in (inner for statement in function.body for inner in ast.walk(statement)):
            if isinstance(node, ast.Compare):
                for left, right in zip([node.left, *node.comparators], node.comparators, strict=False):
                    yield from between(left, right)
            elif isinstance(node, ast.BinOp):
                yield from between(node.left, node.right)
            elif isinstance(node, ast.BoolOp):
                yield from between(node.values[0], node.values[1])
            elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
                yield made(node.lineno, *place(node), SWAPS[str(node.value)])
            elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
                yield made(node.lineno, *place(node), str(node.value + 1))
            elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
                yield made(node.lineno, place(node)[0], place(node.operand)[0], "")
            elif isinstance(node, ast.Return) and node.value and not isinstance(node.value, ast.Constant):
                yield made(node.lineno, *place(node.value), "None")


STARTED = """
import os
if test := os.environ.get("PYTEST_CURRENT_TEST"):
    import atexit, coverage
    watch = coverage.Coverage(
        source=[{source!r}], data_file={file!r}, data_suffix=True, config_file=False, context=test.rpartition(" ")[0]
    )
    watch.start()
    atexit.register(lambda: (watch.stop(), watch.save()))
"""  # a sitecustomize: what each command that a test starts runs

Lines = dict[str, dict[int, set[str]]]


class Watch:
    """A pytest plugin: which tests ran which lines, and the CPU time of each in seconds, what it started included."""

    def __init__(self, tree: pathlib.Path) -> None:
        import coverage

        self.tree, self.started = tree, pathlib.Path(tempfile.mkdtemp(dir=tree.parent))
        source = str(tree / "tagger")
        (self.started / "sitecustomize.py").write_text(STARTED.format(source=source, file=str(self.started / "lines")))
        os.environ["PYTHONPATH"] += os.pathsep + str(self.started)
        self.coverage = coverage.Coverage(source=[source], data_file=None, config_file=False)
        self.seconds: dict[str, float] = {}
        self.coverage.start()

    def pytest_runtest_setup(self, item: Any) -> None:
        self.coverage.switch_context(item.nodeid)
        self.seconds[item.nodeid] = -sum(os.times()[:4])

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self.seconds[nodeid] += sum(os.times()[:4])

    def lines(self) -> Lines:
        from coverage import CoverageData

        self.coverage.stop()
        found: Lines = defaultdict(lambda: defaultdict(set))
        for data in [self.coverage.get_data(), *map(CoverageData, map(str, self.started.glob("lines.*")))]:
            data.read()
            for file in data.measured_files():
                for line, tests in data.contexts_by_lineno(file).items():
                    found[os.path.relpath(file, self.tree)][line] |= {*tests} - {""}
        return {file: dict(lines) for file, lines in found.items()}


class Watched(NamedTuple):
    """The tests that ran each line of each file, and the CPU time of each test, which are its first three."""

    lines: Lines
    seconds: dict[str, float]

    def tests(self, mutant: Mutant) -> list[str]:
        """The tests for a mutant: those that ran its line, and those of its room of which nothing is known."""
        room = tuple(TESTS[pathlib.PurePath(mutant.path).parts[1]])
        known = {test for lines in self.lines.values() for tests in lines.values() for test in tests}
        ran = self.lines.get(mutant.path, {}).get(mutant.line, set()) & self.seconds.keys()
        unknown = {test for test in self.seconds if test.startswith(room) and test not in known}
        found = sorted(ran | unknown, key=self.seconds.__getitem__)
        spent = itertools.accumulate(self.seconds[test] for test in found)
        return [test for test, seconds in zip(found, spent, strict=True) if seconds <= MOST_SECONDS]


def _enter(tree: pathlib.Path) -> None:
    """The process stands in a tree: it imports from there, and so does what it starts."""
    os.setsid()
    os.chdir(tree)
    sys.path[:0] = [str(tree)]
    os.environ |= {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1", "TAGGER_TEST_PROFILE": "quick"}
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)


def _watch(tree: pathlib.Path, rooms: Sequence[str], out: pathlib.Path) -> None:
    _enter(tree)
    import pytest

    watch = Watch(tree)
    failed = pytest.main([*PYTEST, *(test for room in rooms for test in TESTS[room])], plugins=[watch])
    out.write_bytes(pickle.dumps((int(failed), watch.lines(), watch.seconds)))  # read by the parent alone


def _try(tree: pathlib.Path, tests: list[str], seconds: int) -> None:
    _enter(tree)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    sys.dont_write_bytecode = True
    import pytest

    os.dup2(1, 2)  # where a module of tests cannot even be imported, pytest says so for each of its tests
    os._exit(int(pytest.main([*PYTEST, *tests])))


def watched(tree: pathlib.Path, rooms: Sequence[str]) -> Watched:
    """Runs the tests of some rooms once in a tree without mutants, where none may fail."""
    out = tree.parent / "watched"
    process = PROCESSES.Process(target=_watch, args=(tree, rooms, out))
    process.start()
    process.join()
    failed, *found = pickle.loads(out.read_bytes())
    if failed:
        sys.exit("the tests fail without any mutant")
    return Watched(*found)


def outcome(tree: pathlib.Path, mutant: Mutant, known: Watched) -> str:
    """``killed``, ``survived`` or ``timeout`` of a mutant, tried in a copy of the tree, or that no test could be run."""
    tests = known.tests(mutant)
    if not tests:
        return "survived"
    path = tree / mutant.path
    source = path.read_bytes()
    path.write_bytes(source[: mutant.start] + mutant.new.encode() + source[mutant.end :])
    limit = 20 + 4 * int(sum(known.seconds[test] for test in tests))  # CPU; a mutant that runs for ever is a killed one
    process = PROCESSES.Process(target=_try, args=(tree, tests, limit))
    try:
        process.start()
        process.join(10 * limit)
        return ENDS.get(process.exitcode, f"no test was run: pytest ended with {process.exitcode}")
    finally:
        if process.pid and process.exitcode is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.join()
        path.write_bytes(source)


def chosen(rooms: Sequence[str], count: int, seed: int) -> list[Mutant]:
    """So many mutants, as many of each room, in any order, so that the first of them stand for all."""
    draw = random.Random(seed)
    picked: list[Mutant] = []
    for number, room in enumerate(rooms):
        files = sorted((ROOT / "tagger" / room).rglob("*.py"))
        found = sorted({m for path in files if not path.stem.endswith("weights") for m in mutants(path)})
        share = count * (number + 1) // len(rooms) - count * number // len(rooms)
        picked += draw.sample(found, min(len(found), share))
    return draw.sample(picked, len(picked))


def copied(folder: str) -> pathlib.Path:
    """A copy of what the tests need, the shared data beside it where there are any; compiled so that what is changed within
    a second is noticed."""
    tree = pathlib.Path(tempfile.mkdtemp(dir=folder)) / "project"
    if (shared := ROOT.parent / "shared").exists():
        (tree.parent / "shared").symlink_to(shared)
    left_out = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".hypothesis", ".mypy_cache", ".ruff_cache")
    shutil.copytree(ROOT, tree, ignore=left_out)
    compileall.compile_dir(tree, quiet=1, invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)
    return tree


def attempts(tried: list[Mutant], rooms: Sequence[str], jobs: int, out: pathlib.Path) -> Counter[str]:
    """Tries mutants, so many at a time, and writes a line for each; how many came to which end."""
    trees: SimpleQueue[pathlib.Path] = SimpleQueue()
    with tempfile.TemporaryDirectory() as folder, out.open("w", encoding="utf-8") as lines:
        for _ in range(jobs):
            trees.put(copied(folder))
        sound = trees.get()
        known = watched(sound, rooms)
        trees.put(sound)

        def attempt(mutant: Mutant) -> str:
            tree = trees.get()
            try:
                result = outcome(tree, mutant, known)
            finally:
                trees.put(tree)
            print(result, mutant.shown, sep="\t", file=lines, flush=True)
            return result

        with ThreadPoolExecutor(jobs) as pool:
            return Counter(pool.map(attempt, tried))


def killed_in(rows: pathlib.Path) -> frozenset[str]:
    """The mutants that a list of a run calls killed."""
    split = (row.partition("\t") for row in rows.read_text(encoding="utf-8").splitlines())
    return frozenset(shown for result, _, shown in split if result in ("killed", "timeout"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--room", action="append", choices=sorted(TESTS))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("mutants.tsv"))
    parser.add_argument("--again", type=pathlib.Path)
    arguments = parser.parse_args()
    PROCESSES.set_forkserver_preload(PRELOADED)
    rooms = arguments.room or list(TESTS)
    drawn = chosen(rooms, arguments.count, arguments.seed)
    gone = killed_in(arguments.again) if arguments.again else frozenset()
    counts = attempts([m for m in drawn if m.shown not in gone], rooms, arguments.jobs, arguments.out)
    counts["killed"] += sum(mutant.shown in gone for mutant in drawn)
    print(dict(counts), f"{(counts['killed'] + counts['timeout']) / len(drawn):.3f} killed of {len(drawn)}")


if __name__ == "__main__":
    main()
