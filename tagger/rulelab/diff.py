"""What two sets of rules say of the same articles: which tags come and go, through which words, for better or worse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from tagger.judge import Tree, Verdict
from tagger.match.explain import Explanation
from tagger.pipeline import Pipeline
from tagger.records import Article
from tagger.rulelab.agreement import Agreement, Tally
from tagger.tables.labelled import Labelled

_LEAST = 1e-6


class WordChange(NamedTuple):
    """A word that adds something else than before to the sum of a tag."""

    word: str
    before: float
    after: float

    @property
    def by(self) -> float:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Change:
    """An article that gained or lost a tag.

    ``words`` are those that add something else than before, the largest change first; ``before`` and ``after`` the sums of
    the tag. ``better`` says whether the labels ask for the change (True) or against it (False); None where they say nothing.
    """

    article: Article
    gained: bool
    before: float
    after: float
    words: tuple[WordChange, ...]
    better: bool | None


@dataclass(slots=True)
class TagDiff:
    """The changes of one tag; the tallies count the labelled articles before and after."""

    tag: str
    name: str
    changes: list[Change] = field(default_factory=list)
    before: Tally = field(default_factory=Tally)
    after: Tally = field(default_factory=Tally)

    @property
    def gained(self) -> int:
        return sum(change.gained for change in self.changes)

    @property
    def lost(self) -> int:
        return len(self.changes) - self.gained


@dataclass(slots=True)
class Diff:
    """All tags that changed, those with most changes first; ``changed`` counts the articles behind them."""

    articles: int
    labelled: int
    changed: int
    tags: list[TagDiff]
    before: Agreement
    after: Agreement


def compare(old: Pipeline, new: Pipeline, rows: Iterable[Labelled]) -> Diff:
    """Tag every article with both sets of rules."""
    before, after = _Side(old), _Side(new)
    tags: dict[str, TagDiff] = {}
    articles = labelled = changed = 0
    for row in rows:
        articles += 1
        labelled += row.labels.said
        had, has = before.tag(row), after.tag(row)
        altered = sorted(had.given ^ has.given)
        changed += bool(altered)
        explained = [side.explain(row.article, altered) for side in (before, after)]
        for slug in altered:
            name = after.names.get(slug) or before.names[slug]
            change = _change(row.article, slug in has.given, explained[0].get(slug), explained[1].get(slug))
            judged = better(slug, had.verdict, has.verdict)
            tags.setdefault(slug, TagDiff(slug, name)).changes.append(replace(change, better=judged))
    for slug, diff in tags.items():
        diff.before, diff.after = (side.agreement.tags.get(slug, Tally()) for side in (before, after))
    ordered = sorted(tags.values(), key=lambda diff: (-len(diff.changes), diff.tag))
    return Diff(articles, labelled, changed, ordered, before.agreement, after.agreement)


class _Tagged(NamedTuple):
    given: set[str]
    verdict: Verdict


class _Explained(NamedTuple):
    total: float
    words: dict[str, float]


class _Side:
    """One of the two sets of rules."""

    def __init__(self, pipeline: Pipeline) -> None:
        compiled = pipeline.compiled
        self._pipeline = pipeline
        self._index = {tag.slug: number for number, tag in enumerate(compiled.tags)}
        self.names = {tag.slug: tag.name for tag in compiled.tags}
        self.agreement = Agreement(Tree.of(compiled.tags))

    def tag(self, row: Labelled) -> _Tagged:
        decision = self._pipeline.tag(row.article)
        given = {tag.tag for tag in decision.industries} | ({decision.type.tag} if decision.type else set())
        return _Tagged(given, self.agreement.add(row.labels, decision))

    def explain(self, article: Article, slugs: list[str]) -> dict[str, _Explained]:
        """The sum of each of these tags that there are, and what each word adds to it."""
        if not slugs:
            return {}
        trace, words = self._pipeline.trace(article), self._pipeline.compiled.words
        found = {}
        for slug in slugs:
            if slug in self._index:
                explanation = trace.explain(self._index[slug])
                found[slug] = _Explained(explanation.total, _by_word(explanation, words))
        return found


def _by_word(explanation: Explanation, words: list[str]) -> dict[str, float]:
    values: dict[str, float] = {}
    for hit in explanation.occurrences:
        values[words[hit.word]] = values.get(words[hit.word], 0.0) + hit.value
    for group in explanation.groups:
        joined = "＋".join(words[word] for word in group.words)
        values[joined] = values.get(joined, 0.0) + group.value
    return values


def _change(article: Article, gained: bool, before: _Explained | None, after: _Explained | None) -> Change:
    """Without the judgement of the labels; a side without the tag counts nothing for it."""
    nothing = _Explained(0.0, {})
    before, after = before or nothing, after or nothing
    words = [
        WordChange(word, before.words.get(word, 0.0), after.words.get(word, 0.0))
        for word in dict.fromkeys((*after.words, *before.words))
    ]
    changed = sorted((word for word in words if abs(word.by) > _LEAST), key=lambda word: -abs(word.by))
    return Change(article, gained, before.total, after.total, tuple(changed), None)


def better(slug: str, before: Verdict, after: Verdict) -> bool | None:
    """Whether the labels ask for a change or against it."""
    good = slug in after.right - before.right or slug in before.wrong - after.wrong
    bad = slug in before.right - after.right or slug in after.wrong - before.wrong
    return good if good != bad else None
