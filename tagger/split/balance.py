"""Bodies against headlines: where two headlines want one body, look for the place where it is two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tagger.split.background import bigrams, cosine
from tagger.split.bodies import Body, Layout
from tagger.split.cells import Cell
from tagger.split.headlines import Assignment, assign

# Found on set pages: what a cut must bring, and how alike its two sides may be.
_GAIN, _ALIKE = 0.55, 0.07
_PLACES, _ROUNDS = 3, 4


def balance(layout: Layout) -> Assignment:
    """Assign headlines; while cutting a body lets them explain clearly more, cut it (in place)."""
    current = assign(layout.heads, layout.bodies)
    for _ in range(_ROUNDS):
        if not _crowded(current):
            break
        tried = []
        for number, body in enumerate(layout.bodies):
            for place in _weak_places(body):
                one, other, freed = cut(body, place)
                bodies = [*layout.bodies[:number], one, other, *layout.bodies[number + 1 :]]
                heads = sorted([*layout.heads, *freed], key=lambda head: head.start)
                attempt = assign(heads, bodies)
                tried.append((attempt.total - current.total, bodies, heads, attempt))
        best = max(tried, key=lambda attempt: attempt[0], default=None)
        if best is None or best[0] < _GAIN:
            break
        _, layout.bodies, layout.heads, current = best
    return current


def _crowded(assignment: Assignment) -> bool:
    """Whether some headline lines are unclaimed or share a headline with others."""
    return bool(assignment.unused) or any(len(headline.pieces) > 1 for headline in assignment.headlines.values())


def _weak_places(body: Body) -> list[int]:
    """The paragraphs of a body before which it is least like what follows."""
    if len(body.paragraphs) < 2:
        return []
    counts = [Counter(bigrams(paragraph.text)) for paragraph in body.paragraphs]
    before: Counter[str] = Counter()
    behind = sum(counts, Counter())
    found = []
    for place in range(1, len(counts)):
        before.update(counts[place - 1])
        behind.subtract(counts[place - 1])
        if body.paragraphs[place - 1].closed:
            found.append((cosine(before, behind), place))
    return [place for alike, place in sorted(found)[:_PLACES] if alike < _ALIKE]


def cut(body: Body, place: int) -> tuple[Body, Body, list[Cell]]:
    """The body before a paragraph, the one from it on, and the lines between them that may be headlines again."""
    edge = body.paragraphs[place].cells[0].start
    one = Body(body.paragraphs[:place], {k: v for k, v in body.subheads.items() if k < place})
    other = Body(body.paragraphs[place:], {k - place: v for k, v in body.subheads.items() if k > place})
    for name in ("bylines", "captions"):
        cells: Sequence[Cell] = getattr(body, name)
        setattr(one, name, [cell for cell in cells if cell.start < edge])
        setattr(other, name, [cell for cell in cells if cell.start >= edge])
    return one, other, list(body.subheads.get(place, ()))
