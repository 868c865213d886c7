"""Files that are one ordinary article: paragraphs on long lines, a headline on top or none."""

from __future__ import annotations

import re

from tagger.records import Article, Page, Span, TitleState
from tagger.text import OffsetMap, repair

_LONG = 60
_SHARE = 0.4  # of the characters stand on long lines where lines are paragraphs
_TITLE = 90
_LINE = re.compile(r"\S[^\n]*")


def whole(page: Page) -> Article | None:
    """The page as one article where its lines are paragraphs, else None: it must be split."""
    text = page.text
    if "\n#" in text or text.startswith("#"):
        return None
    lines = [match.span() for match in _LINE.finditer(text)]
    if not lines:
        return None
    lengths = [high - low for low, high in lines]
    long = sum(length for length in lengths if length > _LONG)
    if long < _SHARE * sum(lengths) and len(lines) > 3:
        return None
    if text.count("\n本报讯") > 1:
        return None
    return single(page)


def single(page: Page) -> Article:
    """The page as one article, whatever its lines look like; a short first line without a full stop is its headline."""
    text = page.text
    lines = [match.span() for match in _LINE.finditer(text)]
    low, high = lines[0]
    first = text[low:high].rstrip()
    titled = len(lines) > 1 and len(first) <= _TITLE and first[-1] not in "。；，：;,:" and "。" not in first
    spans: list[Span] = []
    title, state = "", "missing"
    if titled:
        title, state = repair(first), "in place"
        spans.append(Span("title", low, low + len(first)))
        lines = lines[1:]
    parts, starts, sources, length = [], [], [], 0
    for low, high in lines:
        line = text[low:high].rstrip()
        starts.append(length)
        sources.append(low)
        parts.append(line)
        length += len(line) + 1
        spans.append(Span("body", low, low + len(line)))
    kept: TitleState = "in place" if state == "in place" else "missing"
    return Article(
        file=page.file,
        page=page.name,
        title=title,
        text=repair("\n".join(parts)),
        title_state=kept,
        spans=tuple(spans),
        title_map=OffsetMap((0,), (spans[0].start,)) if titled else OffsetMap(),
        body_map=OffsetMap(tuple(starts), tuple(sources)),
    )
