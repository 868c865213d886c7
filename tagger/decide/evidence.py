"""The words behind a tag, with their places in the source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from tagger.match import Document, Hit
from tagger.records import Article, Evidence
from tagger.text import Origins

_PLACES_SHOWN = 5


class Sources:
    """Where the characters of a document stand in the decoded source."""

    def __init__(self, article: Article, document: Document) -> None:
        self._document = document
        self._span = Origins((document.title, article.title_map), (document.body, article.body_map)).span

    def of_hits(self, hits: Sequence[Hit], words: Sequence[str]) -> tuple[Evidence, ...]:
        """The words of hits, the weightiest first, each with its first places in the source."""
        by_word: dict[int, list[Hit]] = {}
        for hit in hits:
            if hit.word in by_word:
                by_word[hit.word].append(hit)
            else:
                by_word[hit.word] = [hit]
        groups = sorted(by_word.values(), key=_weight) if len(by_word) > 1 else by_word.values()
        found, span = [], self._span
        for group in groups:
            term, times = words[group[0].word], len(group)
            for hit in group[:_PLACES_SHOWN]:
                found.append(Evidence(term, hit.place, *span(hit.start, hit.end), _rounded(hit.value), times))
        return tuple(found)

    def of_words(self, words: Iterable[tuple[str, float]]) -> tuple[Evidence, ...]:
        """Words with their values, each with its first place in the source."""
        document, found = self._document, []
        for word, value in words:
            text = document.text
            at = text.find(word)
            if at >= 0:
                start, end = self._span(at, at + len(word))
                found.append(Evidence(word, document.place(at), start, end, round(value, 4), text.count(word)))
        return tuple(found)


def _weight(group: Sequence[Hit]) -> tuple[float, int]:
    first = group[0]
    return -sum([hit.value for hit in group]) if len(group) > 1 else -first.value, first.start


@lru_cache(maxsize=4096)  # weights times places and discounts: the same few values again and again
def _rounded(value: float) -> float:
    return round(value, 4)
