"""Mentions of zones in a document: how far to the left each name reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from tagger.zone.kinds import AUTHORITY, DECOYS, NAMES, canonical, kind_of
from tagger.zone.places import CITIES, COUNTIES, COUNTRIES, PROVINCES, TOWNS

_REACH = 18  # characters before the kind in which a name is looked for
_LONG, _SHORT = 12, 4  # characters before the kind, at most, where no place begins the name; of an authority

# What no name holds: punctuation, function words, counts, verbs that take a zone as their object.
_STOP = re.compile(
    r"(?s:.*)(?:[^\u4e00-\u9fffa-z0-9（）()·-]|[在由与及的了是对将向这该各把被让就并但而又或其使给着也很前从讯暨于等称]"
    r"|(?<!华)为|以(?!色列)|和(?!平|林|田|县|顺|静|龙|硕|政|布)|时(?!珍|代|尚|空)|(?<!成|首|花|武)都(?!市|江|匀|昌|安|兰)|后(?!海|旗)|(?<!国|海|境)内(?!蒙|江|黄|丘)|(?<!数)据"
    r"|(?<=\d)[年月日个家批]|[一二三四五六七八九十几多两]个|[一二三两]大|年来|今年|近日|日前|目前|当天|上午|下午|其中|此次|记者|公告|为例|作为|以及|关于|通过"
    r"|位于|位居|地处|坐落|落户|入驻|来自|日电|来到|走进|进入|深入|走访|参观|观摩|考察|调研|立足|布局|抢占|入围|获批|授予|成为|建立|建设|设立|创建|共建|规划|打造|形成|推动|推进|加快"
    r"|支持|助力|带动|引领|服务|依托|借助|围绕|聚焦|结合|针对|包括|涉及|吸引|选择|集聚|化解|解决|紧贴|联合|联动|举办|举行|进行|出席|希望|相信|负责人|购置|输送|做大做强|加强|促进|提升|提高|实现|保证|保障|满足|要求|开展"
    r"|增强|深化|展现|彰显|继续|坚持|遴选|推荐|协助|确定|诸如|启动|搬入|拨打|比作|需要|邀请|邻近|紧邻|辖下|下属|首家|首个|首批|某|每|预计|接下来|随着|重视|发挥|相应|派到|公司|管委会|管理局|总队|接到|线索|同意|发函|迎合|出入|家住|开通|建成|公安局|法院|检察院|分局|委员会)"
)
_GENERAL = re.compile(
    r"(?:国家级?|全国|省级?|市级?|县级?|区级|全省|全市|全区|我国|中国|世界级?|级|本地?|当地|所有|各类|相关|多|某|首|类|大|高|新|老|小微|大型|重大|重点|核心|整个|等|和|座|处|片|项"
    r"|城|乡|村|镇|市|省|区|县|城市|东部|西部|南部|北部|中部|海外|境外|跨境|国际|开放|合作|发展|建设|试点|试验|示范|产业|特色|高端|一流|高质量|绿色|生态|低效|零碳|创新|创业|双创|孵化|综合|专业"
    r"|现代|先进|高新|科技|技术|新型|智慧|智能|数字|工业|农业|制造业|文化|经济|自由|贸易|循环|融合|一体化|协同|园区)*\Z"
)
_TAIL = re.compile(r"·[\u4e00-\u9fff]{2,4}区|[（(](?![^）)]*称)[\u4e00-\u9fff]{2,8}(?:[区镇乡园市县]|街道)[）)]")
_AREA = re.compile(r"[\u4e00-\u9fff]{2,4}片区")
_OPENED = re.compile(r".*?([\u4e00-\u9fff]{2})[（(]\Z")  # before a place in brackets: 中国（上海）, 西部（重庆）


class Mention(NamedTuple):
    """A name from ``begin`` to ``end`` whose kind begins at ``mark``; ``kind`` and ``name`` are short forms.

    ``placed``: a known place stands in it. ``inner``: a longer name begins with it. ``compound``: it is such a longer
    one. A kind without a name (高新区) has ``begin`` = ``mark``, as have names that need none (光谷).
    """

    begin: int
    mark: int
    end: int
    kind: str
    name: str
    placed: bool
    inner: bool = False
    compound: bool = False

    @property
    def bare(self) -> bool:
        """Whether nothing but a kind is named."""
        return not self.placed and self.begin == self.mark


def mentions(doc: str, marks: Sequence[tuple[int, int]]) -> list[Mention]:
    """The mentions at the marks, in order."""
    found: list[Mention] = []
    free = 0  # where the last mention ends
    for mark, end in _joined(marks):
        word = doc[mark:end]
        if mark < free or word.endswith(DECOYS):
            continue
        kind = kind_of(word)
        begin, placed = (
            (_with_places(doc, mark, free), True) if word in NAMES else _name(doc, mark, free, kind in AUTHORITY)
        )
        compound = bool(kind and found and begin == free and not found[-1].bare)
        if compound:
            begin, placed = found[-1].begin, found[-1].placed
            found[-1] = found[-1]._replace(inner=True)
        if kind == "自贸区" and (area := _AREA.match(doc, end)):
            kind, end, placed = kind_of(area[0]) or "自贸片区", area.end(), True
        name = canonical(doc[begin:end])
        tail = _TAIL.match(doc, end) if kind in AUTHORITY else None
        end = free = tail.end() if tail else end
        found.append(Mention(begin, mark, end, kind, name, placed, False, compound))
    return found


def _joined(marks: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The marks, those that overlap (文创园, 园区) as one."""
    first, last = -1, -1
    for mark, end in marks:
        if mark >= last:
            if last >= 0:
                yield first, last
            first = mark
        last = end
    if last >= 0:
        yield first, last


