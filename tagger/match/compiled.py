"""Rules as the matcher wants them: every word once, with all that hangs on it. Plain data, so it can be cached."""

from __future__ import annotations

from msgspec import Struct

from tagger.rulebook.rules import Facet, Genre, Rulebook
from tagger.text import squeeze
from tagger.zone import MARKERS

# What a word is, as bits: one word can be several.
(
    INDUSTRY, TYPE, EXEMPT, ZONE, NAME, SLOGAN, CONTENT, MEASURE, PART, LATIN_LEFT, LATIN_RIGHT,
) = (1 << bit for bit in range(11))  # fmt: skip
_FACET_BIT: dict[Facet, int] = {"industry": INDUSTRY, "type": TYPE}


class Tag(Struct, frozen=True):
    """A tag without its words."""

    slug: str
    name: str
    facet: Facet
    parent: str | None
    threshold: float
    codes: dict[str, list[str]]


class Compiled(Struct):
    """All words of all rules.

    ``words[i]`` is squeezed text, for the last ``patterns`` of them a regular expression between slashes; ``kinds[i]``
    its bits; ``uses[i]`` pairs (tag, weight); ``exempt`` maps a word to the tags that do not count inside it; ``near``
    maps a word to (tag, words that silence it); ``together`` holds (tag, weight, words). Tags are indices into ``tags``, words indices into ``words``.
    ``spellings`` holds words as a rule writes them where these are not squeezed text (5G工厂); ``automaton`` is that of
    the words, serialised, where it was stored.
    """

    digest: str
    genre: Genre
    tags: list[Tag] = []
    words: list[str] = []
    spellings: dict[int, str] = {}
    kinds: list[int] = []
    uses: list[list[tuple[int, float]]] = []
    exempt: dict[int, list[int]] = {}
    near: dict[int, list[tuple[int, list[int]]]] = {}
    together: list[tuple[int, float, list[int]]] = []
    patterns: int = 0
    automaton: bytes = b""

    def shown_words(self) -> list[str]:
        """The words as people read them."""
        shown = self.words.copy()
        for word, spelling in self.spellings.items():
            shown[word] = spelling
        return shown

    def words_and_patterns(self) -> tuple[list[str], list[str]]:
        """Words without the regular expressions, and these."""
        first = len(self.words) - self.patterns
        return self.words[:first], [word[1:-1] for word in self.words[first:]]


def latin(character: str) -> str:
    """``a`` for a Latin letter, ``0`` for a digit, empty for all else: what a word's edge must not run on into."""
    if not character.isascii():
        return ""
    return "a" if character.isalpha() else "0" if character.isdigit() else ""


def _edges(word: str) -> int:
    """The sides on which a word ends in a Latin letter or digit, as bits of its kind."""
    return (LATIN_LEFT if latin(word[0]) else 0) | (LATIN_RIGHT if latin(word[-1]) else 0)


class _Words:
    """Gives each word its index, once."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.index: dict[str, int] = {}

    def add(self, word: str, kind: int) -> int:
        squeezed = squeeze(word)
        found = self._add(squeezed, kind)
        if word != squeezed:
            self.compiled.spellings.setdefault(found, word)
        return found

    def add_pattern(self, expression: str, kind: int) -> int:
        """Only after the last word."""
        before = len(self.index)
        found = self._add(f"/{expression}/", kind)
        self.compiled.patterns += len(self.index) - before
        return found

    def _add(self, text: str, kind: int) -> int:
        found = self.index.setdefault(text, len(self.index))
        if found == len(self.compiled.words):
            self.compiled.words.append(text)
            self.compiled.kinds.append(_edges(text))
            self.compiled.uses.append([])
        self.compiled.kinds[found] |= kind
        return found


def compile_rules(book: Rulebook) -> Compiled:
    """Gather every word of a rulebook with what hangs on it."""
    compiled = Compiled(book.digest, book.genre)
    words = _Words(compiled)
    for number, rule in enumerate(book.rules):
        codes = {kind: list(codes) for kind, codes in rule.codes}
        compiled.tags.append(Tag(rule.tag, rule.name, rule.facet, rule.parent, rule.threshold, codes))
        for term in sorted(rule.terms, key=lambda term: -term.weight):
            word = words.add(term.text, _FACET_BIT[rule.facet])
            if not any(tag == number for tag, _ in compiled.uses[word]):  # the highest weight counts
                compiled.uses[word].append((number, term.weight))
        for group in rule.together:
            parts = [words.add(text, PART) for text in group.words]
            compiled.together.append((number, group.weight, parts))
        for exempt in rule.exempt:
            word = words.add(exempt.text, PART if exempt.near else EXEMPT)
            if exempt.near:
                silencers = [words.add(text, PART) for text in exempt.near]
                compiled.near.setdefault(word, []).append((number, silencers))
            else:
                compiled.exempt.setdefault(word, []).append(number)
    genre = book.genre
    shared = (NAME, genre.names), (SLOGAN, genre.slogans), (CONTENT, genre.contents), (MEASURE, genre.measures)
    for kind, listed in shared:
        for text in listed:
            words.add(text, kind)
    for text in MARKERS:
        words.add(text, ZONE)
    for number, rule in enumerate(book.rules):
        for pattern in rule.patterns:
            word = words.add_pattern(pattern.text, _FACET_BIT[rule.facet])
            compiled.uses[word].append((number, pattern.weight))
    return compiled
