"""Sums to a Decision: which tags, which type, how sure, and whether a person should look. Pure arithmetic."""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct

from tagger.match import Document, Hit, Matcher, Matches
from tagger.records import Article, Decision, Evidence, Ranked, TagScore
from tagger.text import Origins

_PLACES_SHOWN, _TYPE_WORDS = 5, 5
_NEAR, _LITTLE = 0.12, 0.5
_RANKED = 0.01  # a type less probable than this is not listed


def probability(strength: float, slope: float, offset: float) -> float:
    """1 / (1 + exp(-(slope ln(strength) + offset))): Platt's logistic curve over the logarithm of sum / threshold.

    Source: J. Platt, Probabilistic outputs for support vector machines (1999).
    """
    if strength <= 0:
        return 0.0
    return 1 / (1 + math.exp(-(slope * math.log(strength) + offset)))


class _Scored(Struct, frozen=True, gc=False):
    """A tag by its index, its sum, and how probable it is."""

    tag: int
    total: float
    score: float


class _Sources:
    """Where the characters of a document stand in the decoded source."""

    def __init__(self, article: Article, document: Document) -> None:
        self._body = document.title_end + 1
        self._of_title = Origins(document.title, article.title_map)
        self._of_body = Origins(document.body, article.body_map)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source offsets of the characters from ``start`` to ``end`` (exclusive) of the document."""
        body = self._body
        return self._of_title.span(start, end) if start < body else self._of_body.span(start - body, end - body)


class Decider:
    """What matches mean under one set of rules. Immutable after construction, so threads may share it."""

    def __init__(self, matcher: Matcher) -> None:
        compiled = matcher.compiled
        curves = dict(compiled.genre.calibration)
        self._matcher, self._tags, self._words, self._digest = matcher, compiled.tags, compiled.words, compiled.digest
        self._industry_curve, self._type_slope = curves["industry"], curves["type"][0]
        self._thresholds = [tag.threshold for tag in compiled.tags]
        self._industries = frozenset(i for i, tag in enumerate(compiled.tags) if tag.facet == "industry")
        types = [i for i, tag in enumerate(compiled.tags) if tag.facet == "type"]
        # the default comes first, so that it wins where sums are equal
        self._types = sorted(types, key=lambda i: (compiled.tags[i].slug != compiled.genre.default_type, i))

    def decide(self, article: Article, matches: Matches, zone: str = "") -> Decision:
        """Tags whose sum reaches their threshold, the strongest type, and a review flag with its reason."""
        sources = _Sources(article, matches.document)
        given, near = self._given(matches)
        ranked = self._ranked(matches)
        kind, others = None, tuple[Ranked, ...]()
        if ranked:
            hits = self._matcher.hits_of_type(matches, ranked[0].tag, _TYPE_WORDS)
            kind = self._tag_score(ranked[0], self._evidence(hits, sources))
            others = tuple([self._ranked_tag(scored) for scored in ranked[1:]])
        reasons = self._reasons(article, near, ranked)
        return Decision(
            article=article,
            type=kind,
            types=others,
            industries=tuple(
                [self._tag_score(scored, self._evidence(matches.hits[scored.tag], sources)) for scored in given]
            ),
            zone=zone,
            review=bool(reasons),
            review_reason="；".join(reasons) or None,
            rules=self._digest,
        )

    def _given(self, matches: Matches) -> tuple[list[_Scored], list[str]]:
        """Industries that reach their threshold, strongest first, and the names of those near theirs.

        A parent stays beside its child only where headline or lead names the whole field.
        """
        slope, offset = self._industry_curve
        given, near = [], []
        for index, total in matches.sums.items():
            if index in self._industries:
                strength = total / self._thresholds[index]
                if strength >= 1:
                    given.append(_Scored(index, total, probability(strength, slope, offset)))
                if abs(strength - 1) < _NEAR:
                    near.append(self._tags[index].name)
        if len(given) > 1:
            parents = {self._tags[scored.tag].parent for scored in given}
            given = [s for s in given if self._tags[s.tag].slug not in parents or _names_field(s.tag, matches)]
            given.sort(key=lambda scored: (-scored.score, scored.tag))
        return given, near

    def _ranked(self, matches: Matches) -> list[_Scored]:
        """Types by falling sum with the softmax of slope * sum; the improbable ones behind the first are left out."""
        if not self._types:
            return []
        sums = [matches.sums.get(index, 0.0) for index in self._types]
        highest = max(sums)
        weights = [math.exp(self._type_slope * (total - highest)) for total in sums]
        least = _RANKED * sum(weights)
        whole = sum(weights)
        ranked = [
            _Scored(index, total, weight / whole)
            for index, total, weight in zip(self._types, sums, weights, strict=True)
            if weight >= least
        ]
        ranked.sort(key=lambda scored: -scored.total)
        return ranked

    def _reasons(self, article: Article, near: list[str], ranked: list[_Scored]) -> list[str]:
        """Why a person should look at the article, in Chinese; empty where nothing speaks for it."""
        reasons = [article.doubt] if article.doubt else []
        if near:
            reasons.append(f"接近阈值：{'、'.join(near[:3])}")
        if len(ranked) > 1 and ranked[1].score > ranked[0].score / 2:
            reasons.append(f"类型相近：{self._tags[ranked[0].tag].name}/{self._tags[ranked[1].tag].name}")
        if ranked and ranked[0].total < _LITTLE * self._thresholds[ranked[0].tag]:
            reasons.append("类型依据不足")
        return reasons

    def _ranked_tag(self, scored: _Scored) -> Ranked:
        tag = self._tags[scored.tag]
        return Ranked(tag.slug, tag.name, round(scored.score, 4))

    def _tag_score(self, scored: _Scored, evidence: tuple[Evidence, ...]) -> TagScore:
        tag = self._tags[scored.tag]
        return TagScore(tag.slug, tag.name, round(scored.score, 4), "rules", evidence)

    def _evidence(self, hits: Sequence[Hit], sources: _Sources) -> tuple[Evidence, ...]:
        """The words behind a tag, the weightiest first, each with its first places in the source."""
        by_word: dict[int, list[Hit]] = {}
        for hit in hits:
            if hit.word in by_word:
                by_word[hit.word].append(hit)
            else:
                by_word[hit.word] = [hit]
        groups = sorted(by_word.values(), key=_weight) if len(by_word) > 1 else by_word.values()
        found = []
        for group in groups:
            term, times = self._words[group[0].word], len(group)
            for hit in group[:_PLACES_SHOWN]:
                start, end = sources.span(hit.start, hit.end)
                found.append(Evidence(term, hit.place, start, end, round(hit.value, 4), times))
        return tuple(found)


def _names_field(index: int, matches: Matches) -> bool:
    """Whether headline or lead names a field outright."""
    return any(hit.place != "body" and not hit.why for hit in matches.hits[index])


def _weight(group: Sequence[Hit]) -> tuple[float, int]:
    return -sum([hit.value for hit in group]), group[0].start
