"""Pages that an extractor left with columns side by side and out of order."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tagger.records import Page
from tagger.split import split
from tagger.split.cells import Cell, read_cells, width_of
from tagger.split.chains import Fragment
from tagger.split.columns import in_reading_order, scattered
from tagger.split.tracks import pieces, whole_lines
from tests.split.test_pages import check_partition, squeezed

PORT = (
    "本报讯 滨海新港集装箱码头昨天迎来今年第一百艘远洋货轮，码头工人用六个小时完成全部装卸作业。港务公司负责人介绍，"
    "新港去年更换了四台岸桥，货轮在港时间比前年缩短三分之一，外贸航线增加到二十二条，集装箱吞吐量保持两位数增长。"
)
TEA = (
    "本报讯 清明时节，云溪茶园进入采摘旺季，六百多名茶农每天清晨上山采茶。合作社今年建成两条清洁化制茶生产线，鲜叶当天"
    "采摘、当天加工，春茶价格比去年同期高出一成。茶园还开设体验课，游客可以跟着师傅学习炒茶，周末客房早已订满。"
)


def wrapped(text: str, width: int) -> list[str]:
    """Lines of a column, the first with room for an indent."""
    return [text[: width - 2], *(text[at : at + width] for at in range(width - 2, len(text), width))]


def side_by_side(*columns: list[str]) -> str:
    return "\n".join(" ".join(filter(None, row)) for row in itertools.zip_longest(*columns))


def test_two_columns_on_one_line_are_read_one_after_the_other() -> None:
    left, right = wrapped(PORT, 15), wrapped(TEA, 18)
    ordered = in_reading_order(read_cells(f"要闻\n\n{side_by_side(left, right)}\n\n园区\n"))
    text = squeezed("".join(cell.text for cell in ordered.cells))
    assert ordered.scattered
    assert squeezed(PORT) in text
    assert squeezed(TEA) in text


def test_the_rest_of_each_column_is_brought_behind_its_top() -> None:
    left, right = wrapped(PORT, 15), wrapped(TEA, 18)
    tops = side_by_side(left[:5], right[:5])
    rests = "\n\n".join("\n".join(column[5:]) for column in (left, right))
    page = f"新港迎来第一百艘货轮\n\n云溪茶园进入采摘旺季\n\n{tops}\n\n{rests}\n"
    result = split(Page("p.txt", "p", page))
    assert {squeezed(article.title): squeezed(article.text) for article in result.articles} == {
        "新港迎来第一百艘货轮": squeezed(PORT),
        "云溪茶园进入采摘旺季": squeezed(TEA),
    }


def test_an_ordinary_page_is_left_as_it_is() -> None:
    cells = read_cells("\n".join(wrapped(PORT, 18)))
    assert in_reading_order(cells) == (cells, False, frozenset())


@pytest.mark.parametrize(("blocks", "lines"), [(130, 1), (3, 301)], ids=["fragments", "lines"])
def test_a_page_of_more_than_can_be_ordered_is_left_as_it_is(blocks: int, lines: int) -> None:
    """Time would grow with the square; no printed page has so much on it."""
    block = side_by_side([PORT[4:19]] * lines, [TEA[4:22]] * lines)
    cells = read_cells("\n\n\n\n".join([block] * blocks))
    assert scattered(cells)
    assert in_reading_order(cells) == (cells, False, frozenset())


def test_an_article_whose_columns_might_belong_elsewhere_is_doubted() -> None:
    column = wrapped(PORT, 15)
    rest = "\n".join(column[5:])
    page = f"{side_by_side(column[:5], column[:5])}\n\n{rest}\n\n{rest}\n"
    assert any(article.doubt for article in split(Page("p.txt", "p", page)).articles)


@pytest.mark.parametrize(
    ("line", "ways"),
    [("码头工人昨天完成装卸", 1), ("码头工人完成装卸 茶农清晨上山采茶", 2), ("甲 乙 丙 丁 戊 己 庚", 1)],
)
def test_a_line_is_cut_at_its_few_spaces(line: str, ways: int) -> None:
    found = pieces(whole_lines(read_cells(line))[0])
    assert len(found) == ways
    assert all(squeezed("".join(cell.text for cell in way)) == squeezed(line) for way in found)


def test_of_many_spaces_those_beside_the_longest_text_count() -> None:
    line = "甲 乙 丙丁戊 码头工人昨天完成装卸 己 茶农清晨上山采茶 庚辛 壬 癸"
    found = [[cell.text for cell in way] for way in pieces(whole_lines(read_cells(line))[0])]
    assert len(found) == 2**5
    assert max(found, key=len) == ["甲 乙", "丙丁戊", "码头工人昨天完成装卸", "己", "茶农清晨上山采茶", "庚辛 壬 癸"]


@pytest.mark.parametrize(
    ("shared", "alone", "width", "cut"),
    [(3, 4, 8, True), (2, 4, 8, False), (3, 3, 8, False), (3, 4, 7, True), (3, 4, 6, False)],
)
def test_lines_are_cut_into_columns_that_go_on_below(shared: int, alone: int, width: int, cut: bool) -> None:
    """A few lines of the page must hold two columns, and a few lines as wide as one, of seven characters, stand alone."""
    left, right, below = "码头工人忙装卸"[: width - 1] + "，", "茶农清晨上山采茶"[:width], "清晨上山采茶的人"[:width]
    page = "\n".join(["要闻", "", *[f"{left} {right}"] * shared, "", *[below] * alone, "", "园区"])
    texts = [cell.text for cell in read_cells(page)]
    assert texts.count(left) == texts.count(right) == shared * cut


def test_a_line_without_marks_is_cut_beside_one_that_is() -> None:
    cut, bare = "码头工人忙装卸， 茶农清晨上山采茶", "码头工人忙装卸货 茶农清晨上山采茶"
    page = "\n".join([bare, "清晨上山采茶的人", "", cut, bare, "", bare, cut, cut, "", *["清晨上山采茶的人"] * 4])
    texts = [cell.text for cell in read_cells(page)]
    assert texts.count(bare) == 1
    assert texts.count("码头工人忙装卸货") == 2


_COLUMNS = st.lists(
    st.lists(st.text("新港茶园清明。，本报讯 ", min_size=1, max_size=14), max_size=9), min_size=1, max_size=4
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_COLUMNS, min_size=1, max_size=4))
def test_nothing_is_lost_of_columns_side_by_side(blocks: list[list[list[str]]]) -> None:
    text = "\n\n".join(side_by_side(*columns) for columns in blocks)
    if text.strip():
        check_partition(Page("p.txt", "p", text))


def fragment(*texts: str) -> Fragment:
    return Fragment([Cell(0, len(text), text, width_of(text)) for text in texts])


@pytest.mark.parametrize(
    ("texts", "look"),
    [
        (["码头工人昨天忙"], "bare"), (["码头工人"], "short"), (["码头，工人"], "prose"), (["本报讯 码头工人昨天"], "lead"), (["本报记者 王立新"], "byline"),
        (["图为码头工人"], "caption"), (["责任编辑 田静"], "furniture"), (["码头工人昨天"] * 3, "bare"), (["码头工人昨天"] * 4, "prose"),
        (["码头工人昨天", "忙，装卸"], "prose"),
    ],
)  # fmt: skip
def test_what_a_fragment_looks_like(texts: list[str], look: str) -> None:
    assert fragment(*texts).look == look


@pytest.mark.parametrize(
    ("first", "begins"),
    [
        ("本报讯 码头工人忙装卸", "lead"), ("码头工人昨天忙装卸货", "flush"), ("码头工人昨天忙装卸a1", "flush"), ("码头工人昨天忙装卸", "short"),
        ("码头工人昨天忙装a", "indent"), ("码头工人昨天忙装", "indent"), ("码头工人昨天忙a", "indent"), ("码头工人昨天忙", "short"),
    ],
)  # fmt: skip
def test_how_a_fragment_begins(first: str, begins: str) -> None:
    """Flush with its widest line, two characters further in, or neither."""
    assert fragment(first, "码头工人昨天忙装卸货", "码头").begins == begins
    assert fragment("码头工人昨天").begins == "single"


@pytest.mark.parametrize(
    ("last", "ends"),
    [
        ("码头工人昨天忙完了。", "ended full"), ("码头工人昨天忙完。", "ended full"), ("码头工人昨天忙。", "ended short"), ("码头工人昨天忙装卸，", "open"),
        ("码头工人昨，", "open short"), ("码头工人昨天忙装卸货", "within"), ("码头工人", "within short"),
    ],
)  # fmt: skip
def test_how_a_fragment_ends(last: str, ends: str) -> None:
    """On a line that is shorter than its widest by more than 1.6 characters, or a full one."""
    assert fragment("码头工人昨天忙装卸货", last).ends == ends


@pytest.mark.parametrize(("length", "size"), [(19, 0), (20, 1), (59, 1), (60, 2), (149, 2), (150, 3)])
def test_how_much_a_fragment_says(length: int, size: int) -> None:
    assert fragment("码" * length).size == size
