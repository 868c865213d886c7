"""Speed of rules-only tagging, as ratios of CPU time against baselines that run in the same loop.

usage: rules_speed.py [--articles 12000] [--rounds 5] [--profile] [--shared DIR]

Files to JSON lines against ``rg`` with 5,000 fixed words on the same files and against the usual ``in`` loop, and the
start: ``tagger tag`` on one page against a null Typer app. Medians, children and start included. With --profile:
where the time of tagging goes. Needs ripgrep and the shared data; says so and stops where one is missing.
"""

from __future__ import annotations

import argparse
import pathlib
import subprocess
import sys

from measure import HERE, NULL_APP, ROOT, TAGGER, arguments_of, articles, cpu_seconds, page, paired, ripgrep, tell

_RULES = ["--format", "jsonl", "--use", "rules"]


def profile(folder: pathlib.Path) -> None:
    """Where the time goes, by the share of each function's own time."""
    code = (
        "import cProfile, pstats, sys, os; sys.argv = ['tagger', 'tag', sys.argv[1], '--format', 'jsonl', '--use', 'rules'];"
        "from tagger.cli import app; p = cProfile.Profile(); out = sys.stdout; sys.stdout = open(os.devnull, 'w');"
        "p.enable();\ntry: app()\nexcept SystemExit: pass\np.disable(); sys.stdout = out;"
        "pstats.Stats(p).sort_stats('tottime').print_stats(22)"
    )
    subprocess.run([sys.executable, "-c", code, str(folder)], check=True, cwd=ROOT)


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", action="store_true")


def main() -> None:
    arguments = arguments_of(__doc__.splitlines()[0], _options)
    with articles(arguments.shared, arguments.articles) as (folder, few):
        if arguments.profile:
            profile(folder)
            return
        tag = [*TAGGER, "tag", str(folder), *_RULES]
        commands = {"rg": ripgrep(arguments.shared, folder), "split": tag, "whole": [*tag, "--no-split"]}
        found = paired(commands, arguments.rounds)
        usual = cpu_seconds([sys.executable, str(HERE / "usual.py"), str(few)])
        mine = cpu_seconds([*TAGGER, "tag", str(few), *_RULES])
    start = paired(
        {"null": NULL_APP, "page": [*TAGGER, "tag", "--use", "rules", page(arguments.shared)]},
        max(arguments.rounds, 15),
    )
    print(
        f"rules alone, {arguments.articles} articles, median CPU of {arguments.rounds} rounds (rg {found['rg']:.2f} s)"
    )
    tell("files to JSON lines, against rg", found["split"] / found["rg"], 12)
    tell("the same with --no-split", found["whole"] / found["rg"], 8)
    tell("`tag` of one page, against a null app", start["page"] / start["null"], 1.4)
    print(f"  the usual `in` loop takes {usual / mine:.1f} x as long (600 articles, start included)")


if __name__ == "__main__":
    main()
