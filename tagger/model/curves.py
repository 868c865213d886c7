"""Rule sum and model margin to one probability: the curves of a facet, fitted in training, stored in the manifest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import mul
from typing import TypeVar

from msgspec import Struct

T = TypeVar("T")

MARGIN = 1  # the place of the margin among independent_terms
FAINT = 0.1  # of a threshold: a rule sum that says nothing
UNLIKELY = math.log(0.05 / 0.95)  # a logit below which a tag is no company for the others of its article


class Company(Struct, frozen=True):
    """How the other tags of an article bear on a tag: the weights of the three terms of ``in_company``, and an offset."""

    weights: tuple[float, float, float]
    offset: float

    def logit(self, terms: tuple[float, float, float]) -> float:
        """The logit in the light of the others."""
        (own, rival, others), (logit, highest, many) = self.weights, terms
        return own * logit + rival * highest + others * many + self.offset


class Curve(Struct, frozen=True):
    """A logistic curve: the logit of tag t is weights . terms + offsets[t]; a tag is given from ``threshold`` on.

    The terms are the functions below, or the margin by itself where the model decides alone. ``offsets`` stand in the
    order of the facet's tags. ``types`` adds to the logits of an article by how probable each type is for it, in the
    order of the types: what is named in a social story is seldom required. ``company`` corrects each tag in the light
    of the others. Fitted on articles that the model had not seen.
    """

    weights: tuple[float, ...]
    offsets: tuple[float, ...]
    threshold: float = 0.5
    types: tuple[float, ...] = ()
    company: Company | None = None

    def logit(self, tag: int, terms: Sequence[float]) -> float:
        """The logit of the facet's tag number ``tag``."""
        return sum(map(mul, self.weights, terms), self.offsets[tag])

    def logits(self, tags: Sequence[int], columns: Sequence[Sequence[float]]) -> list[float]:
        """The same of several tags; ``columns`` hold the values of each term, tag by tag."""
        logits = [self.offsets[tag] for tag in tags]
        for weight, column in zip(self.weights, columns, strict=True):
            logits = [logit + weight * term for logit, term in zip(logits, column, strict=True)]
        return logits

    def shift(self, odds: Sequence[float]) -> float:
        """What the probabilities of the types add to every logit of an article."""
        return sum(map(mul, self.types, odds)) if self.types else 0.0

    def chances(self, logits: Sequence[float]) -> list[float]:
        """The probabilities of the tags of one article from their logits; tags that are left out must be UNLIKELY."""
        chances = [sigmoid(logit) for logit in logits]
        if self.company is not None:
            for place, terms in in_company(logits):
                chances[place] = sigmoid(self.company.logit(terms))
        return chances

    def margin_at(self, logit: float, term: int) -> float:
        """The least margin with which any tag has this logit where term number ``term`` is the margin and all others
        are nought; minus infinity where it cannot be told."""
        slope = self.weights[term] if len(self.weights) > term else 0.0
        return (logit - max(self.offsets, default=0.0)) / slope if slope > 0 else -math.inf


def in_company(logits: Sequence[float]) -> list[tuple[int, tuple[float, float, float]]]:
    """The places of the tags of an article that are not UNLIKELY, each with its logit, the highest logit of another, and
    ln(1 + s), s the sum of the probabilities of the others.

    Labels as features for labels: S. Godbole and S. Sarawagi, Discriminative methods for multi-labeled classification
    (2004), in a form that has three weights for all tags.
    """
    likely = [(place, logit) for place, logit in enumerate(logits) if logit >= UNLIKELY]
    chances = [sigmoid(logit) for _, logit in likely]
    highest, second = sorted([UNLIKELY, UNLIKELY, *(logit for _, logit in likely)], reverse=True)[:2]
    whole = sum(chances)
    return [
        (place, (logit, second if logit == highest else highest, math.log1p(max(whole - chance, 0.0))))
        for (place, logit), chance in zip(likely, chances, strict=True)
    ]


def independent_terms(strength: float, head: float, margin: float) -> tuple[float, ...]:
    """The terms where an article may have any number of tags.

    ``strength`` s is the rule sum in thresholds, ``head`` the part of it from headline and lead, ``margin`` the model's.
    ln max(s / FAINT, 1) stands for the sum: each doubling counts alike, and less than FAINT is as good as none. Chosen
    among a dozen forms, out of fold on sums of rules that had not seen the articles.
    """
    return math.log(max(strength / FAINT, 1.0)), margin, head


def exclusive_terms(strength: T, head: T, margin: T) -> tuple[T, ...]:
    """The terms where an article has one tag, or columns of them: the probabilities of all are the softmax of their
    logits."""
    return strength, margin


def sigmoid(logit: float) -> float:
    """1 / (1 + exp(-logit)), without overflow."""
    return 1 / (1 + math.exp(-logit)) if logit > -700 else 0.0


def softmax(logits: Sequence[float]) -> list[float]:
    """exp(logit) in parts of their sum."""
    highest = max(logits)
    odds = [math.exp(logit - highest) for logit in logits]
    whole = sum(odds)
    return [each / whole for each in odds]
