"""How far stated probabilities are from what happens."""

from __future__ import annotations

from collections.abc import Iterable

_BINS = 10


def calibration_error(pairs: Iterable[tuple[float, bool]]) -> float:
    """The expected calibration error of (probability, was it so): the mean over ten bins of equal width of
    |mean probability - share that was so|, each weighted with its number of pairs.

    Source: Naeini, Cooper, Hauskrecht, Obtaining well calibrated probabilities using Bayesian binning (2015).
    """
    bins = reliability(pairs)
    return sum(abs(stated - so) * count for _, stated, so, count in bins) / max(sum(count for *_, count in bins), 1)


def reliability(pairs: Iterable[tuple[float, bool]]) -> list[tuple[float, float, float, int]]:
    """The reliability curve: for each bin its lower edge, the mean probability stated, the share that was so, and the
    number of pairs."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for score, so in pairs:
        bins[min(int(score * _BINS), _BINS - 1)].append((score, so))
    return [
        (number / _BINS, sum(score for score, _ in one) / len(one), sum(so for _, so in one) / len(one), len(one))
        if one
        else (number / _BINS, 0.0, 0.0, 0)
        for number, one in enumerate(bins)
    ]
