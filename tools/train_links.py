"""Learn which fragment goes on with which from set pages; writes tagger/split/link_weights.py.

usage: train_links.py PAGES_DIR... [--least SCORE]

PAGES_DIR holds pNNN.txt and pages.jsonl, as the page setter writes them; those in the style `default` are used.
Logistic regression (scikit-learn) over all pairs of fragments of a page.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import re
import unicodedata

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from tagger.split.cells import Cell, read_cells
from tagger.split.columns import Fragment, PageText, _scattered, features, fragments

OUT = pathlib.Path(__file__).resolve().parent.parent / "tagger" / "split" / "link_weights.py"


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def locate(cells: list[Cell], page: dict) -> tuple[int, int, int] | None:
    """(text, start, end) of a fragment in the squeezed headlines and bodies, by lines that occur once."""
    titles = [squeeze(article["title"]) for article in page["articles"]]
    bodies = [squeeze(article["text"]) for article in page["articles"]]
    text = squeeze("".join(cell.text for cell in cells))
    for number, title in enumerate(titles):
        if len(cells) <= 2 and len(text) > 1 and text in title and sum(text in other for other in titles + bodies) == 1:
            return -1 - number, title.find(text), title.find(text) + len(text)
    for number, body in enumerate(bodies):
        at = body.find(text)
        if len(text) > 3 and at >= 0 and body.find(text, at + 1) < 0:
            return number, at, at + len(text)
    first, last = squeeze(cells[0].text), squeeze(cells[-1].text)
    for number, body in enumerate(bodies):
        at, to = body.find(first), body.rfind(last)
        if len(first) > 5 and len(last) > 2 and 0 <= at <= to and to + len(last) - at < 1.6 * len(text) + 40:
            return number, at, to + len(last)
    return None


def load(folder: pathlib.Path) -> list[tuple[list[Fragment], dict[int, int]]]:
    """The fragments of every scattered page and which of them truly follows which."""
    pages = []
    for line in (folder / "pages.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        if page.get("style") != "default":
            continue
        found = fragments(read_cells((folder / f"{page['page']}.txt").read_text(encoding="utf-8")))
        if not _scattered(found):
            continue
        places = [locate(fragment.cells, page) for fragment in found]
        starts = {(place[0], place[1]): number for number, place in enumerate(places) if place}
        follows = {}
        for number, place in enumerate(places):
            if place:
                after = next(
                    (starts[place[0], place[2] + d] for d in (0, 1, -1, 2) if (place[0], place[2] + d) in starts), None
                )
                if after is not None and after != number:
                    follows[number] = after
        pages.append((found, follows))
    return pages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="+", type=pathlib.Path)
    parser.add_argument("--least", type=float, default=-1.0)
    arguments = parser.parse_args()
    pages = [page for folder in arguments.pages for page in load(folder)]
    rows, labels = [], []
    for found, follows in pages:
        shared = PageText.of(found)
        for one in range(len(found)):
            for other in range(len(found)):
                if one != other and (names := features(found, shared, one, other)) is not None:
                    rows.append(dict.fromkeys(names, 1.0))
                    labels.append(follows.get(one) == other)
    vectorizer = DictVectorizer()
    model = LogisticRegression(C=0.5, max_iter=2000)
    model.fit(vectorizer.fit_transform(rows), labels)
    weights = {
        n: round(float(w), 2) for n, w in zip(vectorizer.feature_names_, model.coef_[0], strict=True) if abs(w) >= 0.02
    }
    lines = [
        '"""Weights of links between fragments; learned by tools/train_links.py."""', "",
        f"BIAS = {float(model.intercept_[0]):.2f}", f"LEAST = {arguments.least}", "# fmt: off", "WEIGHTS: dict[str, float] = {",
        *(f'    "{name}": {weight},' for name, weight in sorted(weights.items())), "}", "",
    ]  # fmt: skip
    OUT.write_text("\n".join(lines), encoding="utf-8")
    print(len(pages), "pages", sum(labels), "links of", len(labels), "pairs")


if __name__ == "__main__":
    main()
