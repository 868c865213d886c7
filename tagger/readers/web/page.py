"""A saved web page to headline, paragraphs and date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tagger.errors import InputEmpty
from tagger.extras import need
from tagger.readers.imprint import date_in
from tagger.readers.web.article import body_of
from tagger.readers.web.lines import Line, lines_of, shown
from tagger.readers.web.title import headline, is_told
from tagger.text import squeeze

_TITLES = ("og:title", "articletitle", "twitter:title", "dc.title", "title", "headline")
_DATES = (
    "pubdate", "publishdate", "article:published_time", "og:published_time", "og:release_date", "publish_time",
    "datepublished", "dc.date", "date",
)  # fmt: skip


def read_web_page(text: str, place: str) -> tuple[str, str | None]:
    """Headline (where there is one) and paragraphs of the article, a line each; the date that the page states for it.

    Raises InputEmpty where a page holds no running text, ExtraMissing.
    """
    root = _parsed(text, place)
    lines = [] if root is None else lines_of(root.find("body") if root.find("body") is not None else root)
    stated = [] if root is None else [shown(root.findtext(".//title") or ""), *_meta(root, _TITLES)]
    said = [squeeze(title) for title in stated]
    body = body_of(lines, lambda line: is_told(line.text, said))
    if not body:
        raise InputEmpty("网页里没有找到文章", place)
    above = lines[: body[0]]
    title = headline(above, stated, lines[body[0]].text)
    paragraphs = [lines[number].text for number in body]
    return "\n".join([title, *paragraphs] if title else paragraphs), _date(above, title, root)


def _parsed(text: str, place: str) -> Any:
    html = need("lxml.html", "html", place)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser)
    except html.etree.ParserError:
        return None


def _meta(root: Any, names: Sequence[str]) -> list[str]:
    found = {
        (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").lower(): meta.get("content") or ""
        for meta in root.iter("meta")
    }
    return [shown(found[name]) for name in names if found.get(name)]


def _date(above: Sequence[Line], title: str, root: Any) -> str | None:
    """The date between headline and text, else what the metadata state, else one above the headline."""
    places = [number for number, line in enumerate(above) if line.text == title]
    below = above[places[-1] + 1 :] if places else []
    times = [time.get("datetime") or "" for time in root.iter("time")]
    said = ["\n".join(line.text for line in below), *_meta(root, _DATES), *times[:1]]
    return next((date for date in map(date_in, said) if date), None)
