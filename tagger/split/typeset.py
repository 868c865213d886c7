"""Pages whose type stands in boxes: what lines are told by size and place, articles by columns, headlines by place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tagger.records import Block, Box, Page, around
from tagger.split import signs
from tagger.split.bodies import Layout, build
from tagger.split.cells import Cell, clean, width_of
from tagger.split.chains import Fragment
from tagger.split.flow import Sheet, chains
from tagger.split.gather import settle
from tagger.split.headlines import Assignment
from tagger.split.lattice import BYLINE, CAPTION, FURNITURE, HEAD, MORE, START
from tagger.split.placed import assign

_DISPLAY, _SMALL = 1.15, 0.93  # times the size of the text: display type above, captions below
_PROSE_LINES, _PROSE = 4, 80  # lines and characters from which on type of any size is text
_INDENT, _SHORT = 1.2, 1.5  # in sizes
_LABEL, _SECTION = 46, 6  # characters of a line about the issue, and of the name of a section, at most
_SUBHEAD, _CLOSE = 1.4, 2.2  # times the size of the text: how large a subhead is, how near the text it parts
_REACH = 6.0  # sizes of the text: how far a caption is from its column


@dataclass(slots=True, eq=False)
class Column:
    """A block of lines and what each of them is."""

    cells: list[Cell]
    kinds: list[int]
    box: Box
    size: float

    @property
    def is_text(self) -> bool:
        return START in self.kinds or MORE in self.kinds

    @property
    def text(self) -> list[Cell]:
        """Its lines of text."""
        return [cell for cell, kind in zip(self.cells, self.kinds, strict=True) if kind in (START, MORE)]

    def add(self, other: Column) -> None:
        """Go on with the lines of another."""
        self.cells += other.cells
        self.kinds += other.kinds
        self.box = self.box.joined(other.box)


def read(page: Page) -> tuple[Layout, Assignment]:
    """The bodies of a page with boxes and their headlines."""
    from tagger.split.flow_weights import WEIGHTS

    columns, size = columns_of(page), text_size(page.blocks)
    texts = [column for column in columns if column.is_text]
    groups = [[texts[number] for number in chain] for chain in chains(sheet(columns, size), WEIGHTS)]
    rest = [column for column in columns if not column.is_text]
    rest = [column for column in rest if not _give(column, groups, size)]
    ordered = sorted([*groups, *([column] for column in rest)], key=lambda group: group[0].cells[0].start)
    return _built(sorted(ordered, key=lambda group: group[0].kinds[0] != HEAD))  # display type stands first


def columns_of(page: Page) -> list[Column]:
    """The blocks of a page with what their lines are; small headlines within a column are part of it, bylines on top
    of one are not."""
    size = text_size(page.blocks)
    found = [_column(page, block, size) for block in page.blocks]
    _mark_masthead(found, size)
    return _with_subheads([part for column in found for part in _parts(column)], size)


def sheet(columns: Sequence[Column], size: float) -> Sheet:
    """The columns of text and the headlines around them."""
    texts = [column for column in columns if column.is_text]
    heads = [column.box for column in columns if HEAD in column.kinds and not column.is_text]
    signed = {number for number, column in enumerate(texts) if column.kinds[-1] == BYLINE}
    return Sheet([Fragment(column.text) for column in texts], [column.box for column in texts], heads, size, signed)


def _mark_masthead(columns: Sequence[Column], text: float) -> None:
    """Take the short lines on top of a page for furniture, unless they are nothing but display type."""
    first = min(columns, key=lambda column: column.box.top)
    band = [column for column in columns if column.box.top < first.box.bottom]
    short = all(len(column.cells) <= 2 and _is_label(column, text) for column in band)
    if short and len(band) < len(columns) and any(column.size < _DISPLAY * text for column in band):
        for column in band:
            column.kinds = [FURNITURE] * len(column.cells)


def _is_label(column: Column, text: float) -> bool:
    length = sum(len(cell.text) for cell in column.cells)
    return "。" not in column.cells[-1].text and length <= (_LABEL if column.size < _DISPLAY * text else _SECTION)


def _parts(column: Column) -> list[Column]:
    """The bylines and captions on top of a column, and the rest."""
    top = next((at for at, kind in enumerate(column.kinds) if kind in (START, MORE, HEAD, FURNITURE)), 0)
    if not top:
        return [column]
    halves = ((column.cells[:top], column.kinds[:top]), (column.cells[top:], column.kinds[top:]))
    return [Column(cells, kinds, around(map(box_of, cells)), column.size) for cells, kinds in halves]


def text_size(blocks: Iterable[Block]) -> float:
    """The size in which most characters of a page stand."""
    sizes: Counter[float] = Counter()
    for block in blocks:
        sizes[round(block.size, 1)] += sum(line.end - line.start for line in block.lines)
    return sizes.most_common(1)[0][0]


def _built(groups: Sequence[Sequence[Column]]) -> tuple[Layout, Assignment]:
    cells: list[Cell] = []
    kinds: list[int] = []
    for chain, group in enumerate(groups):
        for column in group:
            cells += column.cells
            kinds += column.kinds
            for cell in column.cells:
                cell.chain = chain
    for position, cell in enumerate(cells):
        cell.position = position
    layout = build(cells, settle(cells, kinds))
    return layout, assign(layout.heads, layout.bodies)


def _column(page: Page, block: Block, text: float) -> Column:
    cells = []
    for line in block.lines:
        own = clean(page.text[line.start : line.end])
        cells.append(Cell(line.start, line.end, own, width_of(own), box=line.box, size=line.size))
    box = block.box
    return Column(cells, _kinds(cells, box, text), box, block.size)


def _kinds(cells: Sequence[Cell], box: Box, text: float) -> list[int]:
    """What the lines of a block are."""
    size = cells[0].size
    whole = "".join(cell.text for cell in cells)
    prose = "。" in whole and len(cells) >= _PROSE_LINES and len(whole) >= _PROSE
    if len(cells) <= 2 and signs.furniture_strength(whole):
        return [FURNITURE] * len(cells)
    if not prose and size >= _DISPLAY * text:
        return [HEAD] * len(cells)
    if not prose and size <= _SMALL * text:
        named = all(signs.byline_strength(cell.text) >= 0.8 for cell in cells)
        return [BYLINE if named else CAPTION] * len(cells)
    return [_kind(cells, number, box) for number in range(len(cells))]


def _kind(cells: Sequence[Cell], number: int, box: Box) -> int:
    """What a line among text is: a paragraph begins with an indent, or behind a line that ends short."""
    cell, last = cells[number], cells[number - 1] if number else None
    at, before = box_of(cell), box_of(last) if last is not None else None
    indent = (at.left - box.left) / cell.size
    short = before is not None and before.right < box.right - _SHORT * cell.size
    opens = last is None or (short and not signs.leaves_open(last.text))
    if opens or signs.ends_sentence(last.text if last else ""):
        if signs.caption_strength(cell.text) == 1:
            return CAPTION
        if signs.byline_strength(cell.text) >= 0.8:
            return BYLINE
    if last is not None and (indent >= _INDENT or (short and signs.ends_sentence(last.text))):
        return START
    return START if last is None and (indent >= _INDENT or len(cells) == 1) else MORE


def box_of(cell: Cell) -> Box:
    """Where a cell of a page with boxes stands."""
    assert cell.box is not None
    return cell.box


def _with_subheads(columns: Sequence[Column], text: float) -> list[Column]:
    """Columns joined with the small headlines that stand within them."""
    gone: set[int] = set()
    for number, column in enumerate(columns):
        while number not in gone and column.is_text and (parts := _goes_on(column, columns, gone, text)) is not None:
            for at in parts:
                column.add(columns[at])
                gone.add(at)
    return [column for number, column in enumerate(columns) if number not in gone]


def _goes_on(column: Column, columns: Sequence[Column], gone: set[int], text: float) -> tuple[int, int] | None:
    """The small headline right below a column and the text right below that."""
    sub = _right_below(column, columns, gone, text)
    if sub is None or not _is_subhead(columns[sub], column.box, text):
        return None
    rest = _right_below(columns[sub], columns, gone, text)
    if rest is None or not columns[rest].is_text or abs(columns[rest].box.left - column.box.left) > text:
        return None
    columns[sub].kinds = [HEAD] * len(columns[sub].cells)
    return sub, rest


def _is_subhead(column: Column, above: Box, text: float) -> bool:
    """Whether a block is a small headline of the column above: display type, or a line in its middle."""
    before, behind = column.box.left - above.left, above.right - column.box.right
    if column.is_text:
        line = len(column.cells) == 1 and not signs.ends_sentence(column.cells[0].text)
        return line and before > _INDENT * text and behind > _INDENT * text and abs(before - behind) < 2 * text
    return HEAD in column.kinds and column.size <= _SUBHEAD * text and min(before, behind) >= -text


def _right_below(column: Column, columns: Sequence[Column], gone: set[int], text: float) -> int | None:
    near = [
        (other.box.top, number)
        for number, other in enumerate(columns)
        if other is not column
        and number not in gone
        and other.box.left < column.box.right
        and column.box.left < other.box.right
        and -0.5 * text < other.box.top - column.box.bottom < _CLOSE * text
    ]
    return min(near)[1] if near else None


def _give(column: Column, groups: Sequence[list[Column]], text: float) -> bool:
    """Put a caption behind the column that it stands in or is nearest to, a byline behind the last column of its article.

    A byline may stand above several columns. False where nothing is near, or it is neither.
    """
    if set(column.kinds) - {CAPTION, BYLINE}:
        return False
    near = []
    for group in groups:
        for number, other in enumerate(group):
            inside = other.box.left - text <= column.box.left and column.box.right <= other.box.right + text
            shared = min(other.box.right, column.box.right) > max(other.box.left, column.box.left)
            above, below = other.box.top - column.box.bottom, column.box.top - other.box.bottom
            if inside or (BYLINE in column.kinds and shared and above > -text):
                near.append((max(above, below), number, group))
    apart, number, group = min(near, key=lambda one: one[:2], default=(_REACH * text, 0, []))
    if apart < _REACH * text:
        group.insert(len(group) if BYLINE in column.kinds else number + 1, column)
    return apart < _REACH * text
