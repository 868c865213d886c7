"""What a model's figures are, out of fold, on the articles that a person labelled."""

from __future__ import annotations

from typing import Any

import numpy as np

from tagger.match import Compiled
from tagger.model.curves import exclusive_terms, independent_terms
from tagger.model.examples import HAS, UNSAID, Examples
from tagger.settings import Facets
from tagger.training.calibrate import of_margin
from tagger.training.learn import Learned, seen_of


def scores_of(examples: Examples, learned: Learned, compiled: Compiled, facets: Facets) -> dict[str, Any]:
    """By facet and use: micro-F1 of industries, accuracy of types, and the number of articles behind each."""
    found: dict[str, Any] = {}
    by_person = examples.weights >= 1
    for facet in ("industry", "type"):
        columns = np.array([tag.facet == facet for tag in compiled.tags], np.bool_)
        known = by_person & (examples.labels[:, columns] != UNSAID).any(axis=1)
        labels = examples.labels[known][:, columns]
        seen = seen_of(examples, learned.margins, known, columns)
        figures: dict[str, Any] = {"articles": int(known.sum())}
        for use, of in (("model", of_margin), ("both", independent_terms if facet == "industry" else exclusive_terms)):
            curve = learned.curves[facet][use]
            logits = seen.terms(of) @ np.array(curve.weights) + np.array(curve.offsets)
            figures[use] = _f1(logits, labels, curve.threshold) if facet == "industry" else _accuracy(logits, labels)
        found[facet] = figures
    return found


def _f1(logits: Any, labels: Any, threshold: float) -> float:
    given, has = 1 / (1 + np.exp(-logits)) >= threshold, labels == HAS
    right, wrong = (given & has).sum(), ((given ^ has) & (labels != UNSAID)).sum()
    return round(float(2 * right / max(2 * right + wrong, 1)), 4)


def _accuracy(logits: Any, labels: Any) -> float:
    if not len(labels):
        return 0.0
    chosen = np.take_along_axis(labels, logits.argmax(axis=1)[:, None], axis=1)
    return round(float((chosen != 0).mean()), 4)
