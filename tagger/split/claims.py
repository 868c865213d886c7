"""What speaks for a line being the headline of a body, or the rest of one: words in common, place, look, the break.

Each function of ``opening`` and ``going_on`` names features of a conditional logit whose other choice, that the line is
nobody's, has none: their weights add up to log-odds. ``tools/train_headlines.py`` learns them.
"""

from __future__ import annotations

import heapq
import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tagger.split import signs
from tagger.split.background import bigrams, idf
from tagger.split.bodies import Body
from tagger.split.cells import Cell
from tagger.split.joints import joint, triples
from tagger.split.steps import step
from tagger.split.tracks import how_ends, look

_LEAD = 160  # characters at the beginning of a body that a headline draws on most
_SHARES = (0.001, 0.08, 0.16, 0.26, 0.4, 0.6)
_LEADS = (-0.3, -0.1, -0.02, 0.02, 0.1, 0.3)
_SIZES = (3, 6, 9, 14, 20, 28)
_WIDER = (-8.0, -3.0, -0.7, 0.7, 3.0)
_LENGTHS = (14, 22, 32, 44)
_TOKEN = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?")
_TOKEN_WEIGHTS = (2.0, 5.0, 7.0)  # of numbers and Latin words of one, two, more characters

_NEAREST, _LIKEST = 8, 16  # bodies whose headline a line may open: pages have fewer, and time stays linear in them
_MOST_LINES, _LONGEST, _BACK = 4, 64, 5  # lines and characters of a headline; pieces from one of it to the next
_NEVER = -1e6

Names = list[str]
Part = tuple[Callable[..., Names], tuple[object, ...]]


