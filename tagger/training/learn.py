"""Examples to a model: weights from all, curves out of fold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tagger.model.curves import Curve, exclusive_terms, independent_terms
from tagger.model.examples import HAS, UNSAID, Examples
from tagger.rulebook.rules import FACETS, Facet
from tagger.settings import Facets
from tagger.training.calibrate import Seen, fit_exclusive, fit_independent, odds, of_margin
from tagger.training.fit import LOOSENESS, Linear, fit
from tagger.training.matrix import Floats, count_matrix, idf_of, rows
from tagger.training.scores import figure

_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Learned:
    """``idf`` (features,), the weights, and by facet the curves (model, both) with their ``scores`` out of fold."""

    idf: Floats
    linear: Linear
    curves: dict[str, dict[str, Curve]]
    scores: dict[str, dict[str, float]]


def learn(examples: Examples, features: int, tags: Sequence[Facet], facets: Facets) -> Learned:
    """Train on examples. ``tags`` gives the facet of each tag. The same examples give the same bytes.

    Articles that weigh less than one were labelled by rules: they take part in every fold's training and are never
    tested on.
    """
    counts = count_matrix(examples, features)
    idf = idf_of(counts)
    matrix = rows(counts, idf)
    by_person = examples.weights >= 1
    fold = np.where(by_person, folds(examples.groups), -1)
    margins = np.zeros(examples.labels.shape)

    def try_on(number: int, looseness: float) -> Floats:
        """The margins of a fold under the classifiers of all others."""
        inside = fold != number
        linear = fit(matrix[inside], examples.labels[inside], examples.weights[inside], looseness)
        return linear.margins(matrix[~inside])

    def score(number: int, looseness: float) -> float:
        margins[fold == number] = try_on(number, looseness)
        scores = _curves(examples, margins, fold == number, tags, facets)[1]
        return sum(figures["model"] for figures in scores.values())

    numbers = [number for number in range(_FOLDS) if (fold == number).any() and (fold != number).any()]
    looseness = max(LOOSENESS, key=lambda each: score(numbers[0], each)) if numbers else LOOSENESS[-1]
    for number in numbers:
        margins[fold == number] = try_on(number, looseness)
    curves, scores = _curves(examples, margins, by_person, tags, facets)
    return Learned(idf, fit(matrix, examples.labels, examples.weights, looseness), curves, scores)


def folds(groups: NDArray[np.int32]) -> NDArray[np.int64]:
    """A fold for each article, of shape (n,): the same for all of a group."""
    names, places = np.unique(groups, return_inverse=True)
    dealt = np.random.default_rng(0).permutation(len(names)) % _FOLDS
    return dealt[places]


def _curves(
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
