"""Why a tag has its sum: every occurrence of every word of it, what it counts, and what weakened or removed it.

The slow sibling of ``Matcher.match``: the same tables, the same Context, the same order of counting, and nothing that is
found is thrown away. The sums of both are equal.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal, NamedTuple

from tagger.match.automaton import Occurrence
from tagger.match.compiled import SLOGAN
from tagger.match.context import Context
from tagger.match.matcher import Document, Matcher
from tagger.records import Article, Place
from tagger.rulebook.rules import Facet

Kind = Literal["name", "slogan", "list", "longer", "except", "near", "repeat", "edge"]
WEAKENED: frozenset[Kind] = frozenset(("name", "slogan", "list"))


class Cause(NamedTuple):
    """What weakened (name, slogan, list) or removed an occurrence, and its span in the document.

    The span is that of the name, of the verb that opens the slogan, of the longer term, of the exception, or of the
    word that silences; else that of the occurrence. ``word`` is the longer term, -1 elsewhere.
    """

    kind: Kind
    start: int
    end: int
    word: int = -1


class Traced(NamedTuple):
    """An occurrence of a word of a tag, characters ``start`` to ``end`` of the document.

    ``value`` = ``weight`` * ``place_factor`` * ``discount`` * ``repeat``, and nought where ``counted`` is False. The place of a
    ``measured`` one is a sentence of the body that gives a number.
    """

    word: int
    start: int
    end: int
    place: Place
    weight: float
    place_factor: float
    discount: float = 1.0
    repeat: float = 1.0
    counted: bool = True
    cause: Cause | None = None
    measured: bool = False

    @property
    def value(self) -> float:
        return self.weight * (self.place_factor * (self.discount * self.repeat)) if self.counted else 0.0

    @property
    def lost(self) -> float:
        """What it would count more if nothing but repetition stood against it."""
        return self.weight * self.place_factor * self.repeat - self.value


class Group(NamedTuple):
    """Words that count together: the span of each, the first in front, where all stand in one sentence; else none.

    ``absent`` are those that stand nowhere in the document.
    """

    words: tuple[int, ...]
    weight: float
    spans: tuple[tuple[int, int], ...]
    place: Place
    value: float
    absent: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that a document says for and against one tag, in the order of the text."""

    tag: int
    threshold: float
    occurrences: tuple[Traced, ...]
    groups: tuple[Group, ...]

    @property
    def total(self) -> float:
        """The sum of the tag: that of ``Matcher.match``."""
        return sum(hit.value for hit in self.occurrences) + sum(group.value for group in self.groups)

    @property
    def gap(self) -> float:
        """What the sum lacks to the threshold; below nought what it has to spare."""
        return self.threshold - self.total


