"""What was given against what a person said: right, missed, wrong, a tag at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tagger.records import Decision
from tagger.tables.labelled import Labels

Parents = Mapping[str, str | None]


class Verdict(NamedTuple):
    """Tags of one article that were asked for and given, asked for and not given, given and not accepted."""

    right: frozenset[str]
    missed: frozenset[str]
    wrong: frozenset[str]


@dataclass(slots=True)
class Tally:
    """Counts over articles of one tag, or of all."""

    right: int = 0
    missed: int = 0
    wrong: int = 0

    @property
    def precision(self) -> float:
        """right / (right + wrong); 0 where nothing was given."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """right / (right + missed); 0 where nothing was asked for."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """2 right / (2 right + missed + wrong), the harmonic mean of precision and recall; 0 where all are nought."""
        whole = 2 * self.right + self.missed + self.wrong
        return 2 * self.right / whole if whole else 0.0


@dataclass(slots=True)
class Agreement:
    """Tallies by tag, and of all industries; ``types`` counts articles whose type is accepted (right) or not (wrong)."""

    parents: Parents
    tags: dict[str, Tally] = field(default_factory=dict)
    industries: Tally = field(default_factory=Tally)
    types: Tally = field(default_factory=Tally)

    def add(self, labels: Labels, decision: Decision) -> Verdict:
        """Count one article; the verdict on both facets together."""
        industries = judge_industries(labels, frozenset(tag.tag for tag in decision.industries), self.parents)
        kind = judge_type(labels, decision.type.tag if decision.type else "")
        self._count(industries, self.industries)
        self._count(kind, None)
        if labels.type is not None:
            self.types.wrong += bool(kind.wrong or kind.missed)
            self.types.right += not (kind.wrong or kind.missed)
        return Verdict(*(one | other for one, other in zip(industries, kind, strict=True)))

    def _count(self, verdict: Verdict, whole: Tally | None) -> None:
        for name in Verdict._fields:
            for tag in getattr(verdict, name):
                for tally in (self.tags.setdefault(tag, Tally()), whole):
                    if tally is not None:
                        setattr(tally, name, getattr(tally, name) + 1)


def judge_industries(labels: Labels, given: frozenset[str], parents: Parents) -> Verdict:
    """A parent that is asked for is met by a child of it; a parent of what is asked for or accepted is not wrong."""
    wanted = labels.industries
    if wanted is None:
        return Verdict(frozenset(), frozenset(), frozenset())
    above = {tag: _ancestors(tag, parents) for tag in given}
    accepted = set(wanted | labels.industries_ok)
    for tag in wanted | labels.industries_ok:
        accepted |= _ancestors(tag, parents)
    right = frozenset(tag for tag in wanted if tag in given or any(tag in above[other] for other in given))
    wrong = frozenset(tag for tag in given if tag not in accepted and not above[tag] & wanted)
    return Verdict(right, wanted - right, wrong)


def judge_type(labels: Labels, given: str) -> Verdict:
    """The one type: right; accepted beside it, which counts for nothing; or wrong, and the one asked for missed."""
    nothing: frozenset[str] = frozenset()
    if labels.type is None or given in labels.types_ok:
        return Verdict(nothing, nothing, nothing)
    asked, said = (frozenset((tag,)) if tag else nothing for tag in (labels.type, given))
    return Verdict(asked, nothing, nothing) if labels.type == given else Verdict(nothing, asked, said)


def _ancestors(tag: str, parents: Parents) -> set[str]:
    found: set[str] = set()
    above = parents.get(tag)
    while above and above not in found:
        found.add(above)
        above = parents.get(above)
    return found
