"""One article's tags against its labels, tag by tag: the counts from which every figure is summed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tagger.evaluate.zones import same_zone
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


class Tree:
    """Which tags stand above a tag."""

    def __init__(self, parents: Mapping[str, str | None]) -> None:
        self._above: dict[str, frozenset[str]] = {}
        for tag in parents:
            above, parent = set[str](), parents.get(tag)
            while parent and parent not in above:
                above.add(parent)
                parent = parents.get(parent)
            self._above[tag] = frozenset(above)

    def above(self, tag: str) -> frozenset[str]:
        """All tags above this one."""
        return self._above.get(tag, frozenset())


def mark(decision: Decision, labels: Labels, tree: Tree) -> Marks:
    """A wanted parent is also met by one of its children; a parent of a wanted or accepted tag is not punished."""
    given = frozenset(score.tag for score in decision.industries)
    kind = decision.type.tag if decision.type else None
    return mark_tags(given, kind, labels, tree)._replace(zone=_zone(decision, labels))


def mark_tags(given: frozenset[str], kind: str | None, labels: Labels, tree: Tree) -> Marks:
    """The same of the industries and the type that were given, without the zone."""
    found, wrong, missed = _industries(given, labels, tree)
    accepted = None if labels.type is None else kind == labels.type or kind in labels.types_ok
    judged = labels.industries is not None
    return Marks(found, wrong, missed, labels.type or "", kind, accepted, (0, 0, 0), judged)


def _industries(given: frozenset[str], labels: Labels, tree: Tree) -> tuple[frozenset[str], ...]:
    if labels.industries is None:
        return frozenset(), frozenset(), frozenset()
    wanted = labels.industries
    accepted = wanted | labels.industries_ok
    accepted |= {above for tag in accepted for above in tree.above(tag)}
    given_above = {above for tag in given for above in tree.above(tag)}
    missed = frozenset(tag for tag in wanted if tag not in given and tag not in given_above)
    wrong = frozenset(tag for tag in given if tag not in accepted and not tree.above(tag) & wanted)
    return wanted - missed, wrong, missed


def _zone(decision: Decision, labels: Labels) -> tuple[int, int, int]:
    true, said = labels.zone or "", decision.zone if labels.zone is not None else ""
    return int(bool(true and said) and same_zone(true, said)), int(bool(said)), int(bool(true))
