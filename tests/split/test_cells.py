"""Physical lines as extraction leaves them, mended and cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger.split.cells import read_cells, usual_width, width_of

FULL = "高新区的企业昨天投产了新的生产线产品销往各地"


def texts(*lines: str) -> list[str]:
    page = "\n".join([FULL, FULL, *lines, FULL, FULL])
    return [cell.text for cell in read_cells(page)][2:-2]


@pytest.mark.parametrize(
    ("lines", "mended"),
    [
        (("依照条例的规定，管委会公布了《办法》", "（试行）"), ["依照条例的规定，管委会公布了《办法》（试行）"]),
        (("依照条例的规定，管委会公布了《办法", "》", "，自下月"), ["依照条例的规定，管委会公布了《办法》，自下月"]),
        (("他说：", "“这条生产线年底前就能达产见到效益"), ["他说：“这条生产线年底前就能达产见到效益"]),
        (("企业负责人说。", "“明年还要扩产。"), ["企业负责人说。", "“明年还要扩产。"]),
        (("投产", "要闻"), ["投产", "要闻"]),
    ],
    ids=["brackets", "title-marks", "colon", "two-paragraphs", "no-marks"],
)  # fmt: skip
def test_a_line_torn_between_two_marks_is_mended(lines: tuple[str, ...], mended: list[str]) -> None:
    assert texts(*lines) == mended


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("园区企业投产 本报记者 王立新", ["园区企业投产", "本报记者 王立新"]),
        ("明年还要扩产。 王立新 李春梅", ["明年还要扩产。", "王立新 李春梅"]),
        ("本报讯 记者 王立新", ["本报讯 记者 王立新"]),
        ("工人在车间作业 本报记者 王立新 摄", ["工人在车间作业 本报记者 王立新 摄"]),
        ("园区企业投产 项目开工", ["园区企业投产 项目开工"]),
    ],
    ids=["role", "names", "lead", "photographer", "no-names"],
)
def test_a_byline_behind_the_words_of_its_line_is_a_cell_of_its_own(line: str, pieces: list[str]) -> None:
    assert texts(line) == pieces


@pytest.mark.parametrize(("total", "mended"), [(19, False), (20, True), (22, True), (23, True), (24, False)])
def test_pieces_between_two_marks_are_one_line_where_they_fill_the_column(total: int, mended: bool) -> None:
    """Its lines are 22 characters wide; marks side by side stand closer."""
    first, second = "负责人说：", "“" + "明年还要扩大规模再建两条新的产线" * 2
    assert (len(texts(first, second[: total - 5])) == 1) is mended


@pytest.mark.parametrize("mark", ["，", "》", "”。"])
def test_a_closing_mark_on_a_line_of_its_own_belongs_to_the_line_above(mark: str) -> None:
    assert texts("管委会公布了办法", mark, "办法下月起施行") == [f"管委会公布了办法{mark}", "办法下月起施行"]


def test_an_opening_mark_on_a_line_of_its_own_belongs_to_the_line_below() -> None:
    assert texts("管委会公布了", "《", "办法全文") == ["管委会公布了", "《办法全文"]


@given(st.lists(st.sampled_from([6.0, 6.7, 7.0, 7.5, 8.5, 9.4, 14.0, 14.7, 15.6, 22.0]), max_size=9))
def test_the_usual_width_is_that_of_most_lines(widths: list[float]) -> None:
    """The widest of those that most lines share to within .8, of seven characters at least; none where no two agree."""
    near = {width: sum(abs(other - width) < 0.81 for other in widths) for width in widths if width >= 7}
    shared = {width: count for width, count in near.items() if count > 1}
    assert usual_width(widths) == max(shared, key=lambda width: (shared[width], width), default=0.0)


@pytest.mark.parametrize(("text", "width"), [("集成电路", 4), ("5G", 1.1), ("用 5G 网", 2 * 0.27 + 1.1 + 2), ("", 0)])
def test_how_wide_a_text_is(text: str, width: float) -> None:
    assert width_of(text) == pytest.approx(width)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("新 能 源 汽 车 2 0 1 6 年 增 4 . 8 %", "新能源汽车2016年增4.8%"), ("⼯ 业 增 ⻓ 1 1 个 百 分 点", "工业增长11个百分点"),
        ("用 Open AI 的 模 型 做 方 案", "用Open AI的模型做方案"), ("园区 企业 投产", "园区 企业 投产"), ("园区\u200b企业\u3000投产", "园区 企业 投产"),
    ],
)  # fmt: skip
def test_a_line_is_cleaned(line: str, text: str) -> None:
    """Letter-spacing and radicals are undone, marks that cannot be seen are spaces; other spaces stay."""
    assert texts(line) == [text]
