"""The roles in which an article names zones: what stands before and behind a mention."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from tagger.zone.mentions import Mention

_BEHIND_REACH, _REACH, _REACHES = 24, 14, {"post": 36, "sited": 20}  # characters read behind a mention and before it

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
    "host": r"[^。；\n]{0,22}?(?:主办|承办|协办|联合举办|共同举办)",
    "listed": "[、和与及]|等(?![待候级])",
}  # fmt: skip
_BEFORE = {
    "located": "(?:位于|坐落|地处|落户|入驻|落地|落子|进驻|扎根|选址|地点为|地点：|建在|建设在|搬到|迁至|注册在|布局在|投资建设|生根|设在|设于|放在)(?:于|在|了)?",
    "sited": r"(?:项目|公司|企业|工厂|厂房|车间|基地|中心|平台|园|线|电站|地点|铁路|校区|总部|店|该)[^，。；：\n]{0,6}(?:位于|坐落|地处|落户|入驻|落地|落子|进驻|扎根|选址|建在|建设在|设在)(?:于|在|了)?",
    "post": "(?:任|兼|免去)[^。]{0,30}",
}  # fmt: skip
_VISITS = ("走进", "来到", "走访", "调研", "参观", "考察", "深入", "前往", "赴", "到", "观摩")
_STARTS = ("讯", "日电", "月", "年", "近日", "日前", "今天", "昨天", "当天", "上午", "下午", "目前", "今年以来")
# Roles by the last characters before a mention.
_ENDS = {
    "visited": (*_VISITS, *(f"{visit}了" for visit in _VISITS)),
    "source": ("从", "由", "据", "获悉"),
    "opens": (*"。\n，；！？“：；）】》!?;,:)]|>·", *_STARTS, *(f"{digit}日" for digit in "0123456789")),
    "listed": ("、", "和", "与", "及"),
    "quoted": ("“", "《", "「"),
}
ROLES = ("office", "body", "with a body", "firm", "part", "whose", "acts", "located", "sited", "at", "event here", "site here", "host", "visited", "source", "listed", "opens", "post", "quoted")  # fmt: skip
_AND = ("、", "和", "与", "及", "以及")


def roles_of(doc: str, mentions: Sequence[Mention]) -> dict[Mention, set[str]]:
    """The roles of each mention, which come in order: those of ROLES. Zones that are listed together share theirs."""
    found: dict[Mention, set[str]] = {}
    group: list[Mention] = []
    for mention, following in zip(mentions, [*mentions[1:], None], strict=True):
        group.append(mention)
        if following is None or doc[mention.end : following.begin] not in _AND:
            shared = _roles(doc, group[0].begin, mention.end) | ({"listed"} if len(group) > 1 else set())
            found.update(dict.fromkeys(group, shared))
            group = []
    return found


def _roles(doc: str, begin: int, end: int) -> set[str]:
    """The roles of what stands from ``begin`` to ``end``."""
    behind, before = _patterns()
    after = {role for role, found in behind.items() if found.match(doc, end, end + _BEHIND_REACH)}
    had = {role for role, (reach, found) in before.items() if found.search(doc, max(0, begin - reach), begin)}
    had |= {role for role, ends in _ENDS.items() if doc.endswith(ends, 0, begin)} | ({"opens"} if not begin else set())
    if doc.endswith(("在", "于"), 0, begin) and not doc.endswith(("位", "落", "户"), 0, begin - 1):
        had |= {"at"} | ({"site here"} if "site" in after else {"event here"} if "event" in after else set())
    had |= after & {"whose", "acts", "host", "listed"}
    if "body" in after and doc.startswith(("、", "和"), begin - 1):
        had.add("with a body")  # one of several organs that act together
    holder = next((role for role in ("office", "body", "firm", "part") if role in after), "")
    return had if holder == "firm" and had & {"located", "whose"} else had | {holder}


@lru_cache(maxsize=1)
def _patterns() -> tuple[dict[str, re.Pattern[str]], dict[str, tuple[int, re.Pattern[str]]]]:
    """Compiled when the first zone is weighed: behind a mention; before it, with the characters to read."""
    before = {role: (_REACHES.get(role, _REACH), re.compile(rf"(?:{found})\Z")) for role, found in _BEFORE.items()}
    return {role: re.compile(found) for role, found in _BEHIND.items()}, before
