"""The zone an article is about: its mentions in the text, grouped by a canonical form, and a decision among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from tagger.zone.places import CITIES, NAMED, PROVINCES, SMALLER

# Words that end a zone's name, with the short form that stands for them.
KINDS: dict[str, str] = {
    "高新技术产业开发区": "高新区", "高新技术产业园区": "高新区", "高新技术开发区": "高新区", "高新技术园区": "高新区", "新技术产业开发区": "高新区",
    "新技术开发区": "高新区", "高新技术产业示范区": "高新区", "高新开发区": "高新区", "高新区": "高新区",
    "经济技术开发区": "经开区", "经济开发区": "经开区", "经开区": "经开区",
    "自由贸易试验区": "自贸区", "自贸试验区": "自贸区", "自由贸易区": "自贸区", "自贸区": "自贸区", "自由贸易港": "自贸港", "自贸港": "自贸港",
    "综合保税区": "综保区", "综保区": "综保区", "保税区": "保税区", "保税港区": "保税区", "自主创新示范区": "自创区", "自创区": "自创区",
    "先进制造业开发区": "开发区", "开发区": "开发区", "新区": "新区", "新片区": "新片区", "新城": "新城", "工业园区": "工业园", "工业园": "工业园",
    "产业园区": "产业园", "产业园": "产业园", "产业基地": "产业基地", "科技园区": "科技园", "科技园": "科技园", "科技城": "科技城", "科学城": "科学城", "科创城": "科创城",
    "科教城": "科教城", "产业新城": "产业新城", "生物城": "生物城", "汽车城": "汽车城", "软件园": "软件园", "创业园": "创业园", "示范区": "示范区",
    "合作区": "合作区", "航空港": "航空港", "航天港": "航天港", "临空经济区": "临空区", "综改区": "综改区", "智谷": "智谷", "化工园区": "化工园",
    "创新园区": "创新园", "科创走廊": "科创走廊",
}  # fmt: skip

MARKERS: tuple[str, ...] = (*KINDS, *NAMED.split())

_STRONG = frozenset(
    ("高新区", "经开区", "自贸区", "自贸港", "综保区", "开发区", "新区", "新片区", "科学城", "合作区", "航空港")
)
_REACH = 16
_STOP = re.compile(
    r"(?s:.*)(?:[^\u4e00-\u9fffg0-9（）()·—-]|[在由与和及的了是对从将据向到这该各为把被让就并但而又或其使给着也都很后前时]"
    r"|位于|落户|入驻|坐落|来自|走进|推动|推进|支持|助力|加快|打造|建设|成为|依托|围绕|聚焦|通过|位居|记者|今年|近年来|近日|日前|目前|当天|其中|此次|作为|以及|带动|引领"
    r"|获批|授予|参观|考察|调研|走访|深入|进入|抢占|立足|布局|形成|吸引|选择|集聚|结合|针对|关于|包括|涉及|规划|创建|年|月|日|个|家|批|年来)"
)
_GENERIC = re.compile(
    r"(?:国家级?|全国|省级?|市级?|县级?|全省|全市|我国|中国|级|本|所有|多|某|两|三|一|首|类|大|城市|试点|产业|特色|重点|高端|绿色|创新|综合|现代|先进|科技|新型|工业|农业|示范"
    r"|经济|开放|国际|合作|发展|新|市|省|区|县|老|整个|全区|核心|东部|西部|南部|北部|中部|专业|高新|双创|创业|智慧|生态|数字|孵化|跨境|海外|境外|自由|贸易|试验)*\Z"
)
_NEEDS_PLACE = frozenset(("示范区", "合作区", "产业基地", "新城", "创新园", "创业园", "自贸区"))
_BARE = frozenset(("高新区", "经开区", "开发区", "新区"))
# Found on half of the training articles, checked on the other half.
_TITLE, _LEAD, _BODY = 4.0, 2.0, 0.8
_WEAK, _ALIAS, _IN_NAME, _AS_VENUE = 0.8, 0.5, 0.3, 0.3
_LEAST, _RIVAL, _BARE_LEAST = 1.5, 0.8, 5.0
_ALL = ("国家", "国家级", "省级", "各", "全国", "家", "个", "所有", "类", "批", "级")
_VENUE = (
    "会展中心",
    "国际会展",
    "会议中心",
    "国际会议",
    "大剧院",
    "体育",
    "酒店",
    "博物馆",
    "举行",
    "举办",
    "召开",
    "开幕",
    "拉开帷幕",
)
_INSTITUTION = (
    "人民法院",
    "法院",
    "检察院",
    "公安分局",
    "分局",
    "医院",
    "学校",
    "中学",
    "小学",
    "支行",
    "大队",
    "派出所",
    "派出",
    "消防",
)
_CANON = tuple(sorted(KINDS, key=len, reverse=True))
_ALIASES = {
    "亦庄": "北京经开区", "北京亦庄": "北京经开区", "光谷": "东湖高新区", "中国光谷": "东湖高新区", "武汉光谷": "东湖高新区", "中关村科技园区": "中关村",
    "海南自由贸易港": "海南自贸港",
}  # fmt: skip


@lru_cache(maxsize=1)
def _places() -> dict[int, frozenset[str]]:
    """Place names by length."""
    by_length: dict[int, set[str]] = {}
    for name in f"{CITIES} {SMALLER} {PROVINCES}".split():
        by_length.setdefault(len(name), set()).add(name)
    return {length: frozenset(names) for length, names in sorted(by_length.items(), reverse=True)}


@lru_cache(maxsize=1)
def _named() -> frozenset[str]:
    return frozenset(NAMED.split())


def find_zone(doc: str, title_end: int, lead_end: int, marks: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The span in ``doc`` of the zone the article is about, in its longest form; None where it is about none.

    ``doc`` is the squeezed article (headline in ``doc[:title_end]``, lead up to ``lead_end``); ``marks`` are the places
    of MARKERS in it, sorted, the longest at each place.
    """
    weights: dict[str, float] = {}
    spans: dict[str, list[tuple[int, int]]] = {}
    bare: dict[str, list[tuple[float, int, int]]] = {}
    for start, end in marks:
        worth = _TITLE if start < title_end else _LEAD if start < lead_end else _BODY
        begin = _begin(doc, start, end)
        kind = KINDS.get(doc[start:end], "")
        if begin is None:
            if kind in _BARE and not _general(doc, start):
                bare.setdefault(kind, []).append((worth, start, end))
            continue
        if doc.startswith(_INSTITUTION, end):
            worth *= _IN_NAME
        if doc.startswith(_VENUE, end):
            worth *= _AS_VENUE
        name = canonical(doc[begin:end])
        weights[name] = weights.get(name, 0.0) + worth * (1.0 if kind in _STRONG else _WEAK if kind else _ALIAS)
        spans.setdefault(name, []).append(_with_bracket(doc, begin, end))
    _merge(weights, spans)
    for kind, mentions in bare.items():
        worth = sum(mention[0] for mention in mentions)
        of_kind = [name for name in weights if name.endswith(kind)]
        if len(of_kind) == 1:
            weights[of_kind[0]] += worth / 2
        elif not of_kind and worth >= _BARE_LEAST:
            weights[kind] = worth / 2
            spans[kind] = [_with_bracket(doc, start, end) for _, start, end in mentions]
    return _decide(weights, spans)


