"""Learn what first and last paragraphs of articles read like; writes tagger/split/lead_weights.py.

usage: train_leads.py ARTICLES.jsonl.gz [--without PAGES_DIR...]

Articles that stand on the pages of PAGES_DIR are not learned from: pages from which more is to be learned, or measured.
Logistic regression (scikit-learn) over the pairs of characters at the beginning of first paragraphs against others, and
at the end of last paragraphs against others.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pathlib
import random
import re

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from tagger.split.leads import begin_grams, end_grams

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "tagger" / "split"
LENGTHS = range(180, 2500)  # characters of an article that a newspaper page has
OTHERS, LEAST, KEPT, PENALTY = 3, 10, 1500, 0.05  # inner paragraphs of an article; counts and weights worth keeping


def paragraphs(path: pathlib.Path, known: set[str]) -> list[list[str]]:
    """The paragraphs of each article that does not stand on a known page."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    texts = [one["text"] for one in articles if len(one["text"]) in LENGTHS and _start(one["text"]) not in known]
    return [[line.strip() for line in text.split("\n") if line.strip()] for text in texts]


def _start(text: str) -> str:
    return re.sub(r"\A本报讯\s*(?:（[^）]*）)?|\s+", "", text)[:40]


def on_pages(folders: list[pathlib.Path]) -> set[str]:
    """The beginnings of the texts on set pages."""
    pages = [json.loads(line) for folder in folders for line in (folder / "pages.jsonl").open(encoding="utf-8")]
    return {_start(article["text"]) for page in pages for article in page["articles"]}


def learn(articles: list[list[str]], edge: int, grams) -> dict[str, int]:
    """Weights in hundredths of the grams of an article's paragraph at one edge (0, -1) against its others."""
    chance = random.Random(1)
    texts, right = [], []
    for own in articles:
        others = own[1:] if edge == 0 else own[:-1]
        chosen = chance.sample(others, min(OTHERS, len(others)))
        texts += [own[edge], *chosen]
        right += [True, *(False for _ in chosen)]
    counter = CountVectorizer(analyzer=grams, min_df=LEAST, binary=True)
    model = LogisticRegression(C=PENALTY, max_iter=400).fit(counter.fit_transform(texts), right)
    weights = zip(counter.get_feature_names_out(), model.coef_[0], strict=True)
    best = sorted(weights, key=lambda pair: -abs(pair[1]))[:KEPT]
    found = {name: round(float(weight) * 100) for name, weight in sorted(best)}
    return {"": round(float(model.intercept_[0]) * 100), **found}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=pathlib.Path)
    parser.add_argument("--without", nargs="*", type=pathlib.Path, default=[])
    arguments = parser.parse_args()
    articles = paragraphs(arguments.articles, on_pages(arguments.without))
    print(len(articles), "articles")
    lines = [
        '"""Weights of pairs of characters at the edges of articles, in hundredths; learned by tools/train_leads.py."""',
        "",
    ]
    lines += [
        '# "^" stands before the first character, "$" behind the last one, "0" for any digit; "" is the bias.',
        "# fmt: off",
    ]
    for name, edge, grams in (("BEGIN", 0, begin_grams), ("END", -1, end_grams)):
        weights = learn(articles, edge, grams)
        lines += [
            f"{name} = {{",
            *(f"    {json.dumps(key, ensure_ascii=False)}: {w}," for key, w in weights.items()),
            "}",
        ]
    (FOLDER / "lead_weights.py").write_text("\n".join([*lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
