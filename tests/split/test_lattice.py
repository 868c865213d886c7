"""Paths over kinds of line, against all paths counted out."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from tagger.split.lattice import ARTICLE, HEAD, INSERT, KINDS, MORE, Lattice, allowed

_ROW = st.lists(st.integers(-50, 50), min_size=len(KINDS), max_size=len(KINDS))
_STEP = st.lists(_ROW, min_size=len(KINDS), max_size=len(KINDS))


@st.composite
def lattices(draw: st.DrawFn) -> Lattice:
    lines = draw(st.integers(1, 3))
    rows = draw(st.lists(_ROW, min_size=lines, max_size=lines))
    steps = draw(st.lists(_STEP, min_size=2, max_size=2))
    return Lattice(rows, [steps[line % 2] for line in range(lines)])


def scored(lattice: Lattice) -> dict[tuple[int, ...], float]:
    """Every path that may be, with its score."""
    found = {}
    for path in itertools.product(KINDS, repeat=len(lattice.emitted)):
        if path[0] in (MORE, INSERT) or path[-1] == INSERT:
            continue
        if all(allowed(old, kind) for old, kind in itertools.pairwise(path)):
            moves = sum(lattice.moved[i][path[i - 1]][path[i]] for i in range(1, len(path)))
            found[path] = sum(row[kind] for row, kind in zip(lattice.emitted, path, strict=True)) + moves
    return found


@settings(max_examples=60, deadline=None)
@given(lattices())
def test_the_best_path_is_the_best_of_all(lattice: Lattice) -> None:
    paths = scored(lattice)
    score, path = lattice.best()
    assert score == max(paths.values()) == paths[tuple(path)]


@settings(max_examples=60, deadline=None)
@given(lattices(), st.sampled_from((ARTICLE, HEAD)), st.data())
def test_the_best_path_in_which_a_line_is_of_a_kind_or_is_not(lattice: Lattice, kind: int, data: st.DataObject) -> None:
    paths = scored(lattice)
    line = data.draw(st.integers(0, len(lattice.emitted) - 1))
    best = {
        holds: max(score for path, score in paths.items() if (path[line] == kind) == holds) for holds in (True, False)
    }
    for holds, most in best.items():
        score, path = lattice.best_where(line, kind, holds)
        assert score == most == paths[tuple(path)]
        assert (path[line] == kind) == holds
        assert lattice.held(line, kind, holds).best()[0] == most
    assert lattice.margins(kind)[line] == best[True] - best[False]
