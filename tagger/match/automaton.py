"""The one automaton: all occurrences of all words in one pass, whichever engine is installed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from itertools import islice

Occurrence = tuple[int, int, int]
Finder = Callable[[str], Sequence[Occurrence]]


_MATCHES = 64  # of one pattern in one text: repeats count little, and time stays linear


def build_finder(words: Sequence[str], patterns: Sequence[str] = (), stored: bytes = b"") -> Finder:
    """A function from a text to (start, end, word) of every occurrence, overlapping ones too, by rising end.

    ``patterns`` are regular expressions; the first of them counts as the word behind the last of ``words``. ``stored``
    is what ``serialized`` made of the same words.

    Raises HomeFault where there are patterns and their engine is not installed.
    """
    find = _words_finder(words, stored)
    return _with_patterns(find, patterns, len(words)) if patterns else find


def serialized(words: Sequence[str]) -> bytes:
    """The automaton of some words, which is loaded in a twentieth of the time that building it takes; empty where the
    engine cannot be stored."""
    try:
        from daachorse import CharwiseDoubleArrayAhoCorasick
    except ImportError:  # pragma: no cover - other platforms
        return b""
    return bytes(CharwiseDoubleArrayAhoCorasick(list(words)).serialize()) if words else b""


def _words_finder(words: Sequence[str], stored: bytes) -> Finder:
    """daachorse is used where it has a wheel, else ahocorasick_rs; both count characters."""
    if not words:
        return lambda text: ()
    try:
        from daachorse import CharwiseDoubleArrayAhoCorasick
    except ImportError:  # pragma: no cover - other platforms
        return _second_engine(words)
    find: Finder
    with contextlib.suppress(ValueError):  # of another version of the engine
        find = CharwiseDoubleArrayAhoCorasick.deserialize(stored).find_overlapping
        return find
    find = CharwiseDoubleArrayAhoCorasick(list(words)).find_overlapping
    return find


def _second_engine(words: Sequence[str]) -> Finder:
    from ahocorasick_rs import AhoCorasick

    automaton = AhoCorasick(list(words))

    def find(text: str) -> Sequence[Occurrence]:
        found = automaton.find_matches_as_indexes(text, overlapping=True)
        return sorted(((start, end, word) for word, start, end in found), key=lambda hit: hit[1])

    return find


def _with_patterns(find_words: Finder, patterns: Sequence[str], first: int) -> Finder:
    from tagger.rulebook.patterns import compile_pattern

    compiled = [(first + number, compile_pattern(text)) for number, text in enumerate(patterns)]

    def find(text: str) -> Sequence[Occurrence]:
        found: list[Occurrence] = []
        written = text.rstrip()  # a match never holds the line break at a document's end
        for word, pattern in compiled:
            for match in islice(pattern.finditer(written), _MATCHES):
                start, end = match.span()
                if start < end:
                    found.append((start, end, word))
        return sorted([*found, *find_words(text)], key=lambda hit: hit[1]) if found else find_words(text)

    return find
