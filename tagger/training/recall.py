"""How many corrected articles come out as corrected."""

from __future__ import annotations

from collections.abc import Iterable

from tagger.corrections.store import Correction
from tagger.pipeline import Pipeline
from tagger.records import Decision
from tagger.tables.labelled import Labels


def as_corrected(pipeline: Pipeline, corrections: Iterable[Correction]) -> int:
    """The number of articles whose tags are just those that a person said."""
    return sum(_agrees(pipeline.tag(correction.article), correction.labels) for correction in corrections)


def _agrees(decision: Decision, labels: Labels) -> bool:
    kind = decision.type.tag if decision.type else ""
    industries = frozenset(tag.tag for tag in decision.industries)
    return labels.type in (None, kind) and labels.industries in (None, industries)
