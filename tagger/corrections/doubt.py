"""Which results a person should look at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from tagger.tables.delimited import Cells
from tagger.tables.rows import JOINT


def by_doubt(rows: Sequence[Cells]) -> list[Cells]:
    """The rows, the most doubtful first; equally doubtful ones stay in order.

    Doubt is the number of reasons to look at an article, plus what its least certain tag lacks to certainty (1 - probability), plus
    1 / (how many of the rows have its rarest tag).
    """
    counts = Counter(tag for row in rows for tag in _tags(row))
    return sorted(rows, key=lambda row: -_doubt(row, counts))


def _doubt(row: Mapping[str, str], counts: Mapping[str, int]) -> float:
    reasons = len([part for part in row.get("review_reason", "").split(JOINT) if part]) or bool(row.get("review"))
    scores = [
        _number(score) for score in (row.get("type_score", ""), *row.get("industry_scores", "").split(JOINT)) if score
    ]
    return reasons + 1 - min(scores, default=0.0) + max((1 / counts[tag] for tag in _tags(row)), default=0.0)


def _tags(row: Mapping[str, str]) -> list[str]:
    return [tag for tag in (row.get("type", ""), *row.get("industries", "").split(JOINT)) if tag]


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:  # a spreadsheet may have made a date of it
        return 0.0
