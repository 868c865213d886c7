"""Seeded mutants: how many small faults in the rooms that matter do the tests see?

usage: mutants.py [--count 300] [--seed 1] [--room split ...] [--jobs 1] [--out mutants.tsv]

A mutant changes one place of one function: a comparison, an arithmetic or boolean operator, a number, a truth value, a
negation, or a return value. Each is tried in a copy of the tree by the tests of its room; it is killed where one fails.
Source: R. DeMillo, R. Lipton, F. Sayward, Hints on test data selection (1978). Writes a line a mutant and prints the share
that was killed; survivors are for reading: many change nothing that can be seen.
"""

from __future__ import annotations

import argparse
import ast
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import NamedTuple

ROOT = pathlib.Path(__file__).resolve().parent.parent
TESTS = {
    "split": ["tests/split", "tests/test_pages_in.py"],
    "match": ["tests/test_match.py", "tests/test_explain.py", "tests/test_why.py", "tests/test_cache.py", "tests/test_rules.py"],
    "decide": ["tests/test_curves.py", "tests/test_model.py", "tests/test_cli.py", "tests/test_eval.py", "tests/test_api.py"],
    "corrections": [
        "tests/test_corrections_store.py", "tests/test_corrections_commands.py", "tests/test_review.py",
        "tests/test_sample.py", "tests/test_exchange.py",
    ],
}  # fmt: skip
SWAPS = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "is": "is not", "is not": "is", "in": "not in",
    "not in": "in", "+": "-", "-": "+", "*": "/", "/": "*", "//": "/", "and": "or", "or": "and", "|": "&", "&": "|",
    "True": "False", "False": "True", "%": "*",
}  # fmt: skip
TIMEOUT = 120  # seconds; a mutant that runs for ever is a killed one


class Mutant(NamedTuple):
    """The bytes ``start`` to ``end`` of a file, and what stands there instead."""

    path: str
    line: int
    start: int
    end: int
    old: str
    new: str


def mutants(path: pathlib.Path) -> Iterator[Mutant]:
    """Every mutant of the functions of a file."""
    source = path.read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    name = str(path.relative_to(ROOT))

    def made(line: int, start: int, end: int, new: str) -> Mutant:
        return Mutant(name, line, start, end, source[start:end].decode(), new)

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


def chosen(rooms: list[str], count: int, seed: int) -> list[Mutant]:
    """So many mutants, as many of each room; of the same place only one."""
    random_ = random.Random(seed)
    picked: list[Mutant] = []
    for number, room in enumerate(rooms):
        files = sorted((ROOT / "tagger" / room).rglob("*.py"))
        found = sorted({m for path in files if not path.stem.endswith("weights") for m in mutants(path)})
        picked += random_.sample(
            found, min(len(found), count * (number + 1) // len(rooms) - count * number // len(rooms))
        )
    return picked


def outcome(tree: pathlib.Path, mutant: Mutant) -> str:
    """``killed``, ``survived`` or ``timeout`` of a mutant, tried in a copy of the tree."""
    path = tree / mutant.path
    source = path.read_bytes()
    path.write_bytes(source[: mutant.start] + mutant.new.encode() + source[mutant.end :])
    try:
        return tested(tree, pathlib.PurePath(mutant.path).parts[1])
    finally:
        path.write_bytes(source)


def tested(tree: pathlib.Path, room: str) -> str:
    """What the tests of a room say of a tree."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--no-header", *TESTS[room]]
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        run = subprocess.run(command, cwd=tree, env=environment, capture_output=True, timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        return "timeout"
    return "killed" if run.returncode else "survived"


def copied(folder: str) -> pathlib.Path:
    """A copy of what the tests need, the shared data beside it where there are any."""
    tree = pathlib.Path(tempfile.mkdtemp(dir=folder)) / "project"
    if (shared := ROOT.parent / "shared").exists():
        (tree.parent / "shared").symlink_to(shared)
    shutil.copytree(
        ROOT, tree, ignore=shutil.ignore_patterns(".git", ".venv", "__pycache__", ".hypothesis", ".mypy_cache")
    )
    return tree


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--room", action="append", choices=sorted(TESTS))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("mutants.tsv"))
    arguments = parser.parse_args()
    tried = chosen(arguments.room or list(TESTS), arguments.count, arguments.seed)
    with tempfile.TemporaryDirectory() as folder, arguments.out.open("w", encoding="utf-8") as out:
        trees: SimpleQueue[pathlib.Path] = SimpleQueue()
        for _ in range(arguments.jobs):
            trees.put(copied(folder))

        sound = trees.get()
        if faulty := [
            room for room in {pathlib.PurePath(one.path).parts[1] for one in tried} if tested(sound, room) != "survived"
        ]:
            sys.exit(f"the tests fail without any mutant: {', '.join(faulty)}")
        trees.put(sound)

        def attempt(mutant: Mutant) -> str:
            tree = trees.get()
            try:
                result = outcome(tree, mutant)
            finally:
                trees.put(tree)
            shown = " ".join(mutant.old.split())
            print(result, f"{mutant.path}:{mutant.line}", shown[:60], mutant.new, sep="\t", file=out, flush=True)
            return result

        with ThreadPoolExecutor(arguments.jobs) as pool:
            counts = Counter(pool.map(attempt, tried))
    print(dict(counts), f"{1 - counts['survived'] / len(tried):.3f} killed of {len(tried)}")


if __name__ == "__main__":
    main()
