"""What lines are by their size and place, and which blocks are one column."""

from __future__ import annotations

import pytest

from tagger.records import Block, Box, Line, Page
from tagger.split import split
from tagger.split.lattice import BYLINE, CAPTION, FURNITURE, HEAD, MORE, START
from tagger.split.typeset import columns_of, text_size

KINDS = {BYLINE: "byline", CAPTION: "caption", FURNITURE: "furniture", HEAD: "head", MORE: "more", START: "start"}
Set = tuple[float, float, float, str]  # left edge, upper edge, size, text

FULL = "高新区的企业昨天投产了新的生产线产品销往各地"


def column(left: float, top: float, *texts: str, size: float = 10, indent: float = 0) -> list[Set]:
    """Lines of type 15 points apart, the first of them indented."""
    return [(left + indent * (not at), top + 15 * at, size, text) for at, text in enumerate(texts)]


def page(*blocks: list[Set]) -> Page:
    text, made = "", []
    for block in blocks:
        lines = []
        for left, top, size, words in block:
            lines.append(
                Line(len(text), len(text) + len(words), Box(left, top, left + len(words) * size, top + size), size)
            )
            text += words + "\n"
        made.append(Block(tuple(lines)))
    return Page("a.pdf", "a", text, blocks=tuple(made))


TEXT = column(100, 200, *[FULL] * 8, indent=0)  # what makes ten points the size of the text


def kinds(block: list[Set]) -> list[str]:
    """What the lines of a block are that stands apart on a page of text."""
    found = [own for own in columns_of(page(TEXT, block)) if own.cells[0].start >= len(page(TEXT).text)]
    return [KINDS[kind] for own in found for kind in own.kinds]


def test_the_size_of_the_text_is_that_of_most_characters() -> None:
    assert text_size(page(TEXT, column(500, 200, *["短"] * 20, size=9)).blocks) == 10


@pytest.mark.parametrize(
    ("size", "texts", "kind"),
    [
        (11.5, ["水库除险加固完工"], "head"), (11.4, ["水库除险加固完工"], "start"), (9.3, ["水库除险加固完工"], "caption"),
        (9.4, ["水库除险加固完工"], "start"), (9, ["本报记者 王立新"], "byline"), (9, ["王立新 李春梅"], "byline"), (9, ["王立新李春梅"], "caption"),
        (10, ["本报记者 王立新"], "byline"), (10, ["图为大坝。"], "caption"), (10, ["大坝一角"], "start"),
        (20, ["责任编辑 田静"], "furniture"), (20, ["责任编辑 田静", "版式 陆远"], "furniture"),
        (20, ["责任编辑 田静", "版式 陆远", "校对 王立"], "head"),
        (20, ["大坝加固完工。" + "水" * 13] * 4, "more"), (20, ["大坝加固完工。" + "水" * 20] * 3, "head"), (20, ["大坝加固完工。" + "水" * 12] * 4, "head"),
        (20, ["大坝加固完工，" + "水" * 13] * 4, "head"), (8, ["大坝加固完工。" + "水" * 13] * 4, "more"),
    ],
)  # fmt: skip
def test_what_a_block_is(size: float, texts: list[str], kind: str) -> None:
    """Display type is large, captions and bylines are small; long prose is text in any size."""
    assert kinds(column(600, 600, *texts, size=size))[0] == kind


@pytest.mark.parametrize(
    ("ends", "short", "indent", "kind"),
    [
        ("。", 0, 0, "more"), ("。", 1, 0, "more"), ("。", 2, 0, "start"), ("地", 5, 0, "more"), ("，", 5, 0, "more"),
        ("地", 0, 12, "start"), ("地", 0, 11, "more"),
    ],
)  # fmt: skip
def test_where_a_paragraph_begins(ends: str, short: int, indent: float, kind: str) -> None:
    """At an indent of 1.2 sizes, or behind a sentence that ends 1.5 sizes short of the column's edge."""
    lines = column(600, 600, FULL, FULL[: 21 - short] + ends, FULL[:-2], FULL)
    lines[2] = (600 + indent, *lines[2][1:])
    assert kinds(lines) == ["more", "more", kind, "more"]


