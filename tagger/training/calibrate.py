"""Margins and rule sums to probabilities: curves fitted on articles that the model had not seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tagger.model.curves import Curve
from tagger.model.examples import HAS, HAS_NOT, UNSAID
from tagger.settings import FacetSettings
from tagger.training.matrix import Floats

_LOOSENESS = 10.0  # inverse strength of the penalty on the weights of a curve
_OFFSETS_PENALTY = 5.0
_GRID, _NEAR = np.linspace(0.1, 0.9, 81), 0.002

Terms = Callable[[float, float, float], tuple[float, ...]]


def of_margin(strength: float, head: float, margin: float) -> tuple[float, ...]:
    """The one term of the model alone."""
    return (margin,)


class Seen(NamedTuple):
    """A facet of n articles: ``strengths``, ``heads``, ``margins``, ``labels`` of shape (n, tags), ``weights`` (n,)."""

    strengths: Floats
    heads: Floats
    margins: Floats
    labels: NDArray[np.int8]
    weights: Floats

    def terms(self, of: Terms) -> Floats:
        """The terms of a curve, of shape (n, tags, terms)."""
        columns = (self.strengths, self.heads, self.margins)
        flat = zip(*(column.ravel().tolist() for column in columns), strict=True)
        terms = np.array([of(*each) for each in flat], np.float64)
        return terms.reshape(*self.margins.shape, len(of(0.0, 0.0, 0.0)))


def fit_independent(seen: Seen, of: Terms, facet: FacetSettings) -> Curve:
    """The curve where tags are independent: one logistic regression over all pairs of article and tag, and the
    threshold of the best micro-F1.

    Source: J. Platt, Probabilistic outputs for support vector machines (1999), with more terms than one.
    """
    from sklearn.linear_model import LogisticRegression

    terms, said = seen.terms(of), seen.labels != UNSAID
    has, weights = seen.labels == HAS, np.broadcast_to(seen.weights[:, None], said.shape)
    if not has.any() or has[said].all():
        return Curve((0.0,) * terms.shape[-1], (0.0,) * said.shape[1])
    fitted = LogisticRegression(C=_LOOSENESS).fit(terms[said], has[said], sample_weight=weights[said])
    slopes, offset = fitted.coef_[0], float(fitted.intercept_[0])
    scores = 1 / (1 + np.exp(-(terms @ slopes + offset)))
    threshold = best_threshold(scores, seen, facet.min)
    return Curve(tuple(map(float, slopes)), (offset,) * said.shape[1], threshold)


def fit_exclusive(seen: Seen, of: Terms) -> Curve:
    """The curve where an article has one tag: a conditional logit (softmax of weights . terms + offset a tag), the
    offsets held back by a quadratic penalty. What is right is the tag, or one that is accepted as well (UNSAID beside it).

    Source: D. McFadden, Conditional logit analysis of qualitative choice behavior (1974).
    """
    from scipy.optimize import minimize

    known = (seen.labels == HAS).any(axis=1)
    terms, right = seen.terms(of)[known], (seen.labels != HAS_NOT)[known]
    weights, size = seen.weights[known], terms.shape[-1]

    def loss(parameters: Floats) -> tuple[float, Floats]:
        slopes, offsets = parameters[:size], parameters[size:]
        logits = terms @ slopes + offsets
        logits -= logits.max(axis=1, keepdims=True)
        odds = np.exp(logits)
        chances = odds / odds.sum(axis=1, keepdims=True)
        accepted = (odds * right).sum(axis=1, keepdims=True) / odds.sum(axis=1, keepdims=True)
        value = -(weights * np.log(accepted[:, 0])).sum() + _OFFSETS_PENALTY / 2 * (offsets @ offsets)
        chances = (chances - chances * right / accepted) * weights[:, None]
        gradient = np.concatenate(
            (np.einsum("nt,ntk->k", chances, terms), chances.sum(axis=0) + _OFFSETS_PENALTY * offsets)
        )
        return float(value), gradient

    start = np.zeros(size + seen.labels.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B").x if len(terms) else start
    sharpness = _sharpness(terms @ found[:size] + found[size:], right, weights)
    return Curve(tuple(map(float, sharpness * found[:size])), tuple(map(float, sharpness * found[size:])))


def _sharpness(logits: Floats, right: NDArray[np.bool_], weights: Floats) -> float:
    """The factor of logits that makes the probability of the first tag that of its being accepted, which is higher than
    its share where several would be (temperature scaling).

    Source: Guo et al., On calibration of modern neural networks (2017).
    """
    from scipy.optimize import minimize_scalar

    if not len(logits):
        return 1.0
    first = logits.argmax(axis=1)
    hit = np.take_along_axis(right, first[:, None], axis=1)[:, 0]
    below = logits - logits.max(axis=1, keepdims=True)

    def loss(factor: float) -> float:
        chance = np.clip(1 / np.exp(factor * below).sum(axis=1), 1e-9, 1 - 1e-9)
        return float(-(weights * np.log(np.where(hit, chance, 1 - chance))).sum())

    return float(minimize_scalar(loss, bounds=(0.2, 5.0), method="bounded").x)


def best_threshold(scores: Floats, seen: Seen, least: int) -> float:
    """The probability from which tags are given so that micro-F1 is highest, where each article gets ``least`` at any
    rate; UNSAID tags are not counted. The figure is flat about its top: the middle of all thresholds that come near."""
    labels = seen.labels
    drawn = seen.weights <= 1  # articles that weigh more were written to teach, not drawn as they come
    if drawn.any():
        scores, labels = scores[drawn], seen.labels[drawn]
    has, counted = labels == HAS, labels != UNSAID
    forced = np.zeros(has.shape, np.bool_)
    if least:
        np.put_along_axis(forced, np.argsort(-scores, axis=1)[:, :least], True, axis=1)
    figures = []
    for threshold in _GRID:
        given = (scores >= threshold) | forced
        right, wrong = (given & has) * counted, (given ^ has) * counted
        figures.append(2 * right.sum() / max(2 * right.sum() + wrong.sum(), 1e-9))
    return float(_GRID[np.array(figures) >= max(figures) - _NEAR].mean())
