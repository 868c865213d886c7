"""From a checked sample to the whole archive: ratios (precision, recall, F1, accuracy) with intervals."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_Z = 1.959964  # of a 95 % interval


class Drawn(NamedTuple):
    """What one article of a sample adds to a ratio ``part`` / ``whole``, and for how many articles of which stratum it stands.

    Precision: part = tags right, whole = tags given. Recall: part = right, whole = asked for. F1: part = 2 right, whole = given + asked for.
    Accuracy: part = 1 where right, whole = 1.
    """

    stratum: str
    weight: float
    part: float
    whole: float


class Estimate(NamedTuple):
    """A ratio of the whole archive with its 95 % interval."""

    value: float
    low: float
    high: float


def factors(rows: Iterable[tuple[str, bool]]) -> dict[str, float]:
    """For each stratum how many articles were drawn a checked one, which stands for those that nobody checked; ``rows``
    are the stratum of each article drawn and whether it was checked."""
    found = list(rows)
    drawn, checked = Counter(stratum for stratum, _ in found), Counter(stratum for stratum, said in found if said)
    return {stratum: drawn[stratum] / count for stratum, count in checked.items()}


def estimate(drawn: Sequence[Drawn]) -> Estimate | None:
    """The ratio of weighted sums; None where the whole is nought.

    Its variance is that of the stratified linearised ratio with finite population correction (Cochran, Sampling Techniques, 1977,
    6.11), its interval Wilson's at the effective sample size R(1 - R) / variance (Korn and Graubard, 1998); where
    the variance is nought, at Kish's.
    """
    whole = sum(each.weight * each.whole for each in drawn)
    if not whole:
        return None
    value = sum(each.weight * each.part for each in drawn) / whole
    variance = _variance(drawn, value) / whole**2
    size = value * (1 - value) / variance if variance > 0 else _kish(drawn)
    return Estimate(value, *_wilson(value, max(size, 1.0)))


def _variance(drawn: Sequence[Drawn], value: float) -> float:
    """The variance of the weighted sum of residuals part - value whole."""
    strata: dict[str, list[Drawn]] = defaultdict(list)
    for each in drawn:
        strata[each.stratum].append(each)
    total = 0.0
    for members in strata.values():
        count, population = len(members), sum(each.weight for each in members)
        if count < 2:
            continue
        residuals = [each.weight * (each.part - value * each.whole) for each in members]
        mean = sum(residuals) / count
        spread = sum((residual - mean) ** 2 for residual in residuals) / (count - 1)
        total += max(1 - count / population, 0.0) * count * spread
    return total


def _kish(drawn: Sequence[Drawn]) -> float:
    """(sum of weights)^2 / sum of squares. Source: L. Kish, Survey Sampling (1965)."""
    weights = [each.weight * each.whole for each in drawn]
    return sum(weights) ** 2 / sum(weight**2 for weight in weights)


def _wilson(value: float, size: float) -> tuple[float, float]:
    """Source: E. Wilson, Probable inference (1927)."""
    middle = value + _Z**2 / (2 * size)
    reach = _Z * math.sqrt(max(value * (1 - value), 0.0) / size + _Z**2 / (4 * size**2))
    scale = 1 + _Z**2 / size
    return max((middle - reach) / scale, 0.0), min((middle + reach) / scale, 1.0)
