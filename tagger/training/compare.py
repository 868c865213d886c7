"""Rules, old model and new model on the same articles, none of which a model had seen; and whether the new one may be used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tagger.evaluate.figures import difference, figures, intervals
from tagger.evaluate.marks import Marks
from tagger.evaluate.paired import Change, by_chance, changes, fallen, moved
from tagger.model.examples import Examples
from tagger.training.decisions import Judge, Version, of_types

ENOUGH = 10  # articles with a tag, from which on its fall speaks against a model
RULES, OLD, NEW = "rules", "old", "new"
_OVERALL = {
    "f1": ("行业 micro-F1", "industries"),
    "macro_f1": ("行业 macro-F1", "industries"),
    "accuracy": ("类型", "type"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """Figures on some articles, by rules, old (where there is one) and new model.

    ``reports`` hold ``figures`` with ``intervals``, their ``per_tag`` of industries and types alike; ``rises`` the
    intervals of new less old, ``changes`` in how many articles each tag came right or wrong from old to new, ``moved``
    in how many articles each facet as a whole did.
    """

    articles: int
    reports: dict[str, dict[str, Any]]
    rises: dict[str, tuple[float, float]]
    changes: dict[str, Change]
    moved: dict[str, Change]


def compare(judge: Judge, examples: Examples, some: NDArray[np.bool_], versions: Mapping[str, Version]) -> Part:
    """Figures of the rules and all versions on some of the examples."""
    inside = examples.only(some)
    given = {RULES: judge.by_rules(inside)}
    for name in (OLD, NEW):
        if name in versions:
            given[name] = judge.by_both(inside, versions[name].only(some))
    marks = {name: judge.marks(inside, each) for name, each in given.items()}
    reports = {name: _report(each) for name, each in marks.items()}
    if OLD not in marks:
        return Part(len(inside), reports, {}, {}, {})
    old, new = marks[OLD], marks[NEW]
    types = of_types(old), of_types(new)
    by_tag, by_facet = changes(old, new) | changes(*types), {"industries": moved(old, new), "type": moved(*types)}
    return Part(len(inside), reports, difference(old, new), by_tag, by_facet)


def brief(report: Mapping[str, Any]) -> dict[str, float]:
    """The overall figures of a report."""
    return {
        "industries_f1": report["industries"]["f1"],
        "industries_macro_f1": report["industries"]["macro_f1"],
        "type_accuracy": report["type"]["accuracy"],
    }


def faults(parts: Mapping[str, Part], names: Mapping[str, str]) -> list[str]:
    """Why a new model may not take the place of the old one, in Chinese: an overall figure that fell by more than
    chance, or a tag with enough articles of which more came out wrong than chance explains. ``names`` of tags."""
    told = {where: part for where, part in parts.items() if OLD in part.reports}
    tried = {
        (where, tag): change
        for where, part in told.items()
        for tag, change in part.changes.items()
        if _value(part, OLD, tag, "support") >= ENOUGH
    }
    worse = set(fallen(tried))
    return [
        f"{where}：{fault}"
        for where, part in told.items()
        for fault in _fallen_overall(part) + [_told(part, tag, names) for tag in part.changes if (where, tag) in worse]
    ]


def _fallen_overall(part: Part) -> list[str]:
    """The overall figures that fell: their interval lies below nought, and more articles came out worse than chance
    explains. The interval alone would call four that did, and none better, a fall: so few are drawn nearly always."""
    old, new = part.reports[OLD], part.reports[NEW]
    return [
        f"{name} 从 {old[facet][key]:.3f} 降到 {new[facet][key]:.3f}"
        for key, (name, facet) in _OVERALL.items()
        if part.rises[key][1] < 0 and not by_chance(part.moved[facet])
    ]


def _told(part: Part, tag: str, names: Mapping[str, str]) -> str:
    """What became of a tag that fell."""
    before, now = (_value(part, name, tag, "f1") for name in (OLD, NEW))
    better, worse = part.changes[tag]
    return f"{names.get(tag, tag)} 从 {before:.3f} 降到 {now:.3f}，变错 {worse} 篇，变对 {better} 篇，不像是偶然"


def _value(part: Part, name: str, tag: str, key: str) -> float:
    return float(part.reports[name]["per_tag"].get(tag, {key: 0.0})[key])


def _report(marks: Sequence[Marks]) -> dict[str, Any]:
    types = of_types(marks)
    whole, spans = figures(marks), intervals(marks)
    whole["per_tag"] |= figures(types)["per_tag"]
    spans["per_tag"] |= intervals(types)["per_tag"]
    return {**whole, "intervals": spans}


def measured(examples: Examples, known: NDArray[np.uint64] | None, remembered: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The examples that a comparison may count, of shape (n,): labelled by a person, and known to the old model, by whose
    digests ``known``, so that both are measured out of fold. Remembered corrections are left out, which come out
    right whatever a model says, unless there is nothing else, as in a home that began blank."""
    kept = examples.weights >= 1
    if known is not None:
        kept &= np.isin(examples.digests, known)
    others: NDArray[np.bool_] = kept & ~remembered
    return others if others.any() else kept
