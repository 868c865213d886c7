"""A page's text as cells: physical lines, cut where one line holds pieces of several columns.

A cell is the atom of splitting: it belongs to one article part or is left over, as a whole.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tagger.records import Box
from tagger.split.signs import inline_byline
from tagger.text import repair

_SPACED = re.compile(r"(?:[^\x00-\x7f] +){4}")
_CLOSING = frozenset("，。、；：！？”’）》】…,.;:!?)")
_OPENING = frozenset("“‘（《【(")
_MARKS = _CLOSING | _OPENING
_CLOSER = 0.5  # two marks side by side are set this much closer
_GAP = re.compile(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])")
_OFTEN, _FEW = 4, 3  # lines that make a width usual; lines of several columns that a page must have
_ASCII_WIDTH, _SPACE_WIDTH = 0.55, 0.27


@dataclass(slots=True)
class Cell:
    """Characters ``start`` to ``end`` of the source; ``text`` is repaired and free of justifying spaces.

    ``width`` is the display width in Chinese characters; ``gap`` whether a blank line or a column edge stands before;
    ``column`` and ``columns`` place the cell on its line, ``position`` in the sequence of all cells; ``chain`` numbers
    the columns that were found to go on with each other, where a page was put in order, and is -1 elsewhere; ``row``
    numbers the lines of the page that are not blank. ``box`` says where it stands, and ``size`` in what size of type
    (points), where the source tells.
    """

    start: int
    end: int
    text: str
    width: float
    gap: bool = False
    column: int = 0
    columns: int = 1
    position: int = 0
    chain: int = -1
    row: int = 0
    box: Box | None = None
    size: float = 0.0


def width_of(text: str) -> float:
    """Display width in Chinese characters: ASCII .55, space .27, everything else 1."""
    spaces = text.count(" ")
    narrow = len(text.encode("ascii", "ignore")) - spaces
    return len(text) - spaces - narrow + narrow * _ASCII_WIDTH + spaces * _SPACE_WIDTH


def read_cells(page: str) -> list[Cell]:
    """All cells of a page in the order of its text."""
    cells: list[Cell] = []
    offset, blank, row = 0, 0, 0
    lines = page.split("\n")
    doubled = _doubled(lines)
    cuts = _columns([line.strip() for line in lines]) if _has_blocks(lines, doubled) else {}
    for number, line in enumerate(lines):
        body = line.strip()
        if body:
            start = offset + len(line) - len(line.lstrip())
            gap = blank > (1 if doubled else 0)
            before = len(cells)
            _add_line(cells, body, start, gap, cuts.get(number, ()))
            for cell in cells[before:]:
                cell.row = row
            blank, row = 0, row + 1
        else:
            blank += 1
        offset += len(line) + 1
    return _mend(cells)


def _mend(cells: list[Cell]) -> list[Cell]:
    """Join the pieces of one physical line that extraction cut between two marks, which stand closer than others."""
    found: list[Cell] = []
    for i, cell in enumerate(cells):
        last = found[-1] if found else None
        if last is not None and last.columns == cell.columns == 1 and not cell.gap and _between_marks(last, cell):
            usual = usual_width([other.width for other in cells[max(0, i - 9) : i + 9]])
            if _is_one_line(last, cell, usual):
                _glue(last, cell.end, cell.text)
                continue
        cell.position = len(found)
        found.append(cell)
    return found


def _between_marks(last: Cell, cell: Cell) -> bool:
    return last.text[-1] in _MARKS and cell.text[0] in _MARKS


def _is_one_line(last: Cell, cell: Cell, usual: float) -> bool:
    """Whether two pieces fit into a column: no line begins with a closing mark or ends on an opening one,
    any others must fill the column together."""
    width = last.width + cell.width - _CLOSER
    if not usual or width > usual + 0.9:
        return False
    torn = cell.text[0] in _CLOSING or last.text[-1] in _OPENING
    return torn or width >= usual - 2.6


def usual_width(widths: Sequence[float]) -> float:
    """The width that most lines share, 7 at least; 0 where no two agree."""
    best, most = 0.0, 1.5
    for width in widths:
        if width < 7:
            continue
        low, high = width - 0.8, width + 0.8
        near = sum([low <= other <= high for other in widths]) + width / 100
        if near > most:
            best, most = width, near
    return best


def _doubled(lines: list[str]) -> bool:
    """Whether a blank line stands between nearly all lines, so that one says nothing."""
    full = [bool(line.strip()) for line in lines]
    pairs = sum(1 for a, b in itertools.pairwise(full) if a and b)
    return sum(full) > 3 and pairs < 0.35 * sum(full)


def _columns(lines: Sequence[str]) -> dict[int, list[tuple[int, int]]]:
    """Where lines hold several columns, as spaces to cut at by number of the line; none where few lines seem to.

    A column goes on below, where its lines stand alone: a space behind as many characters as those lines have (two
    fewer at an indent) parts two columns, if there is a mark of prose on the line or the line beside it is cut too.
    """
    widths = Counter(round(width_of(line)) for line in lines if line and not _GAP.search(line))
    usual = {width for width, count in widths.items() if width >= 7 and count >= _OFTEN}
    found: dict[int, list[tuple[int, int]]] = {}
    for number, line in enumerate(lines):
        if _SPACED.search(line):
            continue
        cuts, begin = [], 0
        for match in _GAP.finditer(line):
            width = width_of(line[begin : match.start()])
            if any(abs(width - full) <= 0.7 or abs(width - full + 2) <= 0.7 for full in usual):
                cuts.append(match.span())
                begin = match.end()
        if cuts:
            found[number] = cuts
    full = [number for number, line in enumerate(lines) if line]
    beside = {b for a, b in itertools.pairwise(full) if a in found} | {
        a for a, b in itertools.pairwise(full) if b in found
    }
    found = {n: cuts for n, cuts in found.items() if n in beside or any(mark in lines[n] for mark in "，。、；")}
    return found if len(found) >= _FEW else {}


def _between(cuts: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    edges = [0, *(edge for cut in cuts for edge in cut), length]
    return [(low, high) for low, high in zip(edges[::2], edges[1::2], strict=True) if high > low]


def _has_blocks(lines: Sequence[str], doubled: bool) -> bool:
    """Whether blank lines part blocks: only extractors that write blocks write lines of several columns."""
    text = "\n".join(line.strip() for line in lines).strip()
    return text.count("\n" * (4 if doubled else 2)) >= 2


def _add_line(cells: list[Cell], body: str, start: int, gap: bool, cuts: Sequence[tuple[int, int]] = ()) -> None:
    spaced = _SPACED.search(body) is not None
    pieces = _between(cuts, len(body)) if cuts else [(0, len(body))] if spaced else _pieces(body)
    names = inline_byline(body) if len(pieces) == 1 else None
    if names is not None:
        _add_line(cells, body[:names].rstrip(), start, gap)
        cells.append(Cell(start + names, start + len(body), clean(body[names:]), width_of(body[names:])))
        return
    for number, (low, high) in enumerate(pieces):
        text = clean(body[low:high], spaced=spaced)
        last = cells[-1] if cells else None
        stray = len(pieces) == 1 and last is not None and last.columns == 1
        if stray and last is not None and all(character in _CLOSING for character in text):
            _glue(last, start + high, text)  # a closing mark that extraction pushed onto a line of its own
        elif stray and last is not None and last.text and all(character in _OPENING for character in last.text):
            _glue(last, start + high, text)
        else:
            cells.append(Cell(start + low, start + high, text, width_of(text), gap or number > 0, number, len(pieces)))


def _glue(cell: Cell, end: int, text: str) -> None:
    cell.end, cell.text = end, cell.text + text
    cell.width = width_of(cell.text)


def _pieces(body: str) -> list[tuple[int, int]]:
    """Where a line falls into columns: at spaces between two Chinese characters, each piece of a column's length."""
    pieces = _between([match.span() for match in _GAP.finditer(body)], len(body))
    if len(pieces) < 2 or len(body) < 24:
        return [(0, len(body))]
    return pieces if all(high - low >= 9 for low, high in pieces) else [(0, len(body))]


def clean(text: str, *, spaced: bool = False) -> str:
    """Radicals repaired; in a letter-spaced line the spaces beside Chinese characters taken out."""
    text = repair(text)
    if spaced:
        text = re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", text)
        text = re.sub(r"(?<=\d) (?=\d)|(?<=[\d.,]) (?=[\d.,%])", "", text)
    return text if text.isprintable() else "".join(" " if _control(c) else c for c in text)


def _control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Zs", "Cf")
