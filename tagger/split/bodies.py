"""Cells of one kind to blocks, and blocks to bodies: where one article ends and the next begins."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tagger.split import signs
from tagger.split.cells import Cell
from tagger.split.lattice import ARTICLE, BYLINE, CAPTION, HEAD, INSERT, MORE, START


class Paragraph(Struct):
    """The cells of one paragraph, in reading order."""

    cells: list[Cell]

    @property
    def text(self) -> str:
        return "".join(cell.text for cell in self.cells)

    @property
    def width(self) -> float:
        """The width of its full lines; 0 where it has none."""
        return max((cell.width for cell in self.cells[:-1]), default=0.0)

    @property
    def closed(self) -> bool:
        return signs.ends_sentence(self.cells[-1].text)


class Body(Struct):
    """The paragraphs of one article with what stands inside and around them.

    ``subheads`` maps the number of a paragraph to the lines above it that belong to the text.
    """

    paragraphs: list[Paragraph] = []
    subheads: dict[int, list[Cell]] = {}
    bylines: list[Cell] = []
    captions: list[Cell] = []

    @property
    def text(self) -> str:
        return "".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def chain(self) -> int:
        """The chain that its first cell is in."""
        return self.paragraphs[0].cells[0].chain

    @property
    def first(self) -> int:
        """Position of its first cell on the page."""
        return self.paragraphs[0].cells[0].position

    @property
    def last(self) -> int:
        """Position of its last cell on the page."""
        return self.paragraphs[-1].cells[-1].position


class Layout(Struct):
    """A page in blocks: bodies, the cells of possible headlines, and what belongs to nobody."""

    bodies: list[Body] = []
    heads: list[Cell] = []
    furniture: list[Cell] = []
    captions: list[Cell] = []


class _Between(Struct):
    """What stands between two paragraphs."""

    heads: list[Cell] = []
    bylines: list[Cell] = []
    captions: list[Cell] = []


def build(cells: Sequence[Cell], kinds: Sequence[int]) -> Layout:
    """Group classified cells into the bodies of articles."""
    layout = Layout()
    between = _Between()
    body: Body | None = None
    for cell, kind in zip(cells, kinds, strict=True):
        if kind == ARTICLE or (kind == START and body is None):
            fresh = Body([Paragraph([cell])])
            layout.bodies.append(fresh)
            layout.heads += between.heads
            _give_bylines(between, body, fresh, layout)
            body, between = fresh, _Between()
        elif kind == START and body is not None:
            if between.heads:
                body.subheads[len(body.paragraphs)] = between.heads
            body.captions += between.bylines
            body.paragraphs.append(Paragraph([cell]))
            between = _Between()
        elif kind == MORE and body is not None:
            body.paragraphs[-1].cells.append(cell)
        elif kind == HEAD:
            between.heads.append(cell)
        elif kind == BYLINE:
            between.bylines.append(cell)
        elif kind in (CAPTION, INSERT):
            (body.captions if body is not None else layout.captions).append(cell)
        else:
            layout.furniture.append(cell)
    layout.heads += between.heads
    _give_bylines(between, body, None, layout)
    return layout


def _give_bylines(between: _Between, before: Body | None, behind: Body | None, layout: Layout) -> None:
    """A byline belongs to the body whose chain it is in, or that it stands closest to; with a mark or a role in front,
    to the one behind."""
    for cell in between.bylines:
        own = next((body for body in (behind, before) if body is not None and 0 <= body.chain == cell.chain), None)
        if own is not None:
            own.bylines.append(cell)
            continue
        on_top = (
            cell.text[0] in "►▶"
            or signs.byline_strength(cell.text) == 1.0
            or any(head.position < cell.position for head in between.heads)
        )
        if before is not None and (before.bylines or not before.paragraphs[-1].closed):
            on_top = True
        owner = behind if before is None or (on_top and behind is not None) else before
        if owner is not None:
            owner.bylines.append(cell)
        else:
            layout.furniture.append(cell)
