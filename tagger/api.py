"""The tagger as a library: ``from tagger import Tagger``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from tagger.home import find_home
from tagger.pipeline import Pipeline, open_pipeline
from tagger.records import Article, Decision, Page, Span
from tagger.split import single, split

Use = Literal["rules", "model", "both"]
_NAME = "text"


class Tagger:
    """Rules and model of one home, loaded once. Holds no state between calls: threads may share it.

    >>> tagger = Tagger.load()
    >>> [tag.name for tag in tagger.tag("晶圆厂二期开工，集成电路产业再添新军。").industries]
    ['半导体与集成电路']
    """

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    @classmethod
    def load(cls, home: str | Path | None = None, *, use: Use = "both") -> Tagger:
        """The tagger of a home, found as the command line finds it (``tagger.home.find_home``) where none is given.

        ``use``: what decides; ``both`` means the rules alone where the home has no model.
        Raises RuleFaults, HomeFault or ModelFault.
        """
        return cls(open_pipeline(find_home(Path(home) if home is not None else None), use))

    def tag(self, text: str, title: str | None = None) -> Decision:
        """One article, with its headline or, without one, with a short first line as its headline.

        Raises ValueError where the text holds nothing but white space.
        """
        return self._pipeline.tag(_article(text, title))

    def tag_many(self, articles: Iterable[str | tuple[str, str | None]]) -> Iterator[Decision]:
        """The Decision of each article, a text or a pair of text and headline, in order and as they are asked for.

        Raises ValueError at an article that holds nothing but white space.
        """
        for given in articles:
            text, title = (given, None) if isinstance(given, str) else given
            yield self.tag(text, title)

    def tag_page(self, text: str) -> list[Decision]:
        """A newspaper page as PDF extraction leaves it: the articles in it, in reading order, each tagged.

        Raises ValueError where the text holds nothing but white space.
        """
        return [self._pipeline.tag(article) for article in split(_page(text)).articles]


def _page(text: str) -> Page:
    if not text.strip():
        raise ValueError("the text is empty")
    return Page(_NAME, _NAME, text)


def _article(text: str, title: str | None) -> Article:
    page = _page(text)
    if title is None:
        return single(page)
    state: Literal["given", "missing"] = "given" if title.strip() else "missing"
    return Article(_NAME, _NAME, title.strip(), text, title_state=state, spans=(Span("body", 0, len(text)),))
