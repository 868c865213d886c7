"""What would be decided of examples, from their stored features: ``tagger.decide`` for many articles at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tagger.evaluate.marks import Marks, mark_tags
from tagger.judge import Tree
from tagger.match import Compiled
from tagger.model.curves import Curve, exclusive_terms, independent_terms
from tagger.model.examples import HAS, UNSAID, Examples
from tagger.model.manifest import BEGINS
from tagger.rulebook.rules import Facet
from tagger.settings import FacetSettings
from tagger.tables.labelled import Labels
from tagger.training.build import Trained
from tagger.training.calibrate import odds
from tagger.training.learn import seen_of
from tagger.training.matrix import Floats

_NEVER = -9.0  # a margin with which no tag is likely


class Version(NamedTuple):
    """A model as far as it decides of n examples: its ``margins`` (n, tags) out of fold, curves, and supports of tags."""

    margins: Floats
    curves: Mapping[str, Mapping[str, Curve]]
    supports: Mapping[str, int]

    def only(self, some: NDArray[np.bool_]) -> Version:
        """The same of some of the examples."""
        return self._replace(margins=self.margins[some])


def version_of(trained: Trained) -> Version:
    """A model just trained, on its own examples."""
    manifest = trained.manifest
    return Version(np.asarray(trained.arrays["margins"], np.float64), manifest.curves, manifest.supports)


class Judge:
    """The tags of one set of rules, and how many an article gets."""

    def __init__(self, compiled: Compiled, facet: FacetSettings) -> None:
        self._tags, self._facet = compiled.tags, facet
        self._industries, self._types = (self._columns(facet) for facet in ("industry", "type"))
        number = {tag.slug: i for i, tag in enumerate(compiled.tags)}
        self._parents = [(i, number[tag.parent]) for i, tag in enumerate(compiled.tags) if tag.parent in number]
        self._tree = Tree.of(compiled.tags)
        self._thresholds = np.array([tag.threshold for tag in compiled.tags])

    def by_rules(self, examples: Examples) -> NDArray[np.bool_]:
        """Which tags each article is given by rules alone, of shape (n, tags)."""
        given = np.asarray(examples.strengths >= 1) & self._industries
        self._first(given, examples.strengths * self._thresholds)
        return self._without_parents(given, examples)

    def by_both(self, examples: Examples, version: Version) -> NDArray[np.bool_]:
        """The same by rules and model."""
        scores, curve = self.scores(examples, version), version.curves["industry"]["both"]
        industries = np.where(self._industries, scores, -1.0)
        rank = np.argsort(np.argsort(-industries, axis=1, kind="stable"), axis=1, kind="stable")
        most = self._facet.max or len(self._tags)
        given = ((industries >= curve.threshold) & (rank < most)) | (rank < self._facet.min)
        given &= self._industries
        self._first(given, scores)
        return self._without_parents(given, examples)

    def scores(self, examples: Examples, version: Version) -> Floats:
        """The probability of each tag by rules and model, of shape (n, tags); of a tag left to the rules 1 or 0."""
        found, everyone = np.zeros(version.margins.shape), np.ones(len(version.margins), np.bool_)
        nothing = np.empty((len(found), 0))
        if self._types.any():
            seen = seen_of(examples, version.margins, everyone, self._types, nothing)
            found[:, self._types] = odds(seen, version.curves["type"]["both"], exclusive_terms)
        chances = found[:, self._types] if self._types.any() else nothing
        few = np.array([version.supports.get(tag.slug, BEGINS) < BEGINS for tag in self._tags], np.bool_)
        if self._industries.any():
            margins = np.where(few, _NEVER, version.margins)
            signals = examples.with_columns(strengths=np.where(few, 0, examples.strengths))
            seen = seen_of(signals, margins, everyone, self._industries, chances)
            found[:, self._industries] = seen.chances(version.curves["industry"]["both"], independent_terms)
        return np.where(few & self._industries, examples.strengths >= 1, found)

    def marks(self, examples: Examples, given: NDArray[np.bool_]) -> list[Marks]:
        """What each article adds to the figures of industries and of types."""
        return [self._mark(labels, own) for labels, own in zip(examples.labels, given, strict=True)]

    def _mark(self, labels: NDArray[np.int8], given: NDArray[np.bool_]) -> Marks:
        industries, kinds = (self._slugs(given & facet) for facet in (self._industries, self._types))
        return mark_tags(industries, next(iter(kinds), None), self._said(labels), self._tree)

    def _said(self, labels: NDArray[np.int8]) -> Labels:
        has, open_ = labels == HAS, labels == UNSAID
        facets = {"industries": self._industries, "type": self._types}
        known = {facet: (labels[columns] != UNSAID).any() for facet, columns in facets.items()}
        return Labels(
            industries=self._slugs(has & self._industries) if known["industries"] else None,
            industries_ok=self._slugs(open_ & self._industries),
            type=next(iter(self._slugs(has & self._types)), "") if known["type"] else None,
            types_ok=self._slugs(open_ & self._types),
        )

    def _slugs(self, row: NDArray[np.bool_]) -> frozenset[str]:
        return frozenset(self._tags[place].slug for place in np.flatnonzero(row))

    def _columns(self, facet: Facet | str) -> NDArray[np.bool_]:
        return np.array([tag.facet == facet for tag in self._tags], np.bool_)

    def _first(self, given: NDArray[np.bool_], scores: Floats) -> None:
        """Give each article the type of the highest score."""
        if self._types.any():
            best = np.where(self._types, scores, -np.inf).argmax(axis=1)
            given[np.arange(len(given)), best] = True

    def _without_parents(self, given: NDArray[np.bool_], examples: Examples) -> NDArray[np.bool_]:
        """A parent stays beside its child only where words in headline or lead speak for it."""
        kept = given.copy()
        for child, parent in self._parents:
            kept[:, parent] &= ~given[:, child] | (examples.heads[:, parent] > 0)
        return kept


def of_types(marks: Sequence[Marks]) -> list[Marks]:
    """The same articles with their types in place of industries, so that types have figures a tag at a time."""
    none = frozenset[str]()
    found = []
    for each in marks:
        wanted, given = frozenset([each.wanted_type]) - {""}, frozenset([each.given_type or ""]) - {""}
        right = given if each.accepted and wanted else none
        wrong, missed = (given, wanted) if each.accepted is False else (none, none)
        found.append(each._replace(found=right, wrong=wrong, missed=missed))
    return found
