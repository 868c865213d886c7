"""One figure for a curve on articles that the model had not seen."""

from __future__ import annotations

from typing import Any

import numpy as np

from tagger.model.curves import Curve
from tagger.model.examples import HAS, HAS_NOT, UNSAID
from tagger.training.calibrate import Seen, Terms


def figure(curve: Curve, seen: Seen, of: Terms, exclusive: bool) -> float:
    """Micro-F1 at the curve's threshold, or, where tags exclude one another, the share of articles whose first tag is
    accepted; four decimals, 0 where there is nothing to count."""
    if not seen.labels.size:
        return 0.0
    if exclusive:
        return round(_accuracy(seen.logits(curve, of), seen.labels), 4)
    return round(_f1(seen.chances(curve, of) >= curve.threshold, seen.labels), 4)


def _f1(given: Any, labels: Any) -> float:
    has = labels == HAS
    right, wrong = (given & has).sum(), ((given ^ has) & (labels != UNSAID)).sum()
    return float(2 * right / max(2 * right + wrong, 1))


def _accuracy(logits: Any, labels: Any) -> float:
    first = np.take_along_axis(labels, logits.argmax(axis=1)[:, None], axis=1)
    return float((first != HAS_NOT).mean())
