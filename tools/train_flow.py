"""Learn the weights of columns that go on with each other on pages with boxes.

usage: train_flow.py PAGES_DIR...

PAGES_DIR holds pNNN.pdf and pages.jsonl (the text of every article), as the page setter writes them. Prints figures by
cross-validation over pages and writes ``tagger/split/flow_weights.py``. Needs scikit-learn.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.model_selection import GroupKFold

from tagger.readers.inputs import Source
from tagger.readers.pdf import pages
from tagger.records import Page
from tagger.split.flow import Sheet
from tagger.split.typeset import columns_of, sheet, text_size
from tagger.text import squeeze

_OUT = Path(__file__).resolve().parent.parent / "tagger" / "split" / "flow_weights.py"
_CHUNK, _STEP, _PENALTY = 8, 5, 1.0


def places(sheet: Sheet, articles: Sequence[dict[str, Any]]) -> list[tuple[int, int] | None]:
    """For each column its article and where in it the column begins; None where it is of no article."""
    texts = [squeeze(article["text"]) for article in articles]
    found: list[tuple[int, int] | None] = []
    for fragment in sheet.found:
        own = squeeze(fragment.text)
        votes = Counter(
            (number, (at - k) // 40 * 40)
            for k in range(0, max(1, len(own) - _CHUNK), _STEP)
            for number, text in enumerate(texts)
            if (at := text.find(own[k : k + _CHUNK])) >= 0
        )
        found.append(votes.most_common(1)[0][0] if votes else None)
    return found


def successors(where: Sequence[tuple[int, int] | None]) -> set[tuple[int, int]]:
    """The pairs of columns that follow each other in an article."""
    ordered = sorted((place, number) for number, place in enumerate(where) if place is not None)
    return {
        (one, other) for (place, one), (following, other) in itertools.pairwise(ordered) if place[0] == following[0]
    }


class Choice(NamedTuple):
    """A column: its page, the names of every option, which one is right."""

    page: str
    options: list[list[str]]
    right: int


def choices(folder: Path) -> Iterator[Choice]:
    """The choice of every column of the pages of a folder."""
    for line in (folder / "pages.jsonl").read_text("utf-8").splitlines():
        gold = json.loads(line)
        path = folder / f"{gold['page']}.pdf"
        for page in pages(Source(str(path), path.name), path.read_bytes(), str(path)):
            assert isinstance(page, Page)
            own = sheet(columns_of(page), text_size(page.blocks))
            where = places(own, gold["articles"])
            before = {other: one for one, other in successors(where)}
            for other in range(len(own.found)):
                options = list(own.options(other))
                numbers = [one for one, _ in options]
                right = before.get(other, -1)
                if where[other] is not None and right in numbers:
                    yield Choice(f"{folder}/{gold['page']}", [names for _, names in options], numbers.index(right))


def fit(rows: csr_matrix, groups: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The weights of a conditional logit (McFadden 1974) with an L2 penalty; ``groups`` numbers the choice of each row."""
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])
    sizes = np.diff(np.r_[starts, len(groups)])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = rows @ weights
        scores -= np.repeat(np.maximum.reduceat(scores, starts), sizes)
        odds = np.exp(scores)
        shares = odds / np.repeat(np.add.reduceat(odds, starts), sizes)
        value = -np.log(shares[right]).sum() + _PENALTY / 2 * weights @ weights
        return value, rows.T @ (shares - right) + _PENALTY * weights

    found: np.ndarray = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x
    return found


def main() -> None:
    found = [choice for folder in sys.argv[1:] for choice in choices(Path(folder))]
    vectors = DictVectorizer()
    rows = vectors.fit_transform([dict.fromkeys(names, 1.0) for choice in found for names in choice.options]).tocsr()
    groups = np.repeat(np.arange(len(found)), [len(choice.options) for choice in found])
    right = np.array([at == choice.right for choice in found for at in range(len(choice.options))])
    pages = np.array([choice.page for choice in found])[groups]
    hits = 0
    for train, test in GroupKFold(5).split(rows, groups=pages):
        scores = rows[test] @ fit(rows[train], groups[train], right[train])
        for number in np.unique(groups[test]):
            own = groups[test] == number
            hits += bool(right[test][own][scores[own].argmax()])
    print(f"columns {len(found)}  right out of fold {hits / len(found):.4f}")
    weights = zip(vectors.get_feature_names_out(), fit(rows, groups, right), strict=True)
    lines = [f'    "{name}": {round(weight, 2)},' for name, weight in weights if abs(weight) >= 0.01]
    head = '"""Weights of columns that go on with each other; learned by tools/train_flow.py."""'
    _OUT.write_text("\n".join([head, "", "WEIGHTS: dict[str, float] = {", *lines, "}", ""]), "utf-8")


if __name__ == "__main__":
    main()
