"""One-vs-rest linear classifiers, an ensemble folded into one weight matrix."""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tagger.model.examples import HAS, UNSAID
from tagger.training.matrix import Floats, Matrix

LOOSENESS = (0.3, 1.0)  # inverse strength of the penalty: titles want the first, articles the second
_TOLERANCE, _ITERATIONS = 0.05, 60
_WEIGHTED_LOOSENESS, _SMOOTHING, _TINY = 0.3, 0.1, 1e-9


class Linear(NamedTuple):
    """``weights`` (features, tags) and ``bias`` (tags,): margins = rows @ weights + bias."""

    weights: Floats
    bias: Floats

    def margins(self, rows: Matrix) -> Floats:
        """Of shape (articles, tags)."""
        return np.asarray(rows @ self.weights) + self.bias


def fit(rows: Matrix, labels: NDArray[np.int8], weights: NDArray[np.float32], looseness: float) -> Linear:
    """Support vectors on the rows, and on the rows weighted by naive Bayes, each one-vs-rest; their sum, each divided by
    the standard deviation of its margins on ``rows``.

    ``rows`` (n, features), ``labels`` (n, tags) HAS, HAS_NOT or UNSAID, ``weights`` (n,). An UNSAID label says nothing. A
    tag without an example for and one against has weights of nought. Source of the second: Wang and Manning, Baselines
    and bigrams (2012).
    """
    ratios = naive_bayes(rows, labels, weights)
    plain = support_vectors(rows, labels, weights, looseness)
    weighted = support_vectors(rows, labels, weights, looseness * _WEIGHTED_LOOSENESS, ratios)
    parts = [(each, each.margins(rows)) for each in (plain, weighted)]
    scales = [1 / max(float(margins.std()), _TINY) for _, margins in parts]
    return Linear(
        sum((scale * each.weights for scale, (each, _) in zip(scales, parts, strict=True)), np.zeros(1)),
        sum((scale * (each.bias - m.mean()) for scale, (each, m) in zip(scales, parts, strict=True)), np.zeros(1)),
    )


def support_vectors(
    rows: Matrix,
    labels: NDArray[np.int8],
    weights: NDArray[np.float32],
    looseness: float,
    ratios: Floats | None = None,
) -> Linear:
    """A linear support vector machine with squared hinge loss a tag (LIBLINEAR by way of scikit-learn); with ``ratios``
    (features, tags) each feature counts that many times."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.svm import LinearSVC

    found = Linear(np.zeros((rows.shape[1], labels.shape[1])), np.full(labels.shape[1], -1.0))
    for tag in range(labels.shape[1]):
        said = np.flatnonzero(labels[:, tag] != UNSAID)
        has = labels[said, tag] == HAS
        if not has.any() or has.all():
            continue
        machine = LinearSVC(C=looseness, tol=_TOLERANCE, max_iter=_ITERATIONS, random_state=0)
        with warnings.catch_warnings():  # margins settle long before the dual gap closes
            warnings.simplefilter("ignore", ConvergenceWarning)
            own = rows[said] if ratios is None else rows[said] @ sparse.diags(ratios[:, tag])
            machine.fit(own, has, sample_weight=weights[said])
        found.weights[:, tag], found.bias[tag] = machine.coef_[0], machine.intercept_[0]
    if ratios is not None:
        found.weights[:] *= ratios
    return found


def naive_bayes(rows: Matrix, labels: NDArray[np.int8], weights: NDArray[np.float32]) -> Floats:
    """Multinomial naive Bayes a tag on TF-IDF rows, of shape (features, tags): the log ratio of a feature's share in the
    articles with the tag to its share in those without.

    Source: Rennie et al., Tackling the poor assumptions of naive Bayes text classifiers (2003), without the prior.
    """
    logs = []
    for value in (HAS, 1 - HAS):
        mass = np.asarray(rows.T @ ((labels == value) * weights[:, None].astype(np.float64))) + _SMOOTHING
        logs.append(np.log(mass) - np.log(mass.sum(axis=0)))
    usable = (labels == HAS).any(axis=0) & (labels == 1 - HAS).any(axis=0)
    ratios: Floats = (logs[0] - logs[1]) * usable
    return ratios
