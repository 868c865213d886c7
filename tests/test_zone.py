"""The zone of an article: its own longest form, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger.match import document_of
from tagger.match.automaton import build_finder
from tagger.zone import MARKERS, canonical, find_zone
from tagger.zone.choice import FEATURES, candidates, longest
from tagger.zone.weights import WEIGHTS

FIND = build_finder(MARKERS)


def zone(text: str, title: str = "") -> str:
    document = document_of(title, text, 60)
    marks: list[tuple[int, int]] = []
    for start, end, _ in FIND(document.text):
        while marks and marks[-1][0] >= start:
            marks.pop()
        if not marks or marks[-1][1] < end:
            marks.append((start, end))
    span = find_zone(document.text, document.title_end, document.lead_end, marks)
    return document.text[span[0] : span[1]] if span else ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("近日，江阴高新区举行项目开工仪式。江阴高新区负责人介绍了情况。", "江阴高新区"),
        ("无锡高新区今年引进企业百家。江苏无锡高新区再添新军。", "江苏无锡高新区"),
        ("位于合肥的新站高新区建成一座显示工厂。新站高新区说，产线已满产。", "新站高新区"),
        ("北京经济技术开发区发布行动计划。北京经济技术开发区将建设机器人产业园。", "北京经济技术开发区"),
        ("苏州工业园区出台人才新政，苏州工业园区已连续五年举办创业周。", "苏州工业园区"),
        ("记者从贵安新区获悉，贵安新区算力规模翻番。", "贵安新区"),
        ("海南自贸港封关后，海南自贸港进口货物增加。", "海南自贸港"),
        ("这场雨自东向西，滨州高新区、德州高新区和聊城高新区都有小雨。", ""),
        ("学校举行运动会，学生们奋力拼搏。", ""),
        ("全国高新区数量达到一百七十八家，国家高新区营收增长。", ""),
        ("今年，全市各开发区都在抓项目。", ""),
    ],
)
def test_the_zone_of_a_text(text: str, expected: str) -> None:
    assert zone(text) == expected


def test_two_zones_of_equal_weight_give_none() -> None:
    assert zone("兰州新区、西咸新区日前签约。按照协议，西咸新区、兰州新区共建实验室。") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("渭南高新区和宝鸡高新区今天签约。渭南高新区管委会介绍，渭南高新区将建三个实验室。", "渭南高新区"),
        ("近日，江北新区科技创新局发布清单。南京江北新区今年还将办十场路演。", "南京江北新区"),
        ("西部（重庆）科学城今天揭榜。西部（重庆）科学城将建种子库。", "西部（重庆）科学城"),
        ("河西高新区（甘泉区）开工十个项目。河西高新区（甘泉区）说，还有八个在路上。", "河西高新区（甘泉区）"),
        ("内蒙古自贸试验区包头片区挂牌。包头片区将办铁路口岸。", "内蒙古自贸试验区包头片区"),
        ("昨日，某公司因借款纠纷收到南昌经济技术开发区人民法院的传票，公司账户被冻结。", ""),
        ("省里要求，持续推进海绵城市和创新区建设，各地要拿出办法。", ""),
    ],
)
def test_what_stands_around_a_name_decides(text: str, expected: str) -> None:
    assert zone(text) == expected


def test_every_feature_has_a_weight_and_a_value() -> None:
    text = "盐城高新区扩区。\n盐城高新区管委会说，高新区将扩大一倍。"
    found = candidates(text, 7, 20, [(2, 5), (10, 13), (19, 22)])
    assert len(FEATURES) == len(WEIGHTS)
    assert [len(candidate.features) for candidate in found] == [len(FEATURES)]
    assert longest(found[0]) == (0, 5)


def test_a_headline_decides() -> None:
    title = "常州高新区集中开工十个项目"
    assert zone("昨天，一批项目开工，与去年镇江高新区的规模相当。", title) == "常州高新区"


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("无锡国家高新技术产业开发区", "无锡高新区"),
        ("南昌经济技术开发区", "南昌经开区"),
        ("中国（上海）自由贸易试验区", "上海自贸区"),
        ("亦庄", "北京经开区"),
        ("武汉光谷", "东湖高新区"),
    ],
)
def test_names_have_one_canonical_form(long: str, short: str) -> None:
    assert canonical(long) == short


@given(st.text("昆山无锡高新区经开发位于在，。的0a", max_size=80))
def test_a_zone_is_a_span_of_the_text_and_needs_a_mark(text: str) -> None:
    found = zone(text)
    assert found in text
    assert not found or any(mark in found for mark in MARKERS)


def test_without_marks_there_is_no_zone() -> None:
    assert find_zone("一段没有园区的文字", 0, 4, []) is None
