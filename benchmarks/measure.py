"""What the benchmarks share: CPU time of commands run in turn, and a figure beside what it must reach."""

from __future__ import annotations

import argparse
import gzip
import json
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
TAGGER = [sys.executable, "-m", "tagger"]
NULL_APP = [sys.executable, str(HERE / "null_app.py")]
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package has its byte code


def arguments_of(
    about: str, add: Callable[[argparse.ArgumentParser], None] = lambda parser: None
) -> argparse.Namespace:
    """The options that all benchmarks have, and those that ``add`` adds.

    Ends where ripgrep or the shared data are missing.
    """
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--articles", type=int, default=12_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--shared", type=pathlib.Path, default=ROOT.parent / "shared")
    add(parser)
    arguments = parser.parse_args()
    if not arguments.shared.is_dir() or not shutil.which("rg"):
        raise SystemExit("needs the shared data beside the project and ripgrep (apt-get install ripgrep)")
    return arguments


def cpu_seconds(command: list[str]) -> float:
    """User and system time of one run of a command, its output thrown away."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed: {done.stderr.decode()[-500:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def paired(commands: dict[str, list[str]], rounds: int) -> dict[str, float]:
    """Median CPU seconds of each command over rounds in which all run in turn, after one round of warming up."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            spent = cpu_seconds(command)
            if number:
                times[name].append(spent)
    return {name: statistics.median(spent) for name, spent in times.items()}


def peak_megabytes(command: list[str]) -> float:
    """The peak resident memory of one process and its children, the largest of them."""
    code = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, check=True, cwd=ROOT)
    return float(done.stdout)


def ripgrep(shared: pathlib.Path, folder: pathlib.Path) -> list[str]:
    """The limit: ripgrep with 5,000 fixed words on the files of a folder."""
    return ["rg", "-j1", "-F", "-o", "-f", str(shared / "bench" / "terms.txt"), str(folder)]


@contextmanager
def articles(shared: pathlib.Path, count: int, few: int = 600) -> Iterator[tuple[pathlib.Path, pathlib.Path]]:
    """A folder with the first articles of the archive as files (headline, line break, text), and one with a few."""
    with TemporaryDirectory() as temporary:
        whole, part = pathlib.Path(temporary, "all"), pathlib.Path(temporary, "few")
        whole.mkdir()
        part.mkdir()
        with gzip.open(shared / "news" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
            for number, line in zip(range(count), lines, strict=False):
                article = json.loads(line)
                text = f"{article['title']}\n{article['text']}" if article["title"] else article["text"]
                for folder in (whole, part) if number < few else (whole,):
                    (folder / f"{number:05d}.txt").write_text(text, encoding="utf-8")
        yield whole, part


def page(shared: pathlib.Path) -> str:
    """A sample page."""
    return str(shared / "samples" / "004_00d9ac5ecbf95226.txt")


def tell(name: str, value: float, must: float, *, least: bool = False, unit: str = "x") -> None:
    """One figure, what it must be at most (or at ``least``), and whether it is."""
    reached = value >= must if least else value <= must
    bound = "at least" if least else "at most"
    print(f"  {name:<52} {value:6.2f} {unit:<2}  must be {bound} {must:g}  {'ok' if reached else 'MISSED'}")
