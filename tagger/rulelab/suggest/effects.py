"""What an edit does to labelled articles, through the real matcher, fold by fold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tagger.judge import Tree, Verdict
from tagger.match import compile_rules
from tagger.pipeline import Pipeline
from tagger.rulebook.rules import Facet, Rulebook
from tagger.rulelab.agreement import Tally, joined, judge_both
from tagger.rulelab.suggest.edits import Edit, edited
from tagger.tables.labelled import Labelled
from tagger.tables.rows import digest

FOLDS = 5
Counts = tuple[int, int, int]  # right, missed, wrong


class Effect(NamedTuple):
    """An edit and, for each article that it changes, what it adds to the counts of the facet and of the tag."""

    edit: Edit
    facet: dict[int, Counts]
    tag: dict[int, Counts]


class Bench:
    """Labelled articles with the verdicts of the rules as they are, parted into folds by the digest of each article."""

    def __init__(self, book: Rulebook, rows: Sequence[Labelled]) -> None:
        self.book, self.rows = book, rows
        self.pipeline = Pipeline(compile_rules(book))
        self.facets: dict[str, Facet] = {rule.tag: rule.facet for rule in book.rules}
        self._tree = Tree({rule.tag: rule.parent for rule in book.rules})
        self.folds = [int(digest(row.article), 16) % FOLDS for row in rows]
        self.texts = [self.pipeline.trace(row.article).document.text for row in rows]
        self.verdicts = [self._verdict(self.pipeline, row) for row in rows]

    def effect(self, edit: Edit, articles: Iterable[int]) -> Effect:
        """Tag these articles with the edited rules; others are taken to stay as they are."""
        changed = Pipeline(compile_rules(edited(self.book, [edit])))
        facet: dict[int, Counts] = {}
        tag: dict[int, Counts] = {}
        for number in articles:
            before, after = self.verdicts[number], self._verdict(changed, self.rows[number])
            if before != after:
                facet[number] = self._difference(before, after, self.facets[edit.tag])
                tag[number] = tuple((edit.tag in b) - (edit.tag in a) for a, b in zip(before, after, strict=True))  # type: ignore[assignment]
        return Effect(edit, facet, tag)

    def tally(self, facet: Facet, folds: set[int] | None = None) -> Tally:
        """The counts of a facet, over the articles of some folds or all."""
        whole = [
            verdict for verdict, fold in zip(self.verdicts, self.folds, strict=True) if folds is None or fold in folds
        ]
        return self._tally(whole, facet)

    def tag_tally(self, tag: str) -> Tally:
        """The counts of one tag over all articles."""
        return Tally(*(sum(tag in part for part in parts) for parts in zip(*self.verdicts, strict=True)))

    def together(self, edits: Sequence[Sequence[Edit]], facet: Facet) -> Tally:
        """The counts where the articles of each fold are tagged with the edits of that fold, all at once."""
        verdicts: list[Verdict] = []
        for fold, chosen in enumerate(edits):
            pipeline = Pipeline(compile_rules(edited(self.book, chosen))) if chosen else None
            for number, row in enumerate(self.rows):
                if self.folds[number] == fold:
                    verdicts.append(self._verdict(pipeline, row) if pipeline else self.verdicts[number])
        return self._tally(verdicts, facet)

    def _tally(self, verdicts: Sequence[Verdict], facet: Facet) -> Tally:
        counts = [sum(self.facets[tag] == facet for verdict in verdicts for tag in verdict[part]) for part in range(3)]
        return Tally(*counts)

    def _difference(self, before: Verdict, after: Verdict, facet: Facet) -> Counts:
        counts = [sum(self.facets[tag] == facet for tag in side) for side in (*before, *after)]
        return counts[3] - counts[0], counts[4] - counts[1], counts[5] - counts[2]

    def _verdict(self, pipeline: Pipeline, row: Labelled) -> Verdict:
        return joined(*judge_both(pipeline.tag(row.article), row.labels, self._tree))


def added(tally: Tally, changes: Iterable[Counts]) -> Tally:
    """The counts with the changes of some articles."""
    right, missed, wrong = tally.right, tally.missed, tally.wrong
    for change in changes:
        right, missed, wrong = right + change[0], missed + change[1], wrong + change[2]
    return Tally(right, missed, wrong)
