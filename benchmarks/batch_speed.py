"""Speed of ``tagger batch``: a folder of articles to CSV, as ratios against baselines that run in the same loop.

usage: batch_speed.py [--articles 12000] [--rounds 5] [--use rules] [--memory] [--shared DIR]

CPU time, start and children included, against ``rg`` with 5,000 fixed words on the same folder; the usual way against
it (``usual.py``: the ``in`` loop where rules decide alone, else with jieba, TF-IDF and LinearSVC too) on 600 articles;
how much sooner two jobs are done than one (wall: on idle processors only). With --memory: the peak memory of a run on
2,000 and on 200,000 articles, the same ones again under other names.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import statistics
import sys
import time

from measure import HERE, TAGGER, arguments_of, articles, cpu_seconds, paired, peak_megabytes, ripgrep, tell
from model_speed import usual_model


def wall_seconds(command: list[str]) -> float:
    """Wall time of one run of a command."""
    start = time.perf_counter()
    cpu_seconds(command)
    return time.perf_counter() - start


def sooner(one: list[str], two: list[str], rounds: int) -> float:
    """Median over rounds of the wall time of one command by that of the other, run in turn."""
    return statistics.median(wall_seconds(one) / wall_seconds(two) for _ in range(rounds))


def copies(folder: pathlib.Path, few: int, many: int) -> pathlib.Path:
    """A folder of ``many`` articles: links to the first ``few`` of another."""
    again = folder.parent / "again"
    sources = sorted(folder.glob("*.txt"))[:few]
    for number in range(many):
        target = again / f"{number // few:04d}"
        target.mkdir(parents=True, exist_ok=True)
        os.link(sources[number % few], target / sources[number % few].name)
    return again


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--use", default="rules", choices=("rules", "model", "both"))
    parser.add_argument("--memory", action="store_true")


def main() -> None:
    arguments = arguments_of(__doc__.splitlines()[0], _options)
    with articles(arguments.shared, arguments.articles) as (folder, few):

        def batch(of: pathlib.Path, jobs: int = 1) -> list[str]:
            options = ["-o", str(folder.parent / "out.csv"), "--force", "--jobs", str(jobs), "--use", arguments.use]
            return [*TAGGER, "batch", str(of), *options]

        if arguments.memory:
            again = copies(folder, 2000, 200_000)
            less, more = peak_megabytes(batch(again / "0000")), peak_megabytes(batch(again))
            print(f"peak memory of 2,000 articles {less:.0f} MB, of 200,000 {more:.0f} MB")
            tell("200,000 articles against 2,000", more - less, 60, unit="MB")
            return
        usual = [sys.executable, str(HERE / "usual.py"), str(few)]
        if arguments.use != "rules":
            usual += ["--model", str(usual_model(arguments.shared, str(folder.parent)))]
        found = paired({"rg": ripgrep(arguments.shared, folder), "batch": batch(folder)}, arguments.rounds)
        slow = paired({"usual": usual, "batch": batch(few)}, max(arguments.rounds - 2, 1))
        speedup = sooner(batch(folder), batch(folder, 2), arguments.rounds)
    an_article = found["batch"] / arguments.articles
    print(f"{arguments.articles} articles to CSV (--use {arguments.use}), median CPU (rg {found['rg']:.2f} s)")
    tell("files to CSV, against rg", found["batch"] / found["rg"], 15)
    tell("the usual way against it, an article", slow["usual"] / 600 / an_article, 20, least=True)
    print(f"  the usual way against it on 600 articles with both starts: {slow['usual'] / slow['batch']:.1f} x")
    tell("two jobs against one, wall", speedup, 1.7, least=True)


if __name__ == "__main__":
    main()
