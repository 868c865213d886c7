"""Speed of rules-only tagging, as ratios of CPU time against baselines that run in the same loop.

usage: rules_speed.py [--articles 12000] [--rounds 5] [--shared DIR]

Prints for each command the median CPU seconds (children included, start included) and its ratio to ``rg`` with 5,000
fixed words on the same files; then the CPU of ``tagger tag`` on one page against a null Typer app. With --profile:
where the time of tagging goes. Needs ripgrep and the shared data; says so and stops where one is missing.
"""

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
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package has its byte code


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


def write_articles(shared: pathlib.Path, folder: pathlib.Path, count: int) -> None:
    """The first articles of the archive as files: headline, line break, text."""
    with gzip.open(shared / "news" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in zip(range(count), lines, strict=False):
            article = json.loads(line)
            text = f"{article['title']}\n{article['text']}" if article["title"] else article["text"]
            (folder / f"{number:05d}.txt").write_text(text, encoding="utf-8")


def profile(folder: pathlib.Path) -> None:
    """Where the time goes, by the share of each function's own time."""
    code = (
        "import cProfile, pstats, sys, os; sys.argv = ['tagger', 'tag', sys.argv[1], '--format', 'jsonl', '--use', 'rules'];"
        "from tagger.cli import app; p = cProfile.Profile(); out = sys.stdout; sys.stdout = open(os.devnull, 'w');"
        "p.enable();\ntry: app()\nexcept SystemExit: pass\np.disable(); sys.stdout = out;"
        "pstats.Stats(p).sort_stats('tottime').print_stats(22)"
    )
    subprocess.run([sys.executable, "-c", code, str(folder)], check=True, cwd=ROOT)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=12_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--shared", type=pathlib.Path, default=ROOT.parent / "shared")
    parser.add_argument("--profile", action="store_true")
    arguments = parser.parse_args()
    if not arguments.shared.is_dir() or not shutil.which("rg"):
        raise SystemExit("needs the shared data beside the project and ripgrep (apt-get install ripgrep)")
    tagger = [sys.executable, "-m", "tagger"]
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        write_articles(arguments.shared, folder, arguments.articles)
        if arguments.profile:
            profile(folder)
            return
        few = folder / "few"
        tag = [*tagger, "tag", str(folder), "--format", "jsonl", "--use", "rules"]
        commands = {
            "rg": ["rg", "-j1", "-F", "-o", "-f", str(arguments.shared / "bench" / "terms.txt"), str(folder)],
            "tag": tag,
            "tag --no-split": [*tag, "--no-split"],
        }
        found = paired(commands, arguments.rounds)
        few.mkdir()
        for path in sorted(folder.glob("*.txt"))[:600]:
            shutil.copy(path, few)
        usual = cpu_seconds([sys.executable, str(HERE / "usual.py"), str(few)])
        mine = cpu_seconds([*tagger, "tag", str(few), "--format", "jsonl", "--use", "rules"])
        page = str(arguments.shared / "samples" / "004_00d9ac5ecbf95226.txt")
        start = paired(
            {"null app": [sys.executable, str(HERE / "null_app.py")], "page": [*tagger, "tag", "--use", "rules", page]},
            max(arguments.rounds, 15),
        )
    print(f"{arguments.articles} articles, median CPU of {arguments.rounds} rounds")
    for name, spent in found.items():
        print(
            f"  {name:16} {spent:6.2f} s  {spent / found['rg']:5.1f} x rg  {spent / arguments.articles * 1e6:5.0f} us/article"
        )
    print(f"600 articles: the usual `in` loop {usual:.2f} s, tagger {mine:.2f} s: {usual / mine:.1f} x")
    print(f"start: null app {start['null app'] * 1e3:.0f} ms, tag of a page {start['page'] * 1e3:.0f} ms: "
          f"{start['page'] / start['null app']:.2f} x")  # fmt: skip


if __name__ == "__main__":
    main()
