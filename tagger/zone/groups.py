"""Mentions by the zone they mean: names that stand for each other, and kinds without a name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tagger.zone.kinds import AUTHORITY, NAMES, canonical
from tagger.zone.mentions import Mention

_ALONE = frozenset(("高新区", "经开区", "开发区", "新区"))  # kinds that can stand for a zone without its name
_ALL = ("国家", "国家级", "级", "各", "全国", "家", "个", "所有", "类", "批", "些", "多", "等", "创建")
_MANY = _ALONE | {"综保区", "保税区"}  # kinds of which one city has several: a shorter name may be another zone
_WHOLE = AUTHORITY | {"自创区", "科学城"}  # kinds of the whole that a name without a kind (张江) means
_DEFINED = re.compile(r"[（(](?:以下|下)?简?称:?[“\"]?(?P<short>[\u4e00-\u9fff0-9a-z]{2,12}?)[”\"]?[，,）)]")
_LEAST = 4  # characters of a name that can end another

Zones = dict[str, list[Mention]]  # mentions by the name of the zone


def zones_of(doc: str, found: Iterable[Mention]) -> list[tuple[list[Mention], int]]:
    """The zones that are named, each by its mentions, and how often each is meant by its kind alone.

    A kind without a name (the 园区) means the zone named last before it that is of this kind; where no zone of the
    kind is named, 高新区 and its like are zones by themselves.
    """
    zones: Zones = {}
    bare: list[Mention] = []
    for mention in found:
        if not mention.bare:
            zones.setdefault(mention.name, []).append(mention)
        elif not doc.endswith(_ALL, 0, mention.mark):
            bare.append(mention)
    _join(zones, doc)
    _into_parts(zones)
    named = list(zones.values())
    meant = [0] * len(named)
    alone: Zones = {}
    for mention in bare:
        of_kind = [i for i, zone in enumerate(named) if any(_may_mean(mention.kind, one) for one in zone)]
        if of_kind:
            meant[_last_before(mention, of_kind, named)] += 1
        elif mention.kind in _ALONE:
            alone.setdefault(mention.kind, []).append(mention)
    return [*zip(named, meant, strict=True), *((zone, 0) for zone in alone.values())]


def _may_mean(kind: str, mention: Mention) -> bool:
    """Whether a kind by itself can mean the zone: 园区 any 园, 开发区 any of the 开发区."""
    return (
        kind == mention.kind
        or (kind == "园区" and mention.kind.endswith("园"))
        or (kind == "开发区" and mention.kind in _ALONE)
    )


def _last_before(bare: Mention, among: list[int], zones: list[list[Mention]]) -> int:
    """Of the zones ``among`` that which is named last before ``bare``; the first one where none is."""

    def last(i: int) -> int:
        return max((mention.begin for mention in zones[i] if mention.begin < bare.begin), default=-1)

    return max(among, key=lambda i: (last(i), -i))


def _join(zones: Zones, doc: str) -> None:
    """Put the mentions of names that mean the same zone under the longest of them."""
    for short in sorted(zones, key=len):
        long = next((name for name in zones if name != short and _same(short, name, zones)), None)
        long = long or _defined(short, zones, doc)
        if long:
            zones[long] = sorted(zones[long] + zones.pop(short))


def _into_parts(zones: Zones) -> None:
    """A name that stands only within that of one part (a park in a zone) means the part."""
    parts: dict[int, list[str]] = {}
    for name, zone in zones.items():
        for mention in zone:
            if mention.compound:
                parts.setdefault(mention.begin, []).append(name)
    for name in list(zones):
        within = {part for mention in zones[name] for part in parts.get(mention.begin, ()) if part != name}
        if len(within) == 1 and all(mention.inner for mention in zones[name]):
            part = within.pop()
            zones[part] = sorted(zones[part] + zones.pop(name))


def _same(short: str, long: str, zones: Zones) -> bool:
    """Whether a name means what a longer one does: the end of it (无锡高新区), 开发区 for 高新区, or an abbreviation."""
    if long.endswith(short):
        return len(short) >= _LEAST or short in NAMES
    if short in NAMES and short in long and zones[long][0].kind in _WHOLE:
        return True
    stem = short.removesuffix("开发区")
    if stem != short and long in (f"{stem}经开区", f"{stem}高新区"):
        return True
    one, other = zones[short][0], zones[long][0]
    if not one.kind or one.kind != other.kind or one.kind in _MANY or short[:2] != long[:2]:
        return False
    # 临港新片区 in 上海临港新片区; of a zone within a zone only a part with a name of its own is enough
    part = short[2:]
    return _shortened(short, long) and (not other.compound or (len(part) > _LEAST and long.endswith(part)))


def _shortened(short: str, long: str) -> bool:
    """Whether all characters of ``short`` stand in ``long`` in this order, fewer of them."""
    rest = iter(long)
    return len(short) < len(long) and all(char in rest for char in short)


def _defined(short: str, zones: Zones, doc: str) -> str | None:
    """The name behind which the article says that it calls the zone ``short``."""
    for name, zone in zones.items():
        defined = name != short and _DEFINED.match(doc, zone[0].end)
        if defined and canonical(defined["short"]) == short:
            return name
    return None
