"""The words behind a tag, with their places in the source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from tagger.match import Document, Hit
from tagger.records import Article, Evidence
from tagger.text import Origins

_PLACES_SHOWN = 5
_BREAKS = frozenset("，。、；：！？（）()“”‘’《》〈〉【】…\n")  # marks that no word holds
_MARKS = "".join(_BREAKS) + "—·,.;:!?\"'|/ "  # and those that stand within words only


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
                start, end = span(hit.start, hit.end)
                found.append(Evidence(term, hit.place, start, end, _rounded(hit.value), times))
        return tuple(found)

    def of_ngrams(self, ngrams: Iterable[tuple[str, float]], most: int) -> tuple[Evidence, ...]:
        """The stretches of text that n-grams with their values cover at their first places, the weightiest first.

        N-grams that overlap there are one stretch (生命, 命健 and 健康: 生命健康); marks at their edges do not count.
        """
        document, text, found = self._document, self._document.text, []
        for begin, end, value in sorted(_stretches(text, ngrams), key=lambda stretch: -stretch[2])[:most]:
            word, (start, stop) = text[begin:end], self._span(begin, end)
            found.append(Evidence(word, document.place(begin), start, stop, round(value, 4), text.count(word)))
        return tuple(found)


def _stretches(text: str, ngrams: Iterable[tuple[str, float]]) -> list[tuple[int, int, float]]:
    """Where n-grams stand first, joined where they overlap, with their values summed."""
    placed = []
    for ngram, value in ngrams:
        word, at = ngram.strip(_MARKS), text.find(ngram)
        if len(word) > 1 and at >= 0 and not _BREAKS.intersection(word):
            begin = at + ngram.find(word)
            placed.append((begin, begin + len(word), value))
    joined: list[tuple[int, int, float]] = []
    for begin, end, value in sorted(placed):
        if joined and begin < joined[-1][1]:
            first, last, before = joined.pop()
            begin, end, value = first, max(last, end), before + value
        joined.append((begin, end, value))
    return joined


def _weight(group: Sequence[Hit]) -> tuple[float, int]:
    first = group[0]
    return -sum([hit.value for hit in group]) if len(group) > 1 else -first.value, first.start


@lru_cache(maxsize=4096)  # weights times places and discounts: the same few values again and again
def _rounded(value: float) -> float:
    return round(value, 4)
