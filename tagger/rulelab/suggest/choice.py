"""The choice among edits, made on some articles and measured on others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tagger.rulebook.rules import FACETS, Facet
from tagger.rulelab.agreement import Tally
from tagger.rulelab.suggest.edits import Edit
from tagger.rulelab.suggest.effects import FOLDS, Bench, Counts, Effect, added
from tagger.rulelab.suggest.search import Candidate, Search

_NET = 2  # articles that an edit must mend more than it breaks, where it is chosen


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An edit with its effect on articles that did not choose it.

    ``with_tag`` and ``without`` are the labelled articles in which the word stands, ``z`` the log-odds between them; None
    for a word that is there already. ``before`` and ``after`` are the counts of the tag; ``gain`` what is added to the F1 of
    the facet; ``mended`` and ``broken`` numbers of articles by their places in the rows.
    """

    edit: Edit
    name: str
    with_tag: int
    without: int
    z: float | None
    before: Tally
    after: Tally
    gain: float
    mended: tuple[int, ...]
    broken: tuple[int, ...]


class Chosen(NamedTuple):
    """The edit of a candidate that some articles choose, what they gain by it, and those of them that it mends."""

    effect: Effect
    gain: float
    mended: frozenset[int]


def distinct(chosen: Sequence[Chosen]) -> list[Chosen]:
    """The largest gains first, without those that mend for their tag nothing that was not mended before."""
    kept: list[Chosen] = []
    mended: set[tuple[str, int]] = set()
    for choice in sorted(chosen, key=lambda c: (-c.gain, c.effect.edit.tag, c.effect.edit.word)):
        own = {(choice.effect.edit.tag, number) for number in choice.mended}
        if own - mended:
            kept.append(choice)
            mended |= own
    return kept


class Choice:
    """Chooses edits of candidates on all folds or all but one."""

    def __init__(self, bench: Bench, search: Search) -> None:
        self._bench, self._search = bench, search
        self._base = {facet: [bench.tally(facet, {fold}) for fold in range(FOLDS)] for facet in FACETS}

    def judge(self, candidates: Sequence[Candidate]) -> list[Suggestion]:
        """The distinct edits that all articles choose and that gain on articles that did not choose them."""
        by_edit = {(c.rule.tag, c.word): c for c in candidates}
        kept = distinct(self._all(candidates, None))
        found = (self._suggestion(by_edit[choice.effect.edit[:2]], choice) for choice in kept)
        return [suggestion for suggestion in found if suggestion.gain > 0]

    def _suggestion(self, candidate: Candidate, final: Chosen) -> Suggestion:
        """The edit with what the edits that four fifths choose do to the fifth left out."""
        folds, whole = self._bench.folds, _sum(self._base[candidate.rule.facet])
        outside = [
            (number, choice.effect)
            for fold in range(FOLDS)
            if (choice := self.choose(candidate, fold)) is not None
            for number in choice.effect.facet
            if folds[number] == fold
        ]
        before = self._bench.tag_tally(candidate.rule.tag)
        with_tag = len(candidate.articles & candidate.members)
        return Suggestion(
            edit=final.effect.edit,
            name=candidate.rule.name,
            with_tag=with_tag,
            without=len(candidate.articles) - with_tag,
            z=self._search.z(candidate) if candidate.new else None,
            before=before,
            after=added(before, (effect.tag[number] for number, effect in outside)),
            gain=added(whole, (effect.facet[number] for number, effect in outside)).f1 - whole.f1,
            mended=tuple(sorted(final.mended)),
            broken=tuple(sorted(number for number, change in final.effect.facet.items() if _good(change) < 0)),
        )

    def _all(self, candidates: Sequence[Candidate], without: int | None) -> list[Chosen]:
        return [choice for one in candidates if (choice := self.choose(one, without)) is not None]

    def choose(self, candidate: Candidate, without: int | None) -> Chosen | None:
        """The edit with the largest gain on all folds but one; None where none mends enough or the word is too rare."""
        folds, base = self._bench.folds, self._base[candidate.rule.facet]
        if candidate.new and not self._search.common(candidate, without):
            return None
        whole = _sum([tally for fold, tally in enumerate(base) if fold != without])
        best: Chosen | None = None
        for effect in candidate.options:
            changes = {number: change for number, change in effect.facet.items() if folds[number] != without}
            gain = added(whole, changes.values()).f1 - whole.f1
            if gain > (best.gain if best else 0.0) and sum(map(_good, changes.values())) >= _NET:
                best = Chosen(effect, gain, frozenset(n for n, change in changes.items() if _good(change) > 0))
        return best

    def together(self, candidates: Sequence[Candidate]) -> dict[Facet, tuple[float, float]]:
        """F1 of each facet before, and where each fold is tagged with all distinct edits that the others choose."""
        found: dict[Facet, tuple[float, float]] = {}
        for facet in FACETS:
            own = [candidate for candidate in candidates if candidate.rule.facet == facet]
            edits = [[choice.effect.edit for choice in distinct(self._all(own, fold))] for fold in range(FOLDS)]
            found[facet] = (_sum(self._base[facet]).f1, self._bench.together(edits, facet).f1)
        return found


def _sum(tallies: Sequence[Tally]) -> Tally:
    return Tally(*(sum(getattr(tally, name) for tally in tallies) for name in ("right", "missed", "wrong")))


def _good(change: Counts) -> int:
    """1 for a change to the better, -1 for one to the worse."""
    by = change[0] - change[1] - change[2]
    return (by > 0) - (by < 0)
