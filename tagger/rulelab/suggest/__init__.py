"""Edits of rules that would mend misses and false hits, each measured on articles that did not choose it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tagger.pipeline import Pipeline
from tagger.rulebook.rules import Facet, Rulebook
from tagger.rulelab.suggest.choice import Choice, Suggestion
from tagger.rulelab.suggest.effects import Bench
from tagger.rulelab.suggest.search import Search
from tagger.tables.labelled import Labelled

__all__ = ["Suggestion", "Suggestions", "suggest"]

_EXAMPLES = 2


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The rules as they are, the articles, all suggestions, the largest gain first, and F1 by facet before and with all of them, out of fold."""

    pipeline: Pipeline
    rows: Sequence[Labelled]
    found: list[Suggestion]
    f1: dict[Facet, tuple[float, float]]

    def examples(self, suggestion: Suggestion) -> list[tuple[Labelled, bool]]:
        """Some articles that the edit mends (True) or breaks (False)."""
        pairs = [(number, True) for number in suggestion.mended[:_EXAMPLES]]
        pairs += [(number, False) for number in suggestion.broken[:_EXAMPLES]]
        return [(self.rows[number], good) for number, good in pairs]


def suggest(
    book: Rulebook, rows: Sequence[Labelled], *, least: int = 3, tags: frozenset[str] | None = None
) -> Suggestions:
    """Mine labelled articles for edits of these tags, or of all.

    ``least`` is the number of articles with the tag in which a new word must stand. A word, its weight and whether it is taken
    at all are chosen on four fifths of the articles; what is told is the effect on the fifth that was left out.
    """
    bench = Bench(book, rows)
    search = Search(bench, least)
    choice = Choice(bench, search)
    rules = [rule for rule in book.rules if tags is None or rule.tag in tags]
    candidates = [*search.additions(rules), *search.removals(rules)]
    found = choice.judge(candidates)
    ordered = sorted(found, key=lambda s: (-s.gain, s.edit.tag, s.edit.word))
    return Suggestions(bench.pipeline, rows, ordered, choice.together(candidates))
