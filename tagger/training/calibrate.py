"""Margins and rule sums to probabilities: curves fitted on articles that the model had not seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from tagger.model.curves import Company, Curve, in_company
from tagger.model.examples import HAS, HAS_NOT, UNSAID
from tagger.settings import FacetSettings
from tagger.training.matrix import Floats

_LOOSENESS, _ITERATIONS = 10.0, 1000  # inverse strength of the penalty on the weights of a curve
_OFFSETS_PENALTY = 5.0
_GRID, _NEAR = np.linspace(0.1, 0.9, 81), 0.008

Terms = Callable[[float, float, float], tuple[float, ...]]


def of_margin(strength: float, head: float, margin: float) -> tuple[float, ...]:
    """The one term of the model alone."""
    return (margin,)


class Seen(NamedTuple):
    """A facet of n articles: ``strengths``, ``heads``, ``margins``, ``labels`` of shape (n, tags), ``weights`` (n,);
    ``odds`` (n, types) how probable each type is, (n, 0) where that is not looked at."""

    strengths: Floats
    heads: Floats
    margins: Floats
    labels: NDArray[np.int8]
    weights: Floats
    odds: Floats

    def terms(self, of: Terms) -> Floats:
        """The terms of a curve, of shape (n, tags, terms)."""
        columns = (self.strengths, self.heads, self.margins)
        flat = zip(*(column.ravel().tolist() for column in columns), strict=True)
        terms = np.array([of(*each) for each in flat], np.float64)
        return terms.reshape(*self.margins.shape, len(of(0.0, 0.0, 0.0)))

    def logits(self, curve: Curve, of: Terms) -> Floats:
        """The logits by a curve, of shape (n, tags), before each is seen in the light of the others."""
        logits: Floats = self.terms(of) @ np.array(curve.weights) + np.array(curve.offsets)
        return logits + (self.odds @ np.array(curve.types))[:, None] if curve.types else logits

    def chances(self, curve: Curve, of: Terms) -> Floats:
        """The probabilities by a curve of tags that do not exclude one another, of shape (n, tags)."""
        return np.array([curve.chances(row) for row in self.logits(curve, of).tolist()]).reshape(self.margins.shape)


def fit_independent(seen: Seen, of: Terms, facet: FacetSettings) -> Curve:
    """The curve where an article may have any number of tags: one logistic regression over all pairs of article and
    tag, a second over the likely pairs in the light of the article's other tags, and the threshold of the best micro-F1.

    Source: J. Platt, Probabilistic outputs for support vector machines (1999), with more terms than one.
    """
    terms, said, has = seen.terms(of), seen.labels != UNSAID, seen.labels == HAS
    tags, size = said.shape[1], terms.shape[-1]
    if not has.any() or has[said].all():
        return Curve((0.0,) * size, (0.0,) * tags)
    weights = np.broadcast_to(seen.weights[:, None], said.shape)
    odds = np.broadcast_to(seen.odds[:, None, :], (*said.shape, seen.odds.shape[1]))
    slopes, offset = _logistic(np.concatenate((terms, odds), axis=-1)[said], has[said], weights[said])
    curve = Curve(slopes[:size], (offset,) * tags, types=slopes[size:])
    curve = replace(curve, company=_fit_company(seen, seen.logits(curve, of)))
    return replace(curve, threshold=best_threshold(seen.chances(curve, of), seen, facet.min))


def _fit_company(seen: Seen, logits: Floats) -> Company | None:
    """What the other tags of an article say of each; None where there is nothing to learn it from."""
    pairs = [(row, *pair) for row, own in enumerate(logits.tolist()) for pair in in_company(own)]
    rows, places = (np.array([pair[i] for pair in pairs], np.int64) for i in (0, 1))
    terms, labels = np.array([pair[2] for pair in pairs]), seen.labels[rows, places]
    said, has = labels != UNSAID, labels == HAS
    if not has.any() or has[said].all():
        return None
    (own, rival, others), offset = _logistic(terms[said], has[said], seen.weights[rows][said])
    return Company((own, rival, others), offset)


def _logistic(terms: Floats, has: NDArray[np.bool_], weights: Floats) -> tuple[tuple[float, ...], float]:
    """Slopes and offset of a logistic regression."""
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=_LOOSENESS, max_iter=_ITERATIONS).fit(terms, has, sample_weight=weights)
    return tuple(map(float, fitted.coef_[0])), float(fitted.intercept_[0])


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


def odds(seen: Seen, curve: Curve, of: Terms) -> Floats:
    """The probabilities by a curve of tags of which an article has one, of shape (n, tags)."""
    logits = seen.logits(curve, of)
    chances = np.exp(logits - logits.max(axis=1, keepdims=True, initial=0.0))
    return np.asarray(chances / np.maximum(chances.sum(axis=1, keepdims=True), 1e-300))


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
        right, wrong = ((part & counted).sum() for part in (given & has, given ^ has))
        figures.append(2 * right / max(2 * right + wrong, 1))
    return float(_GRID[np.array(figures) >= max(figures) - _NEAR].mean())
