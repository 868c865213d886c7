"""Scores to a Decision: tags with their evidence, the type, and a review flag with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from tagger.decide.evidence import Sources
from tagger.decide.review import odd
from tagger.decide.scoring import Industries, RuleScorer, Scored, Scorer
from tagger.match import Matcher, Matches
from tagger.model.manifest import BEGINS
from tagger.records import Article, Decision, Evidence, Ranked, TagScore

_TYPE_WORDS, _MODEL_WORDS = 5, 5
_NGRAMS = 12  # from which the words of the model are joined
_LITTLE = 0.5
_RANKED = 0.01  # a type less probable than this is not listed

ModelWords = Callable[[int, int], Iterable[tuple[str, float]]]


class Reading:
    """What the model made of one article: ``margins`` in the order of the tags, and ``words``: a tag and how many to
    the n-grams that spoke for it, with their values."""

    __slots__ = ("margins", "words")

    def __init__(self, margins: Sequence[float] = (), words: ModelWords = lambda tag, most: ()) -> None:
        self.margins, self.words = margins, words


_UNREAD = Reading()


class Decider:
    """What matches and margins mean under one set of rules. Immutable after construction, so threads may share it."""

    def __init__(
        self, matcher: Matcher, scorer: Scorer | None = None, model: str | None = None, supports: Sequence[int] = ()
    ) -> None:
        """``scorer`` decides, by default the rules; ``model`` names the model, and ``supports`` says of each tag how many
        articles it learned from."""
        compiled = matcher.compiled
        self._matcher, self._tags, self._digest = matcher, compiled.tags, compiled.digest
        self._words = compiled.shown_words()
        self._scorer = scorer or RuleScorer(compiled)
        self._model, self._supports = model, supports

    def decide(self, article: Article, matches: Matches, zone: str = "", reading: Reading = _UNREAD) -> Decision:
        """The industries, the type with the others behind it, and whether a person should look."""
        sources = Sources(article, matches.document)
        ranked = self._scorer.types(matches, reading.margins)
        industries = self._scorer.industries(matches, reading.margins, ranked)
        given = self._without_parents(industries.given, matches)
        reasons = self._reasons(article, matches, industries, given, ranked)
        return Decision(
            article=article,
            type=self._tag_score(ranked[0], matches, sources, reading) if ranked else None,
            types=tuple([self._ranked_tag(scored) for scored in ranked[1:] if scored.score >= _RANKED]),
            industries=tuple([self._tag_score(scored, matches, sources, reading) for scored in given]),
            zone=zone,
            review=bool(reasons),
            review_reason="；".join(reasons) or None,
            rules=self._digest,
            model=self._model,
        )

    def _without_parents(self, given: list[Scored], matches: Matches) -> list[Scored]:
        """A parent stays beside its child only where headline or lead names the whole field."""
        if len(given) < 2:
            return given
        parents = {self._tags[scored.tag].parent for scored in given}
        return [s for s in given if self._tags[s.tag].slug not in parents or _names_field(s.tag, matches)]

    def _reasons(
        self, article: Article, matches: Matches, industries: Industries, given: list[Scored], ranked: list[Scored]
    ) -> list[str]:
        """Why a person should look at the article, in Chinese; empty where nothing speaks for it."""
        reasons = [article.doubt] if article.doubt else []
        if strange := odd(matches.document.text):
            reasons.append(strange)
        if industries.near:
            reasons.append(f"接近阈值：{self._names(industries.near)}")
        if industries.disputed:
            reasons.append(f"规则与模型不一致：{self._names(industries.disputed)}")
        if len(ranked) > 1 and ranked[1].score > ranked[0].score / 2:
            reasons.append(f"类型相近：{self._tags[ranked[0].tag].name}/{self._tags[ranked[1].tag].name}")
        if self._supports:
            few = [s.tag for s in (*given, *ranked[:1]) if s.by == "model" and self._supports[s.tag] < BEGINS]
            if few:
                reasons.append(f"样本太少：{self._names(few)}")
        elif ranked and matches.sums.get(ranked[0].tag, 0.0) < _LITTLE * self._tags[ranked[0].tag].threshold:
            reasons.append("类型依据不足")
        return reasons

    def _names(self, tags: Sequence[int]) -> str:
        return "、".join(self._tags[tag].name for tag in tags[:3])

    def _ranked_tag(self, scored: Scored) -> Ranked:
        tag = self._tags[scored.tag]
        return Ranked(tag.slug, tag.name, round(scored.score, 4))

    def _tag_score(self, scored: Scored, matches: Matches, sources: Sources, reading: Reading) -> TagScore:
        tag, evidence = self._tags[scored.tag], tuple[Evidence, ...]()
        if scored.by != "model":
            is_type = tag.facet == "type"
            hits = self._matcher.hits_of_type(matches, scored.tag, _TYPE_WORDS) if is_type else matches.hits[scored.tag]
            evidence = sources.of_hits(hits, self._words)
        if scored.by == "model" or not evidence:
            evidence = sources.of_ngrams(reading.words(scored.tag, _NGRAMS), _MODEL_WORDS)
        return TagScore(tag.slug, tag.name, round(scored.score, 4), scored.by, evidence)


def _names_field(index: int, matches: Matches) -> bool:
    """Whether headline or lead names a field outright."""
    return any(hit.place != "body" and not hit.why for hit in matches.hits.get(index, ()))
