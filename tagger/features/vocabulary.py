"""Which n-grams are features, and how often each stands in an article."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tagger.features.ngrams import LONGEST, UNIT, Keys, Units, units_of, units_of_each
from tagger.features.row import Counts, Numbers
from tagger.match import Document

Weights = NDArray[np.uint8]
Rows = NDArray[np.unsignedinteger]

_MIX = np.uint64(0x9E3779B97F4A7C15)  # Fibonacci hashing: Knuth, The Art of Computer Programming 3, 6.4
_SPARE_BITS = 3
_NONE, _SEVERAL = -1, -2
_TWO = np.uint64(1 << 16)  # from here on an n-gram has two code units or more
_BETWEEN = "\uffff"  # no character: an n-gram with it is no feature


class Vocabulary:
    """The n-grams that are features: a feature's number is its place in ``ngrams``, which rise strictly.

    An occurrence in the headline counts ``title`` times, one in the lead ``lead`` times, any other once.
    """

    def __init__(self, ngrams: Keys, title: int = 1, lead: int = 1) -> None:
        self.ngrams = ngrams
        self.title, self.lead = title, lead
        numbers = np.arange(len(ngrams), dtype=np.int32)
        single = int(np.searchsorted(ngrams, _TWO))
        self._singles = np.full(1 << 16, _NONE, np.int32)
        self._singles[ngrams[:single]] = numbers[:single]
        # the number of the one longer feature with a hash, _NONE where no feature has it, _SEVERAL where more than one has
        bits = max(len(ngrams) - 1, 1).bit_length() + _SPARE_BITS
        self._shift = np.uint64(64 - bits)
        self._numbers = np.full(1 << bits, _NONE, np.int32)
        longer, numbers = ngrams[single:], numbers[single:]
        hashes = self._hash(longer)
        self._numbers[hashes] = numbers
        self._numbers[hashes[self._numbers[hashes] != numbers]] = _SEVERAL
        self._begins = np.zeros(1 << bits, np.bool_)  # whether a longer feature may begin with a key of this hash
        while len(longer := longer[longer >= _TWO] >> UNIT):
            self._begins[self._hash(longer)] = True

    def __len__(self) -> int:
        return len(self.ngrams)

    def count(self, document: Document) -> Counts:
        """The features of an article and their weighted counts, by rising number."""
        return self.count_all([document])[0]

    def count_all(self, documents: Sequence[Document]) -> list[Counts]:
        """The features of articles, in one pass over all of them."""
        if not documents:
            return []
        places = self._features(*self._laid_out(documents))
        places.sort()
        first = np.empty(len(places), np.bool_)
        first[:1] = True
        np.not_equal(places[1:], places[:-1], out=first[1:])
        starts = first.nonzero()[0]
        counts = np.diff(starts, append=len(places)).astype(np.float64)
        numbers = places[starts].astype(np.int64)
        edges = np.searchsorted(numbers, np.arange(len(documents) + 1) * len(self)).tolist()
        return [
            Counts(numbers[start:end] - row * len(self), counts[start:end])
            for row, (start, end) in enumerate(pairwise(edges))
        ]

    def _laid_out(self, documents: Sequence[Document]) -> tuple[Units, Weights, Rows]:
        """The code units of articles, a unit that is no character behind each; how often each counts, the line break
        behind a headline once; and the row of its article."""
        text, lengths = _BETWEEN.join([*(each.text for each in documents), ""]), list[int]()
        for each in documents:
            start, end = each.title_end, each.lead_end
            lengths += (start, 1, end - start - 1, len(each.text) + 1 - end)
        times = np.array([self.title, 1, self.lead, 1] * len(documents), np.uint8)
        rows = np.arange(len(documents), dtype=np.min_scalar_type(len(documents) * len(self))).repeat(4) * len(self)
        units, times, rows = units_of(text), times.repeat(lengths), rows.repeat(lengths)
        if len(units) > len(text):
            of_character = units_of_each(text)
            times, rows = times.repeat(of_character), rows.repeat(of_character)
        return units, times, rows

    def _features(self, units: Units, weights: Weights, rows: Rows) -> Rows:
        """The numbers of all n-grams that are features, each with the row of the unit where it begins added, in no
        order; as often as the unit of it that counts least.

        Longer ones are looked up only where shorter ones stand that begin a feature.
        """
        singles = self._singles.take(units)
        those = (singles != _NONE).nonzero()[0]
        found = [(rows.take(those) + singles.take(those).astype(rows.dtype)).repeat(weights.take(those))]
        at, keys, least = np.arange(len(units)), units.astype(np.uint64), weights
        for length in range(2, LONGEST + 1):
            behind = at + (length - 1)
            keys <<= UNIT
            keys |= units.take(behind, mode="clip")
            least = np.minimum(least, weights.take(behind, mode="clip"))
            hashes = self._hash(keys)
            those, numbers = self._looked_up(keys, hashes)
            found.append((rows.take(at.take(those)) + numbers.astype(rows.dtype)).repeat(least.take(those)))
            more = self._begins.take(hashes).nonzero()[0]
            at, keys, least = at.take(more), keys.take(more), least.take(more)
        return np.concatenate(found)

    def _looked_up(self, keys: Keys, hashes: Numbers) -> tuple[Numbers, NDArray[np.int32]]:
        """The places of the keys that are features, and their numbers."""
        numbers = self._numbers.take(hashes)
        likely = (numbers != _NONE).nonzero()[0]
        keys, numbers = keys.take(likely), numbers.take(likely)
        several = (numbers == _SEVERAL).nonzero()[0]
        numbers[several] = np.searchsorted(self.ngrams, keys.take(several))
        right = (self.ngrams.take(numbers, mode="clip") == keys).nonzero()[0]
        return likely.take(right), numbers.take(right)

    def _hash(self, keys: Keys) -> NDArray[np.int64]:
        hashes = keys * _MIX
        hashes >>= self._shift
        return hashes.view(np.int64)
