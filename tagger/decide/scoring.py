"""How probable each tag is, by rules or by the curves of a model, and which are given. Pure arithmetic."""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from tagger.match import Compiled, Matches
from tagger.model.curves import MARGIN, UNLIKELY, exclusive_terms, independent_terms, sigmoid, softmax
from tagger.model.manifest import BEGINS, Manifest

if TYPE_CHECKING:
    from tagger.settings import Facets

_NEAR, _NEAR_BY_MODEL = 0.12, 0.1
_RULES_SURE, _MODEL_SURE, _MODEL_DENIES = 1.5, 0.8, 0.02  # strength; probabilities


class Scored(Struct, frozen=True, gc=False):
    """A tag by its index, how probable it is, and by what: rules, model or both."""

    tag: int
    score: float
    by: str = "rules"


_score, _tag = attrgetter("score"), attrgetter("tag")


class Industries(Struct):
    """Those given, strongest first; those near their threshold; those on which rules and model disagree."""

    given: list[Scored]
    near: list[int]
    disputed: list[int]


class Scorer(Protocol):
    """What decides. ``margins`` are the model's, in the order of the tags; empty for rules alone."""

    def types(self, matches: Matches, margins: Sequence[float]) -> list[Scored]:
        """All types by falling probability."""

    def industries(self, matches: Matches, margins: Sequence[float], types: Sequence[Scored]) -> Industries:
        """The industries of an article that has these types."""


def head_share(matches: Matches, tag: int) -> float:
    """Which part of an industry's sum its hits in headline and lead make, 0 to 1; 0 without any."""
    hits = matches.hits.get(tag, ())
    head = sum([hit.value for hit in hits if hit.place != "body"])
    whole = matches.sums[tag] if head else 0.0
    return min(max(head / whole, 0.0), 1.0) if whole else 0.0


class _Tags:
    """The tags of a facet by index, and their thresholds."""

    def __init__(self, compiled: Compiled) -> None:
        self.thresholds = [tag.threshold for tag in compiled.tags]
        self.industries = [i for i, tag in enumerate(compiled.tags) if tag.facet == "industry"]
        types = [i for i, tag in enumerate(compiled.tags) if tag.facet == "type"]
        # the default comes first, so that it wins where sums are equal
        self.types = sorted(types, key=lambda i: (compiled.tags[i].slug != compiled.genre.default_type, i))


def rule_score(strength: float, curve: tuple[float, float]) -> float:
    """How probable an industry is whose rule sum is ``strength`` thresholds, by slope and offset of the calibration."""
    slope, offset = curve
    return sigmoid(slope * math.log(strength) + offset)


class RuleScorer:
    """Rules alone: a tag is given where its sum reaches its threshold, the type is that of the highest sum."""

    def __init__(self, compiled: Compiled) -> None:
        curves = dict(compiled.genre.calibration)
        self._tags = _Tags(compiled)
        self._is_industry = frozenset(self._tags.industries)
        self._curve, self._slope = curves["industry"], curves["type"][0]

    def industries(self, matches: Matches, margins: Sequence[float], types: Sequence[Scored]) -> Industries:
        given, near, thresholds = [], [], self._tags.thresholds
        for index, total in matches.sums.items():
            if index in self._is_industry:
                strength = total / thresholds[index]
                if strength >= 1:
                    given.append(Scored(index, rule_score(strength, self._curve)))
                if abs(strength - 1) < _NEAR:
                    near.append(index)
        given.sort(key=_strongest)
        return Industries(given, near, [])

    def types(self, matches: Matches, margins: Sequence[float]) -> list[Scored]:
        types = self._tags.types
        if not types:
            return []
        scores = softmax([self._slope * matches.sums.get(index, 0.0) for index in types])
        return sorted(map(Scored, types, scores), key=_score, reverse=True)


