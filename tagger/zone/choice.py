"""Which of the zones that a document names it is about: a conditional logit over them and none.

Features are where, how often and how a zone is named, and the words about it (``words``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import exp, log
from typing import NamedTuple

from tagger.zone.kinds import AUTHORITY, NAMES
from tagger.zone.mentions import Mention, mentions
from tagger.zone.weights import LEAST, WEIGHTS
from tagger.zone.word_weights import WORD_WEIGHTS
from tagger.zone.words import opening_words, weigh, words_around

_ALONE = frozenset(("高新区", "经开区", "开发区", "新区"))  # kinds that can stand for a zone without its name
_ALL = ("国家", "国家级", "级", "各", "全国", "家", "个", "所有", "类", "批", "些", "多", "等", "创建")
_EDGE = frozenset("。\n，；！？“：；）】》")
_AT = ("位于", "落户", "入驻", "坐落", "地处", "落地", "落子", "进驻", "扎根", "来到", "走进", "签约", "在", "于")
_AND = frozenset("、和与及")
_FROM = ("从", "由", "联合")
# What a name stands in front of, within its clause: a part of the zone, an office in it, a firm, an event held there.
_BEHIND = re.compile(
    r"[^，。；：、“”\n]{0,4}?(?P<part>街道|社区|镇|街|村|路)"
    r"|[^，。；：、“”\n]{0,5}?(?P<office>法院|检察院|公安|分局|派出|交警|消防|税务|警方|大队|中队|支队)"
    r"|[^，。；：、“”\n]{0,12}?(?P<firm>公司|集团|支行|分行|银行|股份|基金|大学|学院|医院|学校|中学|小学|论坛|幼儿园|实验室|研究院)"
    r"|[^，。；：、“”\n]{0,8}?(?P<venue>会展中心|国际会展|会议中心|大剧院|体育|酒店|博物馆|举行|举办|召开|开幕|拉开|展览|会场)"
)
_SHORT = 300  # characters of a document in which one mention weighs more
_MARGIN = 1.5  # times as probable as the next: of two zones of equal weight the article is about neither

FEATURES = (
    "none", "title", "to lead", "to first sentence", "log mentions", "once", "share", "early", "spread", "short document", "rivals",
    "placed", "authority", "no kind", "inner", "compound", "bare mentions",
    "subject", "log subject", "at", "at, of", "from", "listed", "part", "office", "firm", "venue",
)  # fmt: skip


class Candidate(NamedTuple):
    """A zone: its mentions in order, and its values of FEATURES."""

    mentions: list[Mention]
    features: list[float]


def find_zone(doc: str, title_end: int, lead_end: int, marks: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The span in ``doc`` of the zone the article is about, in its longest form; None where it is about none.

    ``doc`` is the squeezed article (headline in ``doc[:title_end]``, lead up to ``lead_end``); ``marks`` are the places
    of MARKERS in it, sorted, the longest at each place. Of zones with scores s the article is about the i-th with
    probability exp(s_i) / (1 + sum exp(s)); none is claimed where the greatest is below LEAST or has a near rival.
    Source: D. McFadden, Conditional logit analysis of qualitative choice behavior (1974).
    """
    found = candidates(doc, title_end, lead_end, marks)
    if not found:
        return None
    shared = weigh(opening_words(doc, title_end), WORD_WEIGHTS)
    odds = [exp(shared + _score(doc, candidate)) for candidate in found]
    best, second = sorted([0.0, 0.0, *odds])[:-3:-1]
    if best < LEAST * (1 + sum(odds)) or best < _MARGIN * second:
        return None
    return longest(found[odds.index(best)])


def _score(doc: str, zone: Candidate) -> float:
    return sum(map(float.__mul__, WEIGHTS, zone.features)) + weigh(words_around(doc, zone.mentions), WORD_WEIGHTS)


def longest(zone: Candidate) -> tuple[int, int]:
    """The span of its longest form, the first of equals."""
    mention = max(zone.mentions, key=lambda mention: (mention.end - mention.begin, -mention.begin))
    return mention.begin, mention.end


