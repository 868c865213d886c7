"""Kinds of zones, and one canonical form for every name."""

from __future__ import annotations

import re

from tagger.zone.places import NAMED

# Words that end a zone's name, by the short form that stands for them.
_FORMS = {
    "高新区": "高新技术产业开发区 高新技术产业园区 高新技术产业示范区 高新技术开发区 高新技术园区 高技术产业开发区 新技术产业开发区 新技术开发区 高新开发区 高新园区 农高区 高新区",
    "经开区": "经济技术产业开发区 经济技术开发区 经济开发区 经开园区 经开区",
    "自贸区": "自由贸易试验区 自贸试验区 自由贸易区 自贸区",
    "自贸港": "自由贸易港 自贸港",
    "综保区": "综合保税区 综保区",
    "保税区": "保税港区 保税区",
    "自创区": "自主创新示范区 自创区",
    "临空区": "临空经济区 临空区",
    "航空港": "航空港经济综合实验区 航空港",
    "开发区": "先进制造业开发区 开发区",
    "工业园": "工业集中区 工业园",
}
_PLAIN = (
    "产业园 科技园 化工园 创新园 物流园 创意园 软件园 创业园 文创园 孵化园 示范园 科学园 双创园 信息园 科创园 智造园 制造园 装备园 电子园 电商园 医药园 生物园 "
    "数据园 机器人园 创客园 智创园 数创园 生态园 转移园 环保园 材料园 农业园 "
    "新区 新片区 创新区 示范区 试验区 实验区 先行区 起步区 合作区 投资区 商务区 度假区 经济区 集聚区 管理区 加工区 工业区 化工区 综改区 功能区 先导区 园区 自贸片区 "
    "新城 产业新城 科技城 科学城 科创城 科教城 智创城 知识城 医药城 生物城 汽车城 产业城 生态城 金融城 航天城 未来城 数据城 航空城 "
    "产业基地 化工基地 孵化基地 创业基地 航天基地 航空基地 总部基地 "
    "信息港 创新港 创业港 科技港 航天港 国际陆港 智谷 药谷 软件谷 机器人谷 智能谷 云谷 数谷 氢谷 芯谷 声谷 车谷 算谷 "
    "基金小镇 产业小镇 创新小镇 科技小镇 智造小镇 算力小镇 卫星小镇 科创走廊 开放枢纽 城市副中心 "
    "集中区 医学城 健康城 智慧城 软件城 电子城 数字城 空港城 合作园 创智园 数字港 智慧港 总部港 创谷 创新谷 健康谷 生命谷 光电谷 传感谷 汽车谷 数字谷 科创谷 未来谷 "
    "生物岛 智慧岛 科技岛 创新岛 科学岛 人工智能岛 数字小镇 云栖小镇 特色小镇 创新走廊 科技走廊 科创大走廊 科创带 产业社区 保税物流中心 物流枢纽 边境合作中心 都会区 u谷"
)
# Longer words that hold one of them and name no zone.
_NO_ZONES = (
    "创新城 新城区 新城市 科技城市 科学城市 产业城市 生态城市 汽车城市 未来城市 医药城市 新区域 示范区域 功能区域 创新区域 开发区域 经济区域 工业区域 园区域 "
    "花园区 公园区 校园区 家园区 桃园区 果园区 乐园区 动物园区 植物园区 博览园区 博物馆园区 主体功能区 环境功能区 生产功能区 功能区划 保护区 度假区站 军事管理区 电诈园区 诈骗园区"
)
DECOYS = tuple(_NO_ZONES.split())
KINDS: dict[str, str] = {long: short for short, forms in _FORMS.items() for long in forms.split()}
KINDS |= {kind: kind for kind in _PLAIN.split()}
NAMES = frozenset(NAMED.split())

# Kinds that have an authority of their own and take the name of a place.
AUTHORITY = frozenset(
    ("高新区", "经开区", "开发区", "新区", "新片区", "自贸区", "自贸港", "综保区", "保税区", "综改区", "临空区", "航空港", "合作区", "投资区", "城市副中心")
)  # fmt: skip

_LENGTHS = sorted({len(kind) for kind in KINDS}, reverse=True)
_DROPPED = re.compile("国家级?|[省市县（）()·]|^中国")
_ALIASES = {
    "亦庄": "北京经开区", "北京亦庄": "北京经开区", "亦庄经开区": "北京经开区", "光谷": "东湖高新区", "中国光谷": "东湖高新区",
    "武汉光谷": "东湖高新区", "中关村科技园": "中关村", "横琴粤澳深度合作区": "横琴",
}  # fmt: skip


def kind_of(mark: str) -> str:
    """The kind that a mark ends with, in its short form; "" for a name that says nothing of it (光谷)."""
    return KINDS.get(_last_kind(_without_area(mark)), "")


def canonical(name: str) -> str:
    """One form of a zone's name: the kind abbreviated, 国家 and 省市县 dropped, aliases resolved."""
    name = _without_area(_DROPPED.sub("", name))
    kind = _last_kind(name)
    if kind:
        name = name.removesuffix(kind) + KINDS[kind]
    return _ALIASES.get(name, name)


def _last_kind(name: str) -> str:
    """The longest word of kind that a name ends with; "" where there is none."""
    return next((name[-n:] for n in _LENGTHS if name[-n:] in KINDS), "")


def _without_area(name: str) -> str:
    """产业园 for 产业园区: what is left is a kind of its own."""
    return name[:-1] if _last_kind(name) == "园区" and _last_kind(name[:-1]) else name
