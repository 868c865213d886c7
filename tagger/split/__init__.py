"""Pages to articles: unwrap, cut, join, and give every headline back to its body."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from tagger.records import Article, Page
from tagger.split.assemble import article
from tagger.split.balance import balance
from tagger.split.bodies import Body, Layout, build
from tagger.split.cells import Cell, read_cells
from tagger.split.classify import classify
from tagger.split.columns import in_reading_order
from tagger.split.cuts import read
from tagger.split.gather import gather, settle
from tagger.split.headlines import Assignment, claimed
from tagger.split.markdown import is_markdown
from tagger.split.markdown import read as read_markdown
from tagger.split.ordinary import single, whole
from tagger.split.typeset import read as read_typeset

__all__ = ["LeftOver", "Split", "single", "split"]

_MOST_LINES = 10_000  # a printed page has some hundred; headlines x bodies are weighed against each other


class LeftOver(Struct, frozen=True):
    """Characters of a page that belong to no article, and why."""

    start: int
    end: int
    reason: str
    text: str


class Split(Struct, frozen=True):
    """The articles of a page in reading order, what belongs to none of them, and what was done, in Chinese."""

    articles: tuple[Article, ...]
    left_over: tuple[LeftOver, ...] = ()
    notes: tuple[str, ...] = ()


def split(page: Page) -> Split:
    """The articles of a text page. Every non-blank character is in one span of one article or is left over."""
    unsure = frozenset[int]()
    if page.blocks:
        layout, assignment = read_typeset(page)
        return _split(page, layout, assignment, unsure)
    plain = whole(page)
    if plain is not None:
        return Split((plain,))
    lines = page.text.count("\n")
    if lines > _MOST_LINES:
        doubt = f"有 {lines:,} 行，一个版面至多 {_MOST_LINES:,} 行，没有拆"
        return Split((replace(single(page), doubt=doubt),), notes=(doubt,))
    cells = read_cells(page.text)
    if is_markdown(cells):
        layout, assignment = read_markdown(cells)
    else:
        cells, scattered, unsure = in_reading_order(cells)
        lattice = classify(cells, scattered=scattered)
        if scattered:
            layout = build(cells, settle(cells, lattice.best()[1]))
            gather(layout)
            assignment = balance(layout)
        else:
            layout, assignment = read(cells, lattice)
    return _split(page, layout, assignment, unsure)


def _split(page: Page, layout: Layout, assignment: Assignment, unsure: frozenset[int]) -> Split:
    if not any(body.paragraphs for body in layout.bodies):
        return Split((single(page),))
    assignment, doubtful = claimed(assignment)
    count = len(layout.bodies)
    articles = tuple(
        article(
            page, body, assignment.headlines.get(number), number + 1, count, _doubt(body, unsure, number in doubtful)
        )
        for number, body in enumerate(layout.bodies)
    )
    rest = [(piece.cell, "无人认领的标题") for piece in assignment.unused]
    rest += [(cell, "版面信息") for cell in layout.furniture] + [(cell, "图片说明") for cell in layout.captions]
    return Split(articles, _left_over(rest), _notes(articles, len(assignment.unused)))


def _doubt(body: Body, unsure: frozenset[int], headline_unsure: bool) -> str | None:
    """Why it is not sure that a body is one article, or which headline is its own."""
    chains = {cell.chain for paragraph in body.paragraphs for cell in paragraph.cells}
    reasons = ["各栏次序打乱，归属不能确定"] if chains & unsure else []
    reasons += ["标题归属不能确定"] if headline_unsure else []
    return "；".join(reasons) or None


def _left_over(rest: list[tuple[Cell, str]]) -> tuple[LeftOver, ...]:
    ordered = sorted(rest, key=lambda pair: pair[0].start)
    return tuple(LeftOver(cell.start, cell.end, reason, cell.text) for cell, reason in ordered)


def _notes(articles: tuple[Article, ...], unused: int) -> tuple[str, ...]:
    if len(articles) == 1 and not unused:
        return ()
    moved = sum(article.title_state == "moved" for article in articles)
    missing = sum(article.title_state == "missing" for article in articles)
    cut = sum(article.truncated for article in articles)
    notes = [f"拆出 {len(articles)} 篇"]
    notes += [f"{moved} 个标题自别处归位"] if moved else []
    notes += [f"{missing} 篇无标题"] if missing else []
    notes += [f"{cut} 篇未完"] if cut else []
    notes += [f"{unused} 行标题无人认领"] if unused else []
    return tuple(notes)
