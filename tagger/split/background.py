"""How common pairs of Chinese characters are in newspaper text, and how much two texts have in common."""

from __future__ import annotations

import itertools
import re
import sys
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import sqrt
from operator import add
from pathlib import Path
from zlib import crc32

_RARE = 8.7
_CHINESE = re.compile("[\u4e00-\u9fff]{2,}")


def pair_key(pair: str) -> int:
    """The key of a pair of characters of the basic plane in the table of pairs."""
    return ord(pair[0]) << 16 | ord(pair[1])


def triple_key(triple: str) -> int:
    """The key of three characters in the table of triples; two of 10^5 triples share one rarely enough."""
    return crc32(triple.encode("utf-16-le", "surrogatepass"))


@lru_cache(maxsize=2)
def _table(name: str) -> tuple[array[int], bytes]:
    data = (Path(__file__).parent / name).read_bytes()
    keys = array("I")
    keys.frombytes(data[: 4 + 4 * int.from_bytes(data[:4], "little")])
    if sys.byteorder == "big":  # pragma: no cover - the file is little-endian
        keys.byteswap()
    size = keys.pop(0)
    return keys, data[4 + 4 * size :]


def _look_up(name: str, key: int) -> float | None:
    keys, weights = _table(name)
    at = bisect_left(keys, key)
    return weights[at] / 16 if at < len(keys) and keys[at] == key else None


@lru_cache(maxsize=65_536)
def idf(gram: str) -> float:
    """Inverse document frequency of a pair: ln(articles / articles with it); that of the rarest where not counted."""
    found = _look_up("background.bin", pair_key(gram))
    return _RARE if found is None else found


@lru_cache(maxsize=65_536)
def triple_idf(gram: str) -> float | None:
    """Inverse document frequency of three characters; None where they were not seen often enough to be counted."""
    return _look_up("triples.bin", triple_key(gram))


def bigrams(text: str) -> list[str]:
    """The pairs of Chinese characters of a text, in order."""
    return [pair for run in _CHINESE.findall(text) for pair in map(add, run, run[1:])]


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Cosine of two vectors of sqrt(count) * idf; counts of nought or below do not count."""
    common = a = 0.0
    for gram, count in one.items():
        if count > 0:
            weight = count * idf(gram) ** 2
            a += weight
            twin = other.get(gram, 0)
            if twin > 0:
                common += (count * twin) ** 0.5 * idf(gram) ** 2
    b = sum(count * idf(gram) ** 2 for gram, count in other.items() if count > 0)
    return float(common / (a * b) ** 0.5) if a and b else 0.0


Entry = list[float]  # how often a pair stands in the one window and in the other, the square of its idf
Line = tuple[list[Entry], float]  # the pairs of a line that stand elsewhere, too, and the sum of all squares


class Cosine:
    """``cosine`` of two windows that slide over lines: each line that comes or goes changes three sums.

    ``lines`` are what ``add`` takes for the pairs of each line; a pair that stands once is in one window at most.
    """

    def __init__(self, lines: Sequence[Sequence[str]]) -> None:
        often = Counter(itertools.chain.from_iterable(lines))
        squares = {gram: idf(gram) ** 2 for gram in often}
        shared: dict[str, Entry] = {gram: [0, 0, squares[gram]] for gram, times in often.items() if times > 1}
        self.lines: list[Line] = [
            ([shared[gram] for gram in own if gram in shared], sum([squares[gram] for gram in own])) for own in lines
        ]
        self._common = self._before = self._behind = 0.0

    def add(self, line: Line, before: int = 0, behind: int = 0) -> None:
        """Add a line to the two windows (1), take it out (-1), or leave a window as it is (0)."""
        common = 0.0
        for entry in line[0]:
            old, new, square = entry
            entry[0] = left = old + before
            entry[1] = right = new + behind
            if left * right != old * new:  # most pairs stand in one window alone
                common += (sqrt(left * right) - sqrt(old * new)) * square
        self._common += common
        self._before += before * line[1]
        self._behind += behind * line[1]

    @property
    def value(self) -> float:
        product = self._before * self._behind
        return self._common / product**0.5 if product > 1e-6 else 0.0


def weight(grams: Iterable[str]) -> float:
    """Sum of the idf of all pairs."""
    return sum(map(idf, grams))
