"""One article's tags against its labels, tag by tag: the counts from which every figure is summed."""

from __future__ import annotations

from typing import NamedTuple

from tagger.evaluate.zones import same_zone
from tagger.judge import Tree, given_tags, judge_industries
from tagger.records import Decision
from tagger.tables.labelled import Labels


class Marks(NamedTuple):
    """What one article adds: tags found, wrongly given and missed; the type wanted and given, and whether that is
    ``accepted``, None where nothing was said of it; ``zone`` is (right, said, true), each 0 or 1. Where nothing was said
    of industries (not ``judged``), these count for nothing."""

    found: frozenset[str]
    wrong: frozenset[str]
    missed: frozenset[str]
    wanted_type: str
    given_type: str | None
    accepted: bool | None
    zone: tuple[int, int, int]
    judged: bool = True

    @property
    def exact(self) -> bool | None:
        """Whether nothing is missed and nothing wrongly given; None where nothing was said."""
        return not self.wrong and not self.missed if self.judged else None


def mark(decision: Decision, labels: Labels, tree: Tree) -> Marks:
    """The counts of one decision, its zone included."""
    return mark_tags(*given_tags(decision), labels, tree)._replace(zone=_zone(decision, labels))


def mark_tags(given: frozenset[str], kind: str | None, labels: Labels, tree: Tree) -> Marks:
    """The same of the industries and the type that were given, without the zone."""
    right, missed, wrong = judge_industries(given, labels, tree)
    accepted = None if labels.type is None else kind == labels.type or kind in labels.types_ok
    judged = labels.industries is not None
    return Marks(right, wrong, missed, labels.type or "", kind, accepted, (0, 0, 0), judged)


def _zone(decision: Decision, labels: Labels) -> tuple[int, int, int]:
    true, said = labels.zone or "", decision.zone if labels.zone is not None else ""
    return int(bool(true and said) and same_zone(true, said)), int(bool(said)), int(bool(true))
