"""The one automaton: all occurrences of all words in one pass, whichever engine is installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

Occurrence = tuple[int, int, int]
Finder = Callable[[str], Sequence[Occurrence]]


_MATCHES = 64  # of one pattern in one text: repeats count little, and time stays linear


def build_finder(words: Sequence[str], patterns: Sequence[str] = ()) -> Finder:
    """A function from a text to (start, end, word) of every occurrence, overlapping ones too, by rising end.

    ``patterns`` are regular expressions; the first of them counts as the word behind the last of ``words``.

    Raises HomeFault where there are patterns and their engine is not installed.
    """
    return _with_patterns(_words_finder(words), patterns, len(words)) if patterns else _words_finder(words)


def _words_finder(words: Sequence[str]) -> Finder:
    """daachorse is used where it has a wheel, else ahocorasick_rs; both count characters."""
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
        return sorted([*found, *find_words(text)], key=lambda hit: (hit[1], hit[0])) if found else find_words(text)

    return find
