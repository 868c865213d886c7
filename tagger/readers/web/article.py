"""Which lines of a web page are its article: the box with most running text, without what sites set into it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from tagger.readers.web.lines import Line

_LONGEST_ABOUT = 100
_RIVAL = 4  # markup that holds a fourth of what the main one holds is of the text too
_DATE = r"(?:19|20)\d\d[-/.年]\d\d?[-/.月]\d\d?日?"
_SIGNED = re.compile(rf"^{_DATE}$")  # under a notice
_ABOUT = re.compile(  # lines that news sites set around an article
    rf"^[^。]*{_DATE}[^。]*$|^\W*(?:https?:|(?:发布|发表|更新)(?:时间|日期)|来源[：:]|稿源[：:]|作者[：:]|(?:责任|本文|网络|本期)?编辑[：:]"
    r"|责编|编审[：:]|校对[：:]|审核[：:]|监制[：:]|当前位置|分享(?:到|至)|版权所有|关于我们|打印本页|关闭窗口|上一篇|下一篇|浏览(?:次数|量)"
    r"|阅读(?:次数|量)?[：:]|点击(?:数|量)?[：:]|标签[：:]|关键词[：:]|附件[：:]?$|扫一扫|【?纠错】?|返回(?:首页|顶部)|原标题[：:])|\|.*\|"
    r"|^(?:\W*(?:打印|关闭|收藏|纠错|字号|字体|[大中小]|分享|评论|举报|投稿|点赞|复制链接|返回)(?:本页|本文|窗口|此页)?)+\W*$"
)
_NOTICE = re.compile(
    r"^\W*(?:免责声明|版权声明|特别声明|郑重声明|声明[：:]|凡本网|本网站?(?:声明|所有|注明)|未经(?:授权|许可|书面))"
)
_MORE = re.compile(  # headings of what follows an article
    r"^\W*(?:相关|推荐|延伸|热门|热点|更多|精彩|猜你|大家都在|网友|最新|全部|我来|发表|往期|编辑推荐|今日)?"
    r"(?:阅读|新闻|链接|文章|推荐|内容|评论|排行|报道|资讯|喜欢|看|回顾|专题|专栏|热点|要闻|跟帖|留言|说两句|稿件)榜?\s*(?:[（(]?\d*[）)]?)?\W*(?:更多)?\W*$"
)


def is_about(line: str) -> bool:
    """Whether a line tells of the article (date, source, editor) or of the site."""
    return (len(line) < _LONGEST_ABOUT and _ABOUT.search(line) is not None) or _NOTICE.match(line) is not None


def body_of(lines: Sequence[Line], is_title: Callable[[Line], bool]) -> list[int]:
    """The places of the article's paragraphs among the lines; none where there is no running text."""
    box = _box(lines)
    inside = [place for place, line in enumerate(lines) if any(element in box for element in line.chain)]
    first = next((place for place in inside if _opens(lines[place], is_title)), None)
    if first is None:
        return []
    text = _Text([lines[place] for place in inside])
    titles = [place for place in range(first) if is_title(lines[place])]
    while first - 1 in inside and text.has(lines[first - 1]) and first - 1 not in titles[:1]:
        first -= 1  # short lines at the head, among them a title said once more
    return _cut(lines, [place for place in inside if place >= first], text)


class _Text:
    """How the paragraphs of an article are marked up: most of its text as one kind, the rest beside it or nearly as much."""

    def __init__(self, lines: Sequence[Line]) -> None:
        kinds: Counter[object] = Counter()
        for line in lines:
            kinds[_kind(line)] += line.weight
        ((self.main, most),) = kinds.most_common(1)
        self._kinds = {kind for kind, weight in kinds.items() if weight * _RIVAL >= most}
        self._around = {line.chain[-2:-1] for line in lines if _kind(line) == self.main}

    def has(self, line: Line) -> bool:
        """Whether a line is marked up as a paragraph, short as it may be."""
        return _kind(line) == self.main and not line.is_link and not line.aside

    def takes(self, line: Line) -> bool:
        """Whether a line of running text that is marked up otherwise belongs to the article."""
        caption = line.pictured and len(line.text) < _LONGEST_ABOUT
        return line.weight > 0 and not caption and (_kind(line) in self._kinds or line.chain[-2:-1] in self._around)


def _opens(line: Line, is_title: Callable[[Line], bool]) -> bool:
    return line.weight > 0 and line.holder.tag != "h1" and not is_title(line) and not is_about(line.text)


def _cut(lines: Sequence[Line], inside: Sequence[int], text: _Text) -> list[int]:
    """Without what is no paragraph, up to where other articles begin, and lines about the article off both ends."""
    kept: list[int] = []
    for place in inside:
        line = lines[place]
        if _MORE.match(line.text) and not text.has(line):
            break
        if text.has(line) or text.takes(line):
            kept.append(place)
    while kept and is_about((last := lines[kept[-1]]).text) and not (text.has(last) and _SIGNED.match(last.text)):
        kept.pop()
    while kept and is_about(lines[kept[0]].text):
        kept.pop(0)
    return kept


def _kind(line: Line) -> tuple[object, ...]:
    """What a line is marked up as: lines of one kind are paragraphs of one text."""
    holder = line.holder
    return holder.tag, holder.get("class"), holder.get("align"), len(line.chain)


def _box(lines: Sequence[Line]) -> set[Any]:
    """The element that holds most running text as its paragraphs, and those beside it that are marked up alike.

    A paragraph counts in full for the element around it, and half for the next one out (as Arc90's Readability does).
    """
    held = Counter(line.holder for line in lines)
    scores: defaultdict[Any, float] = defaultdict(float)
    for line in lines:
        chain = line.chain if held[line.holder] > 1 else line.chain[:-1]
        for element, share in zip(reversed(chain), (1.0, 0.5), strict=False):
            scores[element] += share * line.weight
    best = max(scores, key=lambda element: scores[element], default=None)
    if best is None or not scores[best]:
        return set()
    parent = best.getparent()
    beside = [] if parent is None or best.tag == "body" else parent
    return {best} | {
        other for other in beside if other.tag == best.tag and other.get("class") == best.get("class") and scores[other]
    }
