"""Rules x article to the sum of every tag and the hits behind it, in one pass over the text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter

from msgspec import Struct

from tagger.match.automaton import Occurrence, build_finder
from tagger.match.compiled import (
    CONTENT,
    EXEMPT,
    INDUSTRY,
    LATIN_LEFT,
    LATIN_RIGHT,
    MEASURE,
    NAME,
    PART,
    SLOGAN,
    TYPE,
    ZONE,
    Compiled,
    latin,
)
from tagger.match.context import LIST, Context
from tagger.records import Place
from tagger.text import View

_REPEATS = 4
_MARKS = EXEMPT | ZONE | NAME | SLOGAN | CONTENT | MEASURE | PART
_LATIN = LATIN_LEFT | LATIN_RIGHT
_PLAIN = INDUSTRY | TYPE  # nothing but words of tags: kinds up to this one


class Hit(Struct, frozen=True, gc=False):
    """A word of a tag at ``start`` to ``end`` of the document; ``value`` is what it adds to the tag's sum.

    ``why`` names what weakened it (name, list, slogan), empty where nothing did.
    """

    word: int
    start: int
    end: int
    place: Place
    weight: float
    value: float
    why: str


class Document(Struct):
    """An article as the matcher sees it: squeezed headline, squeezed body, a line break behind each.

    ``title_end`` is where the headline ends, ``lead_end`` where the lead does, both offsets into ``text``.
    """

    text: str
    title_end: int
    lead_end: int
    title: View
    body: View

    def place(self, offset: int) -> Place:
        """Where an offset of the document stands: title, lead or body."""
        return "title" if offset < self.title_end else "lead" if offset < self.lead_end else "body"

    def source(self, offset: int) -> tuple[bool, int]:
        """(is it in the headline, offset in the headline or in the body as given) of a character."""
        if offset < self.title_end:
            return True, self.title.source(offset)
        return False, self.body.source(offset - self.title_end - 1)


class Matches(Struct):
    """What one pass found.

    ``sums`` and ``hits`` by tag (hits of industries only); ``types`` the spans of type words and ``factors`` what each
    of them counts before its weight; ``zones`` the spans of zone words.
    """

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
    first = len("".join(text[:cut].split())) if 0 <= cut < 3 * lead else len(body.text)
    first = body.text.find("。", lead, first) + 1 or first
    offset = len(top.text)
    return Document(f"{top.text}\n{body.text}\n", offset, offset + 1 + first, top, body)


class Matcher:
    """All rules, ready to run. Immutable after construction, so threads may share it."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.find = build_finder(*compiled.words_and_patterns(), compiled.automaton)
        genre = compiled.genre
        self.saturation = [genre.repeat**n for n in range(_REPEATS)]
        body = genre.type.body
        self._in_body = [body * sum(self.saturation[:n]) for n in range(_REPEATS + 1)]
        self._more_in_title, self._more_in_lead = genre.type.title - body, genre.type.lead - body
        industry = [tag.facet == "industry" for tag in compiled.tags]
        self._industry_uses, self._type_uses = _by_facet(compiled, industry)
        self._type_weights: dict[int, dict[int, float]] = {i: {} for i, facet in enumerate(industry) if not facet}
        for word, uses in self._type_uses.items():
            for tag, weight in uses:
                self._type_weights[tag][word] = weight

    def match(self, document: Document) -> Matches:
        """Every tag with a sum other than nought, and the hits behind it."""
        industry, types, marks = self.spans(document.text)
        context = Context(document.text, marks, self.compiled)
        hits = self._count_industries(industry, context, document)
        if self.compiled.together:
            self._count_together(context, document, hits)
        sums = {tag: sum([hit.value for hit in found]) for tag, found in hits.items()}
        factors = self._count_types(types, document, sums)
        return Matches(document, sums, hits, types, factors, context.zones)

    def hits_of_type(self, matches: Matches, tag: int, most: int) -> list[Hit]:
        """The weightiest words that speak for a type, each with its first place and its whole value.

        ``match`` only sums types: their words are many, and few are ever shown.
        """
        weights, factors = self._type_weights[tag], matches.factors
        worth = sorted(
            [(-value, word) for word in weights.keys() & factors if (value := weights[word] * factors[word]) > 0]
        )
        values = {word: -value for value, word in worth[:most]}
        hits: dict[int, Hit] = {}
        for start, end, word in matches.types:
            if word in values and word not in hits:
                place = matches.document.place(start)
                hits[word] = Hit(word, start, end, place, weights[word], values[word], "")
                if len(hits) == len(values):
                    break
        return [hits[word] for word in values]

    def spans(self, text: str) -> tuple[list[Occurrence], list[Occurrence], list[Occurrence]]:
        """For each facet the occurrences that no longer one holds, in order; and all words that mark a context.

        Occurrences come by rising end: one that begins behind the last kept one is held by it only if both end
        together; any other holds those that it begins before.
        """
        industry: list[Occurrence] = []
        types: list[Occurrence] = []
        marks: list[Occurrence] = []
        kinds = self.compiled.kinds
        type_start = type_end = industry_start = industry_end = -1
        for hit in self.find(text):
            start, end, word = hit
            kind = kinds[word]
            if kind > _PLAIN:
                if kind & _LATIN and not _whole(text, start, end, kind):
                    continue
                if kind & _MARKS:
                    marks.append(hit)
            if kind & TYPE:
                if start <= type_start:
                    while types and types[-1][0] >= start:
                        types.pop()
                    type_end = -1
                if end > type_end:
                    types.append(hit)
                    type_start, type_end = start, end
            if kind & INDUSTRY:
                if start <= industry_start:
                    while industry and industry[-1][0] >= start:
                        industry.pop()
                    industry_end = -1
                if end > industry_end:
                    industry.append(hit)
                    industry_start, industry_end = start, end
        return industry, types, marks

    def _count_industries(self, spans: list[Occurrence], context: Context, document: Document) -> dict[int, list[Hit]]:
        """The hits of each tag: weight x place x discount x saturation; a measured sentence of the body is a better place."""
        uses, saturation = self._industry_uses, self.saturation
        hits: dict[int, list[Hit]] = {}
        title_end, lead_end, text = document.title_end, document.lead_end, document.text
        places = self.compiled.genre.industry
        in_title, in_lead, in_body = places.title, places.lead, places.body
        measured, bounds = in_body * self.compiled.genre.measured, context.measured
        exempt, named, near = context.exempt, bool(context.names), self.compiled.near
        seen: dict[int, int] = {}
        place: Place
        for start, end, word in spans:
            repeats = seen.get(word, 0)
            if repeats == _REPEATS:
                continue
            if start >= lead_end:
                place, factor = "body", measured if bisect_right(bounds, start) & 1 else in_body
            elif start >= title_end:
                place, factor = "lead", in_lead
            else:
                place, factor = "title", in_title
            why = ""
            if named or text[end] in LIST or text[start - 1] == "、":
                discount, why, _ = context.discount(start, end, place)
                factor *= discount
            factor *= saturation[repeats]
            for tag, weight in uses[word]:
                if (tag in exempt or word in near) and context.silencer(tag, start, end, word):
                    continue
                seen[word] = repeats + 1
                hit = Hit(word, start, end, place, weight, weight * factor, why)
                if tag in hits:
                    hits[tag].append(hit)
                else:
                    hits[tag] = [hit]
        return hits

    def _count_types(self, spans: list[Occurrence], document: Document, sums: dict[int, float]) -> dict[int, float]:
        """What each type word counts before its weight; adds the sums of types.

        Type words are many and never weakened, so all are counted as if they stood in the body, by word, and those of
        headline and lead get what they are worth more.
        """
        in_body, saturation, title_end = self._in_body, self.saturation, document.title_end
        counts = Counter([span[2] for span in spans])
        factors = {word: in_body[times if times < _REPEATS else _REPEATS] for word, times in counts.items()}
        seen: dict[int, int] = {}
        for start, _, word in spans[: bisect_left(spans, (document.lead_end,))]:
            repeats = seen.get(word, 0)
            if repeats < _REPEATS:
                seen[word] = repeats + 1
                factors[word] += (self._more_in_title if start < title_end else self._more_in_lead) * saturation[
                    repeats
                ]
        uses, totals = self._type_uses, [0.0] * len(self.compiled.tags)
        for word, factor in factors.items():
            for tag, weight in uses[word]:
                totals[tag] += weight * factor
        for tag in self._type_weights:
            if totals[tag]:
                sums[tag] = totals[tag]
        return factors

    def _count_together(self, context: Context, document: Document, hits: dict[int, list[Hit]]) -> None:
        places = self.compiled.genre.industry
        for tag, weight, words in self.compiled.together:
            span = context.together(words)
            if span is not None:
                place = document.place(span[0])
                value = weight * getattr(places, place)
                hits.setdefault(tag, []).append(Hit(words[0], *span, place, weight, value, "together"))


_Uses = dict[int, list[tuple[int, float]]]


def _by_facet(compiled: Compiled, industry: list[bool]) -> tuple[_Uses, _Uses]:
    """The uses of each word by industries and those by types."""
    found: tuple[_Uses, _Uses] = {}, {}
    for word, kind in enumerate(compiled.kinds):
        if kind & INDUSTRY:
            uses = compiled.uses[word]
            found[0][word] = [use for use in uses if industry[use[0]]] if kind & TYPE else uses
        if kind & TYPE:
            uses = compiled.uses[word]
            found[1][word] = [use for use in uses if not industry[use[0]]] if kind & INDUSTRY else uses
    return found


def _whole(text: str, start: int, end: int, kind: int) -> bool:
    """Whether a word with Latin edges stands alone: no letter beside a letter, no digit beside a digit.

    The line break at a document's end stands on both of its sides: before offset 0 is offset -1.
    """
    if kind & LATIN_LEFT and latin(text[start - 1]) == latin(text[start]):
        return False
    return not (kind & LATIN_RIGHT and latin(text[end]) == latin(text[end - 1]))
