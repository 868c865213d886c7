"""Files that are one article: which are, and where everything of them stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger.records import Page
from tagger.split.ordinary import single, whole

LONG = (
    "高新区的一家企业昨天投产了新的生产线产品销往各地企业负责人说明年还要扩产并且增加研发的投入园区将给予支持和奖励的政策。"
    * 2
)


def page(text: str) -> Page:
    return Page("a.txt", "a", text)


_LINES = st.lists(
    st.tuples(
        st.sampled_from(["", "  ", "　　", "\t"]),
        st.text("高新区投产，。：a 5", max_size=9),
        st.sampled_from(["", " ", "　"]),
    )
)


@given(_LINES)
def test_every_line_is_headline_or_text_and_leads_back(parts: list[tuple[str, str, str]]) -> None:
    text = "\n".join("".join(part) for part in parts)
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines:
        return
    article = single(page(text))
    titled = len(lines) > 1 and "。" not in lines[0] and lines[0][-1] not in "，："
    assert (article.title, article.title_state) == ((lines[0], "in place") if titled else ("", "missing"))
    assert article.text == "\n".join(lines[titled:])
    spans = [text[span.start : span.end] for span in article.spans]
    assert "\n".join(line.strip() for span in spans for line in span.split("\n")) == "\n".join(lines)
    assert all(span == span.strip() for span in spans)
    assert [span.part for span in article.spans] == ["title"] * titled + ["body"] * (len(spans) - titled)
    for own, mapped in ((article.title, article.title_map), (article.text, article.body_map)):
        for at, character in enumerate(own):
            assert character == "\n" or text[mapped.source(at)] == character


@pytest.mark.parametrize(
    ("first", "titled"), [("开" * 90, True), ("开" * 91, False), ("开工；", False), ("开工", True), ("开。工", False)]
)
def test_a_short_first_line_without_a_stop_is_the_headline(first: str, titled: bool) -> None:
    assert (single(page(f"{first}\n{LONG}")).title == first) is titled


@pytest.mark.parametrize(
    ("text", "one"),
    [
        (LONG[:61], True), (LONG[:30], True), ("\n".join([LONG[:30]] * 3), True), ("\n".join([LONG[:30]] * 4), False),
        ("\n".join([LONG[:61], *[LONG[:30]] * 3]), True), ("\n".join([LONG[:60], *[LONG[:30]] * 3]), False),
        ("\n".join([LONG[:61], *[LONG[:30]] * 4]), False), ("\n \n".join([LONG[:30]] * 3), True),
        (f"# 开工\n{LONG}", False), (f"{LONG}\n# 开工\n{LONG}", False), (f"{LONG}\n本报讯 {LONG}", True),
        (f"{LONG}\n本报讯 {LONG}\n本报讯 {LONG}", False), ("", False), (" \n\n", False),
    ],
)  # fmt: skip
def test_where_lines_are_paragraphs_a_file_is_one_article(text: str, one: bool) -> None:
    """Where lines of more than sixty characters hold two fifths of it, or it has three lines at most."""
    assert (whole(page(text)) is not None) is one
