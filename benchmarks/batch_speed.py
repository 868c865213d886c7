"""Speed of ``tagger batch``: a folder of articles to CSV, as ratios against baselines that run in the same loop.

usage: batch_speed.py [--articles 12000] [--rounds 5] [--use rules] [--memory] [--shared DIR]

Prints the median CPU seconds of each command (children included, start included) and its ratio to ``rg`` with 5,000
fixed words on the same folder, the ratio of ``usual.py`` to it, and how much sooner two jobs are done than one (wall).
With --memory: the peak memory of a run on 2,000 and on 200,000 articles, the same ones again under other names.
Needs ripgrep and the shared data; says so and stops where one is missing.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from rules_speed import HERE, ROOT, cpu_seconds, paired, write_articles


def wall_seconds(command: list[str]) -> float:
    """Wall time of one run of a command."""
    start = time.perf_counter()
    cpu_seconds(command)
    return time.perf_counter() - start


def sooner(one: list[str], two: list[str], rounds: int) -> float:
    """Median over rounds of the wall time of one command by that of the other, run in turn."""
    return statistics.median(wall_seconds(one) / wall_seconds(two) for _ in range(rounds))


def peak_megabytes(command: list[str]) -> float:
    """The peak resident memory of one process and its children, the largest of them."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stderr=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, check=True, cwd=ROOT)
    return float(done.stdout)


def copies(folder: pathlib.Path, few: int, many: int) -> pathlib.Path:
    """A folder of ``many`` articles: links to the first ``few`` of another."""
    again = folder.parent / "again"
    sources = sorted(folder.glob("*.txt"))[:few]
    for number in range(many):
        target = again / f"{number // few:04d}"
        target.mkdir(parents=True, exist_ok=True)
        os.link(sources[number % few], target / sources[number % few].name)
    return again


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=12_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--use", default="rules", choices=("rules", "model", "both"))
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--shared", type=pathlib.Path, default=ROOT.parent / "shared")
    arguments = parser.parse_args()
    if not arguments.shared.is_dir() or not shutil.which("rg"):
        raise SystemExit("needs the shared data beside the project and ripgrep (apt-get install ripgrep)")
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary) / "articles"
        folder.mkdir()
        write_articles(arguments.shared, folder, arguments.articles)

        def batch(of: pathlib.Path, jobs: int) -> list[str]:
            options = ["-o", f"{temporary}/out.csv", "--force", "--jobs", str(jobs), "--use", arguments.use]
            return [sys.executable, "-m", "tagger", "batch", str(of), *options]

        if arguments.memory:
            again = copies(folder, 2000, 200_000)
            few, many = peak_megabytes(batch(again / "0000", 1)), peak_megabytes(batch(again, 1))
            print(f"peak memory: 2,000 articles {few:.0f} MB, 200,000 articles {many:.0f} MB, {many - few:+.0f} MB")
            return
        terms = str(arguments.shared / "bench" / "terms.txt")
        found = paired(
            {"rg": ["rg", "-j1", "-F", "-o", "-f", terms, str(folder)], "batch": batch(folder, 1)}, arguments.rounds
        )
        usual = cpu_seconds([sys.executable, str(HERE / "usual.py"), str(folder)])
        speedup = sooner(batch(folder, 1), batch(folder, 2), arguments.rounds)
    print(f"{arguments.articles} articles to CSV (--use {arguments.use}), median CPU of {arguments.rounds} rounds")
    print(f"  rg {found['rg']:.2f} s, tagger batch {found['batch']:.2f} s: {found['batch'] / found['rg']:.1f} x rg")
    print(f"  usual.py {usual:.1f} s: {usual / found['batch']:.1f} x tagger batch")
    print(f"  two jobs against one, wall: {speedup:.2f} x sooner")


if __name__ == "__main__":
    main()
