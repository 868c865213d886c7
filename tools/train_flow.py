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

from sklearn.model_selection import GroupKFold
from train_links import Choices, Weights, conditional_logit

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
    """A column: its page, every option by its names, the right one marked."""

    page: str
    options: Choices


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
                options = [(one == before.get(other, -1), names) for one, names in own.options(other)]
                if where[other] is not None and any(right for right, _ in options):
                    yield Choice(f"{folder}/{gold['page']}", options)


def chooses_right(options: Choices, weights: Weights) -> bool:
    """Whether the option of greatest score is the right one."""
    return max(options, key=lambda option: sum(weights.get(name, 0.0) for name in option[1]))[0]


def main() -> None:
    found = [choice for folder in sys.argv[1:] for choice in choices(Path(folder))]
    hits = 0
    for train, test in GroupKFold(5).split(found, groups=[choice.page for choice in found]):
        weights = conditional_logit([found[i].options for i in train], _PENALTY)
        hits += sum(chooses_right(found[i].options, weights) for i in test)
    print(f"columns {len(found)}  right out of fold {hits / len(found):.4f}")
    weights = conditional_logit([choice.options for choice in found], _PENALTY)
    lines = [f'    "{name}": {round(weight, 2)},' for name, weight in sorted(weights.items()) if abs(weight) >= 0.01]
    head = '"""Weights of columns that go on with each other; learned by tools/train_flow.py."""'
    _OUT.write_text("\n".join([head, "", "WEIGHTS: dict[str, float] = {", *lines, "}", ""]), "utf-8")


if __name__ == "__main__":
    main()
