"""The tags of a row of a table in one place: what a person said, else what the tagger gave; and the cells that say so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tagger.errors import TableFault, UnknownLabel, UnknownTag
from tagger.names import NOTHING, TagNames
from tagger.tables.delimited import Cells
from tagger.tables.labelled import Vocabulary
from tagger.tables.rows import JOINT
from tagger.tables.said import Said


class Tags(NamedTuple):
    """A type ("" for none) and industries, in slugs."""

    type: str
    industries: frozenset[str]


def given(cells: Mapping[str, str], vocabulary: Vocabulary) -> Tags:
    """What the tagger gave; tags that are unknown are left out."""
    said = _said(cells, vocabulary)
    return Tags(next(iter(said.tags("type", "type")), ""), said.tags("industries", "industries"))


def unknown(cells: Mapping[str, str], vocabulary: Vocabulary) -> list[str]:
    """The tags that the tagger gave and no rule file has: the row was tagged by other rules."""
    said = _said(cells, vocabulary)
    for facet in ("type", "industries"):
        said.tags(facet, facet)
    return [fault.tag for fault in said.faults if isinstance(fault, UnknownLabel)]


def shown(cells: Mapping[str, str], vocabulary: Vocabulary) -> Tags:
    """What a person said, where nothing was said what the tagger gave."""
    said, before = _said(cells, vocabulary), given(cells, vocabulary)
    kind, industries = said.corrected("type"), said.corrected("industries")
    return Tags(
        before.type if kind is None else next(iter(kind), ""), before.industries if industries is None else industries
    )


def is_whole(cells: Mapping[str, str], vocabulary: Vocabulary) -> bool:
    """Whether a person said something of both facets."""
    said = _said(cells, vocabulary)
    return said.corrected("type") is not None and said.corrected("industries") is not None


def is_confirmed(cells: Mapping[str, str], vocabulary: Vocabulary) -> bool:
    """Whether a person marked the row as checked."""
    return _said(cells, vocabulary).checked


def correct(cells: Cells, tags: Tags, vocabulary: Vocabulary) -> Cells:
    """The cells with what a person said now: confirmed where the tagger gave the same, else written out."""
    before = given(cells, vocabulary)
    wrong_type = before.type != tags.type
    wrong_industries = before.industries != tags.industries or "industries" not in cells
    return {
        **cells,
        "correct_type": (tags.type or NOTHING) if wrong_type else "",
        "correct_industries": (JOINT.join(sorted(tags.industries)) or NOTHING) if wrong_industries else "",
        "checked": "1",
    }


def answered(
    cells: Cells,
    types: list[str],
    industries: list[str],
    file: str,
    number: int,
    vocabulary: Vocabulary,
    *,
    confirm: bool,
) -> Cells | TableFault:
    """A row with the answer of a person; the row as it is where that is what it says or, unless to ``confirm``, shows.

    An answer without a type says nothing of the type; one without industries says that there are none.
    """
    before = shown(cells, vocabulary)
    try:
        found = [_find(name, vocabulary.types, "type") for name in types]
        tags = Tags(
            (found or [before.type])[0],
            frozenset(_find(name, vocabulary.industries, "industry") for name in industries),
        )
    except UnknownLabel as fault:
        return UnknownLabel(fault.reason, file, number, None, fault.hint, fault.tag, fault.facet)
    if len(found) > 1:
        return TableFault(f"一篇文章只能有一个类型，却是 `{'；'.join(types)}`", file, number, None, "留下一个")
    if tags == before and (not confirm or is_whole(cells, vocabulary)):
        return cells
    return correct(cells, tags, vocabulary)


def _find(name: str, known: TagNames, facet: str) -> str:
    try:
        return known.find(name)
    except UnknownTag as error:
        raise UnknownLabel(error.reason, hint=error.hint, tag=name, facet=facet) from None


def _said(cells: Mapping[str, str], vocabulary: Vocabulary) -> Said:
    return Said(cells, "", 0, vocabulary.industries, vocabulary.types)
