"""Examples to a model: weights from all, curves out of fold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tagger.model.curves import Curve, exclusive_terms, independent_terms
from tagger.model.examples import HAS, UNSAID, Examples
from tagger.rulebook.rules import Facet
from tagger.settings import Facets
from tagger.training.calibrate import Seen, fit_exclusive, fit_independent, of_margin
from tagger.training.fit import Linear, fit
from tagger.training.matrix import Floats, count_matrix, idf_of, rows

_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Learned:
    """``idf`` (features,), the weights, the curves by facet and use, and ``margins`` (n, tags) out of fold; rows of
    articles that no person labelled are nought."""

    idf: Floats
    linear: Linear
    curves: dict[str, dict[str, Curve]]
    margins: Floats


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
    for number in range(_FOLDS):
        inside = fold != number
        if not inside.all():
            linear = fit(matrix[inside], examples.labels[inside], examples.weights[inside])
            margins[~inside] = linear.margins(matrix[~inside])
    curves = _curves(examples, margins, by_person, tags, facets)
    return Learned(idf, fit(matrix, examples.labels, examples.weights), curves, margins)


def folds(groups: NDArray[np.int32]) -> NDArray[np.int64]:
    """A fold for each article, of shape (n,): the same for all of a group."""
    names, places = np.unique(groups, return_inverse=True)
    dealt = np.random.default_rng(0).permutation(len(names)) % _FOLDS
    return dealt[places]


def _curves(
    examples: Examples, margins: Floats, by_person: NDArray[np.bool_], tags: Sequence[Facet], facets: Facets
) -> dict[str, dict[str, Curve]]:
    found: dict[str, dict[str, Curve]] = {}
    for facet in ("industry", "type"):
        columns = np.array([tag == facet for tag in tags], np.bool_)
        known = by_person & (examples.labels[:, columns] != UNSAID).any(axis=1)
        seen = seen_of(examples, margins, known, columns)
        if facet == "type":
            found[facet] = {"model": fit_exclusive(seen, of_margin), "both": fit_exclusive(seen, exclusive_terms)}
        else:
            found[facet] = {
                use: fit_independent(seen, of, facets.industry)
                for use, of in (("model", of_margin), ("both", independent_terms))
            }
    return found


def seen_of(examples: Examples, margins: Floats, known: NDArray[np.bool_], columns: NDArray[np.bool_]) -> Seen:
    """The tags of a facet (``columns``) in some articles."""
    strengths, heads, own = (
        part[known][:, columns].astype(np.float64) for part in (examples.strengths, examples.heads, margins)
    )
    weights = examples.weights[known].astype(np.float64)
    return Seen(strengths, heads, own, examples.labels[known][:, columns], weights)


def supports(examples: Examples) -> NDArray[np.int64]:
    """How many articles a person gave each tag, of shape (tags,)."""
    by_person = examples.weights >= 1
    return np.asarray((examples.labels[by_person] == HAS).sum(axis=0), np.int64)
