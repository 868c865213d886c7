"""One-vs-rest linear classifiers, an ensemble folded into one weight matrix."""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tagger.model.examples import HAS, UNSAID
from tagger.training.matrix import Floats, Matrix

_C, _TOLERANCE, _ITERATIONS = 1.0, 0.05, 60
_SMOOTHING, _NAIVE = 0.1, 0.25


class Linear(NamedTuple):
    """``weights`` (features, tags) and ``bias`` (tags,): margins = rows @ weights + bias."""

    weights: Floats
    bias: Floats

    def margins(self, rows: Matrix) -> Floats:
        """Of shape (articles, tags)."""
        return np.asarray(rows @ self.weights) + self.bias


def fit(rows: Matrix, labels: NDArray[np.int8], weights: NDArray[np.float32]) -> Linear:
    """Support vectors and naive Bayes, each one-vs-rest, added: SVC / s + 0.25 NB / s' with s, s' the standard
    deviations of their margins on ``rows``.

    ``rows`` (n, features), ``labels`` (n, tags) HAS, HAS_NOT or UNSAID, ``weights`` (n,). An UNSAID label says nothing. A
    tag without an example for and one against has weights of nought.
    """
    machines = support_vectors(rows, labels, weights)
    bayes = naive_bayes(rows, labels, weights)
    scale = 1 / max(float(machines.margins(rows).std()), 1e-9)
    share = _NAIVE / max(float(bayes.margins(rows).std()), 1e-9)
    mean = float(machines.margins(rows).mean())
    return Linear(
        scale * machines.weights + share * bayes.weights,
        scale * (machines.bias - mean) + share * (bayes.bias - bayes.margins(rows).mean()),
    )


def support_vectors(rows: Matrix, labels: NDArray[np.int8], weights: NDArray[np.float32]) -> Linear:
    """A linear support vector machine with squared hinge loss a tag (LIBLINEAR by way of scikit-learn)."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.svm import LinearSVC

    found = Linear(np.zeros((rows.shape[1], labels.shape[1])), np.full(labels.shape[1], -1.0))
    for tag in range(labels.shape[1]):
        said = np.flatnonzero(labels[:, tag] != UNSAID)
        has = labels[said, tag] == HAS
        if not has.any() or has.all():
            continue
        machine = LinearSVC(C=_C, tol=_TOLERANCE, max_iter=_ITERATIONS, random_state=0)
        with warnings.catch_warnings():  # margins settle long before the dual gap closes
            warnings.simplefilter("ignore", ConvergenceWarning)
            machine.fit(rows[said], has, sample_weight=weights[said])
        found.weights[:, tag], found.bias[tag] = machine.coef_[0], machine.intercept_[0]
    return found


def naive_bayes(rows: Matrix, labels: NDArray[np.int8], weights: NDArray[np.float32]) -> Linear:
    """Multinomial naive Bayes a tag on TF-IDF rows: the log ratio of a feature's share in the articles with the tag to
    its share in those without.

    Source: Rennie et al., Tackling the poor assumptions of naive Bayes text classifiers (2003), without the prior.
    """
    logs = []
    for value in (HAS, 1 - HAS):
        mass = np.asarray(rows.T @ ((labels == value) * weights[:, None].astype(np.float64))) + _SMOOTHING
        logs.append(np.log(mass) - np.log(mass.sum(axis=0)))
    usable = (labels == HAS).any(axis=0) & (labels == 1 - HAS).any(axis=0)
    return Linear((logs[0] - logs[1]) * usable, np.zeros(labels.shape[1]))
