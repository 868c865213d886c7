"""Texts to Examples: counted once, grouped with their near duplicates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from tagger.features import Vocabulary
from tagger.model.examples import MOST_COUNTED, Examples
from tagger.training.texts import Text

_BANDS, _HASHES_A_BAND = 8, 5
_PRIME, _MIX = (1 << 31) - 1, 1_000_003


def gather(texts: Sequence[Text], vocabulary: Vocabulary) -> Examples:
    """The features and labels of texts; each group is one text and its near duplicates."""
    counted = [vocabulary.count(text.document) for text in texts]
    starts = np.concatenate(([0], np.cumsum([len(counts.numbers) for counts in counted]))).astype(np.int64)
    numbers = np.concatenate([counts.numbers for counts in counted]).astype(np.uint32)
    counts = np.concatenate([np.minimum(counts.counts, MOST_COUNTED) for counts in counted]).astype(np.uint8)
    return Examples(
        starts=starts,
        numbers=numbers,
        counts=counts,
        strengths=np.stack([text.strengths for text in texts]),
        heads=np.stack([text.heads for text in texts]),
        labels=np.stack([text.labels for text in texts]),
        weights=np.array([text.weight for text in texts], np.float32),
        groups=near_duplicates(starts, numbers),
        digests=np.array([text.digest for text in texts], np.uint64),
    )


def near_duplicates(starts: NDArray[np.int64], numbers: NDArray[np.uint32]) -> NDArray[np.int32]:
    """A group for each text, of shape (n,): texts that share most features share it.

    MinHash with banding: two texts with Jaccard similarity J meet with probability 1 - (1 - J**5)**8, that is .96 at
    .8 and .08 at .4. Source: Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, 3.4.
    """
    texts, filled = len(starts) - 1, np.flatnonzero(np.diff(starts))
    if not len(filled):
        return np.arange(texts, dtype=np.int32)
    pairs = [np.empty((2, 0), np.int64)]
    random = np.random.default_rng(0)
    for _ in range(_BANDS):
        band = np.zeros(len(filled), np.uint64)
        for factor, offset in random.integers(1, _PRIME, (_HASHES_A_BAND, 2)):
            hashes = (numbers * np.uint64(factor) + np.uint64(offset)) % np.uint64(_PRIME)
            band = band * np.uint64(_MIX) + np.minimum.reduceat(hashes, starts[filled])
        order = np.argsort(band, kind="stable")
        same = np.flatnonzero(band[order[:-1]] == band[order[1:]])
        pairs.append(filled[np.stack((order[same], order[same + 1]))])
    return _connected(texts, *np.concatenate(pairs, axis=1))


def joined(*groupings: NDArray[Any]) -> NDArray[np.int32]:
    """One grouping of n articles in which those are together that are so in any of several, each of shape (n,)."""
    size, nodes, pairs = len(groupings[0]), len(groupings[0]), []
    for grouping in groupings:
        names, places = np.unique(grouping, return_inverse=True)
        pairs.append(np.stack((np.arange(size), places + nodes)))  # an article, and its group as a node of its own
        nodes += len(names)
    return _connected(nodes, *np.concatenate(pairs, axis=1))[:size]


def _connected(nodes: int, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int32]:
    """The number of its connected component for each node."""
    graph = sparse.coo_matrix((np.ones(len(first), np.bool_), (first, second)), shape=(nodes, nodes))
    return np.asarray(connected_components(graph, directed=False)[1], np.int32)
