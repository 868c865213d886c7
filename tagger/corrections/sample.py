"""A stratified sample of results to check, so that few articles tell how good the tags of all are."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tagger.tables.delimited import Cells

_LEAST = 2  # articles of a stratum: fewer say nothing of how much it varies
_DOUBTFUL = 2.0  # how much likelier a doubtful article is drawn: there the errors are


def draw(rows: Sequence[Cells], size: int, seed: int = 0) -> list[Cells]:
    """``size`` rows (all where there are no more) in their order, with ``stratum``, and ``weight``: for how many rows each stands.

    Strata are the types, doubtful articles apart, small ones joined so that each is drawn from twice; within a stratum every k-th row in the
    order of industries, from a random start. Source: W. Cochran, Sampling Techniques (1977), chapters 5 and 8.
    """
    strata = _strata(rows, size)
    counts = _allocate({name: len(places) for name, places in strata.items()}, min(size, len(rows)))
    chance = random.Random(seed)
    drawn: dict[int, tuple[str, float]] = {}
    for name, places in strata.items():
        count = counts[name]
        ordered = sorted(places, key=lambda place: (rows[place].get("industries", ""), place))
        step, start = len(places) / max(count, 1), chance.random()
        for k in range(count):
            drawn[ordered[int((k + start) * step)]] = name, step
    return [{**rows[place], "weight": f"{drawn[place][1]:.6g}", "stratum": drawn[place][0]} for place in sorted(drawn)]


def _strata(rows: Sequence[Cells], size: int) -> dict[str, list[int]]:
    """The places of the rows of each stratum; the smallest two of one kind are joined until the sample suffices for all."""
    strata: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        kind = row.get("type") or "-"
        strata.setdefault(f"{'?' if row.get('review') else ''}{kind}", []).append(place)
    while len(strata) * _LEAST > size:
        kinds = [[name for name in strata if name.startswith("?") is doubtful] for doubtful in (True, False)]
        joined = max(kinds, key=len)
        if len(joined) < 2:
            break
        first, second = sorted(joined, key=lambda name: (len(strata[name]), name))[:2]
        name = f"{first}+{second.removeprefix('?')}"
        strata[name] = sorted(strata.pop(first) + strata.pop(second))
    return strata


def _allocate(sizes: dict[str, int], size: int) -> dict[str, int]:
    """How many to draw from each stratum: two if it has them, the rest one by one where most are lacking."""
    wanted = {name: count * (_DOUBTFUL if name.startswith("?") else 1.0) for name, count in sizes.items()}
    counts = dict.fromkeys(sizes, 0)
    for _ in range(size):
        open_ = [name for name in sizes if counts[name] < sizes[name]]
        needy = [name for name in open_ if counts[name] < _LEAST]
        counts[max(needy or open_, key=lambda name: wanted[name] / (counts[name] + 1))] += 1
    return counts
