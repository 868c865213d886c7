"""What a line is by its words alone: a byline, a caption, furniture of the page."""

from __future__ import annotations

import pytest

from tagger.split.signs import (
    byline_strength,
    caption_strength,
    ends_sentence,
    furniture_strength,
    inline_byline,
    is_names,
    is_twice,
    leaves_open,
)

NAMES = "王立新 李春梅 张建国 赵雪峰 刘海波 陈家宝"


@pytest.mark.parametrize(
    ("line", "strength"),
    [
        ("本报记者 王立新", 1.0), ("本报记者王立新 通讯员李春梅", 1.0), ("► 王立新 李春梅", 1.0), ("（记者 王立新）", 1.0),
        ("新华社记者 欧阳明", 1.0), ("本报通讯员 王立新 文/图", 1.0), ("来源：县融媒体中心", 1.0), ("（完）", 1.0), ("责编：赵雪峰", 1.0),
        ("王立新 李春梅", 0.8), ("王立新", 0.8), ("王立", 0.8), ("王立新李春梅", 0.5), ("欧阳明远 司马青", 0.8), (NAMES, 0.8),
        (f"{NAMES} 田静", 0.0), ("本报记者 王立新。", 0.0), ("本报记者 王立新，", 0.0), ("园区企业投产", 0.0), ("高质量 发展", 0.0),
        ("本报记者 " + "王立新、" * 9 + "王立", 0.0), ("本报记者 " + "王立新、" * 7 + "王立新", 1.0), ("王立新的", 0.0), ("", 0.0),
        ("来源：" + "县" * 40, 1.0), ("来源：" + "县" * 41, 0.0), ("王某a", 0.0), ("王立李新", 0.5), ("王a新李春", 0.0),
    ],
)  # fmt: skip
def test_bylines(line: str, strength: float) -> None:
    assert byline_strength(line) == strength


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("王立新", True), ("王立新　李春梅", True), ("王立新李春梅张建国", True), ("王立新李春梅张建国赵雪", True),
        ("王立新李春梅张建国赵雪峰", True), ("王立新李春梅张建国赵雪峰刘海", False), ("王", False), ("王立新明", False),
        ("欧阳 明远", False), ("欧阳明远 王立新", True), ("欧阳明远达 王立新", False), ("明远", False), ("王明李", True), ("项目", False), ("成效", False), ("Lee", False),
    ],
)  # fmt: skip
def test_names_are_told_by_their_surnames(line: str, names: bool) -> None:
    """And usual words that begin with one are not taken for names."""
    assert is_names(line) is names


@pytest.mark.parametrize(
    ("line", "strength"),
    [
        ("图为新门诊楼", 1.0), ("图片来源：园区管委会", 1.0), ("工人在检查水表 陆远/摄", 1.0), ("项目现场。 资料图", 1.0),
        ("新门诊楼一角", 0.6), ("园区一景", 0.6), ("企业生产车间。", 0.6), ("记者王立新 摄", 1.0), ("项目建设现场", 0.6),
        ("工人在装配" + "线上赶制出口的订单" * 2 + "一景", 0.0), ("工人在装配" + "线上赶制出口的订单" + "一二三四五六七一景", 0.6),
        ("图为" + "车" * 58, 1.0), ("图为" + "车" * 59, 0.0), ("园区企业投产", 0.0),
    ],
)  # fmt: skip
def test_captions(line: str, strength: float) -> None:
    assert caption_strength(line) == strength


@pytest.mark.parametrize(
    ("line", "strength"),
    [
        ("责任编辑 李文 版式 王晓", 1.0), ("2023年10月16日 星期一", 1.0), ("要闻", 1.0), ("园区 6版", 1.0), ("第A02版", 1.0),
        ("www.example.cn", 1.0), ("电话：0771-0000000", 1.0), ("要闻简报", 0.0), ("园区企业投产", 0.0),
        ("电话：" + "0" * 43, 1.0), ("电话：" + "0" * 44, 0.0),
    ],
)  # fmt: skip
def test_furniture(line: str, strength: float) -> None:
    assert furniture_strength(line) == strength


@pytest.mark.parametrize(
    ("line", "ends", "opens"),
    [
        ("明年投产。", True, False), ("明年投产！”", True, False), ("公布了《办法》", False, False), ("所谓“三高”", False, False),
        ("明年（后年）", False, False), ("还要等。）", True, False), ("明年投产，", False, True), ("他说：“", False, True),
        ("明年投产", False, False), ("", False, False), ("”", True, False), ("他说 ”", True, False),
    ],
)  # fmt: skip
def test_how_a_line_ends(line: str, ends: bool, opens: bool) -> None:
    """A closing quotation mark or bracket ends a sentence where one ends before it."""
    assert (ends_sentence(line), leaves_open(line)) == (ends, opens)


@pytest.mark.parametrize(
    ("line", "twice"),
    [("水库完工水库完工", True), ("水库完水库完", False), ("水库完工水库开工", False), ("水库完工水库完工了", False)],
)
def test_a_line_of_bold_print_is_a_headline_twice(line: str, twice: bool) -> None:
    """From eight characters on."""
    assert is_twice(line) is twice


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("园区企业投产 本报记者 王立新", 7), ("明年还要扩产。 王立新 李春梅", 8), ("明年还要扩产 王立新 李春梅", None),
        ("本报讯 记者 王立新", None), ("园区企业投产 本报记者 项目", None), ("明年还要扩产。 项目开工", None),
    ],
)  # fmt: skip
def test_where_a_byline_begins_behind_other_words(line: str, begins: int | None) -> None:
    assert inline_byline(line) == begins
