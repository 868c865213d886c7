"""Figures of rules and terms over many articles: coverage, overlap, conflict, and with labels precision and recall.

Coverage, overlap and conflict as in Snorkel's analysis of labelling functions (Ratner et al. 2017): a rule or term says
yes; another of its kind says yes too; it is overruled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from tagger.judge import Tree
from tagger.match.explain import Explanation
from tagger.pipeline import Pipeline
from tagger.rulelab.agreement import Agreement, Tally
from tagger.tables.labelled import Labelled, Labels


@dataclass(slots=True)
class TermStats:
    """A word of a tag, in numbers of articles.

    ``found``: it stands there; ``covers``: it counts there; ``overlaps``: another word of the tag counts too;
    ``conflicts``: the tag is not given all the same; ``decides``: without it the tag would not be given. Of the labelled
    articles in which it counts ``right`` have the tag and ``wrong`` have not; ``missed`` have the tag without the word.
    """

    tag: str
    term: str
    weight: float
    found: int = 0
    covers: int = 0
    overlaps: int = 0
    conflicts: int = 0
    decides: int = 0
    tally: Tally = field(default_factory=Tally)


@dataclass(slots=True)
class RuleStats:
    """A tag, in numbers of articles.

    ``covers``: its sum reaches the threshold; ``overlaps``: another tag of its facet reaches its own there too;
    ``conflicts``: it is not given all the same; ``given``: it is given.
    """

    tag: str
    name: str
    facet: str
    terms: int = 0
    dead: int = 0
    covers: int = 0
    overlaps: int = 0
    conflicts: int = 0
    given: int = 0
    tally: Tally = field(default_factory=Tally)


@dataclass(slots=True)
class Stats:
    """All figures of one run over ``articles`` articles, ``labelled`` of which have labels.

    ``pairs`` counts the articles that have both of two industries; slugs in order.
    """

    articles: int
    labelled: int
    rules: list[RuleStats]
    terms: list[TermStats]
    pairs: Counter[tuple[str, str]]
    agreement: Agreement


class Counting:
    """Takes articles one by one; ``stats`` gives the figures."""

    def __init__(self, pipeline: Pipeline) -> None:
        compiled = pipeline.compiled
        shown = compiled.shown_words()
        self._pipeline, self._tags = pipeline, compiled.tags
        self._rules = [RuleStats(tag.slug, tag.name, tag.facet) for tag in compiled.tags]
        self._terms = {
            (tag, word): TermStats(compiled.tags[tag].slug, shown[word], weight)
            for word, uses in enumerate(compiled.uses)
            for tag, weight in uses
        }
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._agreement = Agreement(Tree.of(compiled.tags))
        self._articles = self._labelled = 0
        self._asked: Counter[str] = Counter()

    def add(self, row: Labelled) -> None:
        """Tag one article, fast and slowly, and count."""
        decision, trace = self._pipeline.tag(row.article), self._pipeline.trace(row.article)
        given = {tag.tag for tag in decision.industries} | ({decision.type.tag} if decision.type else set())
        self._articles += 1
        self._labelled += row.labels.said
        if row.labels.said:
            self._agreement.add(row.labels, decision)
        asked = _asked(row.labels)
        self._asked.update(asked)
        self._pairs.update(combinations(sorted(tag.tag for tag in decision.industries), 2))
        found = [trace.explain(tag) for tag in trace.tags()]
        self._count_rules(found, given)
        least = self._least(found)
        for explanation in found:
            self._count_terms(explanation, least[explanation.tag], given, asked, row.labels)

    def _count_rules(self, found: list[Explanation], given: set[str]) -> None:
        firing = [explanation.tag for explanation in found if explanation.gap <= 0]
        facets = Counter(self._tags[tag].facet for tag in firing)
        for tag in firing:
            rule = self._rules[tag]
            rule.covers += 1
            rule.overlaps += facets[self._tags[tag].facet] > 1
            rule.conflicts += rule.tag not in given
        for rule in self._rules:
            rule.given += rule.tag in given

    def _least(self, found: list[Explanation]) -> dict[int, float]:
        """What each tag must reach: an industry its threshold, a type the sum of the strongest other one."""
        types = {e.tag: e.total for e in found if self._tags[e.tag].facet == "type"}
        rivals = {tag: max([0.0, *(total for other, total in types.items() if other != tag)]) for tag in types}
        return {explanation.tag: rivals.get(explanation.tag, explanation.threshold) for explanation in found}

    def _count_terms(self, found: Explanation, least: float, given: set[str], asked: set[str], labels: Labels) -> None:
        slug, values = self._tags[found.tag].slug, _values(found)
        counting = sum(value != 0 for value in values.values()) + sum(bool(group.spans) for group in found.groups)
        judged = _judged(slug, self._tags[found.tag].facet, labels)
        for word, value in values.items():
            term = self._terms[found.tag, word]
            term.found += 1
            if value == 0:
                continue
            term.covers += 1
            term.overlaps += counting > 1
            term.conflicts += slug not in given
            term.decides += slug in given and found.total - value < least
            term.tally.right += slug in asked
            term.tally.wrong += judged and slug not in asked

    def stats(self) -> Stats:
        """The figures so far."""
        for (tag, _), term in self._terms.items():
            rule = self._rules[tag]
            term.tally.missed = self._asked[rule.tag] - term.tally.right
        for tag, rule in enumerate(self._rules):
            own = [term for (owner, _), term in self._terms.items() if owner == tag]
            rule.terms, rule.dead = len(own), sum(not term.covers for term in own)
            rule.tally = self._agreement.tags.get(rule.tag, Tally())
        terms = sorted(self._terms.values(), key=lambda term: (term.tag, -term.covers, term.term))
        return Stats(self._articles, self._labelled, self._rules, terms, self._pairs, self._agreement)


def count(pipeline: Pipeline, rows: Iterable[Labelled]) -> Stats:
    """The figures of the rules over these articles."""
    counting = Counting(pipeline)
    for row in rows:
        counting.add(row)
    return counting.stats()


def _values(found: Explanation) -> dict[int, float]:
    """What each word adds to the sum; words that stand there and do not count add nought."""
    values: dict[int, float] = {}
    for hit in found.occurrences:
        values[hit.word] = values.get(hit.word, 0.0) + hit.value
    return values


def _asked(labels: Labels) -> set[str]:
    return set(labels.industries or ()) | ({labels.type} if labels.type else set())


def _judged(slug: str, facet: str, labels: Labels) -> bool:
    """Whether a tag that was not asked for is wrong here: something was said of its facet, and it is not accepted."""
    if facet == "industry":
        return labels.industries is not None and slug not in labels.industries_ok
    return labels.type is not None and slug not in labels.types_ok
