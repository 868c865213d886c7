"""The headline of a web page: as the page shows it, held against what its head says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tagger.readers.web.article import is_about
from tagger.readers.web.lines import Line
from tagger.text import squeeze

_PARTS = re.compile(
    r"\s*(?:[_|｜—–]+|(?:^|\s)[-·]+(?:\s|$)|-$|-(?=[\u4e00-\u9fff]{2,10}$)|-(?=[\u4e00-\u9fff]{2,8}[-_]))\s*"
)
_SITE = re.compile(
    r"^[\w·]{0,12}(?:网|在线|网站|频道|日报|晚报|早报|时报|客户端|新闻|传媒|门户|资讯|观察|首页|政府|融媒体?|中心|平台)$"
)
_NAMED = re.compile("title|tit|headline|biaoti", re.I)
_SHORTEST = 4


def headline(above: Sequence[Line], stated: Sequence[str], first: str) -> str:
    """The headline among the lines ``above`` the text, else out of what the head of the page ``stated``: its title,
    and what its metadata call the title. ``first`` is the first paragraph. Empty where the page tells none."""
    seen = [line for line in above if not line.is_link and not line.aside and not is_about(line.text)]
    said = [squeeze(title) for title in stated if title]
    told = [line for line in seen if is_told(line.text, said)]
    for wanted in (_is_heading, _is_named):
        if headed := [line for line in told if wanted(line)]:
            return _whole(max(headed, key=lambda line: len(line.text)), above)
    if told and len(longest := max(told, key=lambda line: len(line.text)).text) * 2 > min(map(len, said)):
        return longest
    for line in reversed(seen):
        if line.holder.tag == "h1" and not _SITE.match(line.text):
            return _whole(line, above)
    return _from_head(stated, first)


def _is_heading(line: Line) -> bool:
    return any(element.tag in ("h1", "h2", "h3") for element in line.chain[-2:])


def _is_named(line: Line) -> bool:
    return bool(_NAMED.search(f"{line.holder.get('class')} {line.holder.get('id')}"))


def is_told(text: str, said: Sequence[str]) -> bool:
    """Whether a line stands in one of the (squeezed) titles that the head of a page states."""
    key = squeeze(text)
    return len(key) >= _SHORTEST and not _SITE.match(text) and any(key in title for title in said)


def _whole(line: Line, above: Sequence[Line]) -> str:
    """A headline that is broken within its element, in one."""
    return " ".join(other.text for other in above if other.holder is line.holder)


def _from_head(stated: Sequence[str], first: str) -> str:
    """The title that a page states without the names of site and channel; none where it is the site's or the text's."""
    opening = squeeze(first)
    for title in stated:
        parts = _PARTS.split(title)
        named = parts[1:] if _SITE.match(parts[0]) else parts
        if named and named[0] and not _SITE.match(named[0]) and not opening.startswith(squeeze(named[0])):
            return named[0]
    return ""