class Trace:
    """One document, read slowly: explanations of all tags."""

    def __init__(self, matcher: Matcher, document: Document) -> None:
        compiled = matcher.compiled
        self.document, self._matcher, self._compiled = document, matcher, compiled
        industry, types, marks = matcher.spans(document.text)
        self.context = Context(document.text, marks, compiled)
        self._verbs = {start: (start, end) for start, end, word in marks if compiled.kinds[word] & SLOGAN}
        self._found: list[list[Traced]] = [[] for _ in compiled.tags]
        self._count("industry", industry)
        self._count("type", types)
        self._lose((industry, types))
        self._groups: dict[int, list[Group]] = {}
        for tag, weight, words in compiled.together:
            self._groups.setdefault(tag, []).append(self._group(weight, words))

    def explain(self, tag: int) -> Explanation:
        """The explanation of a tag, given by its index."""
        found = sorted(self._found[tag], key=lambda hit: (hit.start, -hit.end))
        threshold = self._compiled.tags[tag].threshold
        return Explanation(tag, threshold, tuple(found), tuple(self._groups.get(tag, ())))

    def tags(self) -> list[int]:
        """Tags of which anything stands in the document, by index."""
        found = {tag for tag, hits in enumerate(self._found) if hits}
        return sorted(found | {tag for tag, groups in self._groups.items() if any(group.spans for group in groups)})

    def absent(self, tag: int, weight: float) -> list[int]:
        """Words of a tag that do not stand in the document and weigh at least ``weight``, the lightest first."""
        present = {hit.word for hit in self._found[tag]}
        found = [(w, word) for word, w in self._terms(tag) if w >= weight and word not in present]
        return [word for _, word in sorted(found)]

    def _terms(self, tag: int) -> list[tuple[int, float]]:
        return [(word, w) for word, uses in enumerate(self._compiled.uses) for owner, w in uses if owner == tag]

    def _factor(self, facet: Facet, place: Place) -> float:
        return float(getattr(getattr(self._compiled.genre, facet), place))

    def _uses(self, facet: Facet, word: int) -> list[tuple[int, float]]:
        return [use for use in self._compiled.uses[word] if self._compiled.tags[use[0]].facet == facet]

    def _count(self, facet: Facet, spans: list[Occurrence]) -> None:
        """Place, discount, exceptions and repeats, in the order of the matcher; types know only place and repeats."""
        saturation = self._matcher.saturation
        seen: dict[int, int] = {}
        for start, end, word in spans:
            repeats, counted = seen.get(word, 0), False
            for tag, weight in self._uses(facet, word):
                hit = self._traced(facet, tag, weight, (start, end, word))
                if repeats >= len(saturation):
                    hit = hit._replace(counted=False, cause=Cause("repeat", start, end))
                elif hit.counted:
                    counted = True
                    hit = hit._replace(repeat=saturation[repeats])
                self._found[tag].append(hit)
            if counted:
                seen[word] = repeats + 1

    def _traced(self, facet: Facet, tag: int, weight: float, hit: Occurrence) -> Traced:
        start, end, word = hit
        place = self.document.place(start)
        plain = Traced(word, start, end, place, weight, self._factor(facet, place))
        if facet == "type":
            return plain
        if place == "body" and bisect_right(self.context.measured, start) & 1:
            plain = plain._replace(place_factor=plain.place_factor * self._compiled.genre.measured, measured=True)
        silencer = self.context.silencer(tag, start, end, word)
        if silencer is not None:
            kind, low, high = silencer
            return plain._replace(counted=False, cause=Cause("except" if kind == "except" else "near", low, high))
        discount, why, low = self.context.discount(start, end, place)
        return plain._replace(discount=discount, cause=self._weakened(why, low, start, end) if discount != 1 else None)

    def _weakened(self, why: str, low: int, start: int, end: int) -> Cause | None:
        if why == "name":
            return Cause("name", low, next(high for first, high in self.context.names if first == low and end <= high))
        if why == "slogan":
            return Cause("slogan", *self._verbs[low])
        return Cause("list", start, end) if why else None

    def _lose(self, kept: tuple[list[Occurrence], list[Occurrence]]) -> None:
        """What the longest term took, and what is but a piece of a Latin word or number."""
        text, tags = self.document.text, self._compiled.tags
        owners = {"industry": kept[0], "type": kept[1]}
        sets = {facet: set(spans) for facet, spans in owners.items()}
        for hit in self._matcher.find(text):
            start, end, word = hit
            for tag, weight in self._compiled.uses[word]:
                facet = tags[tag].facet
                if hit not in sets[facet]:
                    place = self.document.place(start)
                    cause = self._loser(hit, owners[facet])
                    lost = Traced(
                        word, start, end, place, weight, self._factor(facet, place), counted=False, cause=cause
                    )
                    self._found[tag].append(lost)

    def _loser(self, hit: Occurrence, owners: list[Occurrence]) -> Cause:
        start, end, _ = hit
        longer = (Cause("longer", low, high, word) for low, high, word in owners if low <= start and end <= high)
        return next(longer, Cause("edge", start, end))

    def _group(self, weight: float, words: list[int]) -> Group:
        absent = tuple(word for word in words if word not in self.context.parts)
        first = self.context.together(words)
        if first is None:
            return Group(tuple(words), weight, (), "body", 0.0, absent)
        low, high = self.context.sentence(first[0])
        parts = [[span for span in self.context.parts[word] if low <= span[0] < high] for word in words[1:]]
        place = self.document.place(first[0])
        value = weight * self._factor("industry", place)
        return Group(tuple(words), weight, (first, *(spans[0] for spans in parts)), place, value, absent)


def source_span(article: Article, document: Document, start: int, end: int) -> tuple[int, int]:
    """Source offsets of the characters from ``start`` to ``end`` (exclusive) of a document."""
    in_title, first = document.source(start)
    _, last = document.source(max(start, end - 1))
    places = article.title_map if in_title else article.body_map
    return places.source(first), places.source(last) + 1
