"""The learning curve: what growing shares of the corrections bring, and what more of them would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tagger.evaluate.figures import figures, intervals
from tagger.evaluate.marks import Marks
from tagger.model.examples import Examples
from tagger.training.build import Trained
from tagger.training.decisions import Judge, Version, version_of
from tagger.training.fit import USUAL
from tagger.training.learn import FOLDS, Step, folds, silent, taught
from tagger.training.material import Material
from tagger.training.matrix import count_matrix, idf_of, rows

SHARES = (0.25, 0.5, 0.75)
_TINY = 1e-4  # an error of nought has no logarithm
_SEED = 0  # the same corrections give the same curve
_SURE = 2.0  # standard errors between a slope and nought
MEASURES = (("industries", "f1"), ("type", "accuracy"))


class Point(NamedTuple):
    """What so many ``corrections``, ``learned`` articles of persons in all, reach: value, low and high (95 %) of the
    measure of each facet of which something was said."""

    corrections: int
    learned: int
    values: dict[str, tuple[float, float, float]]


def learning_curve(judge: Judge, trained: Trained, material: Material, step: Step = silent) -> list[Point]:
    """A point for each share of the corrections, the last one all of them, each measured on all corrected articles out
    of fold, without memory and with the curves of the model."""
    examples, said, features = trained.examples, np.flatnonzero(material.remembered), len(material.ngrams)
    shuffled, version = np.random.default_rng(_SEED).permutation(said), version_of(trained)
    counts = count_matrix(examples, features)
    matrix, looseness = rows(counts, idf_of(counts)), trained.manifest.looseness or USUAL
    points = []
    for share in SHARES:
        step(f"学习曲线 {share:.0%}")
        known = np.ones(len(examples), np.bool_)
        known[shuffled[round(share * len(said)) :]] = False
        margins = version.margins.copy()
        for tested, taught_on in _splits(examples, known, material.remembered):
            linear = taught(examples, matrix, taught_on, looseness, material.fill)
            margins[tested] = linear.margins(matrix[tested])
        points.append(_point(judge, examples, known, material.remembered, version._replace(margins=margins)))
    return [*points, _point(judge, examples, np.ones(len(examples), np.bool_), material.remembered, version)]


def gain(points: Sequence[Point], facet: str, more: int) -> tuple[float, bool]:
    """By how much a facet's value would rise with ``more`` labelled articles, and whether it is clear that it rises.

    The error is a power of the number of articles, a line in logarithms through all points. Source: Hestness et al.,
    Deep learning scaling is predictable, empirically (2017).
    """
    learned = np.array([point.learned for point in points], np.float64)
    errors = np.array([max(1 - point.values[facet][0], _TINY) for point in points])
    x, y = np.log(learned) - np.log(learned).mean(), np.log(errors) - np.log(errors).mean()
    spread = float(x @ x)
    if not spread:
        return 0.0, False
    slope = float(x @ y) / spread
    deviation = float(np.sqrt(((y - slope * x) ** 2).sum() / max(len(points) - 2, 1) / spread))
    return float(errors[-1] * (1 - (1 + more / learned[-1]) ** slope)), slope < -_SURE * deviation


def _splits(
    examples: Examples, known: NDArray[np.bool_], tested: NDArray[np.bool_]
) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """For each fold: what of it is tested, and what is learned from for it, each of shape (n,)."""
    fold = np.where(examples.weights >= 1, folds(examples), -1)
    for number in range(FOLDS):
        inside = fold == number
        if (tested & inside).any() and (known & ~inside).any():
            yield tested & inside, known & ~inside


def _point(
    judge: Judge, examples: Examples, known: NDArray[np.bool_], tested: NDArray[np.bool_], version: Version
) -> Point:
    inside = examples.only(tested)
    marks = judge.marks(inside, judge.by_both(inside, version.only(tested)))
    values, spans = figures(marks), intervals(marks)
    measured = {
        facet: (float(values[facet][key]), *spans[facet][key]) for facet, key in MEASURES if _said(marks)[facet]
    }
    return Point(int((known & tested).sum()), int((known & (examples.weights >= 1)).sum()), measured)


def _said(marks: Sequence[Marks]) -> Mapping[str, bool]:
    """Whether anything is said of a facet."""
    return {
        "industries": any(mark.judged for mark in marks),
        "type": any(mark.accepted is not None for mark in marks),
    }
