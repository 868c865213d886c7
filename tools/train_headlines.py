"""Learn which line is the headline of which body, from set pages; writes tagger/split/headline_weights.py.

usage: train_headlines.py PAGES_DIR... [--real DIR] [--penalty 2]

PAGES_DIR holds pNNN.txt and pages.jsonl, as the page setter writes them; best pages that the weights of lines were not
learned from. Pages below --real count eight times. A conditional logit (McFadden 1973) over what each line may be:
nobody's, the first of a body's headline, or one more line of it, the lines before it being given rightly.
"""

from __future__ import annotations

import argparse
import json
import pathlib
from collections import Counter
from collections.abc import Iterator, Sequence

from train_links import FOLDER, Choices, Weights, conditional_logit
from truth import Truth, squeeze

from tagger.split.bodies import Body, Layout, build
from tagger.split.cells import read_cells
from tagger.split.claims import Claims, names
from tagger.split.classify import classify
from tagger.split.columns import in_reading_order
from tagger.split.gather import gather, settle
from tagger.split.headlines import pieces_of


def layout_of(text: str) -> Layout:
    """The blocks of a page before anything is known of headlines."""
    cells, scattered, _ = in_reading_order(read_cells(text))
    kinds = classify(cells, scattered=scattered).best()[1]
    layout = build(cells, settle(cells, kinds) if scattered else kinds)
    if scattered:
        gather(layout)
    return layout


def owners(bodies: Sequence[Body], truth: Truth) -> dict[int, int]:
    """Articles to the body that most of each is in; of several articles in one body the longest."""
    found: dict[int, tuple[int, int]] = {}
    parts: dict[int, Counter[int]] = {}
    for number, body in enumerate(bodies):
        own: Counter[int] = Counter()
        for paragraph in body.paragraphs:
            for cell in paragraph.cells:
                piece = truth.piece(cell)
                if piece is not None and piece.kind == "text":
                    own[piece.article] += len(piece.text)
        for article, size in own.most_common(1):
            parts.setdefault(article, Counter())[number] = size
    for article, sizes in parts.items():
        found[article] = sizes.most_common(1)[0]
    return {article: number for article, (number, _) in found.items()}


def choices_of(text: str, layout: Layout, truth: Truth) -> Iterator[Choices]:
    """For every piece of a page's headlines all that it may be, the right one marked."""
    pieces = pieces_of(layout.heads)
    if not layout.bodies:
        return
    claims, body_of = Claims(pieces, layout.bodies), owners(layout.bodies, truth)
    owned: dict[int, tuple[int, ...]] = {}
    read: dict[int, int] = {}
    last = -1
    for at, piece in enumerate(pieces):
        true = truth.piece(piece.cell)
        goal = offset = -1
        if true is not None and true.kind == "title":
            offset = true.offset + len(squeeze(text[true.start : piece.cell.start]))
            if offset >= read.get(true.article, 0):
                goal = body_of.get(true.article, -1)
        if goal in owned and not claims.may_go_on(owned[goal], at):
            goal = -1
        group: Choices = [(goal == -1, [])]
        for body in range(len(layout.bodies)):
            if body not in owned:
                group.append((body == goal, names(claims.opening(at, body, last))))
            elif claims.may_go_on(owned[body], at):
                group.append((body == goal, names(claims.going_on(owned[body], at, body))))
        yield group
        if goal >= 0 and true is not None:
            last = last if goal in owned else goal
            owned[goal] = (*owned.get(goal, ()), at)
            read[true.article] = offset + len(squeeze(piece.text))


def load(folder: pathlib.Path) -> Iterator[Choices]:
    for line in (folder / "pages.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        text = (folder / f"{page['page']}.txt").read_text(encoding="utf-8")
        yield from choices_of(text, layout_of(text), Truth(text, page))


def write(weights: Weights) -> None:
    lines = ['"""Weights of claims to headlines; learned by tools/train_headlines.py."""', "", "# fmt: off"]
    lines += ["WEIGHTS: dict[str, float] = {"]
    lines += [f"    {json.dumps(key, ensure_ascii=False)}: {weight}," for key, weight in sorted(weights.items())]
    (FOLDER / "headline_weights.py").write_text("\n".join([*lines, "}", ""]), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="+", type=pathlib.Path)
    parser.add_argument("--real", type=pathlib.Path)
    parser.add_argument("--penalty", type=float, default=2.0)
    arguments = parser.parse_args()
    groups = [group for folder in arguments.pages for group in load(folder)]
    if arguments.real:
        groups += list(load(arguments.real)) * 8
    write(conditional_logit(groups, arguments.penalty))


if __name__ == "__main__":
    main()
