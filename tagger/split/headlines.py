"""Headlines to bodies: one assignment over the page, by words in common and by place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tagger.split.background import bigrams, idf, triple_idf
from tagger.split.bodies import Body
from tagger.split.cells import Cell, width_of
from tagger.split.signs import is_twice

# Found on set pages: what a line must explain to be claimed, what an unclaimed one costs, and what places are worth.
_EXPLAINED, _CLAIM, _UNUSED = 2.0, 0.42, -0.2
_SAME_LINE, _WRAPPED, _ODD_WRAP, _APART = 0.25, 0.1, -0.1, -0.5
_SAME_CHAIN = 0.5
_ABOVE, _NEAR_ABOVE, _BELOW = 0.6, 0.4, 0.1
_OPEN, _WORD, _STRANGE = 0.5, 0.15, -0.1
_MOST_LINES, _MOST_PIECES, _LONGEST = 4, 6, 64
_MAX_BODIES, _MAX_PIECES = 10, 48
_LEAD = 160
_ELSEWHERE = 0.2
_SURE, _TWICE = 0.1, 1.6
_KICKER_FIT, _SHORT = 0.35, 10


@dataclass(slots=True)
class Piece:
    """A line of a headline, or a part of one between spaces."""

    cell: Cell
    grams: list[str]

    @property
    def line(self) -> int:
        """The place of its line in the page's sequence of cells."""
        return self.cell.position


@dataclass(slots=True)
class Headline:
    """Pieces that make one headline; ``margin`` is how much worse the page's assignment is without it."""

    pieces: list[Piece]
    margin: float
    kicker: Piece | None = None


@dataclass(slots=True)
class Assignment:
    """Headlines by number of their body, the pieces that nobody claims, and what the whole is worth."""

    headlines: dict[int, Headline]
    unused: list[Piece]
    total: float = 0.0


class _Fit:
    """How much of a piece's words a body explains."""

    def __init__(self, bodies: Sequence[Body]) -> None:
        texts = [body.text for body in bodies]
        self.all = [_pairs(text) for text in texts]
        self.lead = [_pairs(text[:_LEAD]) for text in texts]
        self.page = frozenset().union(*self.all)

    def of(self, grams: Sequence[str]) -> list[float]:
        """For each body the share of the squared idf of a piece's pairs that stand in it, those in its lead half more.

        Pairs that stand in another body and not in this one speak against it.
        """
        squares = [(gram, idf(gram) ** 2) for gram in grams]
        total = sum([square for _, square in squares])
        if not total:
            return [0.25] * len(self.all)
        known = [(gram, square) for gram, square in squares if gram in self.page]
        return [
            sum(
                [
                    square * (1.5 if gram in lead else 1.0) if gram in everywhere else -square * _ELSEWHERE
                    for gram, square in known
                ]
            )
            / total
            for everywhere, lead in zip(self.all, self.lead, strict=True)
        ]


@lru_cache(maxsize=256)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(bigrams(text))


def pieces_of(heads: Sequence[Cell]) -> list[Piece]:
    """Every head cell, cut at its spaces: headlines side by side share a line."""
    return [Piece(part, bigrams(part.text)) for cell in heads for part in _parts(cell)]


def _parts(cell: Cell) -> list[Cell]:
    """The cell between its spaces; the cell itself where cleaning changed its length."""
    if " " not in cell.text or len(cell.text) != cell.end - cell.start:
        return [cell]
    parts = []
    for match in re.finditer(r"\S+", cell.text):
        text = match.group()
        parts.append(
            Cell(
                cell.start + match.start(),
                cell.start + match.end(),
                text,
                width_of(text),
                position=cell.position,
                chain=cell.chain,
            )
        )
    return parts


def assign(heads: Sequence[Cell], bodies: Sequence[Body]) -> Assignment:
    """For each body its headline, and the pieces that nobody claims.

    Dynamic programming over (pieces read, bodies served): the next piece is left unclaimed, or some pieces in a row
    become the headline of a body that has none yet. Maximises what bodies explain + place - costs.
    """
    pieces = pieces_of(heads)
    if not pieces or not bodies:
        return Assignment({}, pieces, _UNUSED * len(pieces))
    pieces, rest = pieces[:_MAX_PIECES], pieces[_MAX_PIECES:]
    fit = _Fit(bodies)
    fits = [fit.of(piece.grams) for piece in pieces]
    options = [_options(pieces, at, bodies, fits) for at in range(len(pieces))]
    best: list[dict[int, tuple[float, int, int, int]]] = [{} for _ in range(len(pieces) + 1)]
    best[0][0] = (0.0, -1, 0, -1)
    for at in range(len(pieces)):
        for served, (score, *_) in best[at].items():
            _offer(best[at + 1], served, (score + _UNUSED, at, served, -1))
            for size, body, gain in options[at]:
                if not served >> body & 1:
                    _offer(best[at + size], served | 1 << body, (score + gain, at, served, body))
    found: dict[int, Headline] = {}
    unused: list[Piece] = []
    at, served = len(pieces), max(best[-1], key=lambda key: best[-1][key][0])
    total = best[at][served][0]
    while at:
        score, before, old, body = best[at][served]
        if body < 0:
            unused.append(pieces[before])
        else:
            margin = score - best[before][old][0] - _UNUSED * (at - before)
            own = pieces[before:at]
            kicker = own.pop(0) if len(own) == 2 and is_twice(own[1].cell.text) else None  # bold is printed twice
            found[body] = Headline(own, margin, kicker)
        at, served = before, old
    return Assignment(found, _kickers(found, unused[::-1], fit) + rest, total)


