"""Bodies that are pieces of one article, on pages whose columns were out of order: brought together by likeness."""

from __future__ import annotations

from collections import Counter

from tagger.split import signs
from tagger.split.background import bigrams, cosine
from tagger.split.balance import join
from tagger.split.bodies import Body, Layout

# Found on set pages: pieces of one article have this much in common, more where a piece is short.
_ALIKE, _SHORT = 0.045, 60


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
        best = max(pairs, default=(0.0, 0, 0))
        if best[0] <= 0:
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
