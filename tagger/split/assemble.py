"""Bodies and headlines to Articles, with every character accounted for."""

from __future__ import annotations

import re

from tagger.records import Article, Box, Page, Span, TitleState, around
from tagger.split.bodies import Body, Paragraph
from tagger.split.cells import Cell
from tagger.split.headlines import Headline
from tagger.split.signs import is_twice
from tagger.text import OffsetMap


class _Text:
    """A text put together from pieces of the source, with the map back."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.starts: list[int] = []
        self.sources: list[int] = []
        self.length = 0

    def add(self, text: str, source: int) -> None:
        if not text:
            return
        self.starts.append(self.length)
        self.sources.append(source)
        self.parts.append(text)
        self.length += len(text)

    def add_cell(self, cell: Cell, page: str, skip: int = 0, stop: int | None = None) -> None:
        """The cell's text: characters of the source one by one where cleaning took some out."""
        text = cell.text[skip:stop]
        at = cell.start
        raw = page[cell.start : cell.end]
        if len(raw) == len(cell.text):
            self.add(text, at + skip)
            return
        for piece, source in _aligned(cell, raw)[skip:stop]:
            self.add(piece, source)

    def line_break(self) -> None:
        if self.length:
            self.add("\n", self.sources[-1] + len(self.parts[-1]))

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def map(self) -> OffsetMap:
        return OffsetMap(tuple(self.starts), tuple(self.sources))


def _aligned(cell: Cell, raw: str) -> list[tuple[str, int]]:
    """Each character of a cleaned cell with its place in the source; cleaning only takes white space out."""
    from tagger.text import repair

    repaired = repair(raw)
    found, at = [], 0
    for character in cell.text:
        while at < len(raw) - 1 and repaired[at] != character:
            at += 1
        found.append((character, cell.start + at))
        at += 1
    return found


def article(page: Page, body: Body, headline: Headline | None, number: int, of: int, doubt: str | None) -> Article:
    """One Article of a page."""
    title, kicker, spans, state = _title(page, headline, body)
    text = _Text()
    for place, paragraph in enumerate(body.paragraphs):
        for cell in body.subheads.get(place, ()):
            text.line_break()
            text.add_cell(cell, page.text)
            spans.append(Span("subhead", cell.start, cell.end))
        text.line_break()
        _add_paragraph(text, paragraph, page, spans)
    spans += [Span("byline", cell.start, cell.end) for cell in body.bylines]
    spans += [Span("caption", cell.start, cell.end) for cell in body.captions]
    truncated = not body.paragraphs[-1].closed
    return Article(
        file=page.file,
        page=page.name,
        title=title.text,
        text=text.text,
        number=number,
        of=of,
        title_state=state,
        kicker=kicker,
        byline=_byline(body),
        spans=tuple(sorted(spans, key=lambda span: span.start)),
        truncated=truncated,
        doubt=doubt,
        page_number=page.number,
        box=_box(headline, body),
        title_map=title.map,
        body_map=text.map,
    )


def _add_paragraph(text: _Text, paragraph: Paragraph, page: Page, spans: list[Span]) -> None:
    for cell in paragraph.cells:
        if text.parts and _needs_space(text.parts[-1][-1:], cell.text[:1]):
            text.add(" ", text.sources[-1] + len(text.parts[-1]))
        text.add_cell(cell, page.text)
        spans.append(Span("body", cell.start, cell.end))


def _needs_space(before: str, behind: str) -> bool:
    """A wrap between two Latin words stood for a space."""
    return before.isascii() and before.isalpha() and behind.isascii() and behind.isalpha()


def _title(page: Page, headline: Headline | None, body: Body) -> tuple[_Text, str | None, list[Span], TitleState]:
    title = _Text()
    if headline is None:
        return title, None, [], "missing"
    spans: list[Span] = []
    line = -1
    for piece in headline.pieces:
        cell = piece.cell
        if title.parts and (piece.line == line or _needs_space(title.parts[-1][-1:], cell.text[:1])):
            title.add(" ", title.sources[-1] + len(title.parts[-1]))
        title.add_cell(cell, page.text, 0, len(cell.text) // 2 if is_twice(cell.text) else None)
        line = piece.line
        spans.append(Span("title", cell.start, cell.end))
    kickers = [piece.cell for piece in headline.kickers]
    spans += [Span("kicker", cell.start, cell.end) for cell in kickers]
    kicker = " ".join(cell.text for cell in kickers) or None
    return title, kicker, spans, "in place" if _is_above(headline.pieces[-1].cell, body) else "moved"


def _box(headline: Headline | None, body: Body) -> Box | None:
    """What the article covers on a page with boxes."""
    cells = [cell for paragraph in body.paragraphs for cell in paragraph.cells]
    cells += [*body.bylines, *body.captions, *(cell for lines in body.subheads.values() for cell in lines)]
    cells += [piece.cell for piece in (*headline.pieces, *headline.kickers)] if headline is not None else []
    boxes = [cell.box for cell in cells if cell.box is not None]
    return Box(*(round(edge, 1) for edge in around(boxes))) if boxes else None


def _is_above(last: Cell, body: Body) -> bool:
    """Whether a headline stands right above its body."""
    first = body.paragraphs[0].cells[0]
    if last.box is not None and first.box is not None:
        return last.box.top < first.box.top and last.box.left < first.box.right and first.box.left < last.box.right
    return 0 < first.position - last.position <= 2


def _byline(body: Body) -> str | None:
    """The names of the bylines, without their marks."""
    joined = " ".join(re.sub(r"^[►▶●■◆\s（(]+|[）)\s]+$", "", cell.text) for cell in body.bylines)
    return " ".join(joined.split()) or None
