"""Speed of tagging by rules and model, as ratios of CPU time against baselines that run in the same loop.

usage: model_speed.py [--articles 12000] [--rounds 5] [--shared DIR]

Files to JSON lines against ``rg`` with 5,000 fixed words on the same files; the usual way (``usual.py`` with jieba,
TF-IDF and LinearSVC, trained once beforehand) against tagger on the same few articles, start included and apart from
it; one page against a null Typer app; the peak memory.
"""

from __future__ import annotations

import pathlib
import subprocess
import sys
from tempfile import TemporaryDirectory

from measure import HERE, NULL_APP, TAGGER, arguments_of, articles, page, paired, peak_megabytes, ripgrep, tell


def usual_model(shared: pathlib.Path, folder: str) -> pathlib.Path:
    """The usual model, trained."""
    out = pathlib.Path(folder, "usual.joblib")
    gold = str(shared / "gold" / "train.jsonl")
    command = [sys.executable, str(HERE / "usual.py"), "--train", gold, "--model", str(out)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return out


def main() -> None:
    arguments = arguments_of(__doc__.splitlines()[0])
    with articles(arguments.shared, arguments.articles) as (folder, few), TemporaryDirectory() as temporary:
        tag = [*TAGGER, "tag", str(folder), "--format", "jsonl"]
        found = paired({"rg": ripgrep(arguments.shared, folder), "tag": tag}, arguments.rounds)
        none = pathlib.Path(temporary, "one")
        none.mkdir()
        (none / "one.txt").write_text((few / "00000.txt").read_text(encoding="utf-8"), encoding="utf-8")
        usual = [sys.executable, str(HERE / "usual.py"), "--model", str(usual_model(arguments.shared, temporary))]
        mine = [*TAGGER, "tag", "--format", "jsonl"]
        runs = {
            f"{name} {size.name}": [*command, str(size)]
            for name, command in (("usual", usual), ("tagger", mine))
            for size in (few, none)
        }
        spent = paired(runs, max(arguments.rounds - 2, 1))
        memory = peak_megabytes(tag)
    start = paired({"null": NULL_APP, "page": [*TAGGER, "tag", page(arguments.shared)]}, max(arguments.rounds, 15))
    an_article = (spent["usual few"] - spent["usual one"]) / (spent["tagger few"] - spent["tagger one"])
    print(f"rules and model, {arguments.articles} articles, median CPU (rg {found['rg']:.2f} s)")
    tell("files to JSON lines, against rg", found["tag"] / found["rg"], 15)
    tell("the usual way against it, 600 articles, with start", spent["usual few"] / spent["tagger few"], 10, least=True)
    tell("the usual way against it, an article more", an_article, 10, least=True)
    tell("`tag` of one page, against a null app", start["page"] / start["null"], 2)
    tell("peak memory", memory, 120, unit="MB")


if __name__ == "__main__":
    main()