class ModelScorer:
    """The model, alone or with the rules: a facet's curve gives one probability a tag."""

    def __init__(self, compiled: Compiled, manifest: Manifest, use: str, facets: Facets) -> None:
        """``use`` is model or both. Raises ModelFault where the manifest has no such curve."""
        self._tags, self._both, self._facet = _Tags(compiled), use == "both", facets.industry
        self._industry, self._alone = manifest.curve("industry", use), manifest.curve("industry", "model")
        self._type, self._rule_curve = manifest.curve("type", use), dict(compiled.genre.calibration)["industry"]
        supports = [manifest.supports.get(tag.slug, BEGINS) for tag in compiled.tags]
        self._learned = [(i, tag) for i, tag in enumerate(self._tags.industries) if supports[tag] >= BEGINS]
        self._left_to_rules = [tag for tag in self._tags.industries if supports[tag] < BEGINS]
        self._type_places = [sorted(self._tags.types).index(tag) for tag in self._tags.types]

    def industries(self, matches: Matches, margins: Sequence[float], types: Sequence[Scored]) -> Industries:
        curve, sums, thresholds = self._industry, matches.sums, self._tags.thresholds
        odds = [each.score for each in sorted(types, key=_tag)]
        shift, alone_shift = curve.shift(odds), self._alone.shift(odds)
        pairs = self._considered(sums, margins, shift, alone_shift)
        chances = by_model = self._by_model(pairs, margins, alone_shift)
        strengths = [sums.get(tag, 0.0) / thresholds[tag] for _, tag in pairs] if self._both else [0.0] * len(pairs)
        if self._both:
            chances = curve.chances(
                [
                    shift + curve.logit(place, independent_terms(strength, head_share(matches, tag), margins[tag]))
                    for (place, tag), strength in zip(pairs, strengths, strict=True)
                ]
            )
        scored, disputed = [], []
        for (_, tag), strength, chance, alone in zip(pairs, strengths, chances, by_model, strict=True):
            by = "model" if strength < 1 else "both" if alone >= self._alone.threshold else "rules"
            scored.append(Scored(tag, chance, by))
            if self._both and _opposed(strength, alone, chance >= curve.threshold):
                disputed.append(tag)
        scored += self._by_rules(sums) if self._both else []
        scored.sort(key=_strongest)
        given = [
            each
            for rank, each in enumerate(scored[: self._facet.max])
            if each.score >= curve.threshold or rank < self._facet.min
        ]
        near = [each.tag for each in scored if abs(each.score - curve.threshold) < _NEAR_BY_MODEL]
        return Industries(given, near, disputed)

    def _by_rules(self, sums: dict[int, float]) -> list[Scored]:
        """The industries of which the model knows too few articles, where the rules give them."""
        strengths = [(tag, sums.get(tag, 0.0) / self._tags.thresholds[tag]) for tag in self._left_to_rules]
        least = self._industry.threshold
        return [Scored(tag, max(rule_score(s, self._rule_curve), least)) for tag, s in strengths if s >= 1]

    def _considered(
        self, sums: dict[int, float], margins: Sequence[float], shift: float, alone_shift: float
    ) -> list[tuple[int, int]]:
        """The places and tags of industries that have words, or a margin that makes them likely: few of all."""
        if self._facet.min:
            return self._learned
        least = min(
            self._industry.margin_at(UNLIKELY - shift, MARGIN if self._both else 0),
            self._alone.margin_at(UNLIKELY - alone_shift, 0),
        )
        return [(place, tag) for place, tag in self._learned if margins[tag] >= least or sums.get(tag)]

    def _by_model(self, pairs: Sequence[tuple[int, int]], margins: Sequence[float], shift: float) -> list[float]:
        """What the model alone makes of some industries."""
        curve = self._alone
        logits = curve.logits([place for place, _ in pairs], [[margins[tag] for _, tag in pairs]])
        return curve.chances([shift + logit for logit in logits])

    def types(self, matches: Matches, margins: Sequence[float]) -> list[Scored]:
        types, curve, sums = self._tags.types, self._type, matches.sums
        if not types:
            return []
        thresholds, own = self._tags.thresholds, [margins[tag] for tag in types]
        strengths = [sums.get(tag, 0.0) / thresholds[tag] for tag in types] if self._both else [0.0] * len(types)
        columns = exclusive_terms(strengths, [], own) if self._both else (own,)
        logits = curve.logits(self._type_places, columns)
        ranked = sorted(map(Scored, types, softmax(logits)), key=_score, reverse=True)
        by_rules = types[strengths.index(max(strengths))] if any(strengths) else -1
        by_model = max(types, key=margins.__getitem__)
        ranked[0] = Scored(ranked[0].tag, ranked[0].score, _by(ranked[0].tag, by_rules, by_model))
        return ranked


def _strongest(scored: Scored) -> tuple[float, int]:
    return -scored.score, scored.tag


def _opposed(strength: float, alone: float, given: bool) -> bool:
    """Whether one source is sure of what the other denies, or of what was not given."""
    if given:
        return strength >= 1 and alone < _MODEL_DENIES
    return strength >= _RULES_SURE or alone >= _MODEL_SURE


def _by(tag: int, by_rules: int, by_model: int) -> str:
    """What put a type first: rules, model or both; where neither did alone, both."""
    if by_rules == by_model:
        return "both"
    return {by_rules: "rules", by_model: "model"}.get(tag, "both")
