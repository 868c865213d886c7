"""What loading the rules costs a command: CPU of reading, of compiling, and of the cache.

usage: rules_load.py [--terms 5000] [--rounds 15]

Writes a home with that many terms, fifty a tag, and prints the least CPU time over the rounds, in milliseconds:
without a cache (read, check, compile, write the cache; imports included and apart) and with it.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

_LOAD = """
import sys, time
from pathlib import Path
import typer, tagger.cli, tagger.split
from tagger.home import Home
started = time.process_time()
from tagger.match import load_compiled
imported = time.process_time()
load_compiled(Home(Path(sys.argv[1])))
print(imported - started, time.process_time() - imported)
"""
_A_TAG = 50


def write_home(home: pathlib.Path, terms: int) -> None:
    """Rule files with words of four characters, three weights and two tests each."""
    (home / "rules").mkdir(parents=True)
    for tag in range(terms // _A_TAG):
        words = [
            "".join(chr(0x4E00 + (tag * _A_TAG + n) * 7 % 20_000 + k * 31 % 97) for k in range(4))
            for n in range(_A_TAG)
        ]
        lists = "".join(f"  {weight}: [{', '.join(words[weight::3])}]\n" for weight in range(3))
        tests = f"tests:\n  - {{hit: {words[0]}项目开工。}}\n  - {{miss: 学校开学。}}\n"
        text = f"tag: tag-{tag}\nname: 标签{tag}\nfacet: industry\nterms:\n{lists}{tests}"
        (home / "rules" / f"tag-{tag}.yaml").write_text(text, encoding="utf-8")


def measure(home: pathlib.Path, cache: pathlib.Path, rounds: int, *, warm: bool) -> tuple[float, float]:
    """Milliseconds of importing and of loading, the medians over processes of their own."""
    found = []
    for _ in range(rounds + 1):
        if not warm:
            for entry in cache.glob("*"):
                entry.unlink()
        command = [sys.executable, "-c", _LOAD, str(home)]
        done = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "TAGGER_CACHE": str(cache)})
        found.append([float(part) * 1e3 for part in done.stdout.split()])
    imports, loads = zip(*found[1:], strict=True)
    return statistics.median(imports), statistics.median(loads)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--terms", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=15)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home, cache = pathlib.Path(temporary) / "home", pathlib.Path(temporary) / "cache"
        write_home(home, arguments.terms)
        cache.mkdir()
        for name, warm in (("no cache", False), ("warm cache", True)):
            imports, load = measure(home, cache, arguments.rounds, warm=warm)
            print(f"{arguments.terms} terms, {name:10}: imports {imports:5.1f} ms, loading {load:6.1f} ms CPU")


if __name__ == "__main__":
    main()
