"""What was given to an article against what a person said of it: right, missed, wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tagger.match import Tag
from tagger.records import Decision
from tagger.tables.labelled import Labels


class Verdict(NamedTuple):
    """Tags of one article that were asked for and given, asked for and not given, given and not accepted."""

    right: frozenset[str]
    missed: frozenset[str]
    wrong: frozenset[str]


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

    @classmethod
    def of(cls, tags: Iterable[Tag]) -> Tree:
        """The tree of compiled tags."""
        return cls({tag.slug: tag.parent for tag in tags})

    def above(self, tag: str) -> frozenset[str]:
        """All tags above this one."""
        return self._above.get(tag, frozenset())


def given_tags(decision: Decision) -> tuple[frozenset[str], str | None]:
    """The slugs of the industries and of the type that were decided on."""
    return frozenset(score.tag for score in decision.industries), decision.type.tag if decision.type else None


def judge_industries(given: frozenset[str], labels: Labels, tree: Tree) -> Verdict:
    """A parent that is asked for is met by a child of it; a parent of what is asked for or accepted is not wrong."""
    wanted = labels.industries
    if wanted is None:
        return Verdict(frozenset(), frozenset(), frozenset())
    accepted = wanted | labels.industries_ok
    accepted |= {above for tag in accepted for above in tree.above(tag)}
    met = given | {above for tag in given for above in tree.above(tag)}
    wrong = frozenset(tag for tag in given if tag not in accepted and not tree.above(tag) & wanted)
    return Verdict(wanted & met, wanted - met, wrong)


def judge_type(given: str | None, labels: Labels) -> Verdict:
    """The one type: right; accepted beside it, which counts for nothing; or wrong, and the one asked for missed."""
    nothing: frozenset[str] = frozenset()
    if labels.type is None or given in labels.types_ok:
        return Verdict(nothing, nothing, nothing)
    asked, said = (frozenset((tag,)) if tag else nothing for tag in (labels.type, given))
    return Verdict(asked, nothing, nothing) if labels.type == given else Verdict(nothing, asked, said)
