"""Articles of pages whose columns were out of order: one to a chain of columns, pieces brought together by likeness."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

from tagger.split import signs
from tagger.split.background import bigrams, cosine
from tagger.split.balance import join
from tagger.split.bodies import Body, Layout
from tagger.split.cells import Cell
from tagger.split.lattice import ARTICLE, INSERT, MORE, START

# Found on set pages: pieces of one article have this much in common, more where a piece is short.
_ALIKE = 0.045
_BODY = 25  # characters that a chain has at least if it is more than the rest of a headline

_TEXT = (ARTICLE, START, MORE)


def settle(cells: Sequence[Cell], kinds: Sequence[int]) -> list[int]:
    """Kinds of cells in chains: an article begins where a chain does and nowhere else."""
    found: list[int] = []
    for _, group in itertools.groupby(range(len(cells)), key=lambda at: cells[at].chain):
        chain = list(group)
        text = [at for at in chain if kinds[at] in _TEXT]
        long = sum([len(cells[at].text) for at in text]) >= _BODY
        for at in chain:
            kind = kinds[at]
            if long and at == text[0]:
                kind = ARTICLE
            elif kind == ARTICLE or (kind in (MORE, INSERT) and not (found and found[-1] in (*_TEXT, INSERT))):
                kind = START
            found.append(kind)
    return found


def gather(layout: Layout) -> None:
    """Merge bodies into the one they are most alike (in place) as long as two are alike enough."""
    grams = [Counter(bigrams(body.text)) for body in layout.bodies]
    while len(layout.bodies) > 1:
        pairs = [
            (_gain(layout, grams, one, other), one, other)
            for one in range(len(grams))
            for other in range(len(grams))
            if one != other and not _opens(layout.bodies[other])
        ]
        best = max(pairs, default=None)
        if best is None or best[0] <= 0:
            return
        _, one, other = best
        layout.bodies[one] = join(layout.bodies[one], layout.bodies[other])
        grams[one] += grams[other]
        del layout.bodies[other], grams[other]


def _opens(body: Body) -> bool:
    """Whether a body begins as articles do."""
    return signs.LEAD.match(body.paragraphs[0].text) is not None


def _gain(layout: Layout, grams: list[Counter[str]], one: int, other: int) -> float:
    """By how much two bodies are more alike than pieces of different articles are."""
    tail, head = layout.bodies[one], layout.bodies[other]
    alike = cosine(grams[one], grams[other])
    gain = alike - _ALIKE
    if not tail.paragraphs[-1].closed:
        gain += 0.02
    if one > other:
        gain -= 0.01
    return gain if abs(_width(tail) - _width(head)) <= 1.0 else gain - 0.02


def _width(body: Body) -> float:
    return max(paragraph.width for paragraph in body.paragraphs)
