"""Rule sum and model margin to one probability: the curves of a facet, fitted in training, stored in the manifest."""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct

MARGIN = 1  # the place of the margin among independent_terms
FAINT = 0.1  # of a threshold: a rule sum that says nothing


class Curve(Struct, frozen=True):
    """A logistic curve: the logit of tag t is weights . terms + offsets[t]; a tag is given from ``threshold`` on.

    The terms are the functions below, or the margin by itself where the model decides alone. ``offsets`` stand in the order of the facet's tags. Fitted on articles that the model had not seen.
    """

    weights: tuple[float, ...]
    offsets: tuple[float, ...]
    threshold: float = 0.5

    def logit(self, tag: int, terms: Sequence[float]) -> float:
        """The logit of the facet's tag number ``tag``."""
        logit = self.offsets[tag]
        for weight, term in zip(self.weights, terms, strict=True):
            logit += weight * term
        return logit

    def margin_at(self, probability: float, term: int) -> float:
        """The least margin with which any tag is this probable where term number ``term`` is the margin and all others
        are nought; minus infinity where it cannot be told."""
        slope = self.weights[term] if len(self.weights) > term else 0.0
        if slope <= 0 or not 0 < probability < 1:
            return -math.inf
        return (math.log(probability / (1 - probability)) - max(self.offsets, default=0.0)) / slope


def independent_terms(strength: float, head: float, margin: float) -> tuple[float, ...]:
    """The terms where an article may have any number of tags.

    ``strength`` s is the rule sum in thresholds, ``head`` the part of it from headline and lead, ``margin`` the model's.
    ln max(s / FAINT, 1) stands for the sum: each doubling counts alike, and less than FAINT is as good as none. Chosen
    among a dozen forms, out of fold on sums of rules that had not seen the articles.
    """
    return math.log(max(strength / FAINT, 1.0)), margin, head


def exclusive_terms(strength: float, head: float, margin: float) -> tuple[float, ...]:
    """The terms where an article has one tag: the probabilities of all are the softmax of their logits."""
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
