"""What two models make of the same articles: which tags come and go, with what probability, for better or worse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tagger.judge import Tree, Verdict
from tagger.pipeline import Pipeline
from tagger.records import Article, Decision, TagScore
from tagger.rulelab.agreement import Agreement
from tagger.rulelab.diff import better
from tagger.tables.labelled import Labelled


@dataclass(frozen=True, slots=True)
class Shift:
    """A tag that an article had before and has not after, or the other way round.

    ``better`` says whether the labels ask for the change (True) or against it (False); None where they say nothing.
    """

    facet: str
    gained: bool
    score: TagScore
    better: bool | None


@dataclass(frozen=True, slots=True)
class Shifted:
    """An article with other tags than before."""

    article: Article
    shifts: tuple[Shift, ...]


@dataclass(slots=True)
class Shifts:
    """All articles that changed, in order; the agreements are with the labels, where there are some."""

    before: Agreement
    after: Agreement
    articles: int = 0
    labelled: int = 0
    changed: list[Shifted] = field(default_factory=list)


def compare(old: Pipeline, new: Pipeline, rows: Iterable[Labelled]) -> Shifts:
    """Tag every article with both."""
    tree = Tree.of(new.compiled.tags)
    found = Shifts(Agreement(tree), Agreement(tree))
    for row in rows:
        before, after = old.tag(row.article), new.tag(row.article)
        judged = found.before.add(row.labels, before), found.after.add(row.labels, after)
        found.articles += 1
        found.labelled += row.labels.said
        if shifts := _shifts(before, after, *judged):
            found.changed.append(Shifted(row.article, shifts))
    return found


def _shifts(before: Decision, after: Decision, judged: Verdict, judges: Verdict) -> tuple[Shift, ...]:
    """The type first, then industries; what went before what came."""
    shifts = []
    for facet in ("type", "industry"):
        had, has = _given(before, facet), _given(after, facet)
        for slug in (*(had.keys() - has.keys()), *(has.keys() - had.keys())):
            gained = slug in has
            shifts.append(Shift(facet, gained, (has if gained else had)[slug], better(slug, judged, judges)))
    return tuple(sorted(shifts, key=lambda shift: (shift.facet != "type", shift.gained, shift.score.tag)))


def _given(decision: Decision, facet: str) -> dict[str, TagScore]:
    scores = decision.industries if facet == "industry" else (decision.type,)
    return {score.tag: score for score in scores if score is not None}