@pytest.mark.parametrize(
    ("last", "line", "kind"),
    [
        ("昨天投产了。", "图为生产线", "caption"), ("昨天投产了", "图为生产线", "caption"), ("昨天投产了，", "图为生产线", "more"),
        (FULL[:-1] + "。", "王立新 李春梅", "byline"), (FULL, "王立新 李春梅", "more"), (FULL[:-1] + "。", "王立新李春梅", "more"),
    ],
)  # fmt: skip
def test_captions_and_bylines_within_text(last: str, line: str, kind: str) -> None:
    """Where a sentence ends, or a line that is not full, unless it is left open."""
    assert kinds(column(600, 600, FULL, last, line, FULL))[2] == kind


BELOW = 200 + 8 * 15 - 5  # where the text ends


@pytest.mark.parametrize(
    ("left", "away", "size", "text", "subhead"),
    [
        (100, 5, 13, "两期实施", True), (100, 5, 14, "两期实施", True), (100, 5, 14.1, "两期实施", False), (100, 21, 13, "两期实施", True),
        (100, 23, 13, "两期实施", False), (181, 5, 10, "两期实施了", True), (181, 5, 10, "两期实施。", False), (111, 5, 10, "两期实施了", False),
        (150, 5, 10, "两期实施了", False), (91, 5, 13, "两期实施", True), (89, 5, 13, "两期实施", False),
    ],
)  # fmt: skip
def test_a_small_headline_within_a_column_is_part_of_it(
    left: float, away: float, size: float, text: str, subhead: bool
) -> None:
    """Display type of 1.4 times the size of the text at most, or a line in the middle; text must follow right below."""
    rest = column(100, BELOW + away + size + 5, *[FULL] * 4)
    found = columns_of(page(TEXT, column(left, BELOW + away, text, size=size), rest))
    assert (len(found) == 1) is subhead


@pytest.mark.parametrize(("left", "away", "owner"), [(100, 5, 0), (100, 55, 0), (600, 5, 1), (600, 55, 1)])
def test_a_caption_belongs_to_the_column_near_it(left: float, away: float, owner: int) -> None:
    heads = [column(x, 150, text, size=24) for x, text in ((100, "企业投产新线"), (600, "大坝加固完工"))]
    other = column(600, 200, *["大坝加固完工以后下游农田灌溉用水有了保证"] * 7, "大坝加固完工。")
    caption = column(left, BELOW + away, "图为开工的场面", size=8)
    found = split(page(*heads, TEXT, other, caption)).articles
    assert [{span.part for span in article.spans} >= {"caption"} for article in found] == [owner == 0, owner == 1]


@pytest.mark.parametrize(
    ("texts", "size", "furniture"),
    [
        (["明河日报 今天是个晴天"], 9, True), (["明河日报。"], 9, False), (["明河日报" + "晴" * 42], 9, True), (["明河日报" + "晴" * 43], 9, False),
        (["要事摘编"], 20, False), (["明河", "日报", "晴天"], 9, False),
    ],
)  # fmt: skip
def test_a_short_line_on_top_is_the_masthead(texts: list[str], size: float, furniture: bool) -> None:
    """Of up to 46 characters without a full stop, unless it is nothing but display type."""
    found = columns_of(page(column(100, 20, *texts, size=size), TEXT))[0]
    assert (set(found.kinds) == {FURNITURE}) is furniture


@pytest.mark.parametrize(("name", "furniture"), [("要事摘编今日", True), ("要事摘编今日谈", False)])
def test_the_name_of_a_section_beside_the_date_is_furniture(name: str, furniture: bool) -> None:
    """Of up to six characters; a longer one in display type is a headline."""
    found = columns_of(page(column(100, 20, name, size=20), column(500, 25, "今天是个晴天", size=9), TEXT))
    assert ({kind for own in found[:2] for kind in own.kinds} == {FURNITURE}) is furniture
