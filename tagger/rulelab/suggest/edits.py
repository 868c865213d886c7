"""Edits of rules: a word that comes, goes, or weighs something else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgspec.structs import replace

from tagger.rulebook.rules import Rule, Rulebook, Term
from tagger.text import squeeze


class Edit(NamedTuple):
    """A word of a tag: its weight before (None: it is new) and after (None: it goes)."""

    tag: str
    word: str
    before: float | None
    after: float | None


def edited(book: Rulebook, edits: Iterable[Edit]) -> Rulebook:
    """The rules with these edits, in order; a word is found by its squeezed form."""
    by_tag: dict[str, list[Edit]] = {}
    for edit in edits:
        by_tag.setdefault(edit.tag, []).append(edit)
    rules = tuple(_edited(rule, by_tag[rule.tag]) if rule.tag in by_tag else rule for rule in book.rules)
    return replace(book, rules=rules)


def _edited(rule: Rule, edits: list[Edit]) -> Rule:
    terms = {squeeze(term.text): term for term in rule.terms}
    for edit in edits:
        key = squeeze(edit.word)
        if edit.after is None:
            terms.pop(key)
        else:
            terms[key] = Term(terms[key].text if key in terms else edit.word, edit.after)
    return replace(rule, terms=tuple(terms.values()))
