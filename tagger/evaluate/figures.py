"""Marks to figures: precision, recall, F1, accuracy, with bootstrap intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from tagger.evaluate.marks import Marks

MACRO_LEAST = 3  # macro-F1 averages over the tags that are wanted this often
_CONFUSIONS = 15
_DRAWS, _TAIL = 1000, 0.025


def figures(marks: Sequence[Marks]) -> dict[str, Any]:
    """All figures, rounded to four decimals: articles, industries, type, zone, per_tag, type_confusion."""
    found, wrong, missed = (
        Counter(t for m in marks for t in getattr(m, part)) for part in ("found", "wrong", "missed")
    )
    tags = sorted(found.keys() | wrong.keys() | missed.keys())
    per_tag = {t: {**prf(found[t], wrong[t], missed[t]), "support": found[t] + missed[t]} for t in tags}
    big = [per_tag[tag]["f1"] for tag in tags if per_tag[tag]["support"] >= MACRO_LEAST]
    typed = [m for m in marks if m.accepted is not None]
    right, said, true = (sum(column) for column in zip(*(m.zone for m in marks), strict=True)) if marks else (0, 0, 0)
    confused = Counter(f"{m.wanted_type} -> {m.given_type}" for m in typed if not m.accepted)
    return {
        "articles": len(marks),
        "industries": {
            **prf(found.total(), wrong.total(), missed.total()),
            "macro_f1": round(sum(big) / len(big), 4) if big else 0.0,
            "macro_tags": len(big),
            "exact": share(m.exact for m in marks if m.exact is not None),
        },
        "type": {
            "accuracy": share(bool(m.accepted) for m in typed),
            "strict": share(m.given_type == m.wanted_type for m in typed),
        },
        "zone": {**prf(right, said - right, true - right), "support": true},
        "per_tag": per_tag,
        "type_confusion": confused.most_common(_CONFUSIONS),
    }


def prf(right: int, wrong: int, missed: int) -> dict[str, float]:
    """Precision, recall and their harmonic mean; 0 where undefined."""
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def share(flags: Iterable[bool]) -> float:
    """Which part of them is true; 0 where there are none."""
    listed = list(flags)
    return round(sum(listed) / max(len(listed), 1), 4)


def intervals(marks: Sequence[Marks]) -> dict[str, Any]:
    """95 % intervals [low, high] of micro-F1, exact, type accuracy and each tag's F1: percentiles of the figures of as
    many articles drawn anew, with replacement.

    Source: B. Efron, Bootstrap methods (1979). The same marks give the same intervals.
    """
    import numpy as np

    tags = sorted({tag for m in marks for tag in (*m.found, *m.wrong, *m.missed)})
    size = len(marks)
    drawn = np.random.default_rng(0).multinomial(size, np.full(size, 1 / size), _DRAWS) if size else np.zeros((1, 0))
    table = np.array([[[tag in part for tag in tags] for part in m[:3]] for m in marks], np.int64)
    counts = np.einsum("dn,npt->dpt", drawn, table.reshape(size, 3, len(tags)))
    asked, right = (
        [[each(m.exact), each(m.accepted)] for m in marks] for each in (lambda flag: flag is not None, bool)
    )
    counted = [drawn @ np.array(part, np.int64).reshape(size, 2) for part in (asked, right)]
    exact, accepted = (counted[1] / np.maximum(counted[0], 1)).T

    def f1(found: Any, wrong: Any, missed: Any) -> list[float]:
        whole = 2 * found + wrong + missed
        return span(np.divide(2 * found, whole, out=np.zeros(len(drawn)), where=whole > 0))

    def span(values: Any) -> list[float]:
        return [round(float(edge), 4) for edge in np.quantile(values, (_TAIL, 1 - _TAIL))]

    return {
        "industries": {"f1": f1(*counts.sum(axis=2).T), "exact": span(exact)},
        "type": {"accuracy": span(accepted)},
        "per_tag": {tag: f1(*counts[:, :, place].T) for place, tag in enumerate(tags)},
    }