def candidates(doc: str, title_end: int, lead_end: int, marks: Sequence[tuple[int, int]]) -> list[Candidate]:
    """The zones that a document names, in the order of their first mentions; arguments as for ``find_zone``."""
    found = mentions(doc, marks)
    zones = _zones([mention for mention in found if not mention.bare])
    bare: dict[str, list[Mention]] = {}
    for mention in found:
        if mention.bare and not doc.endswith(_ALL, 0, mention.mark):
            bare.setdefault(mention.kind, []).append(mention)
    kinds = [next((mention.kind for mention in zone if mention.kind), "") for zone in zones]
    alone = [kind for kind in bare if kind in _ALONE and kind not in kinds]
    support = [len(bare.get(kind, ())) if kinds.count(kind) == 1 else 0 for kind in kinds] + [0] * len(alone)
    zones += [bare[kind] for kind in alone]
    total = sum(map(len, zones))
    first = doc.find("。", title_end + 1)
    bounds = title_end, lead_end, first if first >= 0 else len(doc)
    return [
        Candidate(
            zone, [*_extent(doc, bounds, zone, total), log(len(zones)), *_name(zone, kind, n), *_context(doc, zone)]
        )
        for zone, kind, n in zip(zones, [*kinds, *alone], support, strict=True)
    ]


def _zones(named: list[Mention]) -> list[list[Mention]]:
    """Mentions by the zone they name: a name that ends another (无锡高新区, 江苏无锡高新区) names the same."""
    zones: dict[str, list[Mention]] = {}
    for mention in named:
        zones.setdefault(mention.name, []).append(mention)
    for short in sorted(zones, key=len):
        stem = short.removesuffix("开发区")
        same = [f"{stem}经开区", f"{stem}高新区"] if stem != short else []
        long = next((name for name in zones if name in same or (name != short and name.endswith(short))), None)
        if long and (len(short) >= 4 or short in NAMES):
            zones[long] = sorted(zones[long] + zones.pop(short))
    return list(zones.values())


def _extent(doc: str, bounds: tuple[int, int, int], zone: list[Mention], total: int) -> list[float]:
    """Where and how often a zone is named. ``bounds``: ends of the headline, the lead and the first sentence."""
    title_end, lead_end, first = bounds
    begins = [mention.begin for mention in zone]
    count, length = len(zone), len(doc)
    return [
        1.0,
        float(begins[0] < title_end),
        float(begins[0] < lead_end),
        float(begins[0] <= first),
        log(count),
        float(count == 1),
        count / total,
        begins[0] / length,
        (begins[-1] - begins[0]) / length,
        float(length < _SHORT),
    ]


def _name(zone: list[Mention], kind: str, bare: int) -> list[float]:
    """What a zone is called; ``bare`` is how often its kind stands without a name."""
    return [
        float(any(mention.placed for mention in zone)),
        float(kind in AUTHORITY),
        float(not kind),
        sum(mention.inner for mention in zone) / len(zone),
        float(any(mention.compound for mention in zone)),
        log(1 + bare),
    ]


def _context(doc: str, zone: list[Mention]) -> list[float]:
    """What stands around the mentions of a zone, mostly as shares of them."""
    n = len(zone)
    behind = [found.lastgroup if (found := _BEHIND.match(doc, mention.end)) else None for mention in zone]
    leads = [mention.begin == 0 or doc[mention.begin - 1] in _EDGE for mention in zone]
    at = [doc.endswith(_AT, 0, mention.begin) for mention in zone]
    of = [
        doc[mention.end : mention.end + 1] == "的" or what == "firm" for mention, what in zip(zone, behind, strict=True)
    ]
    listed = [doc[m.begin - 1 : m.begin] in _AND or doc[m.end : m.end + 1] in _AND for m in zone]
    return [
        float(any(leads)),
        log(1 + sum(lead and what in (None, "venue") for lead, what in zip(leads, behind, strict=True))),
        sum(at) / n,
        sum(map(int.__and__, at, of)) / n,
        float(any(doc.endswith(_FROM, 0, mention.begin) for mention in zone)),
        sum(listed) / n,
        *(behind.count(what) / n for what in ("part", "office", "firm", "venue")),
    ]
