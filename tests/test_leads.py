"""First and last paragraphs are told from others by how they read; what is learned is used at the edge of articles."""

from __future__ import annotations

import pytest

from tagger.split.leads import begins, ends

FIRST = (
    "近日，记者从市科技局获悉，全市新增三家省级重点实验室，研发投入比去年增长一成。",
    "新华社杭州3月4日电 春耕时节，各地农机合作社纷纷开工，田间一片忙碌。",
    "昨日，我国首个深海养殖平台在青岛建成并投入使用，年产量可达两千吨。",
)
INNER = (
    "他表示，下一步还将继续优化流程，让企业少跑路。",
    "据介绍，这条生产线的良品率已经达到百分之九十八。",
    "此外，园区还为员工提供了宿舍和食堂，解决了后顾之忧。",
)


@pytest.mark.parametrize("first", FIRST)
@pytest.mark.parametrize("inner", INNER)
def test_a_first_paragraph_reads_more_like_one_than_others_do(first: str, inner: str) -> None:
    assert begins(first) > begins(inner) + 1


@pytest.mark.parametrize("first", FIRST)
def test_a_lead_in_front_spaces_and_other_digits_change_nothing(first: str) -> None:
    plain = begins(first)
    assert begins("本报讯 （记者 王小明）" + first) == pytest.approx(plain)
    assert begins(" ".join(first)) == pytest.approx(plain)
    assert begins(first.replace("3", "8").replace("4", "5")) == pytest.approx(plain)


def test_an_author_in_brackets_and_an_end_mark_close_an_article() -> None:
    text = "项目建成后每年可处理污水两百万吨。"
    assert ends(text + "（完）") > ends(text) + 1
    assert ends(text + "（作者系市社科院研究员）") > ends(text)


def test_nothing_is_told_of_nothing() -> None:
    assert begins("") == begins("　 ")
    assert ends("") == ends(" ")
