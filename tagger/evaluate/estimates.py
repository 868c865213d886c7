"""From a sample that was drawn with weights and checked: how good the tags of the whole archive are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tagger.corrections.estimate import Drawn, Estimate, estimate, factors
from tagger.evaluate.marks import Marks
from tagger.evaluate.run import Measured
from tagger.tables.labelled import Labelled, Labels

Ratio = Callable[[Marks], tuple[float, float]]  # what one article adds to the part and to the whole

_INDUSTRIES: dict[str, Ratio] = {
    "precision": lambda m: (len(m.found), len(m.found) + len(m.wrong)),
    "recall": lambda m: (len(m.found), len(m.found) + len(m.missed)),
    "f1": lambda m: (2 * len(m.found), 2 * len(m.found) + len(m.wrong) + len(m.missed)),
    "exact": lambda m: (float(bool(m.exact)), 1.0),
}
_TYPE: dict[str, Ratio] = {"accuracy": lambda m: (float(bool(m.accepted)), 1.0)}


def is_sample(rows: Iterable[Labelled]) -> bool:
    """Whether rows were drawn by ``tagger sample``."""
    return any(row.stratum for row in rows)


def estimates(rows: Sequence[Labelled], measured: Sequence[Measured]) -> dict[str, Any]:
    """Figures of the archive that a sample was drawn from, each a ``value`` with its 95 % interval ``low`` to ``high``,
    None where nothing can be said.

    ``rows`` are all that were drawn, ``measured`` those of which something was said. ``articles`` is the size of the
    archive, ``left_out`` how many of them stand in strata of which nobody checked an article.
    """
    said = {row.stratum for row in rows if row.labels.said}
    return {
        "articles": round(sum(row.weight for row in rows)),
        "drawn": len(rows),
        "checked": sum(row.labels.said for row in rows),
        "left_out": round(sum(row.weight for row in rows if row.stratum not in said)),
        "industries": _facet(rows, measured, _INDUSTRIES, lambda labels: labels.industries is not None),
        "type": _facet(rows, measured, _TYPE, lambda labels: labels.type is not None),
    }


def _facet(
    rows: Sequence[Labelled], measured: Sequence[Measured], ratios: dict[str, Ratio], said: Callable[[Labels], bool]
) -> dict[str, dict[str, float] | None]:
    by = factors((row.stratum, said(row.labels)) for row in rows)
    checked = [each for each in measured if said(each.row.labels)]

    def drawn(ratio: Ratio) -> list[Drawn]:
        return [Drawn(m.row.stratum, m.row.weight * by[m.row.stratum], *ratio(m.marks)) for m in checked]

    return {name: _rounded(estimate(drawn(ratio))) for name, ratio in ratios.items()}


def _rounded(found: Estimate | None) -> dict[str, float] | None:
    return found and {name: round(value, 4) for name, value in found._asdict().items()}
