"""Examples to a model: weights from all, curves out of fold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tagger.model.curves import Curve, exclusive_terms, independent_terms
from tagger.model.examples import HAS, UNSAID, Examples
from tagger.model.manifest import BEGINS
from tagger.rulebook.rules import FACETS, Facet
from tagger.settings import Facets
from tagger.training.calibrate import Seen, fit_exclusive, fit_independent, odds, of_margin
from tagger.training.fit import LOOSENESS, USUAL, Linear, fit
from tagger.training.matrix import Floats, Matrix, count_matrix, idf_of, rows
from tagger.training.scores import figure

FOLDS = 4
HELD_OUT = 0  # this fold is the fixed held-out part: nothing is chosen by it
_TRIED_ON = 1  # the looseness is
_MIX, _BITS = np.uint64(0x9E3779B97F4A7C15), np.uint64(32)

Step = Callable[[str], None]
Fill = Callable[[Examples], Examples]  # examples of which more is labelled, by what the others say


def silent(name: str) -> None:
    """A step of which nothing is told."""


def as_they_are(examples: Examples) -> Examples:
    """Examples of which nothing is filled in."""
    return examples


@dataclass(frozen=True, slots=True)
class Learned:
    """``idf`` (features,), the weights, and by facet the curves (model, both) with their ``scores`` out of fold.

    ``margins`` (articles, tags): those of classifiers that had not seen the article's fold; 0 where rules labelled it.
    """

    idf: Floats
    linear: Linear
    curves: dict[str, dict[str, Curve]]
    scores: dict[str, dict[str, float]]
    margins: Floats
    looseness: float


def learn(
    examples: Examples,
    features: int,
    tags: Sequence[Facet],
    facets: Facets,
    looseness: float | None = None,
    step: Step = silent,
    fill: Fill = as_they_are,
) -> Learned:
    """Train on examples. ``tags`` gives the facet of each tag. The same examples give the same bytes.

    Articles that weigh less than one were labelled by rules or a model: they take part in every fold's training and are
    never tested on. ``fill`` labels more of them, for each fold without those that it is tested on. ``looseness`` is
    that of the classifiers; without one, that which does best on a fold.
    """
    counts = count_matrix(examples, features)
    idf = idf_of(counts)
    matrix = rows(counts, idf)
    by_person = examples.weights >= 1
    fold = np.where(by_person, folds(examples), -1)
    numbers = [number for number in range(FOLDS) if (fold == number).any() and (fold != number).any()]
    margins = np.zeros(examples.labels.shape)

    def without(number: int, looseness: float) -> Floats:
        """The margins of a fold under the classifiers of all others."""
        step(f"交叉验证 {number + 1}/{FOLDS}")
        inside = fold != number
        return taught(examples, matrix, inside, looseness, fill).margins(matrix[~inside])

    tried: dict[float, Floats] = {}
    tried_on = _TRIED_ON if _TRIED_ON in numbers else next(iter(numbers), -1)

    @cache
    def score(looseness: float) -> float:
        tried[looseness] = without(tried_on, looseness)
        margins[fold == tried_on] = tried[looseness]
        scores = fit_curves(examples, margins, fold == tried_on, tags, facets)[1]
        return sum(figures["model"] for figures in scores.values())

    chosen = looseness or (climb(LOOSENESS, score) if numbers else USUAL)
    for number in numbers:
        known = tried.get(chosen) if number == tried_on else None
        margins[fold == number] = without(number, chosen) if known is None else known
    curves, scores = fit_curves(examples, margins, by_person, tags, facets)
    step("全部文章")
    linear = taught(examples, matrix, np.ones(len(examples), np.bool_), chosen, fill)
    return Learned(idf, linear, curves, scores, margins, chosen)


def climb(values: Sequence[float], score: Callable[[float], float]) -> float:
    """The value from which the score falls to both sides, beginning with the second; of equal ones that met first."""
    at = 1
    for way in (1, -1):
        while 0 <= at + way < len(values) and score(values[at + way]) > score(values[at]):
            at += way
    return values[at]


def taught(examples: Examples, matrix: Matrix, some: NDArray[np.bool_], looseness: float, fill: Fill) -> Linear:
    """Classifiers of some of the examples, whose rows ``matrix`` (n, features) holds; none of a tag with too few of all."""
    labels = np.where(supports(examples) >= BEGINS, fill(examples.only(some)).labels, UNSAID).astype(np.int8)
    return fit(matrix[some], labels, examples.weights[some], looseness)


def folds(examples: Examples) -> NDArray[np.int64]:
    """A fold for each article, of shape (n,): the same for all of a group, and the same whatever other articles there
    are, as long as the least digest of the group is."""
    _, places = np.unique(examples.groups, return_inverse=True)
    least = np.full(places.max(initial=-1) + 1, np.iinfo(np.uint64).max, np.uint64)
    np.minimum.at(least, places, examples.digests)
    mixed: NDArray[np.int64] = ((least * _MIX) >> _BITS).astype(np.int64) % FOLDS
    return mixed[places]


def fit_curves(
    examples: Examples, margins: Floats, some: NDArray[np.bool_], tags: Sequence[Facet], facets: Facets
) -> tuple[dict[str, dict[str, Curve]], dict[str, dict[str, float]]]:
    """The curves on some of the articles, and their figures there with the number of articles behind them.

    Types come first: how probable each is bears on the industries.
    """
    curves: dict[str, dict[str, Curve]] = {}
    scores: dict[str, dict[str, float]] = {}
    nothing = np.empty((len(examples), 0))
    chances = dict.fromkeys(("model", "both"), nothing)
    for facet in reversed(FACETS):
        columns, exclusive = np.array([tag == facet for tag in tags], np.bool_), facet == "type"
        known = some & (examples.labels[:, columns] != UNSAID).any(axis=1)
        curves[facet], scores[facet] = {}, {"articles": int(known.sum())}
        for use, of in (("model", of_margin), ("both", exclusive_terms if exclusive else independent_terms)):
            seen = seen_of(examples, margins, known, columns, nothing if exclusive else chances[use])
            curve = fit_exclusive(seen, of) if exclusive else fit_independent(seen, of, facets.industry)
            curves[facet][use], scores[facet][use] = curve, figure(curve, seen, of, exclusive)
            if exclusive and columns.any():
                everywhere = np.ones(len(examples), np.bool_)
                chances[use] = odds(seen_of(examples, margins, everywhere, columns, nothing), curve, of)
    return curves, scores


def seen_of(
    examples: Examples, margins: Floats, known: NDArray[np.bool_], columns: NDArray[np.bool_], chances: Floats
) -> Seen:
    """The tags of a facet (``columns``) in some articles; ``chances`` (articles, types) how probable each type is."""
    strengths, heads, own = (
        part[known][:, columns].astype(np.float64) for part in (examples.strengths, examples.heads, margins)
    )
    weights = examples.weights[known].astype(np.float64)
    return Seen(strengths, heads, own, examples.labels[known][:, columns], weights, chances[known])


def supports(examples: Examples) -> NDArray[np.int64]:
    """How many articles a person gave each tag, of shape (tags,)."""
    by_person = examples.weights >= 1
    return np.asarray((examples.labels[by_person] == HAS).sum(axis=0), np.int64)
