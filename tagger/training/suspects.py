"""Corrections that look wrong: the model, trained without them, is sure of the other way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tagger.corrections.store import Correction
from tagger.model.examples import HAS, HAS_NOT, UNSAID
from tagger.model.manifest import BEGINS
from tagger.training.build import Trained
from tagger.training.decisions import Judge, version_of
from tagger.training.matrix import Floats

_SURE = 0.9  # a probability of the other way from which on a correction is suspect


class Suspect(NamedTuple):
    """A correction, how probable it is that it is wrong, and the tags in question: ``doubted`` were said, ``missed``
    were not; what the model would have ``given``, and the probability by it of each of all these tags and those that were
    said. ``is_sure``: probable enough to be told."""

    correction: Correction
    probability: float
    doubted: tuple[str, ...]
    missed: tuple[str, ...]
    given: tuple[str, ...]
    chances: dict[str, float]

    @property
    def is_sure(self) -> bool:
        return self.probability >= _SURE


def suspects(
    judge: Judge,
    trained: Trained,
    remembered: NDArray[np.bool_],
    corrections: Sequence[Correction],
    tags: Sequence[str],
) -> list[Suspect]:
    """All corrections, the most suspect first: by the probability, out of fold, of the other way of their least likely
    label."""
    examples = trained.examples.only(remembered)
    version = version_of(trained).only(remembered)
    given, scores = judge.by_both(examples, version), judge.scores(examples, version)
    against = _against(examples.labels, scores)
    supports = trained.manifest.supports
    unknown = [supports.get(tag, 0) < BEGINS for tag in tags]  # of these the model knows nothing
    against[:, np.array(unknown, np.bool_)] = 0
    by_digest = {int(correction.digest, 16): correction for correction in corrections}
    found = [
        Suspect(
            by_digest[int(digest)],
            float(row.max(initial=0.0)),
            _named(tags, (labels == HAS) & (row >= _SURE)),
            _named(tags, (labels == HAS_NOT) & (row >= _SURE)),
            _named(tags, own),
            {
                tag: float(chance)
                for tag, chance, shown in zip(tags, chances, own | (labels == HAS) | (row >= _SURE), strict=True)
                if shown
            },
        )
        for digest, row, labels, own, chances in zip(
            examples.digests, against, examples.labels, given, scores, strict=True
        )
    ]
    return sorted(found, key=lambda suspect: -suspect.probability)


def _against(labels: NDArray[np.int8], scores: Floats) -> Floats:
    """How probable it is that a label is wrong, of shape (n, tags)."""
    against = np.where(labels == HAS, 1 - scores, np.where(labels == HAS_NOT, scores, 0.0))
    against[labels == UNSAID] = 0.0
    return against


def _named(tags: Sequence[str], row: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(tag for tag, named in zip(tags, row, strict=True) if named)
