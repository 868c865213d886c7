"""Headlines to bodies where both have boxes: by place first, by words where places leave it open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tagger.records import Box, around
from tagger.split.background import bigrams, idf
from tagger.split.bodies import Body
from tagger.split.cells import Cell
from tagger.split.claims import Piece
from tagger.split.headlines import CERTAIN, Assignment, Headline

# In sizes of the headline: lines of one headline, lesser lines beside it.
_LEADING, _BESIDE = 1.75, 0.8
_SAME = 1.06
_ABOVE, _BELOW, _WITHIN, _ELSEWHERE = 1.2, 0.3, 0.5, -0.6
_ALIGNED, _FAR, _CLAIM = 0.4, 0.05, 0.25
_WORDS = 1.0
_CERTAINTY = 5.0  # log-odds for what a headline is worth more than another
_LEAD, _OTHER = 160, 0.2  # characters that count half more, and how much words of other bodies count against


@dataclass(slots=True, eq=False)
class Display:
    """Lines of display type that stand together; ``main`` are those of the largest size."""

    cells: list[Cell]
    box: Box
    size: float

    @property
    def main(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.size * _SAME >= self.size]

    @property
    def lesser(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.size * _SAME < self.size]


def assign(heads: Sequence[Cell], bodies: Sequence[Body]) -> Assignment:
    """For each body its headline, the best pair of both on the page first, and the pieces that nobody claims."""
    displays = displays_of(heads)
    if not displays or not bodies:
        return Assignment({}, [_piece(cell) for cell in heads])
    fit = _Fit(bodies)
    boxes = [boxes_of(body) for body in bodies]
    pairs = []
    for number, display in enumerate(displays):
        words = fit.of([gram for cell in display.main for gram in bigrams(cell.text)])
        for body in range(len(bodies)):
            worth = place(display, boxes[body]) + _WORDS * words[body]
            pairs.append((worth, number, body))
    found: dict[int, Headline] = {}
    used: set[int] = set()
    for worth, number, body in sorted(pairs, key=lambda pair: -pair[0]):
        if worth > _CLAIM and number not in used and body not in found:
            used.add(number)
            display = displays[number]
            rivals = [other for other, one, rival in pairs if rival == body and one not in used]
            margin = _CERTAINTY * (worth - max(rivals)) if rivals else CERTAIN
            found[body] = Headline([_piece(c) for c in display.main], margin, [_piece(c) for c in display.lesser])
    unused = [_piece(cell) for number, one in enumerate(displays) if number not in used for cell in one.cells]
    return Assignment(found, unused)


class _Fit:
    """How much of the words of a headline each body explains."""

    def __init__(self, bodies: Sequence[Body]) -> None:
        self._all = [frozenset(bigrams(body.text)) for body in bodies]
        self._lead = [frozenset(bigrams(body.text[:_LEAD])) for body in bodies]
        self._page = frozenset().union(*self._all)

    def of(self, grams: Sequence[str]) -> list[float]:
        """For each body the share of the squared idf of the pairs that stand in it, those in its lead half more."""
        total = sum([idf(gram) ** 2 for gram in grams])
        known = [(gram, idf(gram) ** 2) for gram in grams if gram in self._page]
        return [
            sum([square * (1.5 if gram in lead else 1 if gram in own else -_OTHER) for gram, square in known]) / total
            if total
            else 0.0
            for own, lead in zip(self._all, self._lead, strict=True)
        ]


def _piece(cell: Cell) -> Piece:
    return Piece(cell, cell.text)


def boxes_of(body: Body) -> list[Box]:
    """The boxes of the columns of a body."""
    found: list[Box] = []
    for paragraph in body.paragraphs:
        for cell in paragraph.cells:
            if cell.box is None:
                continue
            below = found and 0 < cell.box.bottom - found[-1].bottom < 4 * cell.size
            if below and cell.box.left < found[-1].right and found[-1].left < cell.box.right:
                found[-1] = found[-1].joined(cell.box)
            else:
                found.append(cell.box)
    return found


def place(display: Display, columns: Sequence[Box]) -> float:
    """What the place of a headline says for a body: right above it much, within and below it something."""
    whole, box, size = around(columns), display.box, display.size
    shared = min(box.right, whole.right) - max(box.left, whole.left)
    if shared < 0.6 * box.width:
        return _ELSEWHERE
    over = [column for column in columns if min(box.right, column.right) - max(box.left, column.left) > 0]
    worth = _ALIGNED if abs(box.left - whole.left) < size else 0.0
    if over and box.bottom < min(column.top for column in over) + 0.6 * size:
        return worth + _ABOVE - _FAR * (min(column.top for column in over) - box.bottom) / size
    if over and box.top > max(column.bottom for column in over) - 0.6 * size:
        return worth + _BELOW - _FAR * (box.top - max(column.bottom for column in over)) / size
    return worth + _WITHIN if box.top >= whole.top - size and box.bottom <= whole.bottom + size else _ELSEWHERE


def displays_of(heads: Sequence[Cell]) -> list[Display]:
    """Headlines: lines of one size below one another, with the lesser lines right above and below them."""
    lines: list[Display] = []
    for cell in heads:
        last = lines[-1] if lines else None
        if last is not None and cell.chain == last.cells[-1].chain:
            last.cells.append(cell)
            last.box = last.box.joined(_box(cell))
        else:
            lines.append(Display([cell], _box(cell), cell.size))
    lines.sort(key=lambda display: -display.size)
    found: list[Display] = []
    for display in lines:
        near = next((other for other in found if _is_beside(display, other)), None)
        if near is None:
            found.append(display)
        else:
            near.cells = sorted([*near.cells, *display.cells], key=lambda cell: _box(cell).top)
            near.box = near.box.joined(display.box)
    return found


def _is_beside(lesser: Display, other: Display) -> bool:
    apart = max(lesser.box.top - other.box.bottom, other.box.top - lesser.box.bottom)
    shared = min(lesser.box.right, other.box.right) - max(lesser.box.left, other.box.left)
    return (
        lesser.size * _SAME < other.size
        and apart < _BESIDE * other.size
        and shared > 0.5 * min(lesser.box.width, other.box.width)
    )


def _box(cell: Cell) -> Box:
    assert cell.box is not None
    return cell.box
