"""Pages whose columns an extractor left out of order, brought into reading order.

Some extractors write the top lines of neighbouring columns side by side and the rest of each column as a block of its
own. Each block is read as columns (``tracks``), their pieces are brought together by article (``chains``), and those of
an article are put in order by how well each goes on with the other.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tagger.split import signs
from tagger.split.cells import Cell
from tagger.split.chains import Chain, Fragment, Likeness, Links, chain
from tagger.split.tracks import Scores, Usual, blocks, decode, whole_lines

_MOST_LINES, _MOST_FRAGMENTS = 900, 120


class Ordered(NamedTuple):
    """Cells of a page, whether its columns were out of order, and the chains of which that was not sure."""

    cells: list[Cell]
    scattered: bool
    unsure: frozenset[int] = frozenset()


def in_reading_order(cells: Sequence[Cell]) -> Ordered:
    """The cells of a page: article after article where its columns were out of order, else as they are."""
    if not scattered(cells) or len(cells) > _MOST_LINES:
        return Ordered(list(cells), False)
    from tagger.split.chain_weights import WEIGHTS as CHAINS
    from tagger.split.link_weights import WEIGHTS as LINKS
    from tagger.split.track_weights import WEIGHTS as TRACKS

    lines = whole_lines(cells)
    usual = Usual.of(lines)
    found = fragments(lines, usual, TRACKS)
    if len(found) > _MOST_FRAGMENTS:
        return Ordered(list(cells), False)
    likeness = Likeness(found)
    links = Links(found, likeness, usual.runs, LINKS)
    best = chain(found, likeness, links, CHAINS)
    ordered: list[Cell] = []
    unsure = set()
    for number, one in enumerate(_placed(best.chains)):
        own = [cell for fragment in in_order(one, links) for cell in fragment.cells]
        for cell in own:
            cell.gap, cell.chain = cell is own[0], number
        ordered += own
        if any(fragment.number in best.unsure for fragment in one):
            unsure.add(number)
    for position, cell in enumerate(ordered):
        cell.position = position
    return Ordered(ordered, True, frozenset(unsure))


def scattered(cells: Sequence[Cell]) -> bool:
    """Whether blocks of text break off in mid-sentence before a gap, or lines hold text of several columns."""
    shared = sum(cell.columns > 1 for cell in cells)
    broken = sum(
        after.gap and not signs.ends_sentence(last.text) and before.columns == last.columns == 1 and not last.gap
        for before, last, after in zip(cells, cells[1:], cells[2:], strict=False)
    )
    return shared >= 7 or broken >= 3


def fragments(lines: Sequence[Cell], usual: Usual, weights: Mapping[str, float]) -> list[Fragment]:
    """The columns of every block, in the order of the page."""
    scores = Scores(usual, weights)
    found: list[Fragment] = []
    for number, block in enumerate(blocks(lines)):
        rows = {line.position: row for row, line in enumerate(block)}
        columns = sorted((track.cells for track in decode(block, scores)), key=lambda cells: cells[0].start)
        for order, cells in enumerate(columns):
            place = rows[cells[0].position], rows[cells[-1].position]
            found.append(Fragment(cells, number, *place, order, len(columns), len(block)))
    for number, fragment in enumerate(found):
        fragment.number = number
    return found


def in_order(members: Chain, links: Links) -> list[Fragment]:
    """The fragments of an article so that each goes on with the one before: the best links first, no circle."""
    pairs = sorted(
        ((links.scores[one.number][other.number], one, other) for one, other in itertools.permutations(members, 2)),
        key=lambda pair: -pair[0],
    )
    runs = {member.number: [member] for member in members}
    for _, one, other in pairs:
        head, tail = runs[one.number], runs[other.number]
        if head is not tail and head[-1] is one and tail[0] is other:
            head += tail
            for member in tail:
                runs[member.number] = head
    return runs[members[0].number]


def _placed(chains: Sequence[Chain]) -> list[Chain]:
    """Chains by where they begin; a byline stands behind the chain that ends right above it."""
    ends = {(member.block, member.end): number for number, one in enumerate(chains) for member in one}
    keys = []
    for number, one in enumerate(chains):
        first = one[0]
        above = ends.get((first.block, first.row - 1), number) if first.look == "byline" else number
        keys.append((chains[above][0].number, first.number))
    return [chains[number] for number in sorted(range(len(chains)), key=keys.__getitem__)]
