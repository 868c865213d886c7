"""Which n-grams are features, and how often each stands in an article."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tagger.features.ngrams import Keys, Units, grams, units_of
from tagger.features.row import Counts
from tagger.match import Document

_MIX = np.uint64(0x9E3779B97F4A7C15)  # Fibonacci hashing: Knuth, The Art of Computer Programming 3, 6.4
_SPARE_BITS = 3
_NONE, _SEVERAL = -1, -2
_BETWEEN = "\uffff"  # no character: an n-gram with it is no feature


class Vocabulary:
    """The n-grams that are features: a feature's number is its place in ``ngrams``, which rise strictly.

    An occurrence in the headline counts ``title`` times, one in the lead ``lead`` times, any other once.
    """

    def __init__(self, ngrams: Keys, title: int = 1, lead: int = 1) -> None:
        self.ngrams = ngrams
        self.title, self.lead = title, lead
        # the number of the one feature with a hash, _NONE where no feature has it, _SEVERAL where more than one has
        bits = max(len(ngrams) - 1, 1).bit_length() + _SPARE_BITS
        self._shift = np.uint64(64 - bits)
        self._numbers = np.full(1 << bits, _NONE, np.int32)
        hashes, numbers = self._hash(ngrams), np.arange(len(ngrams), dtype=np.int32)
        self._numbers[hashes] = numbers
        self._numbers[hashes[self._numbers[hashes] != numbers]] = _SEVERAL

    def __len__(self) -> int:
        return len(self.ngrams)

    def count(self, document: Document) -> Counts:
        """The features of an article and their weighted counts, by rising number."""
        return self.count_all([document])[0]

    def count_all(self, documents: Sequence[Document]) -> list[Counts]:
        """The features of articles, in one pass over all of them."""
        if not documents:
            return []
        units = [units_of(self._weighted(document)) for document in documents]
        rows = np.repeat(np.arange(len(units)) * len(self), [len(each) for each in units])
        places = self._features(np.concatenate(units), rows.astype(np.min_scalar_type(len(units) * len(self))))
        places.sort()
        first = np.empty(len(places), np.bool_)
        first[:1] = True
        np.not_equal(places[1:], places[:-1], out=first[1:])
        starts = first.nonzero()[0]
        counts = np.diff(starts, append=len(places)).astype(np.float64)
        numbers = places[starts].astype(np.int64)
        edges = np.searchsorted(numbers, np.arange(len(units) + 1) * len(self)).tolist()
        return [
            Counts(numbers[start:end] - row * len(self), counts[start:end])
            for row, (start, end) in enumerate(pairwise(edges))
        ]

    def _weighted(self, document: Document) -> str:
        """A text in which every n-gram of an article stands as often as it counts."""
        text, start, end = document.text, document.title_end, document.lead_end
        again = [text[:start]] * (self.title - 1) + [text[start + 1 : end]] * (self.lead - 1)
        return _BETWEEN.join([text, *again, ""])

    def _features(self, units: Units, rows: NDArray[np.unsignedinteger]) -> NDArray[np.unsignedinteger]:
        """The numbers of all n-grams that are features, each with the row of the unit where it begins added, in no
        order."""
        found = []
        for keys in grams(units):
            numbers = self._numbers.take(self._hash(keys))
            likely = (numbers != _NONE).nonzero()[0]
            keys, numbers = keys.take(likely), numbers.take(likely)
            several = (numbers == _SEVERAL).nonzero()[0]
            numbers[several] = np.searchsorted(self.ngrams, keys.take(several))
            right = (self.ngrams.take(numbers, mode="clip") == keys).nonzero()[0]
            found.append(rows.take(likely.take(right)) + numbers.take(right).astype(rows.dtype))
        return np.concatenate(found)

    def _hash(self, keys: Keys) -> NDArray[np.int64]:
        hashes = keys * _MIX
        hashes >>= self._shift
        return hashes.view(np.int64)
