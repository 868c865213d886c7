"""Files that are one ordinary article: paragraphs on long lines, a headline on top or none."""

from __future__ import annotations

import re

from tagger.records import Article, Page, Span, TitleState, around
from tagger.text import OffsetMap, repair

_LONG = 60
_SHARE = 0.4  # of the characters stand on long lines where lines are paragraphs
_TITLE = 90
# Lines right below one another, none of them blank, indented or with white space at its end.
_BLOCK = re.compile(r"\S(?:[^\n]*\S)?(?:\n\S(?:[^\n]*\S)?)*")


def whole(page: Page) -> Article | None:
    """The page as one article where its lines are paragraphs, else None: it must be split."""
    text = page.text
    if "\n#" in text or text.startswith("#"):
        return None
    lengths = [len(line) for line in text.split("\n") if line and not line.isspace()]
    if not lengths:
        return None
    long = sum([length for length in lengths if length > _LONG])
    if long < _SHARE * sum(lengths) and len(lengths) > 3:
        return None
    if text.count("\n本报讯") > 1:
        return None
    return single(page)


def single(page: Page) -> Article:
    """The page as one article, whatever its lines look like; a short first line without a full stop is its headline."""
    text = page.text
    blocks = [block.span() for block in _BLOCK.finditer(text)]
    start, end = blocks[0]
    stop = text.find("\n", start, end)
    first = text[start : end if stop < 0 else stop]
    only = stop < 0 and len(blocks) == 1
    titled = not only and len(first) <= _TITLE and first[-1] not in "。；，：;,:" and "。" not in first
    spans: list[Span] = []
    if titled:
        spans.append(Span("title", start, start + len(first)))
        blocks = blocks[1:] if stop < 0 else [(stop + 1, end), *blocks[1:]]
    starts, length = [], 0
    for start, end in blocks:
        starts.append(length)
        length += end - start + 1
        spans.append(Span("body", start, end))
    state: TitleState = "in place" if titled else "missing"
    return Article(
        file=page.file,
        page=page.name,
        title=repair(first) if titled else "",
        text=repair("\n".join([text[start:end] for start, end in blocks])),
        title_state=state,
        spans=tuple(spans),
        title_map=OffsetMap((0,), (spans[0].start,)) if titled else OffsetMap(),
        body_map=OffsetMap(tuple(starts), tuple([block[0] for block in blocks])),
        page_number=page.number,
        box=around(block.box for block in page.blocks) if page.blocks else None,
    )
