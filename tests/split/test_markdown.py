"""Markdown pages: marks tell headlines from text, and what interrupts a paragraph is told from what goes on with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger.records import Article, Page
from tagger.split import split
from tests.split.test_pages import check_partition

CLOSED = "夜校设在城墙根的旧粮仓里，第五期开了木工、修表、素描三门课，报名当天名额就满了，剩下的人排到了下一期，灯由最后走的人来关。"
OPEN = CLOSED[:-1]


def articles(*lines: str) -> tuple[Article, ...]:
    return split(Page("a.md", "a", "\n\n".join(["# 夜校开了第五期", CLOSED, *lines]))).articles


def part(line: str, *before: str) -> str:
    """What a line of an article is that stands between others."""
    (article,) = articles(*before, line, "下期再来。")
    start = len("\n\n".join(["# 夜校开了第五期", CLOSED, *before, ""]))
    (span,) = [span for span in article.spans if span.start == start]
    return span.part


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("## 上课", "subhead"), ("###### 上课", "subhead"), ("####### 上课", "body"), ("##上课", "body"), ("上课", "body"),
        ("本报记者 宋知行", "byline"), ("王立新李春梅", "byline"), ("图为学员在刨木板。", "caption"),
    ],
)  # fmt: skip
def test_what_a_line_is(line: str, expected: str) -> None:
    assert part(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("木工课的刨花", "caption"), ("木工课的刨花。", "body"), ("木工课的刨花，", "body"), ("花" * 40, "caption"), ("花" * 41, "body"),
    ],
)  # fmt: skip
def test_a_short_line_within_an_open_paragraph_is_a_caption(line: str, expected: str) -> None:
    assert part(line, OPEN) == expected
    assert part(line) == "body"


def test_a_paragraph_goes_on_behind_what_interrupts_it() -> None:
    (article,) = articles(OPEN, "木工课的刨花", "下期再来。", "第二段。", "## 上课", "第三段")
    assert article.text.split("\n") == [CLOSED, f"{OPEN}下期再来。", "第二段。", "上课", "第三段"]
    (article,) = articles(OPEN, "## 上课", "下期再来。")
    assert article.text.split("\n") == [CLOSED, OPEN, "上课", "下期再来。"]


def test_a_headline_opens_an_article_and_text_above_the_first_has_none() -> None:
    text = "\n\n".join(["栏目导语。", "# 夜校", CLOSED, "#  水獭", CLOSED])
    found = split(Page("a.md", "a", text)).articles
    assert [(one.title, one.title_state, one.text) for one in found] == [
        ("", "missing", "栏目导语。"), ("夜校", "in place", CLOSED), ("水獭", "in place", CLOSED),
    ]  # fmt: skip
    assert [text[span.start : span.end] for one in found for span in one.spans if span.part == "title"] == [
        "# 夜校",
        "#  水獭",
    ]


@pytest.mark.parametrize(("length", "marked"), [(60, False), (61, True)])
def test_marks_are_read_where_lines_are_paragraphs(length: int, marked: bool) -> None:
    text = "\n\n".join(["# 夜校", OPEN[: length - 1] + "。", "# 水獭", "下游拍到一家三口。"] + ["短的一行。"] * 9)
    assert (split(Page("a.md", "a", text)).articles[0].title == "夜校") is marked


def test_a_headline_above_nothing_is_nobodys() -> None:
    text = "\n\n".join(["## 导读", "# 夜校", "本报记者 宋知行", "图为旧粮仓。", "# 水獭", CLOSED, "## 尾声", "# 市集"])
    result = split(Page("a.md", "a", text))
    assert [(one.title, one.text) for one in result.articles] == [("水獭", CLOSED)]
    assert [(rest.text, rest.reason) for rest in result.left_over] == [
        ("导读", "无人认领的标题"), ("夜校", "无人认领的标题"), ("本报记者 宋知行", "版面信息"), ("图为旧粮仓。", "图片说明"),
        ("尾声", "无人认领的标题"), ("市集", "无人认领的标题"),
    ]  # fmt: skip


LINES = (
    "# 夜校",
    "## 上课",
    CLOSED,
    OPEN,
    "短的一行。",
    "木工课的刨花",
    "本报记者 宋知行",
    "图为学员在刨木板。",
    "",
    "# ",
)


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=9))
def test_nothing_of_a_marked_page_is_lost_or_used_twice(lines: list[str]) -> None:
    text = "\n".join(lines)
    if text.strip():
        check_partition(Page("a.md", "a", text))
