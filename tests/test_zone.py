"""The zone of an article: its own longest form, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger.match import document_of
from tagger.match.automaton import build_finder
from tagger.zone import MARKERS, canonical, find_zone
from tagger.zone.choice import candidates, longest
from tagger.zone.features import FEATURES, features, page_of
from tagger.zone.groups import zones_of
from tagger.zone.mentions import mentions
from tagger.zone.weights import WEIGHTS

FIND = build_finder(MARKERS)
# National high-tech zones (MIIT), without the word of kind.
HIGH_TECH = (
    "天津滨海 石家庄 保定 唐山 燕郊 承德 太原 长治 包头稀土 呼和浩特金山 鄂尔多斯 沈阳 大连 鞍山 本溪 锦州 营口 阜新 辽阳 长春 长春净月 吉林 通化医药 延吉 哈尔滨 大庆 齐齐哈尔 佳木斯 "
    "上海张江 上海紫竹 南京 苏州 无锡 常州 泰州医药 昆山 江阴 徐州 武进 南通 镇江 连云港 盐城 常熟 扬州 淮安 宿迁 杭州 萧山临江 宁波 绍兴 温州 嘉兴 湖州莫干山 衢州 合肥 芜湖 蚌埠 "
    "马鞍山慈湖 铜陵狮子山 淮南 滁州 安庆 福州 厦门火炬 泉州 莆田 漳州 三明 龙岩 南昌 新余 景德镇 鹰潭 抚州 吉安 赣州 九江共青城 宜春丰城 济南 青岛 淄博 潍坊 威海 济宁 烟台 临沂 泰安 "
    "枣庄 莱芜 德州 郑州 洛阳 安阳 南阳 新乡 平顶山 焦作 信阳 许昌 武汉东湖 襄阳 宜昌 孝感 荆门 随州 仙桃 咸宁 黄冈 荆州 黄石大冶湖 潜江 长沙 株洲 湘潭 益阳 衡阳 郴州 常德 怀化 宁乡 "
    "永州 广州 深圳 中山火炬 佛山 惠州仲恺 珠海 东莞松山湖 肇庆 江门 源城 清远 汕头 湛江 茂名 南宁 桂林 柳州 北海 海口 重庆 璧山 荣昌 永川 成都 绵阳 自贡 乐山 泸州 攀枝花 德阳 内江 "
    "贵阳 安顺 遵义 昆明 玉溪 楚雄 西安 宝鸡 杨凌 渭南 榆林 咸阳 安康 兰州 白银 青海 银川 石嘴山 乌鲁木齐 昌吉 新疆兵团 克拉玛依 阿克苏阿拉尔 拉萨"
)


def marks_of(text: str) -> list[tuple[int, int]]:
    marks: list[tuple[int, int]] = []
    for start, end, _ in FIND(text):
        while marks and marks[-1][0] >= start:
            marks.pop()
        if not marks or marks[-1][1] < end:
            marks.append((start, end))
    return marks


def zone(text: str, title: str = "") -> str:
    document = document_of(title, text, 60)
    marks = marks_of(document.text)
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
        ("扬州市江都区数控机床产业园与企业签约，项目落户扬州市江都区数控机床产业园。", "扬州市江都区数控机床产业园"),
        ("贵阳大数据科创城动工。贵阳大数据科创城管委会说，首批企业已入驻。", "贵阳大数据科创城"),
        ("两车追尾后，南溪高新区交警中队的民警赶到路口，把伤者送往医院。", ""),  # an office in passing
        ("日前，汝南县产业园开园。汝南县产业园已有十家企业。", "汝南县产业园"),  # not that of 南县
    ],
)
def test_the_zone_of_a_text(text: str, expected: str) -> None:
    assert zone(text) == expected


@pytest.mark.parametrize("kind", ["高新区", "国家高新区", "高新技术产业开发区", "国家级高新技术产业开发区"])
def test_national_zones_are_named_whole(kind: str) -> None:
    cut = []
    for name in HIGH_TECH.split():
        text = f"三家公司入驻{name}{kind}，都已投产。"
        last = mentions(text, marks_of(text))[-1]
        if text[last.begin : last.end] != name + kind:
            cut.append(text[last.begin : last.end])
    assert not cut


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
    assert longest(text, found[0]) == (0, 5)


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


def zones_in(text: str) -> list[list[str]]:
    """The zones of a text, each as the forms by which it is named."""
    return [[text[m.begin : m.end] for m in zone] for zone, _ in zones_of(text, mentions(text, marks_of(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a short name that the article defines, an abbreviation, the end of the name
        (
            "临平国际数智城科技园（以下简称“临平科技园”）开园。临平科技园有八家企业。",
            [["临平国际数智城科技园", "临平科技园", "临平科技园"]],
        ),
        ("长三角绿色协同发展示范区挂牌，长三角示范区招商。", [["长三角绿色协同发展示范区", "长三角示范区"]]),
        ("安徽池州高新区开工，池州高新区贺。", [["安徽池州高新区", "池州高新区"]]),
        # a zone named only within the name of its part means the part; one named by itself is another
        ("工厂建在南漳高新区轴承产业园。", [["南漳高新区", "南漳高新区轴承产业园"]]),
        ("南漳高新区说，南漳高新区轴承产业园满园。", [["南漳高新区", "南漳高新区"], ["南漳高新区轴承产业园"]]),
        # two parks of one city are two
        ("苏州高新区与苏州相城高新区签约。", [["苏州高新区"], ["苏州相城高新区"]]),
    ],
)
def test_names_of_one_zone_stand_together(text: str, expected: list[list[str]]) -> None:
    assert zones_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("记者走进张衡文创园区。", "张衡文创园区"),  # two words of kind that overlap
        ("他们拨打市北高新园区的电话。", "市北高新园区"),
        ("老人参观李时珍药谷。", "李时珍药谷"),
        ("工厂位于印尼青山工业园。", "印尼青山工业园"),
        ("纺织产业有序转移园里，机器轰鸣。", "纺织产业有序转移园"),
        ("平山高新区（东川街道）办夜校。", "平山高新区（东川街道）"),
        ("西安市新城区办花展，公园区域开放。", ""),  # a district, and an area
        ("港口在自贸区钦州港片区。", "自贸区钦州港片区"),
        ("楚江开发区内云峰软件园招人。", "云峰软件园"),
        ("凤山高新区（下称高新区）招人。", "凤山高新区"),
        ("凤山市公安局开发区分局破案。", "开发区"),
    ],
)
def test_how_far_a_name_reaches(text: str, expected: str) -> None:
    assert (zones_in(text) or [[""]])[-1][-1] == expected


def test_a_kind_alone_means_the_zone_named_last() -> None:
    text = "青浦软件园与金山科技园比邻。园区有食堂，园区还有班车。开发区不收租。"
    found = {text[zone[0].begin : zone[0].end]: bare for zone, bare in zones_of(text, mentions(text, marks_of(text)))}
    assert found == {"青浦软件园": 0, "金山科技园": 2, "开发区": 0}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("新厂位于莱西经开区，明年投产。", "located"),
        ("年会在莱西经开区会展中心举行。", "event here"),
        ("新厂昨天在莱西经开区开工。", "site here"),
        ("莱西经开区管委会说，明年再建两座。", "body"),
        ("莱西经开区法院宣判此案。", "office"),
        ("莱西经开区银杏投资有限公司减持。", "firm"),
        ("他曾任莱西经开区主任。", "post"),
        ("烟花燃放点在莱西经开区、即墨等地。", "listed"),
    ],
)
def test_roles_of_a_mention(text: str, role: str) -> None:
    ((zone, bare),) = zones_of(text, mentions(text, marks_of(text)))
    assert features(page_of(text, 0, len(text), [zone]), zone, bare, [])[FEATURES.index(role)] == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("江苏海安高新区开会，海安高新区宣布扩区。", "江苏海安高新区"),
        ("厂商携手铜峰科学园，铜峰科学园扩建。", "铜峰科学园"),  # what stands before is no place
        ("海州药谷产业园开园，海州药谷产业园区招人，海州药谷产业园满员。", "海州药谷产业园"),  # 区 makes no longer name
    ],
)
def test_the_longest_form_stands_for_a_zone(text: str, expected: str) -> None:
    found = candidates(text, 0, len(text), marks_of(text))
    assert [text[slice(*longest(text, zone))] for zone in found] == [expected]
