"""Classifiers: the optimum that scikit-learn finds, and the penalty that does best."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse
from sklearn.svm import LinearSVC

from tagger.features import inverse_frequencies
from tagger.training.fit import LOOSENESS, Linear, support_vectors
from tagger.training.learn import climb
from tagger.training.matrix import Matrix

_TEXTS, _FEATURES, _TAGS = 1500, 4000, 5


@pytest.fixture(scope="module")
def noisy() -> tuple[Matrix, NDArray[np.int8]]:
    """Rows of which few features stand often and most seldom, and tags that they do not settle."""
    random = np.random.default_rng(0)
    places = (random.pareto(0.6, (_TEXTS, 60)) * 3).astype(np.int64) % _FEATURES
    present = np.zeros((_TEXTS, _FEATURES))
    present[np.arange(_TEXTS)[:, None], places] = 1
    found = present * inverse_frequencies(_TEXTS, present.sum(axis=0).astype(np.int64))
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    pulls = found @ random.normal(size=(_FEATURES, _TAGS))
    pulls = pulls / pulls.std(axis=0) + 2 * random.normal(size=pulls.shape)
    shares = np.linspace(0.5, 0.1, _TAGS)
    labels = pulls > [np.quantile(column, 1 - share) for column, share in zip(pulls.T, shares, strict=True)]
    return sparse.csr_matrix(found), labels.astype(np.int8)


def objective(linear: Linear, rows: Matrix, labels: NDArray[np.int8], looseness: float) -> NDArray[np.float64]:
    """What a support vector machine with squared hinge loss makes small, a tag at a time; the bias is a weight."""
    slack = np.maximum(1 - np.where(labels, 1, -1) * linear.margins(rows), 0)
    norms = np.square(linear.weights).sum(axis=0) + np.square(linear.bias)
    found: NDArray[np.float64] = norms / 2 + looseness * np.square(slack).sum(axis=0)
    return found


@pytest.mark.parametrize("looseness", [*LOOSENESS, 10.0])
def test_support_vectors_come_near_those_of_scikit_learn(
    noisy: tuple[Matrix, NDArray[np.int8]], looseness: float
) -> None:
    rows, labels = noisy
    own = support_vectors(rows, labels, np.ones(_TEXTS, np.float32), looseness)
    theirs = [LinearSVC(C=looseness, tol=1e-6, max_iter=100_000).fit(rows, labels[:, tag]) for tag in range(_TAGS)]
    best = Linear(np.stack([each.coef_[0] for each in theirs], 1), np.array([each.intercept_[0] for each in theirs]))
    excess = objective(own, rows, labels, looseness) / objective(best, rows, labels, looseness) - 1
    assert excess.max() < 0.02


def test_the_penalty_is_sought_until_the_score_falls() -> None:
    asked = []

    def score(top: float) -> float:
        asked.append(top)
        return -abs(top - best)

    for best in (1, 2, 3, 4):
        assert climb((1, 2, 3, 4), score) == best
    asked.clear()
    assert climb((1, 2, 3, 4), lambda value: score(value) * 0) == 2
    assert set(asked) == {1, 2, 3}
