"""Rules x article to the sum of every tag and the hits behind it, in one pass over the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tagger.match.automaton import Occurrence, build_finder
from tagger.match.compiled import CONTENT, EXEMPT, INDUSTRY, NAME, PART, SLOGAN, TYPE, ZONE, Compiled
from tagger.text import View, squeeze

_STOPS = "。！？；!?;\n"
_NAME_STOPS = frozenset("，。、；：！？“”‘’《》（）()【】—…·,;:!?\n|")
_NAME_REACH = 14
_LIST_REACH = 90
_REPEATS = 4
_MARKS = EXEMPT | ZONE | NAME | SLOGAN | CONTENT | PART


class Hit(NamedTuple):
    """A word of a tag at ``start`` to ``end`` of the document; ``value`` is what it adds to the tag's sum.

    ``why`` names what weakened it (name, list, slogan), empty where nothing did.
    """

    word: int
    start: int
    end: int
    place: str
    weight: float
    value: float
    why: str


@dataclass(slots=True)
class Document:
    """An article as the matcher sees it: squeezed headline, a line break, squeezed body.

    ``title_end`` is where the headline ends, ``lead_end`` where the lead does, both offsets into ``text``.
    """

    text: str
    title_end: int
    lead_end: int
    title: View
    body: View

    def place(self, offset: int) -> str:
        """Where an offset of the document stands: title, lead or body."""
        return "title" if offset < self.title_end else "lead" if offset < self.lead_end else "body"

    def source(self, offset: int) -> tuple[bool, int]:
        """(is it in the headline, offset in the headline or in the body as given) of a character."""
        if offset < self.title_end:
            return True, self.title.source(offset)
        return False, self.body.source(offset - self.title_end - 1)


@dataclass(slots=True)
class Matches:
    """What one pass found: per tag the sum; per industry its hits; the spans of type words and what each word counts
    before its weight; the spans of zone words."""

    document: Document
    sums: dict[int, float]
    hits: dict[int, list[Hit]]
    types: list[Occurrence]
    factors: dict[int, float]
    zones: list[tuple[int, int]]


def document_of(title: str, text: str, lead: int) -> Document:
    """The document of an article; its lead is the first paragraph, of at least and about ``lead`` characters.

    A first paragraph longer than that ends, as lead, with the sentence in which the length is reached.
    """
    top, body = View(title), View(text)
    cut = text.find("\n", lead)
    first = len(squeeze(text[:cut])) if 0 <= cut < 3 * lead else len(body.text)
    if first > lead:
        stop = body.text.find("。", lead, first)
        first = stop + 1 if stop >= 0 else first
    offset = len(top.text)
    return Document(f"{top.text}\n{body.text}", offset, offset + 1 + first, top, body)


class Matcher:
    """All rules, ready to run. Immutable after construction, so threads may share it."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.find = build_finder(*compiled.words_and_patterns())
        self._edges = [_edges(word) for word in compiled.words]
        genre = compiled.genre
        self.saturation = [genre.repeat**n for n in range(_REPEATS)]
        industry = [tag.facet == "industry" for tag in compiled.tags]
        self._industry_uses = [[use for use in uses if industry[use[0]]] for uses in compiled.uses]
        self._type_uses = [[use for use in uses if not industry[use[0]]] for uses in compiled.uses]
        self._type_weights: dict[int, dict[int, float]] = {i: {} for i, facet in enumerate(industry) if not facet}
        for word, uses in enumerate(self._type_uses):
            for tag, weight in uses:
                self._type_weights[tag][word] = weight

    def match(self, document: Document) -> Matches:
        """Every tag with a sum other than nought, and the hits behind it."""
        text = document.text
        spans, marks = self.spans(text)
        industry, types = spans
        context = Context(text, marks, self.compiled)
        matches = Matches(document, {}, {}, types, {}, context.zones)
        self._count_industries(industry, context, matches)
        self._count_types(types, matches)
        self._count_together(context, matches)
        return matches

    def hits_of_type(self, matches: Matches, tag: int, most: int) -> list[Hit]:
        """The weightiest words that speak for a type, each with its first place and its whole value.

        ``match`` only sums types: their words are many, and few are ever shown.
        """
        weights = self._type_weights[tag]
        factors = matches.factors
        found = sorted([(-weights[word] * factor, word) for word, factor in factors.items() if word in weights])[:most]
        values = {word: -value for value, word in found if value < 0}
        if not values:
            return []
        hits: dict[int, Hit] = {}
        for start, end, word in matches.types:
            if word in values and word not in hits:
                place = matches.document.place(start)
                hits[word] = Hit(word, start, end, place, weights[word], values[word], "")
                if len(hits) == len(values):
                    break
        return sorted(hits.values(), key=lambda hit: (-hit.value, hit.start))

    def spans(self, text: str) -> tuple[tuple[list[Occurrence], list[Occurrence]], list[Occurrence]]:
        """For each facet the occurrences that no longer one holds, in order; and all words that mark a context."""
        industry: list[Occurrence] = []
        types: list[Occurrence] = []
        marks: list[Occurrence] = []
        kinds, edges = self.compiled.kinds, self._edges
        for hit in self.find(text):
            start, end, word = hit
            if edges[word] and not _whole(text, start, end, edges[word]):
                continue
            kind = kinds[word]
            if kind & INDUSTRY:
                while industry and industry[-1][0] >= start:
                    industry.pop()
                if not industry or industry[-1][1] < end:
                    industry.append(hit)
            if kind & TYPE:
                while types and types[-1][0] >= start:
                    types.pop()
                if not types or types[-1][1] < end:
                    types.append(hit)
            if kind & _MARKS:
                marks.append(hit)
        return (industry, types), marks

    def _count_industries(self, spans: list[Occurrence], context: Context, matches: Matches) -> None:
        uses, saturation, sums, hits = self._industry_uses, self.saturation, matches.sums, matches.hits
        title_end, lead_end = matches.document.title_end, matches.document.lead_end
        places = self.compiled.genre.industry
        guarded, near, discount_of = bool(context.exempt), self.compiled.near, context.discount
        seen: dict[int, int] = {}
        for start, end, word in spans:
            repeats = seen.get(word, 0)
            if repeats >= _REPEATS:
                continue
            place, factor = (
                ("title", places.title) if start < title_end
                else ("lead", places.lead) if start < lead_end
                else ("body", places.body)
            )  # fmt: skip
            discount, why, _ = discount_of(start, end, place)
            factor *= discount * saturation[repeats]
            check = guarded or word in near
            for tag, weight in uses[word]:
                if check and context.silencer(tag, start, end, word):
                    continue
                seen[word] = repeats + 1
                value = weight * factor
                if tag in sums:
                    sums[tag] += value
                    hits[tag].append(Hit(word, start, end, place, weight, value, why))
                else:
                    sums[tag] = value
                    hits[tag] = [Hit(word, start, end, place, weight, value, why)]

    def _count_types(self, spans: list[Occurrence], matches: Matches) -> None:
        """Sums only, word by word: each word's factors first, its weights once."""
        title_end, lead_end = matches.document.title_end, matches.document.lead_end
        places, saturation = self.compiled.genre.type, self.saturation
        seen: dict[int, int] = {}
        factors = matches.factors
        for start, _, word in spans:
            repeats = seen.get(word, 0)
            if repeats >= _REPEATS:
                continue
            seen[word] = repeats + 1
            factor = places.title if start < title_end else places.lead if start < lead_end else places.body
            if repeats:
                factors[word] += factor * saturation[repeats]
            else:
                factors[word] = factor
        totals, uses = [0.0] * len(self.compiled.tags), self._type_uses
        for word, factor in factors.items():
            for tag, weight in uses[word]:
                totals[tag] += weight * factor
        matches.sums.update((tag, total) for tag, total in enumerate(totals) if total)

    def _count_together(self, context: Context, matches: Matches) -> None:
        places = self.compiled.genre.industry
        for tag, weight, words in self.compiled.together:
            span = context.together(words)
            if span is not None:
                place = matches.document.place(span[0])
                value = weight * getattr(places, place)
                matches.sums[tag] = matches.sums.get(tag, 0.0) + value
                matches.hits.setdefault(tag, []).append(Hit(words[0], *span, place, weight, value, "together"))


