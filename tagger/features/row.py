"""Counts to a TF-IDF row."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]


class Counts(NamedTuple):
    """The features of an article: ``numbers`` (k,) rising, ``counts`` (k,) how often each stands there, at least 1."""

    numbers: Numbers
    counts: Floats


def inverse_frequencies(articles: int, frequencies: NDArray[np.int64]) -> Floats:
    """idf = ln((1 + n) / (1 + df)) + 1, of shape (features,): scikit-learn's smooth idf.

    ``articles`` is n, ``frequencies`` (features,) in how many of them each feature stands. Source:
    https://scikit-learn.org/stable/modules/feature_extraction.html#tfidf-term-weighting
    """
    return np.log((1 + articles) / (1 + frequencies)) + 1.0


def tfidf(counts: Counts, idf: Floats) -> Floats:
    """The row of an article, of shape (k,), beside ``counts.numbers``: v = (1 + ln tf) idf, divided by its length.

    This is scikit-learn's TfidfTransformer(sublinear_tf=True, smooth_idf=True, norm="l2"); source:
    https://scikit-learn.org/stable/modules/feature_extraction.html#tfidf-term-weighting
    An article without features has an empty row.
    """
    row = (1.0 + np.log(counts.counts)) * idf[counts.numbers]
    length = np.sqrt(row @ row)
    return row / length if length else row
