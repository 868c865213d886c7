"""What was given against what a person said: right, missed, wrong, a tag at a time."""

from __future__ import annotations

from dataclasses import dataclass, field

from tagger.judge import Tree, Verdict, given_tags, judge_industries, judge_type
from tagger.records import Decision
from tagger.tables.labelled import Labels


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

    tree: Tree
    tags: dict[str, Tally] = field(default_factory=dict)
    industries: Tally = field(default_factory=Tally)
    types: Tally = field(default_factory=Tally)

    def add(self, labels: Labels, decision: Decision) -> Verdict:
        """Count one article; the verdict on both facets together."""
        industries, kind = judge_both(decision, labels, self.tree)
        self._count(industries, self.industries)
        self._count(kind, None)
        if labels.type is not None:
            self.types.wrong += bool(kind.wrong or kind.missed)
            self.types.right += not (kind.wrong or kind.missed)
        return joined(industries, kind)

    def _count(self, verdict: Verdict, whole: Tally | None) -> None:
        for name in Verdict._fields:
            for tag in getattr(verdict, name):
                for tally in (self.tags.setdefault(tag, Tally()), whole):
                    if tally is not None:
                        setattr(tally, name, getattr(tally, name) + 1)


def judge_both(decision: Decision, labels: Labels, tree: Tree) -> tuple[Verdict, Verdict]:
    """The verdict on the industries, and that on the type."""
    given, kind = given_tags(decision)
    return judge_industries(given, labels, tree), judge_type(kind, labels)


def joined(industries: Verdict, kind: Verdict) -> Verdict:
    """One verdict on both facets; no tag is of both."""
    return Verdict(*(one | other for one, other in zip(industries, kind, strict=True)))
