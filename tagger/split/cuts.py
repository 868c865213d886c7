"""Bodies and headlines at once: what lines may be is weighed by what lines, headlines and words say together.

The best path over kinds of line is the start. Lines that might as well open an article or be a headline, or might as
well not, are tried the other way. What a change costs the path and brings the headlines is weighed by a logistic
model; ``tools/train_cuts.py`` learns it from set pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from tagger.split import signs
from tagger.split.background import bigrams, cosine
from tagger.split.bodies import Layout, build
from tagger.split.cells import Cell
from tagger.split.cut_weights import WEIGHTS
from tagger.split.headlines import Assignment, assign
from tagger.split.lattice import ARTICLE, HEAD, Lattice
from tagger.split.leads import begins, ends

# How doubtful a line must be to be tried (in hundredths, as the weights of lines), how many are, and how often.
_DOUBT, _PLACES, _ROUNDS = 600, 5, 6
_NEAR = 200  # characters on both sides of an opening
_NO_SIDES = (0.0,) * 6
_MOST_BODIES = 240  # in all rounds: pages have up to 40, and of a text that has more less is tried


class Reading(Struct, frozen=True):
    """One way to read a page."""

    score: float
    layout: Layout
    assignment: Assignment


class Change(Struct, frozen=True):
    """Another way to read a page, in which one line is of a kind (or no longer is): opens an article, is a headline."""

    line: int
    kind: int
    holds: bool
    reading: Reading
    evidence: tuple[float, ...]

    @property
    def gain(self) -> float:
        """The log-odds that it is right."""
        weights = WEIGHTS[self.kind, self.holds]
        return sum([weight * value for weight, value in zip(weights, self.evidence, strict=True)])


def read(cells: Sequence[Cell], lattice: Lattice) -> tuple[Layout, Assignment]:
    """The bodies of a page and their headlines."""
    reading = read_as(cells, *lattice.best())
    for _ in range(min(_ROUNDS, _MOST_BODIES // max(1, len(reading.layout.bodies)))):
        best = max(changes(cells, lattice, reading), key=lambda change: change.gain, default=None)
        if best is None or best.gain <= 0:
            break
        reading, lattice = best.reading, lattice.held(best.line, best.kind, best.holds)
    return reading.layout, reading.assignment


def read_as(cells: Sequence[Cell], score: float, kinds: Sequence[int]) -> Reading:
    """The reading of a path."""
    layout = build(cells, kinds)
    return Reading(score, layout, assign(layout.heads, layout.bodies))


def changes(cells: Sequence[Cell], lattice: Lattice, reading: Reading) -> Iterator[Change]:
    """The most doubtful openings and headlines of a reading, each the other way."""
    for kind in (ARTICLE, HEAD):
        margins = lattice.margins(kind)
        doubtful = sorted((abs(margin), line) for line, margin in enumerate(margins) if line and abs(margin) < _DOUBT)
        for _, line in doubtful[:_PLACES]:
            holds = margins[line] < 0
            other = read_as(cells, *lattice.best_where(line, kind, holds))
            edge = line if kind == ARTICLE else -1
            yield Change(line, kind, holds, other, _evidence(reading, other, edge))


def _evidence(old: Reading, new: Reading, edge: int) -> tuple[float, ...]:
    """What the path loses, what headlines gain, headlines unclaimed and bodies untitled, and the edge between two bodies."""
    return (
        1.0,
        (old.score - new.score) / 100,
        new.assignment.total - old.assignment.total,
        float(len(new.assignment.unused) - len(old.assignment.unused)),
        float(_untitled(new) - _untitled(old)),
        *(_sides(new.layout, edge) or _sides(old.layout, edge) or _NO_SIDES),
    )


def _untitled(reading: Reading) -> int:
    return len(reading.layout.bodies) - len(reading.assignment.headlines)


def _sides(layout: Layout, line: int) -> tuple[float, ...] | None:
    """How alike the bodies on both sides of an opening are, whole and near it, how long, and how both read there."""
    number = next((number for number, body in enumerate(layout.bodies) if body.first == line), 0)
    if not number:
        return None
    one, other = layout.bodies[number - 1], layout.bodies[number]
    before, behind = one.text, other.text
    return (
        min(_alike(before, behind), 0.2) * 10,
        min(_alike(before[-_NEAR:], behind[:_NEAR]), 0.2) * 10,
        min(len(before), len(behind), 400) / 100,
        float(signs.LEAD.match(behind) is not None),
        begins(behind),
        ends(before[-_NEAR:]),
    )


def _alike(one: str, other: str) -> float:
    return cosine(Counter(bigrams(one)), Counter(bigrams(other)))
