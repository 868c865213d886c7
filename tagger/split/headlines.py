"""Headlines to bodies: one assignment over the page, by words in common, place and look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from tagger.split.bodies import Body
from tagger.split.cells import Cell, width_of
from tagger.split.claims import Claims, Piece
from tagger.split.lattice import MOST_HEADLINES

_BEAM, _UNLIKELY = 8, -4.0
# Log-odds by which the page's best assignment must beat any in which a body has another headline: for this one to be
# claimed at all, and for it not to need a look. On set pages half of those below 1.5 were right, 93 % of those above.
_CLAIMED, _SURE = 0.1, 1.5
CERTAIN = 20.0  # the margin where nothing else was thinkable
_KICKER = (3, 18)  # characters of a kicker


@dataclass(slots=True)
class Headline:
    """Pieces that make one headline; ``margin`` is by how much the page's assignment beats any with another one here.

    ``kickers`` are the lesser lines above and below it.
    """

    pieces: list[Piece]
    margin: float
    kickers: list[Piece] = field(default_factory=list)

    @property
    def all_pieces(self) -> list[Piece]:
        """With the kickers."""
        return [*self.kickers, *self.pieces]


@dataclass(slots=True)
class Assignment:
    """Headlines by number of their body, the pieces that nobody claims, and the log-odds of the whole against none."""

    headlines: dict[int, Headline]
    unused: list[Piece]
    total: float = 0.0


Own = tuple[int, ...]


class _State(NamedTuple):
    """Pieces of the headline of each body that has one so far, and the body whose headline was opened last (-1: none
    was)."""

    score: float
    owned: dict[int, Own]
    last: int


def pieces_of(heads: Sequence[Cell]) -> list[Piece]:
    """Every head cell in the order of the page, cut at its spaces: headlines side by side share a line."""
    ordered = sorted(heads, key=lambda cell: cell.start)
    return [Piece(part, cell.text) for cell in ordered for part in _parts(cell)]


def _parts(cell: Cell) -> list[Cell]:
    """The cell between its spaces; the cell itself where cleaning changed its length."""
    if " " not in cell.text or len(cell.text) != cell.end - cell.start:
        return [cell]
    parts = []
    for match in re.finditer(r"\S+", cell.text):
        low, high = cell.start + match.start(), cell.start + match.end()
        parts.append(replace(cell, start=low, end=high, text=match.group(), width=width_of(match.group())))
    return parts


def assign(heads: Sequence[Cell], bodies: Sequence[Body]) -> Assignment:
    """For each body its headline, and the pieces that nobody claims.

    Piece by piece: it is nobody's, opens the headline of a body that has none, or goes on with one (beam search).
    """
    pieces = pieces_of(heads)
    if not pieces or not bodies:
        return Assignment({}, pieces)
    pieces, rest = pieces[:MOST_HEADLINES], pieces[MOST_HEADLINES:]
    claims = Claims(pieces, bodies)
    beam = [_State(0.0, {}, -1)]
    for at in range(len(pieces)):
        grown = [one for state in beam for one in _grown(state, at, claims)]
        grown.sort(key=lambda state: -state.score)
        beam = grown[:_BEAM]
    best = beam[0]
    found = {
        body: Headline([pieces[at] for at in own], _margin(beam, body)) for body, own in sorted(best.owned.items())
    }
    used = {at for own in best.owned.values() for at in own}
    unused = [piece for at, piece in enumerate(pieces) if at not in used]
    return Assignment(found, _kickers(found, unused) + rest, best.score)


def _grown(state: _State, at: int, claims: Claims) -> Iterator[_State]:
    """The ways to give one more piece to a body, or to none."""
    score, owned, last = state
    yield state
    for body, own in (claims.thinkable[at] | owned).items():
        gain = claims.goes_on(own, at, body) if own else claims.opens(at, body, last)
        if gain > _UNLIKELY:
            yield _State(score + gain, owned | {body: (*own, at)}, last if own else body)


def claimed(assignment: Assignment) -> tuple[Assignment, frozenset[int]]:
    """The assignment without headlines that might as well be another body's, and the bodies whose headline is not sure."""
    margins = {body: headline.margin for body, headline in assignment.headlines.items()}
    kept = {body: assignment.headlines[body] for body, margin in margins.items() if margin > _CLAIMED}
    freed = [piece for body in margins.keys() - kept.keys() for piece in assignment.headlines[body].all_pieces]
    doubtful = frozenset(body for body, margin in margins.items() if margin <= _SURE)
    return Assignment(kept, assignment.unused + freed, assignment.total), doubtful


def _margin(beam: Sequence[_State], body: int) -> float:
    best = beam[0]
    other = next((state for state in beam if state.owned.get(body) != best.owned[body]), None)
    return CERTAIN if other is None else best.score - other.score


def _kickers(found: dict[int, Headline], unused: Sequence[Piece]) -> list[Piece]:
    """Give short unclaimed lines with nothing beside them, right above a headline, to it as its kicker."""
    left = []
    for piece in unused:
        below = [headline for headline in found.values() if headline.pieces[0].cell.row == piece.cell.row + 1]
        own = [headline for headline in below if headline.pieces[0].cell.chain == piece.cell.chain]
        alone = piece.text == piece.whole and piece.cell.columns == 1 and len(below) == 1
        above = own[0] if own else below[0] if alone else None
        if above is not None and not above.kickers and _KICKER[0] <= len(piece.text) <= _KICKER[1]:
            above.kickers.append(piece)
        else:
            left.append(piece)
    return left
