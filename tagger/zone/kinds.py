"""Kinds of zones, and one canonical form for every name."""

from __future__ import annotations

import re

from tagger.zone.places import NAMED

# Words that end a zone's name, by the short form that stands for them.
_FORMS = {
    "高新区": "高新技术产业开发区 高新技术产业园区 高新技术产业示范区 高新技术开发区 高新技术园区 新技术产业开发区 新技术开发区 高新开发区 高新园区 高新区",
    "经开区": "经济技术产业开发区 经济技术开发区 经济开发区 经开区",
    "自贸区": "自由贸易试验区 自贸试验区 自由贸易区 自贸区",
    "自贸港": "自由贸易港 自贸港",
    "综保区": "综合保税区 综保区",
    "保税区": "保税港区 保税区",
    "自创区": "自主创新示范区 自创区",
    "临空区": "临空经济区 临空区",
    "航空港": "航空港经济综合实验区 航空港",
    "开发区": "先进制造业开发区 开发区",
    "工业园": "工业集中区 工业园区 工业园",
    "产业园": "产业园区 产业园",
    "科技园": "科技园区 科技园",
    "化工园": "化工园区 化工园",
    "创新园": "创新园区 创新园",
    "物流园": "物流园区 物流园",
    "创意园": "创意园区 创意园",
}
_PLAIN = (
    "新区 新片区 创新区 新城 产业新城 产业基地 科技城 科学城 科创城 科教城 智创城 知识城 医药城 生物城 汽车城 产业城 生态城 软件园 创业园 文创园 孵化园 示范园 "
    "示范区 试验区 实验区 先行区 起步区 合作区 投资区 商务区 度假区 经济区 集聚区 管理区 加工区 工业区 化工区 综改区 科学园 双创园 化工基地 功能区 金融城 航天城 航天港 智谷 药谷 软件谷 科创走廊 开放枢纽 园区 "
    "信息园 信息港 创新港 创业港 科技港 科创园 智造园 制造园 装备园 电子园 电商园 医药园 生物园 数据园 机器人园 创客园 基金小镇 产业小镇 创新小镇 科技小镇 孵化基地 创业基地 机器人谷 自贸片区 "
    "云谷 数谷 氢谷 芯谷 声谷 车谷 智能谷 未来城 数据城 航空城"
)
KINDS: dict[str, str] = {long: short for short, forms in _FORMS.items() for long in forms.split()}
KINDS |= {kind: kind for kind in _PLAIN.split()}
NAMES = frozenset(NAMED.split())

# Kinds that have an authority of their own and take the name of a place.
AUTHORITY = frozenset(
    ("高新区", "经开区", "开发区", "新区", "新片区", "自贸区", "自贸港", "综保区", "保税区", "综改区", "临空区", "航空港", "合作区", "投资区")
)  # fmt: skip

_LAST = re.compile(f"(?:{'|'.join(sorted(KINDS, key=len, reverse=True))})\\Z")
_DROPPED = re.compile("国家级?|[省市县（）()·]|^中国")
_ALIASES = {
    "亦庄": "北京经开区", "北京亦庄": "北京经开区", "亦庄经开区": "北京经开区", "光谷": "东湖高新区", "中国光谷": "东湖高新区",
    "武汉光谷": "东湖高新区", "中关村科技园": "中关村", "横琴粤澳深度合作区": "横琴",
}  # fmt: skip


def kind_of(mark: str) -> str:
    """The kind that a mark ends with, in its short form; "" for a name that says nothing of it (光谷)."""
    last = _LAST.search(mark)
    return KINDS[last[0]] if last else ""


def canonical(name: str) -> str:
    """One form of a zone's name: the kind abbreviated, 国家 and 省市县 dropped, aliases resolved."""
    last = _LAST.search(name)
    if last:
        name = name[: last.start()] + KINDS[last[0]]
    name = _DROPPED.sub("", name)
    return _ALIASES.get(name, name)
