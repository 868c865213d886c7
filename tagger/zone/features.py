"""What speaks for and against a zone as the subject of an article: where, how often, how and in what role it is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from math import log
from typing import NamedTuple

from tagger.zone.kinds import AUTHORITY
from tagger.zone.mentions import Mention

_HEAD = 200  # characters behind the headline that say what the article is about
_BEHIND_REACH, _REACH, _REACHES = 24, 14, {"post": 36}  # characters read behind a mention and before it

_CLAUSE = r"[^，。；：！？、“”（）()\n]"
# Roles of a mention by what stands behind it. "body" is an organ of the zone itself, "office" a branch of another.
_BEHIND = {
    "office": _CLAUSE + "{0,6}?(?:法院|检察院|公安|分局|派出|交警|消防|税务|警方|警务|大队|中队|支队|纪委|纪检|监委|医院|学校|中学|小学|幼儿园|大学|学院)",
    "body": "(?:[（(][^）)]{1,8}[）)])?(?:管委|管理委|党工委|工委|管理局|管理办|管理机构|政府|招商|投促|科技局|科创局|科技创新|经发|发改|发展改革|商务局|自然资源|人社|市场监管|行政审批"
    "|社会事业|综合|组织部|宣传部|负责人|相关负责|书记|区长|主任|领导)",
    "firm": r"[^，。；：！？、“”\n的一家]{0,14}?(?:公司|集团|股份|支行|分行|银行|基金|合伙|在线|论坛|研究院|联盟|协会|学会|发展研究|促进会|管理中心)",
    "part": r"[^，。；：！？、“”\n的]{0,5}?(?:街道|社区|镇|街|村|路|大道|办事处|小区|广场)",
    "event": _CLAUSE + "{0,14}?(?:举行|举办|召开|开幕|拉开|闭幕|落幕|启幕|会展|展览|展馆|会议中心|大剧院|体育馆|酒店|博物馆|会堂)",
    "site": _CLAUSE + "{0,16}?(?:开工|动工|奠基|投产|竣工|启用|揭牌|落成|签约|建成|投用|落地|落户|入驻|扩建|投资|建设|建厂|开园|封顶|下线|试生产|量产|试运行|进驻|布局)",
    "whose": "内?(?:的|一家|企业|项目|厂区|工厂|基地|生产|车间|里|内)",
    "acts": r"(?:日前|近日|今年|昨日|[^，。；\n]{0,4})?(?:发布|出台|印发|启动|推出|实施|开展|组织|召开|举行|举办|将|已|正|聚焦|坚持|围绕|以|把|推动|推进|加快|打造|培育|实现|完成|累计|新增|拥有|现有"
    "|聚集|集聚|引进|吸引|签约|获批|入选|入围|获评|持续|深入|积极|全力|着力|创新|通过|依托|充分|抢抓|瞄准|深化)",
    "listed": "[、和与及]|等(?![待候级])",
}  # fmt: skip
_BEFORE = {
    "located": "(?:位于|坐落|地处|落户|入驻|落地|落子|进驻|扎根|选址|地点为|地点：|建在|建设在|搬到|迁至|注册在|布局在|投资建设|生根|设在|设于|放在)(?:于|在|了)?",
    "at": "(?<!位)(?<!落)(?<!户)[在于]",
    "visited": "(?:走进|来到|走访|调研|参观|考察|深入|前往|赴|到|观摩)了?",
    "source": "[从由据]|获悉",
    "opens": r"\A|[。\n，；！？“：；）】》!?;,:)\]|>·]|讯|日电|\d日|月|年|近日|日前|今天|昨天|当天|上午|下午|目前|今年以来",
    "post": "(?:任|兼|免去)[^。]{0,30}",
    "listed": "[、和与及]",
    "quoted": "[“《「]",
}  # fmt: skip
_TOPICS = {
    "industry": "项目|投资|产业|企业|公司|签约|投产|开工|建设|园区|招商|创新|科技|研发|制造|智能|经济|生产",
    "society": "警|诈骗|法院|检察|违纪|违法|犯罪|嫌疑|受贿|被查|交通事故|居民|社区|志愿|学生|孩子|儿童|暑期|游客|旅游|演唱|音乐|电影|比赛|选手|防汛|暴雨|台风|洪|救援|楼市|购房|股价|涨停|市值"
    "|房地产",
    "nation": "全国|各地|我国|国务院|国家发展改革委|工信部|财政部|商务部|海关总署|总书记|中国",
}  # fmt: skip

ROLES = ("office", "body", "firm", "part", "whose", "acts", "located", "at", "event here", "site here", "visited", "source", "listed", "opens", "post", "quoted")  # fmt: skip
ONCE_ENOUGH = ("office", "body", "firm", "located")  # roles that count, too, where one mention has them
FEATURES = (
    "none", "title", "to lead", "to first sentence", "log mentions", "once", "early", "spread", "log length",
    "log zones", "share", "most", "log equals",
    "placed", "authority", "no kind", "inner", "compound", "log bare mentions", "bare mentions", "log place", "place in head",
    "society", "nation", "industry, once", "society, part", "opens title",
    *ROLES, *(f"any {role}" for role in ONCE_ENOUGH),
)  # fmt: skip


class Page(NamedTuple):
    """A document and the ends of its headline, its lead and its first sentence, and what its head is about."""

    doc: str
    title_end: int
    lead_end: int
    first_end: int
    topics: dict[str, float]


def page_of(doc: str, title_end: int, lead_end: int) -> Page:
    first = doc.find("。", title_end + 1)
    head = doc[: title_end + _HEAD]
    topics = {name: len(found.findall(head)) / 5 for name, found in _patterns()[2].items()}
    return Page(doc, title_end, lead_end, first if first >= 0 else len(doc), topics)


def features(page: Page, zone: Sequence[Mention], bare: int, others: Sequence[int]) -> list[float]:
    """The values of FEATURES for a zone of which ``bare`` mentions have no name; ``others``: mentions of other zones."""
    roles = [_roles(page, mention) for mention in zone]
    shares = [sum(role in had for had in roles) / len(zone) for role in ROLES]
    society, part = page.topics["society"], shares[ROLES.index("part")]
    once = float(len(zone) == 1)
    titled = any("opens" in had for had, mention in zip(roles, zone, strict=True) if mention.begin < page.title_end)
    return [
        *_extent(page, zone),
        *_among(len(zone), others),
        *_name(page, zone, bare),
        society,
        page.topics["nation"],
        page.topics["industry"] * once,
        society * part,
        float(titled),
        *shares,
        *(float(any(role in had for had in roles)) for role in ONCE_ENOUGH),
    ]


def _extent(page: Page, zone: Sequence[Mention]) -> list[float]:
    """Where and how often a zone is named."""
    begins = [mention.begin for mention in zone]
    length = len(page.doc)
    return [
        1.0,
        float(begins[0] < page.title_end),
        float(begins[0] < page.lead_end),
        float(begins[0] <= page.first_end),
        log(len(zone)),
        float(len(zone) == 1),
        begins[0] / length,
        (begins[-1] - begins[0]) / length,
        log(length / 500),
    ]


def _among(count: int, others: Sequence[int]) -> list[float]:
    """How often a zone is named, against the others."""
    return [
        log(1 + len(others)),
        count / (count + sum(others)),
        float(all(count > other for other in others)),
        log(1 + sum(other >= count for other in others)),
    ]


def _name(page: Page, zone: Sequence[Mention], bare: int) -> list[float]:
    """What a zone is called, how often its kind stands without its name, and its place without the zone."""
    kind = next((mention.kind for mention in zone if mention.kind), "")
    place = "" if zone[0].bare else zone[0].name[:2]
    head = page.doc[: page.title_end + 40]
    return [
        float(any(mention.placed for mention in zone)),
        float(kind in AUTHORITY),
        float(not kind),
        sum(mention.inner for mention in zone) / len(zone),
        float(any(mention.compound for mention in zone)),
        log(1 + bare),
        float(bare > 0),
        log(1 + max(0, page.doc.count(place) - len(zone))) if place else 0.0,
        float(bool(place) and place in head),
    ]


def _roles(page: Page, mention: Mention) -> set[str]:
    """The roles of a mention: some of ROLES."""
    doc, begin, end = page.doc, mention.begin, mention.end
    behind, before, _ = _patterns()
    after = {role for role, found in behind.items() if found.match(doc, end, end + _BEHIND_REACH)}
    had = {role for role, (reach, found) in before.items() if found.search(doc, max(0, begin - reach), begin)}
    if "at" in had:
        had |= {"site here"} if "site" in after else {"event here"} if "event" in after else set()
    had |= after & {"whose", "acts", "listed"}
    if doc.startswith("、", end):
        had.discard("opens")  # what opens with a list is about all of it
    holder = next((role for role in ("office", "body", "firm", "part") if role in after), "")
    return had if holder == "firm" and had & {"located", "whose"} else had | {holder}


@lru_cache(maxsize=1)
def _patterns() -> tuple[
    dict[str, re.Pattern[str]], dict[str, tuple[int, re.Pattern[str]]], dict[str, re.Pattern[str]]
]:
    """Compiled when the first zone is weighed: behind a mention; before it, with the characters to read; topics."""
    before = {role: (_REACHES.get(role, _REACH), re.compile(rf"(?:{found})\Z")) for role, found in _BEFORE.items()}
    return _compiled(_BEHIND), before, _compiled(_TOPICS)


def _compiled(patterns: dict[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in patterns.items()}
