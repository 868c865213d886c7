"""Which n-grams are features, and how often each stands in an article."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tagger.features.ngrams import Keys, pack
from tagger.features.row import Counts
from tagger.match import Document

_MIX = np.uint64(0x9E3779B97F4A7C15)  # Fibonacci hashing: Knuth, The Art of Computer Programming 3, 6.4
_SPARE_BITS = 4


class Vocabulary:
    """The n-grams that are features: a feature's number is its place in ``ngrams``, which rise strictly.

    An occurrence in the headline counts ``title`` times, one in the lead ``lead`` times, any other once.
    """

    def __init__(self, ngrams: Keys, title: float = 1.0, lead: float = 1.0) -> None:
        self.ngrams = ngrams
        self.title, self.lead = title, lead
        # most n-grams of a text are no feature: a bitmap of hashes drops nearly all of these before the search
        bits = max(len(ngrams) - 1, 1).bit_length() + _SPARE_BITS
        self._shift = np.uint64(64 - bits)
        self._maybe = np.zeros(1 << bits, np.bool_)
        self._maybe[self._hash(ngrams)] = True

    def __len__(self) -> int:
        return len(self.ngrams)

    def count(self, document: Document) -> Counts:
        """The features of an article and their weighted counts, by rising number."""
        keys = self._likely(document.text)
        keys.sort()
        first = np.empty(len(keys), np.bool_)
        first[:1] = True
        np.not_equal(keys[1:], keys[:-1], out=first[1:])
        starts = first.nonzero()[0]
        counts = np.empty(len(starts))
        np.subtract(starts[1:], starts[:-1], out=counts[:-1])
        counts[-1:] = len(keys) - starts[-1:]
        keys = keys[starts]
        for extra, part in self._heads(document):
            places = np.searchsorted(keys, self._likely(part))
            counts += np.bincount(places, minlength=len(keys)) * extra
        numbers = np.searchsorted(self.ngrams, keys)
        known = self.ngrams.take(numbers, mode="clip") == keys
        return Counts(numbers[known], counts[known])

    def _heads(self, document: Document) -> list[tuple[float, str]]:
        text, start, end = document.text, document.title_end, document.lead_end
        parts = [(self.title - 1, text[:start]), (self.lead - 1, text[start + 1 : end])]
        return [(extra, part) for extra, part in parts if extra and part]

    def _likely(self, text: str) -> Keys:
        """The n-grams of a text that may be features: all that are, and a few that share a hash."""
        keys = pack(text)
        return keys[self._maybe[self._hash(keys)]]

    def _hash(self, keys: Keys) -> NDArray[np.int64]:
        return ((keys * _MIX) >> self._shift).view(np.int64)
