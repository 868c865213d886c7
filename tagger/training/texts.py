"""Articles with what is known of them: read by the rules, labelled by a person or, where they are sure, by the rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tagger.decide import head_share
from tagger.match import Document, Matcher, Matches, document_of
from tagger.model.examples import HAS, HAS_NOT, UNSAID
from tagger.records import Article
from tagger.tables.labelled import Labels
from tagger.tables.rows import digest

# Rules label an article without labels: a sum this many times its threshold says yes, one below that no, and a type
# must be this probable. Measured by leaving parts of the labelled articles out.
_SURE, _SURELY_NOT, _SURE_TYPE = 1.3, 0.35, 0.75


class Text(NamedTuple):
    """An article as learning sees it: ``strengths`` (t,) its rule sums in thresholds, ``heads`` (t,) which part of
    each stands in headline or lead, ``labels`` (t,) HAS, HAS_NOT or UNSAID, ``weight`` how much it counts."""

    document: Document
    strengths: NDArray[np.float32]
    heads: NDArray[np.float32]
    labels: NDArray[np.int8]
    weight: float
    digest: int


class TextReader:
    """Makes Texts under one set of rules; tags are in the order of the rules."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher, self._compiled = matcher, matcher.compiled
        tags = matcher.compiled.tags
        self.tags = [tag.slug for tag in tags]
        self._number = {slug: number for number, slug in enumerate(self.tags)}
        self._parents = {tag.slug: tag.parent for tag in tags}
        self._thresholds = np.array([tag.threshold for tag in tags])
        self._industries = np.array([tag.facet == "industry" for tag in tags], np.bool_)

    @property
    def facets(self) -> list[NDArray[np.bool_]]:
        """Which tags each facet has, of shape (tags,)."""
        return [self._industries, ~self._industries]

    def labelled(self, article: Article, labels: Labels, weight: float = 1.0) -> Text:
        """An article that a person labelled. What is only accepted, and the parent of what is asked for, is UNSAID."""
        known = np.full(len(self.tags), UNSAID, np.int8)
        if labels.industries is not None:
            known[self._industries] = HAS_NOT
            implied = {self._parents[slug] for slug in labels.industries} - {None}
            self._set(known, (*labels.industries_ok, *(slug for slug in implied if slug)), UNSAID)
            self._set(known, labels.industries, HAS)
        if labels.type is not None:
            known[~self._industries] = HAS_NOT
            self._set(known, labels.types_ok, UNSAID)
            self._set(known, [labels.type] if labels.type else [], HAS)
        return self._text(article, known, weight)

    def unlabelled(self, article: Article, weight: float) -> Text:
        """An article that the rules label where they are sure."""
        text = self._text(article, np.empty(0, np.int8), weight)
        known = np.full(len(self.tags), UNSAID, np.int8)
        industries, strengths = self._industries, text.strengths
        known[industries & (strengths >= _SURE)] = HAS
        known[industries & (strengths < _SURELY_NOT)] = HAS_NOT
        sums = np.where(industries, -np.inf, strengths * self._thresholds)
        if not industries.all():
            odds = np.exp(dict(self._compiled.genre.calibration)["type"][0] * (sums - sums.max()))
            if odds.max() / odds.sum() > _SURE_TYPE:
                known[~industries] = HAS_NOT
                known[int(sums.argmax())] = HAS
        return text._replace(labels=known)

    def _text(self, article: Article, labels: NDArray[np.int8], weight: float) -> Text:
        document = document_of(article.title, article.text, self._compiled.genre.lead)
        strengths, heads = self._signals(self._matcher.match(document))
        return Text(document, strengths, heads, labels, weight, int(digest(article), 16))

    def _signals(self, matches: Matches) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        strengths, heads = np.zeros(len(self.tags), np.float32), np.zeros(len(self.tags), np.float32)
        for tag, total in matches.sums.items():
            strengths[tag] = total / self._thresholds[tag]
        for tag in matches.hits:
            heads[tag] = head_share(matches, tag)
        return strengths, heads

    def _set(self, known: NDArray[np.int8], slugs: Iterable[str], value: int) -> None:
        for slug in slugs:
            known[self._number[slug]] = value
