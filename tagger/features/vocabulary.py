"""Which n-grams are features, and how often each stands in an article."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tagger.features.ngrams import Keys, pack
from tagger.features.row import Counts, Numbers
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
        text, start, end = document.text, document.title_end, document.lead_end
        again = [text[:start]] * (self.title - 1) + [text[start + 1 : end]] * (self.lead - 1)
        numbers = self._features(_BETWEEN.join([text, *again]))
        numbers.sort()
        first = np.empty(len(numbers), np.bool_)
        first[:1] = True
        np.not_equal(numbers[1:], numbers[:-1], out=first[1:])
        starts = first.nonzero()[0]
        counts = np.empty(len(starts))
        np.subtract(starts[1:], starts[:-1], out=counts[:-1])
        counts[-1:] = len(numbers) - starts[-1:]
        return Counts(numbers[starts], counts)

    def _features(self, text: str) -> Numbers:
        """The numbers of all n-grams of a text that are features, in no order."""
        keys = pack(text)
        numbers = self._numbers[self._hash(keys)]
        likely = (numbers != _NONE).nonzero()[0]
        keys, numbers = keys[likely], numbers[likely].astype(np.int64)
        several = (numbers == _SEVERAL).nonzero()[0]
        numbers[several] = np.searchsorted(self.ngrams, keys[several])
        features: Numbers = numbers[self.ngrams.take(numbers, mode="clip") == keys]
        return features

    def _hash(self, keys: Keys) -> NDArray[np.int64]:
        return ((keys * _MIX) >> self._shift).view(np.int64)
