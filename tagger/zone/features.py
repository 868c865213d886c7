"""What speaks for and against a zone as the subject of an article: where, how often, how and in what role it is named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log
from typing import NamedTuple

from tagger.zone.kinds import AUTHORITY
from tagger.zone.mentions import Mention
from tagger.zone.roles import ROLES, roles_of

_HEAD = 200  # characters behind the headline that say what the article is about
_TOPICS = {
    "industry": "项目|投资|产业|企业|公司|签约|投产|开工|建设|园区|招商|创新|科技|研发|制造|智能|经济|生产",
    "society": "警|诈骗|法院|检察|违纪|违法|犯罪|嫌疑|受贿|被查|交通事故|居民|社区|志愿|学生|孩子|儿童|暑期|游客|旅游|演唱|音乐|电影|比赛|选手|防汛|暴雨|台风|洪|救援|楼市|购房|股价|涨停|市值"
    "|房地产",
    "nation": "全国|各地|我国|国务院|国家发展改革委|工信部|财政部|商务部|海关总署|总书记|中国",
}  # fmt: skip

_HELD = {"office", "firm", "part", "event here"}  # roles in which a zone is not the subject
ONCE_ENOUGH = ("office", "body", "firm", "located")  # roles that count, too, where one mention has them
FEATURES = (
    "none", "title", "to lead", "to first sentence", "log mentions", "once", "early", "spread", "log length",
    "log zones", "share", "most", "log equals",
    "placed", "authority", "no kind", "inner", "compound", "log bare mentions", "bare mentions", "log place", "place in head",
    "society", "nation", "industry, once", "society, part", "in title by itself", "project of a name", "industry, located",
    *ROLES, *(f"any {role}" for role in ONCE_ENOUGH),
)  # fmt: skip


class Page(NamedTuple):
    """A document: the ends of its headline, its lead and its first sentence, the topics of its head, roles of mentions."""

    doc: str
    title_end: int
    lead_end: int
    first_end: int
    topics: dict[str, float]
    roles: dict[Mention, set[str]]


def page_of(doc: str, title_end: int, lead_end: int, zones: Iterable[Sequence[Mention]]) -> Page:
    first = doc.find("。", title_end + 1)
    head = doc[: title_end + _HEAD]
    topics = {name: len(found.findall(head)) / 5 for name, found in _topics().items()}
    roles = roles_of(doc, sorted(mention for zone in zones for mention in zone))
    return Page(doc, title_end, lead_end, first if first >= 0 else len(doc), topics, roles)


def features(page: Page, zone: Sequence[Mention], bare: int, others: Sequence[int]) -> list[float]:
    """The values of FEATURES for a zone of which ``bare`` mentions have no name; ``others``: mentions of other zones."""
    roles = [page.roles[mention] for mention in zone]
    shares = [sum(role in had for had in roles) / len(zone) for role in ROLES]
    society, part = page.topics["society"], shares[ROLES.index("part")]
    once = float(len(zone) == 1)
    titled = [had for had, mention in zip(roles, zone, strict=True) if mention.begin < page.title_end]
    project = not any(mention.placed for mention in zone) and any(page.doc.startswith("项目", m.end) for m in zone)
    return [
        *_extent(page, zone),
        *_among(len(zone), others),
        *_name(page, zone, bare),
        society,
        page.topics["nation"],
        page.topics["industry"] * once,
        society * part,
        float(any(not had & _HELD for had in titled)),
        float(project),
        page.topics["industry"] * any("located" in had for had in roles),
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


@lru_cache(maxsize=1)
def _topics() -> dict[str, re.Pattern[str]]:
    """Compiled when the first zone is weighed."""
    return {topic: re.compile(found) for topic, found in _TOPICS.items()}
