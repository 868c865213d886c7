"""Sums to a Decision: which tags, which type, how sure, and whether a person should look. Pure arithmetic."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tagger.match import Compiled, Document, Hit, Matcher, Matches
from tagger.records import Article, Decision, Evidence, Place, TagScore

_PLACES_SHOWN, _TYPE_WORDS = 5, 8
_NEAR, _LITTLE = 0.12, 0.5
_RANKED = 0.001  # a type less probable than this is not listed


@dataclass(frozen=True, slots=True)
class _Scored:
    index: int
    strength: float
    score: float


def decide(article: Article, matches: Matches, matcher: Matcher, zone: str = "") -> Decision:
    """Tags whose sum reaches their threshold, the strongest type, and a review flag with its reason."""
    compiled = matcher.compiled
    industries = _industries(matches, compiled)
    ranked = _types(matches, compiled)
    given = [
        _tag_score(scored, _evidence(matches.hits[scored.index], article, matches.document, compiled), compiled)
        for scored in industries
    ]
    types = [_tag_score(s, (), compiled) for s in ranked if s.score >= _RANKED or s is ranked[0]]
    if ranked:
        hits = [hit for hit in matcher.hits_of_type(matches, ranked[0].index) if hit.weight > 0]
        evidence = _evidence(hits, article, matches.document, compiled, _TYPE_WORDS, 1)
        types[0] = _tag_score(ranked[0], evidence, compiled)
    reasons = _reasons(article, matches, compiled, ranked)
    return Decision(
        article=article,
        type=types[0] if types else None,
        types=tuple(types[1:]),
        industries=tuple(given),
        zone=zone,
        review=bool(reasons),
        review_reason="；".join(reasons) or None,
        rules=compiled.digest,
    )


def probability(strength: float, slope: float, offset: float) -> float:
    """1 / (1 + exp(-(slope ln(strength) + offset))): Platt's logistic curve over the logarithm of sum / threshold.

    Source: J. Platt, Probabilistic outputs for support vector machines (1999).
    """
    if strength <= 0:
        return 0.0
    return 1 / (1 + math.exp(-(slope * math.log(strength) + offset)))


def _curve(compiled: Compiled, facet: str) -> tuple[float, float]:
    return dict(compiled.genre.calibration)[facet]


def _industries(matches: Matches, compiled: Compiled) -> list[_Scored]:
    """Industries that reach their threshold, strongest first; a parent only where headline or lead names the field."""
    slope, offset = _curve(compiled, "industry")
    given = []
    for index, total in matches.sums.items():
        tag = compiled.tags[index]
        if tag.facet == "industry" and total >= tag.threshold:
            strength = total / tag.threshold
            given.append(_Scored(index, strength, probability(strength, slope, offset)))
    parents = {compiled.tags[scored.index].parent for scored in given}
    kept = [s for s in given if compiled.tags[s.index].slug not in parents or _names_the_field(s.index, matches)]
    return sorted(kept, key=lambda scored: (-scored.strength, scored.index))


def _names_the_field(index: int, matches: Matches) -> bool:
    return any(hit.place != "body" and not hit.why for hit in matches.hits[index])


def _types(matches: Matches, compiled: Compiled) -> list[_Scored]:
    """All types by falling sum, with the softmax of slope * sum; the default comes first where no sum is above nought.

    A strength is a share of the threshold, as with industries.
    """
    slope, _ = _curve(compiled, "type")
    sums = {index: matches.sums.get(index, 0.0) for index, tag in enumerate(compiled.tags) if tag.facet == "type"}
    if not sums:
        return []
    default = next((i for i in sums if compiled.tags[i].slug == compiled.genre.default_type), -1)
    highest = max(sums.values())
    weights = {index: math.exp(slope * (total - highest)) for index, total in sums.items()}
    whole = sum(weights.values())
    ranked = [_Scored(i, total / compiled.tags[i].threshold, weights[i] / whole) for i, total in sums.items()]
    return sorted(ranked, key=lambda scored: (-sums[scored.index], scored.index != default, scored.index))


def _reasons(article: Article, matches: Matches, compiled: Compiled, ranked: list[_Scored]) -> list[str]:
    """Why a person should look at the article, in Chinese; empty where nothing speaks for it."""
    reasons = [article.doubt] if article.doubt else []
    near = [
        compiled.tags[index].name
        for index, total in matches.sums.items()
        if compiled.tags[index].facet == "industry" and abs(total / compiled.tags[index].threshold - 1) < _NEAR
    ]
    if near:
        reasons.append(f"接近阈值：{'、'.join(near[:3])}")
    if len(ranked) > 1 and ranked[1].score > ranked[0].score / 2:
        reasons.append(f"类型相近：{compiled.tags[ranked[0].index].name}/{compiled.tags[ranked[1].index].name}")
    if ranked and ranked[0].strength < _LITTLE:
        reasons.append("类型依据不足")
    return reasons


def _tag_score(scored: _Scored, evidence: tuple[Evidence, ...], compiled: Compiled) -> TagScore:
    tag = compiled.tags[scored.index]
    return TagScore(tag.slug, tag.name, round(scored.score, 4), "rules", evidence, tag.parent)


def _evidence(
    hits: list[Hit],
    article: Article,
    document: Document,
    compiled: Compiled,
    words: int = 99,
    places: int = _PLACES_SHOWN,
) -> tuple[Evidence, ...]:
    """The words behind a tag, the weightiest first, each with its first places in the source."""
    by_word: dict[int, list[Hit]] = {}
    for hit in hits:
        by_word.setdefault(hit.word, []).append(hit)
    ordered = sorted(by_word.values(), key=lambda group: (-sum([hit.value for hit in group]), group[0].start))
    found = []
    for group in ordered[:words]:
        for hit in group[:places]:
            start, end = _source(hit.start, article, document), _source(hit.end - 1, article, document) + 1
            place: Place = "title" if hit.place == "title" else "lead" if hit.place == "lead" else "body"
            term = compiled.words[hit.word]
            found.append(Evidence(term, place, start, end, round(hit.value, 4), len(group)))
    return tuple(found)


def _source(offset: int, article: Article, document: Document) -> int:
    """The offset in the decoded source of a character of the document."""
    in_title, place = document.source(offset)
    return (article.title_map if in_title else article.body_map).source(place)