def _name(doc: str, mark: int, free: int, authority: bool) -> tuple[int, bool]:
    """Where the name before a kind begins, not before ``free``, and whether with a known place."""
    low = max(free, mark - _REACH)
    state = next((len(word) for word in ("国家级", "国家") if doc.endswith(word, low, mark)), 0)
    place = _place_before(doc, low, mark - state)
    if place is not None:
        return _opened(doc, _with_places(doc, place, free), mark, free), True
    stop = _STOP.match(doc, low, mark)
    begin = max(stop.end() if stop else low, _open_bracket(doc, low, mark) + 1)
    for at in range(max(low, begin - 2), mark - 1):
        if _place_at(doc, at, mark, begin):
            return _opened(doc, _with_places(doc, at, free), mark, free), True
    if free and begin == free:
        return begin, False
    long_enough = 2 <= mark - begin <= (_SHORT if authority else _LONG)
    return (begin if long_enough and not _GENERAL.match(doc, begin, mark) else mark), False


def _open_bracket(doc: str, low: int, mark: int) -> int:
    """Where the last bracket stands that is open at ``mark``; -1 where none is."""
    opened = max(doc.rfind("（", low, mark), doc.rfind("(", low, mark))
    closed = max(doc.rfind("）", low, mark), doc.rfind(")", low, mark))
    return opened if opened > closed else -1


def _opened(doc: str, begin: int, mark: int, free: int) -> int:
    """Take what stands before a bracket into a name that closes it."""
    if doc[begin - 1 : begin] not in ("（", "(") or not {"）", ")"} & set(doc[begin:mark]):
        return begin
    opened = _OPENED.match(doc, max(free, begin - 3), begin)
    return opened.start(1) if opened else begin


@lru_cache(maxsize=1)
def _places() -> tuple[frozenset[str], tuple[int, ...]]:
    """Place names, and their lengths, the longest first."""
    names = frozenset(f"{COUNTRIES} {PROVINCES} {CITIES} {COUNTIES} {TOWNS}".split())
    return names, tuple(sorted({len(name) for name in names}, reverse=True))


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """The first two characters of place names; no name is shorter."""
    return frozenset(name[:2] for name in _places()[0])


def begins_with_place(name: str) -> bool:
    """Whether a name begins with a known place."""
    return name.startswith("中国") or _place_at(name, 0, len(name), 0)


def _place_at(doc: str, at: int, stop: int, least: int) -> bool:
    """Whether a known place begins here that ends between ``least`` and ``stop``: a stop within it (江都) is none."""
    if doc[at : at + 2] not in _beginnings():
        return False
    names, lengths = _places()
    return any(doc[at : at + length] in names for length in lengths if least <= at + length <= stop)


def _place_before(doc: str, low: int, stop: int) -> int | None:
    """Where the longest known place begins that ends at ``stop``, 市 or 县 behind it allowed (汝南县, not 南县)."""
    names, lengths = _places()
    edges = (stop, stop - 1) if doc[stop - 1 : stop] in ("市", "县", "区", "州", "省", "镇") else (stop,)
    begins = (
        next((edge - n for n in lengths if edge - n >= low and doc[edge - n : edge] in names), stop) for edge in edges
    )
    begin = min(begins)
    return begin if begin < stop else None


def _with_places(doc: str, begin: int, low: int) -> int:
    """Take a province, city and county in front into the name."""
    for _ in range(3):
        before = _place_before(doc, low, begin)
        if before is None:
            return begin
        begin = before
    return begin