def _kickers(found: dict[int, Headline], unused: list[Piece], fit: _Fit) -> list[Piece]:
    """Give unclaimed lines beside a headline to it: as its kicker where they speak of the same body, or as its rest.

    Below a short line that was taken for the headline stands its rest, even where that has no word of the body.
    """
    left = []
    for piece in unused:
        for body, headline in found.items():
            first, last = headline.pieces[0], headline.pieces[-1]
            if piece.line == last.line + 1 and first is last and last.cell.width <= _SHORT:
                headline.pieces.append(piece)
                break
            beside = piece.line in (first.line - 1, last.line + 1)
            if beside and headline.kicker is None and fit.of(piece.grams)[body] >= _KICKER_FIT:
                headline.kicker = piece
                break
        else:
            left.append(piece)
    return left


def _offer(states: dict[int, tuple[float, int, int, int]], served: int, state: tuple[float, int, int, int]) -> None:
    if served not in states or states[served][0] < state[0]:
        states[served] = state


def _options(
    pieces: Sequence[Piece], at: int, bodies: Sequence[Body], fits: Sequence[Sequence[float]]
) -> list[tuple[int, int, float]]:
    """(pieces, body, gain) of every headline that may begin at a piece."""
    found = []
    joined, lines, length = 0.0, 1, 0
    explained = [0.0] * min(len(bodies), _MAX_BODIES)
    for size in range(1, min(_MOST_PIECES, len(pieces) - at) + 1):
        piece, fit = pieces[at + size - 1], fits[at + size - 1]
        length += len(piece.cell.text)
        if size > 1:
            last = pieces[at + size - 2]
            lines += piece.line != last.line
            joined += _joint(last, piece)
        if lines > _MOST_LINES or length > _LONGEST or (size > 2 and is_twice(piece.cell.text)):
            break
        twice = _TWICE if is_twice(piece.cell.text) else 0.0
        share = len(piece.cell.text) / 10 if len(piece.cell.text) < 10 else 1.0
        for number in range(len(explained)):
            explained[number] += share * (_EXPLAINED * fit[number] - _CLAIM)
            gain = explained[number] + joined + twice * fit[number] + _place(pieces[at : at + size], bodies[number])
            if gain > _UNUSED * size:
                found.append((size, number, gain))
        if is_twice(piece.cell.text):
            break
    return found


def _joint(last: Piece, piece: Piece) -> float:
    """What speaks for two pieces in a row being one headline."""
    if piece.line == last.line:
        return _SAME_LINE
    if piece.cell.chain == last.cell.chain >= 0:
        return _SAME_CHAIN
    across = _across(last.cell.text, piece.cell.text)
    if piece.line - last.line > 2:
        return _APART * 2 + across
    if piece.line - last.line == 2 or piece.cell.chain != last.cell.chain:
        return _APART + across
    return across + (_WRAPPED if piece.cell.width <= last.cell.width + 1 else _ODD_WRAP)


def _across(last: str, first: str) -> float:
    """What the characters on both sides of a line break say for one headline: a word may run through it."""
    if first[0] in "，。、；：！？”’）》】" or last[-1] in "“‘（《【、，：":
        return _OPEN
    joint = last[-1] + first[0]
    if not all("\u4e00" <= character < "\ua000" for character in joint):
        return 0.0
    seen = sum(triple_idf(triple) is not None for triple in (last[-2:] + first[0], last[-1] + first[:2]))
    if seen:
        return _WORD * seen**2
    return _WORD / 2 if idf(joint) < 5 else _STRANGE if idf(joint) >= 8.6 else 0.0


def _place(pieces: Sequence[Piece], body: Body) -> float:
    """What the place of a headline says for a body: right above it much, right below it something."""
    above, below = body.first - pieces[-1].line, pieces[0].line - body.last
    if above in (1, 2):
        return _ABOVE if above == 1 else _NEAR_ABOVE
    return _BELOW if 0 < below <= 2 else 0.0


def is_sure(headline: Headline) -> bool:
    """Whether the assignment is clear enough to be claimed."""
    return headline.margin > _SURE
