"""Learn when a line should open an article or be a headline after all; writes tagger/split/cut_weights.py.

usage: train_cuts.py PAGES_DIR... [--rounds 40] [--penalty 1]

PAGES_DIR holds pNNN.txt and pages.jsonl, as the page setter writes them. Each half is read
by line weights learned from the other. Logistic regression (scikit-learn) over the changes that the splitter tries.
"""

from __future__ import annotations

import argparse
import pathlib
from collections import defaultdict

from sklearn.linear_model import LogisticRegression
from train_lines import FOLDER, learn, load

from tagger.split.classify import Weights, with_weights
from tagger.split.cuts import changes, read_as
from tagger.split.lattice import ARTICLE, HEAD


def scaled(weights: Weights) -> Weights:
    """Weights in hundredths, as the splitter reads them."""
    emission, transition = weights
    return (
        {name: [100 * w for w in row] for name, row in emission.items()},
        [[[100 * w for w in row] for row in junction] for junction in transition],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="+", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--penalty", type=float, default=1.0)
    arguments = parser.parse_args()
    pages = [page for folder in arguments.pages for page in load(folder, {"raw", "pypdf"}, scattered=False)]
    rows: dict[tuple[int, bool], list[tuple[tuple[float, ...], bool]]] = defaultdict(list)
    half = len(pages) // 2
    for own, others in ((pages[:half], pages[half:]), (pages[half:], pages[:half])):
        passes = [scaled(weights) for weights in learn(others, arguments.rounds, arguments.penalty)]
        for page in own:
            lattice = with_weights(page.cells, passes)
            for change in changes(page.cells, lattice, read_as(page.cells, *lattice.best())):
                right = (page.kinds[change.line] == change.kind) == change.holds
                rows[change.kind, change.holds].append((change.evidence, right))
    lines = [
        '"""Weights of changes to what lines are; learned by tools/train_cuts.py."""', "",
        "from tagger.split.lattice import ARTICLE, HEAD", "",
        "# By kind of line and whether it becomes one: bias, loss of the path, gain of the headlines, more headlines unclaimed,",
        "# more bodies untitled, likeness, shorter side.", "WEIGHTS = {",
    ]  # fmt: skip
    for name, kind in (("ARTICLE", ARTICLE), ("HEAD", HEAD)):
        for holds in (True, False):
            found = rows[kind, holds]
            model = LogisticRegression(C=5, fit_intercept=False, max_iter=2000)
            model.fit([evidence for evidence, _ in found], [right for _, right in found])
            print(name, holds, len(found), "changes,", sum(right for _, right in found), "of them right")
            lines.append(f"    ({name}, {holds}): {tuple(round(float(weight), 2) for weight in model.coef_[0])},")
    lines += ["}", ""]
    print(*lines, sep="\n")
    (FOLDER / "cut_weights.py").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
