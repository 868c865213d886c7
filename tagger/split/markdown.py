"""Markdown pages: ``#`` opens an article, ``##`` a section; paragraphs may be cut by captions and page breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tagger.split import signs
from tagger.split.bodies import Body, Layout, Paragraph
from tagger.split.cells import Cell
from tagger.split.claims import Piece
from tagger.split.headlines import CERTAIN, Assignment, Headline

_CAPTION = 40


def is_markdown(cells: Sequence[Cell]) -> bool:
    """Whether the page's articles are marked by ``#`` lines."""
    return any(_level(cell) == 1 for cell in cells) and any(len(cell.text) > 60 for cell in cells)


def _level(cell: Cell) -> int:
    marks = len(cell.text) - len(cell.text.lstrip("#"))
    return marks if 0 < marks <= 6 and cell.text[marks : marks + 1] == " " else 0


def read(cells: Sequence[Cell]) -> tuple[Layout, Assignment]:
    """The bodies of a Markdown page and their headlines."""
    layout = Layout()
    headlines: dict[int, Headline] = {}
    body: Body | None = None
    for cell in cells:
        level = _level(cell)
        if level == 1 or body is None:
            body = Body()
            if level:
                headlines[len(layout.bodies)] = Headline([Piece(_unmarked(cell, level), cell.text)], CERTAIN)
            layout.bodies.append(body)
            if level:
                continue
        if level:
            body.subheads.setdefault(len(body.paragraphs), []).append(_unmarked(cell, level))
        elif signs.byline_strength(cell.text) >= 0.5:
            body.bylines.append(cell)
        elif _is_caption(cell, body):
            body.captions.append(cell)
        elif body.paragraphs and not body.paragraphs[-1].closed and not body.subheads.get(len(body.paragraphs)):
            body.paragraphs[-1].cells.append(cell)
        else:
            body.paragraphs.append(Paragraph([cell]))
    return _with_text(layout, headlines)


def _with_text(layout: Layout, headlines: Mapping[int, Headline]) -> tuple[Layout, Assignment]:
    """Without the bodies that have no paragraph, and without subheads that nothing stands below: nobody's headlines."""
    bodies, layout.bodies = layout.bodies, []
    titled: dict[int, Headline] = {}
    unused: list[Piece] = []
    for number, body in enumerate(bodies):
        own = headlines.get(number)
        if body.paragraphs:
            titled |= {len(layout.bodies): own} if own else {}
            layout.bodies.append(body)
        else:
            unused += own.pieces if own else []
            layout.furniture += body.bylines
            layout.captions += body.captions
        unused += [Piece(cell, cell.text) for cell in body.subheads.pop(len(body.paragraphs), [])]
    return layout, Assignment(titled, unused)


def _is_caption(cell: Cell, body: Body) -> bool:
    """A short line without an end stands in an open paragraph or is a picture's by its words."""
    short = len(cell.text) <= _CAPTION and not signs.ends_sentence(cell.text) and not signs.leaves_open(cell.text)
    interrupts = bool(body.paragraphs) and not body.paragraphs[-1].closed
    return signs.caption_strength(cell.text) == 1.0 or (short and interrupts)


def _unmarked(cell: Cell, level: int) -> Cell:
    """The cell without its marks; they stay in its span."""
    return Cell(cell.start, cell.end, cell.text[level:].lstrip(), cell.width, cell.gap, position=cell.position)
