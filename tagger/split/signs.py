"""Signs that a line is a byline, a caption, page furniture, or the opening of an article."""

from __future__ import annotations

import re

from tagger.split.background import idf

# The most frequent surnames of China (Ministry of Public Security, 2020), those of at least 0.1 % of the population.
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎"
    "贺顾毛郝龚邵万钱严覃武戴莫孔向汤温常文施洪季代童庞樊兰殷倪安颜牛岳祝鲁"
)
COMPOUND = ("欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟", "夏侯", "慕容", "令狐")

_ROLE = r"(?:本报|本刊|新华社|特约|实习|见习|通讯)?(?:通讯员|记者|特派员|评论员|作者|编辑)"
_NAME = r"[\u4e00-\u9fff·]{2,4}"
_CREDIT = re.compile(
    r"\A[（(【]?\s*(?:稿件来源|来源|来自|编辑|责编|校对|审核|监制|编译|本期编辑|素材|供稿|文字|校|审)\s*[：:/ ][^。，]{0,40}\Z"
    r"|\A[（(](?:完|新华社|中新社|央视新闻|新浪财经|[\u4e00-\u9fff ]{2,10})[）)]\Z"
)
_BYLINE_ROLE = re.compile(
    rf"(?:[►▶●■◆\s]*|[（(])(?:{_ROLE}[\s：:]*)+(?:{_NAME}[\s、，,]*){{1,8}}[）)]?(?:文|文/图|摄影报道)?\Z"
)
_BYLINE_MARK = re.compile(rf"[►▶]\s*(?:{_NAME}[\s、，,]*){{1,5}}\Z")
_CAPTION = re.compile(
    r"图为|图片来源|资料图|资料照片|供图|受访者供图|摄影|效果图|示意图|[\s（(/]摄[）)]?\Z|记者\s?\S{0,8}\s?摄\Z|一角\Z|一景\Z|生产车间。?\Z|现场。?\Z"
)
_SURE_CAPTION = re.compile(r"\A(?:图为|图片来源|资料图)|(?:供图|资料图|[\s/]摄|记者摄|供图[）)])[）)。]?\Z")
_FURNITURE = re.compile(
    r"责任编辑|责编|版式|美编|校对|投稿邮箱|电话[：:]|邮编|\A(?:第?\s?[A-Z]?\d{1,2}\s?版)|[\u4e00-\u9fff]{2,4}\s*\d{1,2}\s*版\Z"
    r"|\A\d{4}年\d{1,2}月\d{1,2}日\s*(?:星期[一二三四五六日天])?\Z|星期[一二三四五六日天]\s*\Z|\A(?:要闻|园区|产业|创新|区域|综合|新闻|专题|广告)\Z|https?://|www\."
)
LEAD = re.compile(r"\A\s*(?:本报讯|本报\S{1,8}(?:电|讯)|新华社\S{1,14}电|[（(](?:本报)?记者|记者\S{0,12}(?:获悉|从))")
BEN_BAO_XUN = re.compile(r"\A\s*本报讯")
_INLINE_BYLINE = re.compile(
    rf"(?<=[。！？”）])\s+(?P<names>(?:[\u4e00-\u9fff]{{2,4}}\s?){{1,4}})\Z|\s(?P<role>{_ROLE}[\s：:]*(?:{_NAME}[\s、，,]*){{1,8}})\Z"
)

_RARE = 4.6  # pairs more usual than this are words: 成效, 项目

ENDERS = frozenset("。！？”’）…!?)")
_LEFT_OPEN = frozenset("，、：；（“‘《—,:;(")


def ends_sentence(text: str) -> bool:
    """Whether a line ends where a sentence may end."""
    return text[-1:] in ENDERS and not (text[-1] in "”’）)" and text[-2:-1] not in "。！？…” ")


def leaves_open(text: str) -> bool:
    """Whether a line ends on a mark after which something must follow."""
    return text[-1:] in _LEFT_OPEN


def is_twice(text: str) -> bool:
    """Whether a line is one headline printed twice back to back, as bold overprinting leaves it."""
    half = len(text) // 2
    return len(text) >= 8 and len(text) % 2 == 0 and text[:half] == text[half:]


def is_names(text: str) -> bool:
    """Whether a line is nothing but one to six personal names, by their surnames."""
    names = text.replace("　", " ").split()
    if len(names) == 1 and 4 <= len(names[0]) <= 12 and len(text) == len(names[0]):
        return _glued_names(names[0])
    return 1 <= len(names) <= 6 and all(_is_name(name) for name in names)


def _is_name(name: str) -> bool:
    if not 2 <= len(name) <= 4 or not all("\u4e00" <= character <= "\u9fff" for character in name):
        return False
    return name.startswith(COMPOUND) or (name[0] in SURNAMES and len(name) <= 3 and idf(name[:2]) >= _RARE)


def _glued_names(text: str) -> bool:
    """Names that lost the spaces between them: every cut begins with a surname."""
    reach = {0}
    for start in range(len(text)):
        if start in reach and text[start] in SURNAMES:
            reach |= {start + 2, start + 3}
    return len(text) in reach and all("\u4e00" <= character <= "\u9fff" for character in text)


def byline_strength(text: str) -> float:
    """How surely a line is a byline: 1 by its words, about a half where only names say so, 0 else."""
    if len(text) > 44 or text[-1:] in "。，":
        return 0.0
    if _BYLINE_ROLE.match(text) or _BYLINE_MARK.match(text):
        return 1.0
    if _CREDIT.match(text):
        return 1.0
    if is_names(text):
        return 0.8 if " " in text.strip() or len(text) in (2, 3) else 0.5
    return 0.0


def caption_strength(text: str) -> float:
    """How surely a line is a caption or a picture credit."""
    if len(text) > 60:
        return 0.0
    if _SURE_CAPTION.search(text):
        return 1.0
    return 0.6 if len(text) < 24 and _CAPTION.search(text) else 0.0


def furniture_strength(text: str) -> float:
    """How surely a line is furniture of the page: masthead, date, imprint."""
    return 1.0 if len(text) <= 46 and _FURNITURE.search(text) else 0.0


def inline_byline(text: str) -> int | None:
    """Where a byline begins that stands behind the words of its line; None where there is none."""
    found = _INLINE_BYLINE.search(text)
    if found is None or LEAD.match(text):
        return None
    names = found["names"] or re.sub(rf"\A{_ROLE}[\s：:]*", "", found["role"])
    return found.start(found.lastgroup or 0) if is_names(names.strip()) else None
