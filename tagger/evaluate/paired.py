"""Two taggings of the same articles: which tags came out right or wrong anew, and which fell by more than chance."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from itertools import count
from typing import NamedTuple, TypeVar

from tagger.evaluate.marks import Marks

K = TypeVar("K", bound=Hashable)
_CHANCE = 0.05  # how probable it may be that any of several is called fallen where none is worse


class Change(NamedTuple):
    """In how many articles a tag was wrong (missed or wrongly given) and came right, and the other way about."""

    better: int
    worse: int

    @property
    def least(self) -> float:
        """The least probability that so many changed articles could have under ``probability``."""
        return 0.5 ** (self.better + self.worse)

    @property
    def probability(self) -> float:
        """How probable so many for the worse or more are where both ways are equally likely: the sign test on the
        articles that changed. Source: Q. McNemar, Note on the sampling error of the difference between correlated
        proportions or percentages (1947), exactly."""
        changed = self.better + self.worse
        return float(sum(math.comb(changed, worse) for worse in range(self.worse, changed + 1)) / 2**changed)


def changes(before: Sequence[Marks], after: Sequence[Marks]) -> dict[str, Change]:
    """What changed a tag, between two taggings of the same articles in the same order; tags without change are left out."""
    better, worse = Counter[str](), Counter[str]()
    for old, new in zip(before, after, strict=True):
        was, is_ = old.wrong | old.missed, new.wrong | new.missed
        better.update(was - is_)
        worse.update(is_ - was)
    return {tag: Change(better[tag], worse[tag]) for tag in sorted(better | worse)}


def moved(before: Sequence[Marks], after: Sequence[Marks]) -> Change:
    """In how many articles there were fewer wrong tags, and in how many more, between the same taggings."""
    errors = [
        (len(old.wrong | old.missed), len(new.wrong | new.missed)) for old, new in zip(before, after, strict=True)
    ]
    return Change(sum(now < was for was, now in errors), sum(now > was for was, now in errors))


def by_chance(change: Change) -> bool:
    """Whether chance explains that more came out worse than better."""
    return change.probability > _CHANCE


def fallen(changed: Mapping[K, Change]) -> list[K]:
    """Those that fell by more than chance, however many were tried: the probability that there is one where none is
    worse is at most 5 %.

    The level is divided by the number of those that changed in enough articles to be able to reach it. Source: R. E.
    Tarone, A modified Bonferroni method for discrete data (1990).
    """
    able = next(k for k in count(1) if sum(change.least <= _CHANCE / k for change in changed.values()) <= k)
    return [key for key, change in changed.items() if change.probability <= _CHANCE / able]
