"""Why an article has a tag or has it not, how far it missed, and what would have sufficed."""

from __future__ import annotations

from dataclasses import dataclass

from tagger.match import Tag
from tagger.match.explain import Explanation, Group, Trace, Traced
from tagger.pipeline import Pipeline
from tagger.records import Article, Decision, TagScore
from tagger.tables.labelled import Labels

_NEAREST, _WORDS = 2, 8
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class TagWhy:
    """One tag of one article.

    ``least`` is the sum to reach: the threshold of an industry; for a type the sum of its strongest ``rival``. ``gap`` is
    what the sum lacks to it, below nought what it has to spare. ``child`` is the given tag for which a parent that
    reached its threshold steps back. ``corrected``: a person said so, whatever the sums say.
    """

    tag: Tag
    explanation: Explanation
    given: bool
    least: float
    rival: Tag | None = None
    child: Tag | None = None
    corrected: bool = False

    @property
    def gap(self) -> float:
        return self.least - self.explanation.total


@dataclass(frozen=True, slots=True)
class ModelWhy:
    """What the model made of a tag: its ``margin`` (above nought it is for it), and the n-grams that weighed most, with
    what each added."""

    margin: float
    spoke_for: tuple[tuple[str, float], ...]
    spoke_against: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Remedy:
    """What would have closed the gap of a tag that was not given, each alone.

    ``weight`` is what one more word of the body would have to weigh, ``words`` those of the tag that weigh as much and do not
    stand in the article; ``restored`` the occurrences that would do if nothing stood against them; ``groups`` the words
    that would do within one sentence.
    """

    weight: float
    words: tuple[str, ...]
    restored: tuple[Traced, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """An article, what was decided, its trace, and what a person said of it."""

    decision: Decision
    trace: Trace
    pipeline: Pipeline
    said: Labels | None = None

    def tag(self, slug: str) -> TagWhy:
        """Why this tag was given or not. Raises StopIteration where no tag has this slug."""
        tags = self.pipeline.compiled.tags
        index = next(i for i, tag in enumerate(tags) if tag.slug == slug)
        explanation, tag = self.trace.explain(index), tags[index]
        if tag.facet == "type":
            return self._type(tag, explanation)
        given = slug in {score.tag for score in self.decision.industries}
        corrected = self.said is not None and self.said.industries is not None
        child = None if given or corrected or explanation.gap > 0 else self._child(slug)
        return TagWhy(tag, explanation, given, explanation.threshold, child=child, corrected=corrected)

    def model(self, tag: TagWhy) -> ModelWhy | None:
        """What the model made of a tag; None where rules alone decide."""
        model = self.pipeline.model
        if model is None:
            return None
        (row,), number = model.read([self.trace.document]), tag.explanation.tag
        spoke_for, spoke_against = (tuple(model.words_for(row, number, _WORDS, sign)) for sign in (1, -1))
        return ModelWhy(float(model.margins(row)[number]), spoke_for, spoke_against)

    def score(self, tag: TagWhy) -> TagScore | None:
        """The score of a tag that was given."""
        given = (*((self.decision.type,) if self.decision.type else ()), *self.decision.industries)
        return next((score for score in given if score.tag == tag.tag.slug), None)

    def given(self) -> list[TagWhy]:
        """Every tag that was given, the type first."""
        scores = ([self.decision.type] if self.decision.type else []) + list(self.decision.industries)
        return [self.tag(score.tag) for score in scores]

    def nearest(self) -> list[TagWhy]:
        """The industries that were not given and came nearest to their thresholds."""
        tags = [self.tag(tag.slug) for tag in self.pipeline.compiled.tags if tag.facet == "industry"]
        missed = [found for found in tags if not found.given and found.explanation.total > 0]
        return sorted(missed, key=lambda found: -found.explanation.total / found.least)[:_NEAREST]

    def remedy(self, missed: TagWhy) -> Remedy:
        """What would have sufficed for a tag that was not given."""
        genre, facet, gap = self.pipeline.compiled.genre, missed.tag.facet, missed.gap
        weight = gap / (genre.industry if facet == "industry" else genre.type).body
        words = self.trace.absent(missed.explanation.tag, weight - _TINY)
        shown = self.pipeline.compiled.shown_words()
        return Remedy(
            weight,
            tuple(shown[word] for word in words),
            tuple(
                hit for hit in missed.explanation.occurrences if self._mendable(hit, missed) and hit.lost >= gap - _TINY
            ),
            tuple(
                g for g in missed.explanation.groups if not g.spans and g.weight * genre.industry.body >= gap - _TINY
            ),
        )

    def _mendable(self, hit: Traced, missed: TagWhy) -> bool:
        """Whether something stands against an occurrence that is neither its repetition nor a longer term of its own tag."""
        cause, uses = hit.cause, self.pipeline.compiled.uses
        if cause is None or cause.kind == "repeat":
            return False
        return cause.kind != "longer" or all(owner != missed.explanation.tag for owner, _ in uses[cause.word])

    def _type(self, tag: Tag, explanation: Explanation) -> TagWhy:
        """A type is compared with the strongest other one."""
        given = self.decision.type is not None and self.decision.type.tag == tag.slug
        corrected = self.said is not None and self.said.type is not None
        others = [i for i, t in enumerate(self.pipeline.compiled.tags) if t.facet == "type" and t.slug != tag.slug]
        if not others:
            return TagWhy(tag, explanation, given, explanation.threshold, corrected=corrected)
        sums = {other: self.trace.explain(other).total for other in others}
        strongest = max(others, key=lambda other: sums[other])
        rival = self.pipeline.compiled.tags[strongest]
        return TagWhy(tag, explanation, given, sums[strongest], rival, corrected=corrected)

    def _child(self, slug: str) -> Tag | None:
        given = {score.tag for score in self.decision.industries}
        tags = self.pipeline.compiled.tags
        return next((tag for tag in tags if tag.parent == slug and tag.slug in given), None)


def why(pipeline: Pipeline, article: Article) -> Why:
    """Tag an article and keep all that spoke for and against each tag."""
    return Why(pipeline.tag(article), pipeline.trace(article), pipeline, pipeline.said(article))