class Context:
    """The words of one document that change what other words count."""

    def __init__(self, text: str, marks: list[Occurrence], compiled: Compiled) -> None:
        self.text, self._near, genre = text, compiled.near, compiled.genre
        self._factors = (genre.name, genre.slogan, genre.listing)
        self.zones: list[tuple[int, int]] = []
        self.parts: dict[int, list[tuple[int, int]]] = {}
        self.names: list[tuple[int, int]] = []
        self.exempt: list[tuple[int, int, list[int]]] = []
        self._slogans: list[int] = []
        self._contents: list[int] = []
        kinds = compiled.kinds
        for start, end, word in marks:
            kind = kinds[word]
            if kind & ZONE:
                while self.zones and self.zones[-1][0] >= start:
                    self.zones.pop()
                if not self.zones or self.zones[-1][1] < end:
                    self.zones.append((start, end))
            if kind & NAME:
                self.names.append((_name_start(text, start), end))
            if kind & EXEMPT:
                self.exempt.append((start, end, compiled.exempt[word]))
            if kind & SLOGAN:
                self._slogans.append(start)
            if kind & CONTENT:
                self._contents.append(start)
            if kind & PART:
                self.parts.setdefault(word, []).append((start, end))

    def sentence(self, offset: int) -> tuple[int, int]:
        """Start and end of the sentence that holds an offset."""
        text = self.text
        low = max(text.rfind(stop, 0, offset) for stop in _STOPS) + 1
        ends = [end for end in (text.find(stop, offset) for stop in _STOPS) if end >= 0]
        return low, min(ends, default=len(text))

    def together(self, words: list[int]) -> tuple[int, int] | None:
        """The first of the words, where the others stand in its sentence for the first time; None where they never do."""
        if all(word in self.parts for word in words):
            for start, end in self.parts[words[0]]:
                low, high = self.sentence(start)
                if all(any(low <= other < high for other, _ in self.parts[word]) for word in words[1:]):
                    return start, end
        return None

    def silencer(self, tag: int, start: int, end: int, word: int) -> tuple[str, int, int] | None:
        """The exception of the tag that covers this hit, or the word beside it that silences it, with its span."""
        for low, high, tags in self.exempt:
            if low <= start and end <= high and tag in tags:
                return "except", low, high
        for owner, silencers in self._near.get(word, ()):
            if owner == tag:
                low, high = self.sentence(start)
                for part in silencers:
                    for other, stop in self.parts.get(part, ()):
                        if low <= other < high:
                            return "near", other, stop
        return None

    def discount(self, start: int, end: int, place: str) -> tuple[float, str, int]:
        """What is left of a hit's weight, why, and where that begins: inside a name, in a slogan's list, in a bare list.

        Where nothing weakens the hit, or nothing opens its list, the place is its own start.
        """
        name, slogan, listing = self._factors
        for low, high in self.names:
            if low <= start and end <= high:
                return name, "name", low
        text = self.text
        if place == "title" or not (text[start - 1 : start] == "、" or text[end : end + 1] in ("、", "等")):
            return 1.0, "", start
        low = max(0, start - _LIST_REACH)
        low = max(low, *(text.rfind(stop, low, start) for stop in "。；\n"))
        said = max((mark for mark in self._contents if low <= mark < start), default=-1)
        meant = max((mark for mark in self._slogans if low <= mark < start), default=-1)
        if said > meant:
            return 1.0, "", start
        return (slogan, "slogan", meant) if meant >= 0 else (listing, "list", start)


def _name_start(text: str, suffix: int) -> int:
    """Where the name that ends in a suffix at most begins: behind the last punctuation, some characters back."""
    low = max(0, suffix - _NAME_REACH)
    for start in range(suffix, low, -1):
        if text[start - 1] in _NAME_STOPS:
            return start
    return low


def _edges(word: str) -> int:
    """Bits of the sides on which a word ends in a Latin letter or digit: 1 left, 2 right."""
    return (_latin(word[0]) != "") | (_latin(word[-1]) != "") << 1


def _latin(character: str) -> str:
    if not character.isascii():
        return ""
    return "a" if character.isalpha() else "0" if character.isdigit() else ""


def _whole(text: str, start: int, end: int, edges: int) -> bool:
    """Whether a word with Latin edges stands alone: no letter beside a letter, no digit beside a digit."""
    if edges & 1 and start and _latin(text[start - 1]) == _latin(text[start]):
        return False
    return not (edges & 2 and end < len(text) and _latin(text[end]) == _latin(text[end - 1]))