def _general(doc: str, start: int) -> bool:
    """Whether a bare kind speaks of all such zones (国家高新区, 全国经开区, 各开发区), not of one."""
    return doc[:start].endswith(_ALL)


def _with_bracket(doc: str, start: int, end: int) -> tuple[int, int]:
    """Take a second name in brackets behind a zone into it: 高新区（新市区）."""
    if doc[end : end + 1] in "（(" and end < len(doc):
        close = min((at for at in (doc.find("）", end), doc.find(")", end)) if at >= 0), default=-1)
        if 0 < close - end <= 8 and doc[close - 1] == "区":
            return start, close + 1
    return start, end


def _merge(weights: dict[str, float], spans: dict[str, list[tuple[int, int]]]) -> None:
    """A name that ends another (无锡高新区, 江苏无锡高新区) is the same zone."""
    for short in sorted(weights, key=len):
        for long in sorted(weights, key=len, reverse=True):
            part = (len(short) >= 4 and long.endswith(short)) or (short in _named() and short in long)
            if short != long and part and short in weights and long in weights:
                weights[long] += weights.pop(short)
                spans[long] += spans.pop(short)


def _decide(weights: dict[str, float], spans: dict[str, list[tuple[int, int]]]) -> tuple[int, int] | None:
    ranked = sorted(weights, key=lambda name: -weights[name])
    if not ranked or weights[ranked[0]] < _LEAST:
        return None
    if len(ranked) > 1 and weights[ranked[1]] > _RIVAL * weights[ranked[0]]:
        return None
    return max(spans[ranked[0]], key=lambda span: (span[1] - span[0], -span[0]))


def _begin(doc: str, start: int, end: int) -> int | None:
    """Where the name that ends with the mark begins; None where nothing but a kind is named."""
    if doc[start:end] in _named():
        return _with_places(doc, start)
    low = max(0, start - _REACH)
    place = _place_before(doc, low, start)
    if place is not None:
        return _with_places(doc, place)
    stopped = _STOP.match(doc[low:start])
    begin = low + (stopped.end() if stopped else 0)
    name = doc[begin:start]
    if not 2 <= len(name) <= 12 or _GENERIC.match(name):
        return None
    if KINDS.get(doc[start:end]) in _NEEDS_PLACE and not _holds_place(name):
        return None
    return begin


def _holds_place(name: str) -> bool:
    """Whether a known place stands anywhere in a name."""
    return any(
        name[i : i + length] in names for length, names in _places().items() for i in range(len(name) - length + 1)
    )


def _place_before(doc: str, begin: int, start: int) -> int | None:
    """Where a known place begins that stands right before the mark, 市 or 县 between them allowed."""
    edge = start - 1 if start > begin and doc[start - 1] in "市县区州省" else start
    for stop in dict.fromkeys((start, edge)):
        for length, names in _places().items():
            if stop - length >= begin and doc[stop - length : stop] in names:
                return stop - length
    return None


def _with_places(doc: str, begin: int) -> int:
    """Take a province or city in front into the name."""
    for _ in range(2):
        before = _place_before(doc, max(0, begin - 6), begin)
        if before is None:
            return begin
        begin = before
    return begin


def canonical(name: str) -> str:
    """One form of a zone's name: the kind abbreviated, 国家 and 省市县 dropped, aliases resolved."""
    for long in _CANON:
        if name.endswith(long):
            name = name[: -len(long)] + KINDS[long]
            break
    name = re.sub(r"国家级?|[省市县（）()]|^中国", "", name)
    return _ALIASES.get(name, name)
