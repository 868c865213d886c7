"""Labelled articles through the real pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from tagger.evaluate.calibration import calibration_error
from tagger.evaluate.figures import figures, intervals
from tagger.evaluate.marks import Marks, mark
from tagger.judge import Tree
from tagger.match import Compiled
from tagger.pipeline import Pipeline
from tagger.records import Decision
from tagger.tables.labelled import Labelled, Vocabulary


def vocabulary(compiled: Compiled) -> Vocabulary:
    """The tags that labels may name under these rules."""
    return Vocabulary.of(compiled.tags)


class Measured(NamedTuple):
    """A labelled article, its Decision and the marks of that."""

    row: Labelled
    decision: Decision
    marks: Marks


def measure(pipeline: Pipeline, rows: Iterable[Labelled]) -> list[Measured]:
    """Tag labelled articles, whatever corrections are remembered, and mark the Decisions."""
    return _marked(pipeline, ((row, pipeline.decide(row.article)) for row in rows if row.labels.said))


def recalled(pipeline: Pipeline, measured: Iterable[Measured]) -> list[Measured]:
    """The same articles as they come out, with what is remembered of them."""
    return _marked(pipeline, ((each.row, pipeline.recall(each.decision)) for each in measured))


def _marked(pipeline: Pipeline, decided: Iterable[tuple[Labelled, Decision]]) -> list[Measured]:
    tree = Tree.of(pipeline.compiled.tags)
    return [Measured(row, decision, mark(decision, row.labels, tree)) for row, decision in decided]


def report(measured: Sequence[Measured]) -> dict[str, Any]:
    """Figures with ``intervals``, ``calibration`` (expected calibration error of industries given and of the type),
    ``review`` (share of articles) and ``wrong`` (article, missed, wrongly given)."""
    marks = [each.marks for each in measured]
    wrong = [(_name(m.row), sorted(m.marks.missed), sorted(m.marks.wrong)) for m in measured if m.marks.exact is False]
    return {
        **figures(marks),
        "wrong": wrong,
        "intervals": intervals(marks),
        "calibration": {
            "industries": round(calibration_error(pair for m in measured for pair in _stated(m)), 4),
            "type": round(
                calibration_error(
                    (m.decision.type.score, m.marks.accepted)
                    for m in measured
                    if m.decision.type and m.marks.accepted is not None
                ),
                4,
            ),
        },
        "review": round(sum(m.decision.review for m in measured) / max(len(measured), 1), 4),
    }


def _stated(measured: Measured) -> list[tuple[float, bool]]:
    """The probability of each industry given, and whether it was wanted; those only accepted say nothing."""
    wanted = measured.row.labels.industries or frozenset()
    return [
        (score.score, score.tag in wanted)
        for score in measured.decision.industries
        if score.tag in wanted or score.tag in measured.marks.wrong
    ]


def _name(row: Labelled) -> str:
    return row.article.id or f"{row.article.file}:{row.row}"
