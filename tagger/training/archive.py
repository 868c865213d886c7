"""Own articles without labels: what the rules left open is filled in by naive Bayes that learns from both."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tagger.model.examples import HAS, HAS_NOT, UNSAID, Examples
from tagger.training.matrix import Floats, Matrix, count_matrix, idf_of, rows

ARCHIVE_WEIGHT = 0.3
_ROUNDS, _SMOOTHING, _SHARPNESS = 6, 0.1, 4.0
_SURE, _SURELY_NOT = 0.5, 0.05


def fill_in(examples: Examples, features: int, facets: list[NDArray[np.bool_]]) -> Examples:
    """The examples with labels for those that no person labelled, a facet at a time (``facets``: which tags it has).

    Expectation maximisation: the labelled articles teach naive Bayes, which says how probable each tag is for the others,
    which teach in their turn. Source: Nigam et al., Text classification from labeled and unlabeled documents using EM
    (2000); the logits are sharpened by a constant, as rows have length one.
    """
    own = examples.weights < 1
    if not own.any():
        return examples
    counts = count_matrix(examples, features)
    matrix, labels = rows(counts, idf_of(counts)).astype(np.float32), examples.labels.copy()
    for columns in facets:
        known = (labels[:, columns] == HAS).any(axis=1)
        if known.any() and not known.all():
            chances = _expected(matrix, labels[:, columns] == HAS, known)
            found = np.where(chances >= _SURE, HAS, np.where(chances < _SURELY_NOT, HAS_NOT, UNSAID))
            open_ = (own & ~known)[:, None] & columns
            labels[open_] = found[own & ~known].ravel()
    return examples.with_columns(labels=labels.astype(np.int8))


def _expected(matrix: Matrix, has: NDArray[np.bool_], known: NDArray[np.bool_]) -> Floats:
    """How probable each tag is for each article, of shape (n, tags), where ``known`` articles have what they have."""
    given = has / np.maximum(has.sum(axis=1, keepdims=True), 1)
    chances: Floats = given.astype(np.float32)
    for _ in range(_ROUNDS):
        mass = np.asarray(matrix.T @ chances) + _SMOOTHING
        logits = _SHARPNESS * np.asarray(matrix @ (np.log(mass) - np.log(mass.sum(axis=0))))
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        chances = np.where(known[:, None], given, odds / odds.sum(axis=1, keepdims=True)).astype(np.float32)
    return np.asarray(chances)