@dataclass(slots=True)
class Piece:
    """A line of a headline, or a part between spaces of the ``whole`` line; ``text`` is not doubled where bold was."""

    cell: Cell
    whole: str
    text: str = ""

    def __post_init__(self) -> None:
        text = self.cell.text
        self.text = text[: len(text) // 2] if signs.is_twice(text) else text

    @property
    def line(self) -> int:
        """The place of its line in the page's sequence of cells."""
        return self.cell.position


@dataclass(slots=True)
class Claims:
    """What is to be said of each piece opening or going on with the headline of each body.

    ``thinkable`` has, for each piece, the bodies whose headline it may open, with no pieces yet.
    """

    pieces: Sequence[Piece]
    bodies: Sequence[Body]
    fits: list[list[tuple[int, int, int]]] = field(init=False)
    sizes: list[int] = field(init=False)
    leads: list[bool] = field(init=False)
    thinkable: list[dict[int, tuple[int, ...]]] = field(init=False)
    _gaps: list[str] = field(init=False)  # between a piece and the next
    _alone: list[float] = field(init=False)
    _known: dict[tuple[int, ...], float] = field(init=False, default_factory=dict)
    _extents: dict[tuple[int, ...], tuple[int, int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        texts = [body.text for body in self.bodies]  # body by body: its words are gathered once
        shares = [[_share(piece.text, text) for piece in self.pieces] for text in texts]
        self.fits = [_fits(own) for own in zip(*shares, strict=True)]
        self.sizes = [step(len(piece.text), _SIZES) for piece in self.pieces]
        self.leads = [signs.LEAD.match(body.paragraphs[0].cells[0].text) is not None for body in self.bodies]
        self._gaps = [_apart(one.cell, other.cell) for one, other in itertools.pairwise(self.pieces)]
        self._alone = [_worth(self._of_line(at)) for at in range(len(self.pieces))]
        self.thinkable = [
            dict.fromkeys(_thinkable(piece, self.bodies, fits), ())
            for piece, fits in zip(self.pieces, self.fits, strict=True)
        ]

    def opens(self, at: int, body: int, before: int) -> float:
        """The log-odds that a piece opens the headline of a body."""
        key = at, body, _order(body, before)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._alone[at] + _worth(self._of_body(at, body, before))
        return known

    def goes_on(self, own: tuple[int, ...], at: int, body: int) -> float:
        """The log-odds that a piece goes on with some that are the headline of a body."""
        if not self.may_go_on(own, at):
            return _NEVER
        key = at, body, own[-1], *self._extent(own)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = _worth(self.going_on(own, at, body))
        return known

    def _extent(self, own: tuple[int, ...]) -> tuple[int, int]:
        """How many lines some pieces stand on, and how many characters they have."""
        known = self._extents.get(own)
        if known is None:
            pieces = [self.pieces[number] for number in own]
            lines, length = len({piece.cell.row for piece in pieces}), sum([len(piece.text) for piece in pieces])
            known = self._extents[own] = lines, length
        return known

    def may_go_on(self, own: tuple[int, ...], at: int) -> bool:
        """Whether a headline may have one more piece: of a few lines, not too long, not too far behind the last."""
        if at - own[-1] > _BACK:
            return False
        (lines, length), piece = self._extent(own), self.pieces[at]
        lines += piece.cell.row != self.pieces[own[-1]].cell.row  # pieces come line by line
        return lines <= _MOST_LINES and length + len(piece.text) <= _LONGEST

    def opening(self, at: int, body: int, before: int) -> list[Part]:
        """That a piece opens the headline of a body, the one opened last being that of body ``before`` (-1: none was)."""
        return [*self._of_line(at), *self._of_body(at, body, before)]

    def _of_line(self, at: int) -> list[Part]:
        """What a piece says for itself, whichever body it is held against."""
        piece = self.pieces[at]
        parts: list[Part] = [(_looks, ("open", piece.cell.text, piece.whole, self.sizes[at]))]
        if at:
            parts.append((_break, (f"behind {self._gaps[at - 1]}", self.pieces[at - 1].cell.text, piece.cell.text)))
        return parts

    def _of_body(self, at: int, body: int, before: int) -> list[Part]:
        piece, (share, lead, beats) = self.pieces[at], self.fits[at][body]
        place, order = _place(piece.cell, self.bodies[body]), _order(body, before)
        parts: list[Part] = [
            (_opening_fit, (share, lead, beats, self.sizes[at], self.leads[body])),
            (_opening_place, (place, share, beats, order, min(4, len(self.bodies)))),
        ]
        if at:
            parts.append((_beside, ("behind", self._gaps[at - 1], share, *self.fits[at - 1][body])))
        if at + 1 < len(self.pieces):
            parts.append((_beside, ("before", self._gaps[at], share, *self.fits[at + 1][body])))
        return parts

    def going_on(self, own: tuple[int, ...], at: int, body: int) -> list[Part]:
        """That a piece goes on with some that are the headline of a body."""
        last, piece, (share, _, beats), size = (
            self.pieces[own[-1]].cell,
            self.pieces[at],
            self.fits[at][body],
            self.sizes[at],
        )
        apart = _apart(last, piece.cell)
        wider = step(piece.cell.width - last.width, _WIDER)
        lines, length = self._extent(own)
        shape = min(2, at - own[-1] - 1), wider, self.sizes[own[-1]], size, lines, step(length, _LENGTHS)
        return [
            (_looks, ("on", piece.cell.text, piece.whole, size)),
            (_break, (f"on {apart}", last.text, piece.cell.text)),
            (_going_fit, (apart, share, beats, size)),
            (_going_shape, (apart, *shape)),
        ]


def names(parts: Sequence[Part]) -> Names:
    """All features of some parts."""
    return [name for of, given in parts for name in of(*given)]


def _worth(parts: Sequence[Part]) -> float:
    return sum([_part(of, given) for of, given in parts])


@lru_cache(maxsize=32_768)
def _part(of: Callable[..., Names], given: tuple[object, ...]) -> float:
    get = _weights().get
    return sum([get(name, 0.0) for name in of(*given)])


@lru_cache(maxsize=1)
def _weights() -> Mapping[str, float]:
    from tagger.split.headline_weights import WEIGHTS

    return WEIGHTS


def _looks(what: str, text: str, whole: str, size: int) -> Names:
    found = [f"{what} looks {look(text)} {look(whole)}", f"{what} ends {how_ends(text, False)} {text[-1] in '，、'}"]
    found += [f"{what} twice"] if signs.is_twice(text) else []
    return [*found, *(f"{name} {size}" for name in found)]


def _opening_fit(share: int, lead: int, beats: int, size: int, leads: bool) -> Names:
    return [
        "opens", f"opens {size}", f"fit {share} {size}", f"lead {lead} {share}", f"beats {beats}",
        f"beats {beats} {share} {size}", f"leads {leads:d}",
    ]  # fmt: skip


def _opening_place(place: str, share: int, beats: int, order: int, bodies: int) -> Names:
    return [
        f"place {place}", f"place {place} {beats}", f"place {place} {share}", f"order {order}", f"order {order} {beats}",
        f"bodies {bodies}",
    ]  # fmt: skip


def _beside(what: str, apart: str, own: int, share: int, _: int, beats: int) -> Names:
    return [f"{what} {apart}", f"{what} {apart} fit {own} {share}", f"{what} {apart} beats {beats}"]


def _going_fit(apart: str, share: int, beats: int, size: int) -> Names:
    return [f"on fit {share} {size}", f"on beats {beats} {apart}", f"on beats {beats} {size}"]


def _going_shape(apart: str, between: int, wider: int, last: int, size: int, lines: int, length: int) -> Names:
    return [
        "on", f"on {apart} {between}", f"on {apart} {wider}", f"on long {lines} {length}", f"on {apart} {size}",
        f"on {apart} from {last} {wider}",
    ]  # fmt: skip


def _break(what: str, last: str, text: str) -> Names:
    """What the characters on both sides of a break say."""
    end = how_ends(last, False)
    opened = sum([last.count(mark) for mark in "“《（"]) > sum([last.count(mark) for mark in "”》）"])
    found = [joint(last, text, end), *triples(last, text, end), *(["opened"] if opened else [])]
    return [f"{what} {name}" for name in found]


def _order(body: int, before: int) -> int:
    """How the order of bodies goes with that of their headlines."""
    if before < 0:
        return 9
    step = body - before
    return 2 if step > 2 else -2 if step < -2 else step


def _place(cell: Cell, body: Body) -> str:
    """Where a line lies from a body in reading order, and on the page where the page has another order."""
    above, below = body.first - cell.position, cell.position - body.last
    name = f"above {_far(above)}" if above > 0 else f"below {_far(below)}" if below > 0 else "inside"
    first = body.paragraphs[0].cells[0]
    if first.chain < 0:
        return name
    return f"{name} {first.chain == cell.chain:d}{_far(abs(first.row - cell.row))}{first.row > cell.row:d}"


def _far(lines: int) -> int:
    return lines if lines < 3 else 3 if lines < 7 else 4


def _apart(last: Cell, cell: Cell) -> str:
    """How many lines two are apart; whether in one chain of columns."""
    rows = f"{min(4, cell.row - last.row)}"
    return rows if cell.chain < 0 else f"{rows}c{cell.chain == last.chain:d}"


def _thinkable(piece: Piece, bodies: Sequence[Body], fits: Sequence[tuple[int, int, int]]) -> list[int]:
    """The bodies nearest to a piece, and those most like it of the others."""
    numbers = range(len(bodies))
    near = heapq.nsmallest(_NEAREST, numbers, key=lambda body: abs(bodies[body].first - piece.line))
    others = [body for body in numbers if body not in near]
    return sorted([*near, *heapq.nlargest(_LIKEST, others, key=lambda body: fits[body][:2])])


def _fits(shares: Sequence[tuple[float, float]]) -> list[tuple[int, int, int]]:
    """For each body how much of a text's words it has, how much its first sentences, and by how much that beats the others."""
    both = [share + lead for share, lead in shares]
    best, second = heapq.nlargest(2, [*both, 0.0, 0.0])
    return [
        (step(share, _SHARES), step(lead, _SHARES), step(own - (second if own == best else best), _LEADS))
        for (share, lead), own in zip(shares, both, strict=True)
    ]


@lru_cache(maxsize=4096)
def _share(text: str, body: str) -> tuple[float, float]:
    """The share of the squared weights of a text's words that stand in a body, and in its first sentences."""
    own = _weighed(text)
    total = sum(own.values())
    if not total:
        return 0.0, 0.0
    everywhere, lead = _words(body), _words(body[:_LEAD])
    shares = [sum([square for word, square in own.items() if word in among]) / total for among in (everywhere, lead)]
    return shares[0], shares[1]


@lru_cache(maxsize=512)
def _words(text: str) -> frozenset[str]:
    """The pairs of characters, numbers and Latin words of a text."""
    return frozenset([*bigrams(text), *_TOKEN.findall(text)])


@lru_cache(maxsize=512)
def _weighed(text: str) -> dict[str, float]:
    """The same with the squares of their weights, pairs first."""
    found = {pair: idf(pair) ** 2 for pair in bigrams(text)}
    for token in _TOKEN.findall(text):
        found[token] = _TOKEN_WEIGHTS[min(len(token), 3) - 1] ** 2
    return found
