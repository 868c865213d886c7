"""What readers said of articles, each reading by the labelling guide and blind to other labels: tools/readings.tsv.

A line a reading: the id of the article, the industries that an analyst must find it under, those that are accepted as
well, its type, types that are accepted as well. An article may have several readings, and labels of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tagger.tables.labelled import Labels

_TABLE = Path(__file__).with_name("readings.tsv")


def readings() -> dict[str, list[Labels]]:
    """The readings of each article by its id."""
    said = defaultdict(list)
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        name, asked, ok, kind, kinds = line.split("\t")
        said[name].append(
            Labels(frozenset(asked.split()), frozenset(ok.split()), kind or None, frozenset(kinds.split()))
        )
    return dict(said)


def united(readings: Sequence[Labels], own: Labels | None = None) -> Labels:
    """The labels of an article by its ``own``, if it has any, and its readings.

    Own labels stand; what a reading asks for or accepts beside them is accepted. Without them what any reading asks for
    is asked for: readers ask for less than whoever labelled the articles of gold, and two together for as much (1.98
    industries an article against 2.04, on 300 of them that were read twice; each alone 1.6 to 1.8).
    """
    if own and not readings:
        return own
    passes = [*([own] if own else ()), *readings]
    asked = _every(passes[:1] if own else passes, "industries")
    seen = _every(passes, "industries") | _every(passes, "industries_ok")
    types = [each.type for each in passes if each.type]
    accepted = frozenset(types) | _every(passes, "types_ok")
    return Labels(asked, seen - asked, types[0] if types else None, accepted - set(types[:1]))


def _every(passes: Sequence[Labels], field: str) -> frozenset[str]:
    return frozenset[str]().union(*(getattr(each, field) or () for each in passes))


def reread(row: dict[str, Any], said: Mapping[str, Sequence[Labels]]) -> dict[str, Any]:
    """A row of a JSON table with the industries by its own labels, if it has any, and the readings."""
    own = Labels(frozenset(row["industries"]), frozenset(row["industries_ok"])) if "industries" in row else None
    labels = united(said.get(row["id"], ()), own)
    return {**row, "industries": sorted(labels.industries or ()), "industries_ok": sorted(labels.industries_ok)}
