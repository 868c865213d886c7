"""Examples as a sparse matrix of TF-IDF rows: ``features.tfidf`` for many articles at once."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tagger.features import inverse_frequencies
from tagger.model.examples import Examples

Matrix: TypeAlias = sparse.csr_matrix
Floats = NDArray[np.float64]


def count_matrix(examples: Examples, features: int) -> Matrix:
    """Counts of shape (articles, features)."""
    parts = (examples.counts.astype(np.float64), examples.numbers.astype(np.int32), examples.starts)
    return sparse.csr_matrix(parts, shape=(len(examples), features))


def frequencies(counts: Matrix) -> NDArray[np.int64]:
    """In how many articles each feature stands, of shape (features,)."""
    return np.bincount(counts.indices, minlength=counts.shape[1]).astype(np.int64)


def rows(counts: Matrix, idf: Floats) -> Matrix:
    """The TF-IDF row of every article; equal to ``features.tfidf`` on each."""
    matrix = counts.copy()
    matrix.data = (1.0 + np.log(matrix.data)) * idf[matrix.indices]
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix.data /= np.repeat(np.where(lengths, lengths, 1.0), np.diff(matrix.indptr))
    return matrix


def idf_of(counts: Matrix) -> Floats:
    """The inverse frequencies of a matrix of counts."""
    return inverse_frequencies(counts.shape[0], frequencies(counts))
