"""Learn when a line should open an article or be a headline after all; writes tagger/split/cut_weights.py.

usage: train_cuts.py PAGES_DIR...

PAGES_DIR holds pNNN.txt and pages.jsonl, as the page setter writes them: pages from which the weights of lines and of
headlines were not learned. Logistic regression (scikit-learn) over the changes that the splitter tries.
"""

from __future__ import annotations

import argparse
import pathlib
from collections import defaultdict

from sklearn.linear_model import LogisticRegression
from train_lines import FOLDER, load

from tagger.split.classify import classify
from tagger.split.cuts import changes, read_as
from tagger.split.lattice import ARTICLE, HEAD


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    pages = [page for folder in arguments.pages for page in load(folder, {"raw", "pypdf"}, scattered=False)]
    rows: dict[tuple[int, bool], list[tuple[tuple[float, ...], bool]]] = defaultdict(list)
    for page in pages:
        lattice = classify(page.cells)
        for change in changes(page.cells, lattice, read_as(page.cells, *lattice.best())):
            right = (page.kinds[change.line] == change.kind) == change.holds
            rows[change.kind, change.holds].append((change.evidence, right))
    lines = [
        '"""Weights of changes to what lines are; learned by tools/train_cuts.py."""', "",
        "from tagger.split.lattice import ARTICLE, HEAD", "",
        "# By kind of line and whether it becomes one: bias, loss of the path, gain of the headlines, more headlines unclaimed,",
        "# more bodies untitled, likeness whole and near, shorter side, lead, how it begins, how what was before ends.", "WEIGHTS = {",
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
