"""What the words say of a zone: those around its mentions, and those of the headline and the first sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tagger.zone.mentions import Mention

_BEFORE, _BEHIND, _OPENING = 8, 12, 60  # characters that are read before and behind a mention, and behind the headline
_NEXT = 3  # characters of the longest piece that touches a mention

Words = dict[str, set[str]]  # where they stand, to single characters and pairs


def opening_words(doc: str, title_end: int) -> Words:
    """Pairs of characters of the headline and of the beginning: they speak for or against any zone."""
    opening = doc[title_end : title_end + _OPENING]
    return {"headline": _pairs(doc[:title_end]), "opening": _pairs(opening)}


def words_around(doc: str, zone: Iterable[Mention]) -> Words:
    """Characters and pairs before and behind the mentions of a zone; what touches one also as a piece of one to three."""
    words: Words = {place: set() for place in ("before", "behind", "next before", "next behind")}
    for mention in zone:
        before = doc[max(0, mention.begin - _BEFORE) : mention.begin]
        behind = doc[mention.end : mention.end + _BEHIND]
        words["before"] |= _pairs(before).union(before)
        words["behind"] |= _pairs(behind).union(behind)
        words["next before"].update([before[-size:] for size in range(1, min(_NEXT, len(before)) + 1)])
        words["next behind"].update([behind[:size] for size in range(1, min(_NEXT, len(behind)) + 1)])
    return words


def weigh(words: Words, weights: Mapping[str, Mapping[str, int]]) -> float:
    """The sum of the weights, which are hundredths, where the words have one."""
    return sum([weights[place].get(word, 0) for place, found in words.items() for word in found]) / 100


def _pairs(text: str) -> set[str]:
    return set(map(str.__add__, text, text[1:]))
