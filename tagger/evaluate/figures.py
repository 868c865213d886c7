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

    tags = _tags(marks)
    counts, exact, accepted = _drawn(marks, tags, _draws(len(marks)))

    def span(values: Any) -> list[float]:
        return [round(float(edge), 4) for edge in np.quantile(values, (_TAIL, 1 - _TAIL))]

    return {
        "industries": {"f1": span(_ratio(counts.sum(axis=2))), "exact": span(exact)},
        "type": {"accuracy": span(accepted)},
        "per_tag": {tag: span(_ratio(counts[:, :, place])) for place, tag in enumerate(tags)},
    }


def difference(before: Sequence[Marks], after: Sequence[Marks]) -> dict[str, tuple[float, float]]:
    """95 % intervals of how much ``f1`` (micro) and ``macro_f1`` of industries and ``accuracy`` of types rose between two
    taggings of the same articles, in the same order: a paired bootstrap, as ``intervals``."""
    import numpy as np

    tags, drawn = sorted({*_tags(before), *_tags(after)}), _draws(len(before))
    values = []
    for marks in (before, after):
        counts, _, accepted = _drawn(marks, tags, drawn)
        values.append((_ratio(counts.sum(axis=2)), _ratio(counts).mean(axis=1) if tags else accepted * 0, accepted))
    rises = (new - old for old, new in zip(*values, strict=True))
    spans = [np.quantile(rise, (_TAIL, 1 - _TAIL)) for rise in rises]
    names = ("f1", "macro_f1", "accuracy")
    return {name: (float(low), float(high)) for name, (low, high) in zip(names, spans, strict=True)}


def _ratio(counts: Any) -> Any:
    """F1 of counts found, wrong and missed, of shape (draws, 3, ...)."""
    import numpy as np

    whole = 2 * counts[:, 0] + counts[:, 1] + counts[:, 2]
    return np.divide(2 * counts[:, 0], whole, out=np.zeros(whole.shape), where=whole > 0)


def _tags(marks: Sequence[Marks]) -> list[str]:
    return sorted({tag for m in marks for tag in (*m.found, *m.wrong, *m.missed)})


def _draws(size: int) -> Any:
    """How often each of ``size`` articles is drawn, of shape (draws, size); the same each time."""
    import numpy as np

    random = np.random.default_rng(0)
    return random.multinomial(size, np.full(size, 1 / size), _DRAWS).astype(float) if size else np.zeros((_DRAWS, 0))


def _drawn(marks: Sequence[Marks], tags: Sequence[str], drawn: Any) -> tuple[Any, Any, Any]:
    """Of each draw: the counts found, wrong and missed, of shape (draws, 3, tags), the shares exact and accepted."""
    import numpy as np

    table = np.zeros((len(marks), 3, len(tags)))
    place = {tag: number for number, tag in enumerate(tags)}
    for row, each in enumerate(marks):
        for part, slugs in enumerate(each[:3]):
            table[row, part, [place[tag] for tag in slugs]] = 1
    counts = (drawn @ table.reshape(len(marks), 3 * len(tags))).reshape(_DRAWS, 3, len(tags))
    asked, right = (
        np.array([[each(m.exact), each(m.accepted)] for m in marks], float).reshape(len(marks), 2)
        for each in (lambda flag: flag is not None, bool)
    )
    exact, accepted = (drawn @ right / np.maximum(drawn @ asked, 1)).T
    return counts, exact, accepted
