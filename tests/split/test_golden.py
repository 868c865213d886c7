"""Whole pages and what becomes of them, to the character: articles, what is told of them, spans, what is left over.

``NAME.txt`` are pages as extraction leaves them, ``NAME.type`` lines of type by their left edge, baseline and size, of
which a PDF is made. All are set from ``seeds/articles``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from pdfs import Type, pdf

from tagger.readers import Source
from tagger.readers import pdf as reader
from tagger.records import Article, Page
from tagger.split import Split, split
from tagger.text import repair

PAGES = Path(__file__).parent.parent / "golden" / "pages"
NAMES = sorted(path.name for path in PAGES.glob("*.t*") if path.suffix in (".txt", ".type"))


def page_of(name: str) -> Page:
    text = (PAGES / name).read_text(encoding="utf-8")
    if name.endswith(".txt"):
        return Page(name, name, text)
    rows = [line.split("\t") for line in text.splitlines()]
    lines = [Type(float(left), float(base), float(size), words) for left, base, size, words in rows]
    (page,) = reader.pages(Source(name, name), pdf(lines), name)
    assert isinstance(page, Page)
    return page


@cache
def split_of(name: str) -> Split:
    return split(page_of(name))


def shown(found: Split) -> str:
    lines = [line for article in found.articles for line in _article(article)]
    lines += [f"{rest.start}-{rest.end} {rest.reason}: {rest.text}" for rest in found.left_over]
    return "\n".join([*lines, *found.notes]) + "\n"


def _article(article: Article) -> list[str]:
    told = {"title": article.title, "kicker": article.kicker, "byline": article.byline, "doubt": article.doubt}
    return [
        f"{article.number}/{article.of} {article.title_state}{' truncated' * article.truncated}",
        *(f"{name}: {value}" for name, value in told.items() if value is not None),
        *([f"box: {' '.join(map(str, article.box))}"] if article.box else []),
        article.text,
        " ".join(f"{span.part} {span.start}-{span.end}" for span in article.spans),
        "",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_split_to_the_character(name: str, golden: Callable[[Path, str], None]) -> None:
    golden(PAGES / f"{name.partition('.')[0]}.split", shown(split_of(name)))


@pytest.mark.parametrize("name", NAMES)
def test_every_character_leads_back_to_where_it_stands(name: str) -> None:
    page = page_of(name)
    for article in split_of(name).articles:
        for text, mapped in ((article.title, article.title_map), (article.text, article.body_map)):
            for at, character in enumerate(text):
                if not character.isspace():
                    assert repair(page.text[mapped.source(at)]) == character
