"""Which n-grams become features: those that tell some tag from the rest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tagger.features import Keys, pack
from tagger.model.examples import HAS, UNSAID
from tagger.training.matrix import Matrix
from tagger.training.texts import Text

_CHUNK = 1000
_CHARACTERS, _FEWEST, _MOST = 4, 1 << 16, 1 << 18


def room_for(characters: int) -> int:
    """How many n-grams to keep of texts of so many characters: one for four, from 65,536 (as many as 16 bits can number)
    to 262,144.

    65,536 of all that stand twice lost half a point of accuracy on 45,000 titles, three thousandths of micro-F1 on
    7,000 news flashes and on 12,000 sentences.
    """
    return min(max(characters // _CHARACTERS, _FEWEST), _MOST)


def discover(texts: Sequence[Text], most: int, least: int) -> Keys:
    """The ``most`` n-grams that chi squared finds for some tag, among those in at least ``least`` texts, of equals the
    more frequent; rising."""
    found = _frequent(texts, least)
    if len(found) <= most:
        return found
    present = _presence(texts, found)
    scores = chi_squared(present, np.stack([text.labels for text in texts]))
    best = np.lexsort((-np.bincount(present.indices, minlength=len(found)), -scores))[:most]
    best.sort()
    return found[best]


def chi_squared(present: Matrix, labels: NDArray[np.int8]) -> NDArray[np.float64]:
    """For each feature the highest chi squared of any tag, of shape (features,).

    ``present`` (n, features) is 1 where a text has a feature. Of the two-by-two table of feature and tag, over the
    texts of which something was said. Source: Yang and Pedersen, A comparative study on feature selection (1997).
    """
    said, has = (labels != UNSAID).astype(np.float32), (labels == HAS).astype(np.float32)
    both, seen = np.asarray(present.T @ has), np.asarray(present.T @ said)
    texts, tagged = said.sum(axis=0), has.sum(axis=0)
    expected = seen * (tagged / np.maximum(texts, 1))
    spread = expected * (1 - tagged / np.maximum(texts, 1)) * (1 - seen / np.maximum(texts, 1))
    scores: NDArray[np.float64] = np.divide(
        (both - expected) ** 2, spread, out=np.zeros_like(expected), where=spread > 0
    ).max(axis=1, initial=0)
    return scores


def _frequent(texts: Sequence[Text], least: int) -> Keys:
    """The n-grams in at least ``least`` texts, rising; counted by chunks, so that memory stays bounded."""
    keys, counts = np.empty(0, np.uint64), np.empty(0, np.int64)
    for start in range(0, len(texts), _CHUNK):
        parts = [np.unique(pack(text.document.text)) for text in texts[start : start + _CHUNK]]
        more, times = np.unique(np.concatenate(parts), return_counts=True)
        merged, places = np.unique(np.concatenate((keys, more)), return_inverse=True)
        counts = np.bincount(places, np.concatenate((counts, times)), len(merged)).astype(np.int64)
        keys = merged
    return keys[counts >= least]


def _presence(texts: Sequence[Text], keys: Keys) -> Matrix:
    rows = []
    for text in texts:
        own = np.unique(pack(text.document.text))
        places = np.searchsorted(keys, own)
        rows.append(places[keys.take(places, mode="clip") == own].astype(np.int32))
    starts = np.concatenate(([0], np.cumsum([len(row) for row in rows])))
    numbers = np.concatenate(rows)
    return sparse.csr_matrix((np.ones(len(numbers), np.float32), numbers, starts), shape=(len(rows), len(keys)))
