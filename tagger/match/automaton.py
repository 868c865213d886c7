"""The one automaton: all occurrences of all words in one pass, whichever engine is installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Occurrence = tuple[int, int, int]
Finder = Callable[[str], Sequence[Occurrence]]


def build_finder(words: Sequence[str]) -> Finder:
    """A function from a text to (start, end, word) of every occurrence, overlapping ones too, by rising end.

    daachorse is used where it has a wheel, else ahocorasick_rs; both count characters.
    """
    if not words:
        return lambda text: ()
    try:
        from daachorse import CharwiseDoubleArrayAhoCorasick
    except ImportError:  # pragma: no cover - other platforms
        return _second_engine(words)
    find: Finder = CharwiseDoubleArrayAhoCorasick(list(words)).find_overlapping
    return find


def _second_engine(words: Sequence[str]) -> Finder:
    from ahocorasick_rs import AhoCorasick

    automaton = AhoCorasick(list(words))

    def find(text: str) -> Sequence[Occurrence]:
        found = automaton.find_matches_as_indexes(text, overlapping=True)
        return sorted(((start, end, word) for word, start, end in found), key=lambda hit: hit[1])

    return find
