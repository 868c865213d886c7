"""Bodies against headlines: cut a body that two headlines want, and join two where one headline serves both.

A cut or a join is worth what the page's headlines then explain more, less what an article without a headline costs,
and more the less (the more, for a join) both sides have in common.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tagger.split import signs
from tagger.split.background import bigrams, cosine
from tagger.split.bodies import Body, Layout
from tagger.split.cells import Cell
from tagger.split.headlines import Assignment, assign

# Found on set pages: what a change must bring, what likeness is worth, how alike pieces of one article are at least.
_GAIN, _WEIGHT, _ALIKE, _UNTITLED = 0.3, 8.0, 0.03, 0.45
_MOST_ALIKE, _EXPLAINED = 0.1, 0.25
_PLACES, _ROUNDS = 4, 5

Change = tuple[float, list[Body], list[Cell]]


def balance(layout: Layout) -> Assignment:
    """Assign headlines; while a cut or a join of bodies is clearly worth it, make it (in place)."""
    current = assign(layout.heads, layout.bodies)
    for _ in range(_ROUNDS):
        tried = []
        worth = _worth(current, layout.bodies)
        for bonus, bodies, heads in _changes(layout, current):
            attempt = assign(heads, bodies)
            tried.append((_worth(attempt, bodies) - worth + bonus, bodies, heads, attempt))
        best = max(tried, key=lambda attempt: attempt[0], default=None)
        if best is None or best[0] < _GAIN:
            break
        _, layout.bodies, layout.heads, current = best
    return current


def _worth(assignment: Assignment, bodies: Sequence[Body]) -> float:
    return _EXPLAINED * assignment.total - _UNTITLED * (len(bodies) - len(assignment.headlines))


def _changes(layout: Layout, current: Assignment) -> Iterator[Change]:
    """What might be better: each with what likeness says for it, the bodies, and the lines that may be headlines."""
    bodies = layout.bodies
    if _crowded(current):
        for number, body in enumerate(bodies):
            for alike, place in _weak_places(body):
                one, other, freed = cut(body, place)
                heads = sorted([*layout.heads, *freed], key=lambda head: head.start)
                yield -_WEIGHT * (alike - _ALIKE), [*bodies[:number], one, other, *bodies[number + 1 :]], heads
    for number in range(1, len(bodies)):
        if number not in current.headlines and not signs.LEAD.match(bodies[number].paragraphs[0].text):
            alike = cosine(_grams(bodies[number - 1]), _grams(bodies[number]))
            joined = join(bodies[number - 1], bodies[number])
            yield _WEIGHT * (alike - _ALIKE), [*bodies[: number - 1], joined, *bodies[number + 1 :]], layout.heads


def _grams(body: Body) -> Counter[str]:
    return Counter(bigrams(body.text))


def _crowded(assignment: Assignment) -> bool:
    """Whether some headline lines are unclaimed or share a headline with others."""
    return bool(assignment.unused) or any(len(headline.pieces) > 1 for headline in assignment.headlines.values())


def _weak_places(body: Body) -> list[tuple[float, int]]:
    """The paragraphs of a body before which it is least like what follows, and how alike both sides are."""
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
    return [(alike, place) for alike, place in sorted(found)[:_PLACES] if alike < _MOST_ALIKE]


def cut(body: Body, place: int) -> tuple[Body, Body, list[Cell]]:
    """The body before a paragraph, the one from it on, and the lines between them that may be headlines again."""
    edge = body.paragraphs[place].cells[0].position
    one = Body(body.paragraphs[:place], {k: v for k, v in body.subheads.items() if k < place})
    other = Body(body.paragraphs[place:], {k - place: v for k, v in body.subheads.items() if k > place})
    for name in ("bylines", "captions"):
        cells: Sequence[Cell] = getattr(body, name)
        setattr(one, name, [cell for cell in cells if cell.position < edge])
        setattr(other, name, [cell for cell in cells if cell.position >= edge])
    return one, other, list(body.subheads.get(place, ()))


def join(one: Body, other: Body) -> Body:
    """One body of two, the second behind the first."""
    shift = len(one.paragraphs)
    subheads = one.subheads | {number + shift: lines for number, lines in other.subheads.items()}
    return Body(one.paragraphs + other.paragraphs, subheads, one.bylines + other.bylines, one.captions + other.captions)
