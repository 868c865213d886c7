"""Lines that hold several columns, and the blocks their columns go on in: fragments in reading order.

Some extractors write the top lines of neighbouring columns side by side and the rest of each column as a block of its
own. A fragment that ends in mid-sentence is linked to one that begins there: by width, by how common the pair of
characters at the joint is, and by what both have in common.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tagger.split import signs
from tagger.split.background import bigrams, cosine, idf
from tagger.split.cells import Cell

_COMMON = 6.5
_LEAST = 0.8
_MOST_FRAGMENTS = 120


def in_reading_order(cells: Sequence[Cell]) -> list[Cell]:
    """The cells of a page whose columns are mixed, fragment after fragment; any other page as it is."""
    if not _mixed(cells):
        return list(cells)
    fragments = _fragments(cells)
    if len(fragments) > _MOST_FRAGMENTS:
        return list(cells)
    follows = _links(fragments)
    begun = set(follows.values())
    ordered: list[Cell] = []
    for number in range(len(fragments)):
        at: int | None = number
        while at is not None and number not in begun:
            ordered += fragments[at]
            at = follows.get(at)
    for position, cell in enumerate(ordered):
        cell.position = position
    return ordered


def _mixed(cells: Sequence[Cell]) -> bool:
    """Whether several lines hold text of several columns: their pieces are as wide as other lines are."""
    counts = Counter(round(cell.width) for cell in cells if cell.columns == 1)
    usual = {width for width, count in counts.items() if count >= 4}
    pieces = [cell for cell in cells if cell.columns > 1 and {round(cell.width), round(cell.width) + 2} & usual]
    return len(pieces) >= 7


def _fragments(cells: Sequence[Cell]) -> list[list[Cell]]:
    """Runs of cells that stand below one another in one column."""
    found: list[list[Cell]] = []
    columns: dict[int, list[Cell]] = {}
    width = 1
    for cell in cells:
        if cell.columns > 1:
            if cell.columns != width:
                columns, width = {}, cell.columns
            run = columns.get(cell.column)
            if run is None or _breaks(run[-1], cell):
                run = columns[cell.column] = []
                found.append(run)
            run.append(cell)
            continue
        columns, width = {}, 1
        last = found[-1][-1] if found else None
        if last is None or cell.gap or last.columns > 1 or _breaks(last, cell):
            found.append([])
        found[-1].append(cell)
    return found


def _breaks(last: Cell, cell: Cell) -> bool:
    """Whether two lines of a column cannot follow each other: an opening, or a headline's width beside text."""
    if signs.LEAD.match(cell.text):
        return True
    return (
        abs(last.width - cell.width) > 3.2 and not signs.ends_sentence(last.text) and not signs.ends_sentence(cell.text)
    )


def _links(fragments: Sequence[Sequence[Cell]]) -> dict[int, int]:
    """For each fragment the one that goes on with it: the best pairs first, none used twice, no circle."""
    grams = [Counter(bigrams("".join(cell.text for cell in fragment))) for fragment in fragments]
    scored = []
    for one, tail in enumerate(fragments):
        if signs.ends_sentence(tail[-1].text):
            continue
        for other, head in enumerate(fragments):
            if one != other and (score := _link(tail, head, other - one)) is not None:
                scored.append((score + 6 * min(0.15, cosine(grams[one], grams[other])), one, other))
    follows: dict[int, int] = {}
    taken: set[int] = set()
    for score, one, other in sorted(scored, reverse=True):
        if score < _LEAST or one in follows or other in taken or _reaches(follows, other, one):
            continue
        follows[one] = other
        taken.add(other)
    return follows


def _reaches(follows: dict[int, int], start: int, goal: int) -> bool:
    at: int | None = start
    while at is not None:
        if at == goal:
            return True
        at = follows.get(at)
    return False


def _link(tail: Sequence[Cell], head: Sequence[Cell], distance: int) -> float | None:
    """How well the end of one fragment and the beginning of another fit; None where they cannot."""
    last, first = tail[-1], head[0]
    if signs.LEAD.match(first.text) or signs.byline_strength(first.text) == 1.0:
        return None
    wide, own = _width(tail), _width(head)
    score = 0.8 if abs(wide - own) <= 0.9 else -0.4 if min(len(tail), len(head)) == 1 else -1.5
    joint = last.text[-1] + first.text[0]
    if signs.leaves_open(last.text):
        score += 0.2
    elif all("\u4e00" <= character < "\ua000" for character in joint):
        score += 1.5 if idf(joint) < _COMMON else 0.6 if idf(joint) < 8.6 else -1.2
    elif first.text[0] in "，。、；：！？”）》" or joint.isascii():
        score += 1.5
    if len(head) > 1 and abs(first.width - own + 2) <= 0.6:
        score -= 1.0
    return score - (0.05 * distance if distance > 0 else 0.8 - 0.05 * distance)


def _width(fragment: Sequence[Cell]) -> float:
    return max(cell.width for cell in fragment)
