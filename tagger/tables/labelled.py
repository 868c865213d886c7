"""Labelled articles: JSON lines with gold labels, or a corrections table (CSV, TSV or JSON lines)."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from tagger.errors import TableFault, UnknownTag
from tagger.names import NONE, TagNames
from tagger.readers import Source, read_text
from tagger.records import Article
from tagger.tables.jsonl import article_of, parse_rows
from tagger.tables.rows import digest, unsafe

DELIMITERS = {".csv": ",", ".tsv": "\t"}
_CORRECTIONS = ("correct_type", "correct_industries", "checked")
_YES = frozenset(("1", "x", "√", "是", "true", "yes"))
_JOINTS = re.compile("[；;，,、]")
_LONGEST_CELL = 1 << 24


@dataclass(frozen=True, slots=True)
class Labels:
    """What a person said of an article, in slugs.

    ``industries`` None: nothing was said; empty: none applies. ``type`` None: nothing was said; "": none applies.
    ``industries_ok`` and ``types_ok`` are accepted and not asked for. ``zone`` None: nothing certain was said.
    """

    industries: frozenset[str] | None = None
    industries_ok: frozenset[str] = frozenset()
    type: str | None = None
    types_ok: frozenset[str] = frozenset()
    zone: str | None = None

    @property
    def said(self) -> bool:
        """Whether anything was said of type or industries."""
        return self.industries is not None or self.type is not None


class Labelled(NamedTuple):
    """An article and its labels; ``row`` (from 1, the header counted) is where the table has it."""

    article: Article
    labels: Labels
    row: int


class Vocabulary(NamedTuple):
    """The tags that labels may name, by facet."""

    industries: TagNames
    types: TagNames


def read_labelled(source: Source, vocabulary: Vocabulary) -> Iterator[Labelled | TableFault]:
    """Every row of a table that has ``text``, with what was said of it, which may be nothing.

    A row with an unknown tag, without text, or that says of the same article something else than a row before it
    comes as a TableFault with its row; nothing is dropped unsaid. Raises what ``read_text`` raises.
    """
    seen: dict[str, Labelled] = {}
    number = 0
    for place, row in _rows(source):
        if isinstance(row, TableFault):
            yield row
            continue
        number += 1
        try:
            labels = _Row(row, source.file, place, vocabulary).labels()
        except TableFault as fault:
            yield fault
            continue
        found = Labelled(article_of(row, source.file, source.name, number), labels, place)
        first = seen.setdefault(digest(found.article), found)
        if labels.said and _contradict(first.labels, labels):
            yield TableFault(f"与第 {first.row} 行是同一篇，标注却不同", source.file, place, None, "留下对的一行")
        else:
            yield found


def _contradict(first: Labels, second: Labels) -> bool:
    pairs = ((first.type, second.type), (first.industries, second.industries))
    return any(one is not None and other is not None and one != other for one, other in pairs)


def _rows(source: Source) -> Iterator[tuple[int, dict[str, Any] | TableFault]]:
    text = read_text(source)
    delimiter = DELIMITERS.get(os.path.splitext(source.path)[1].lower())
    if delimiter is None:
        yield from parse_rows(text, source.file)
        return
    csv.field_size_limit(_LONGEST_CELL)
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    if "text" not in (table.fieldnames or ()):
        yield 1, TableFault("表头里没有 `text` 列", source.file, 1, None, "第一行要有列名，至少 text")
        return
    for place, row in enumerate(table, 2):
        cells = {key: unsafe(cell or "") for key, cell in row.items() if key is not None}
        if cells["text"].strip():
            yield place, cells
        else:
            yield place, TableFault("这一行没有 `text`", source.file, place, None, "补上正文，或删去这一行")


class _Row:
    """The keys of one row, read as labels."""

    def __init__(self, row: Mapping[str, Any], file: str, place: int, vocabulary: Vocabulary) -> None:
        self._row, self._file, self._place, self._vocabulary = row, file, place, vocabulary

    def labels(self) -> Labels:
        """Raises TableFault where a tag is unknown."""
        if any(key in self._row for key in _CORRECTIONS):
            return self._corrections()
        industries = self._row.get("industries")
        if isinstance(industries, list) and not any(isinstance(tag, dict) for tag in industries):
            return self._gold(industries)
        return Labels()  # a tagger may have said something, a person did not

    def _corrections(self) -> Labels:
        """A filled ``correct_*`` replaces; a blank one with ``checked`` confirms what the row says already."""
        checked = str(self._row.get("checked") or "").strip().lower() in _YES
        kind, industries = (self._corrected(facet, checked) for facet in ("type", "industries"))
        types = None if kind is None else self._tags(kind, self._vocabulary.types, "type")
        if types and len(types) > 1:
            raise self._fault("type", "一篇文章只能有一个类型", "留下一个")
        return Labels(
            industries=None
            if industries is None
            else self._tags(industries, self._vocabulary.industries, "industries"),
            type=None if types is None else next(iter(types), ""),
        )

    def _corrected(self, facet: str, checked: bool) -> str | None:
        corrected = str(self._row.get(f"correct_{facet}") or "").strip()
        if corrected:
            return corrected
        return str(self._row[facet] or "") if checked and facet in self._row else None

    def _gold(self, industries: list[Any]) -> Labels:
        kind, known = self._row.get("type"), self._vocabulary
        types = self._tags([kind], known.types, "type") if isinstance(kind, str) else None
        certain = self._row.get("zone_certain", True)
        return Labels(
            industries=self._tags(industries, known.industries, "industries"),
            industries_ok=self._tags(self._row.get("industries_ok") or (), known.industries, "industries_ok"),
            type=None if types is None else next(iter(types), ""),
            types_ok=self._tags(self._row.get("types_ok") or (), known.types, "types_ok"),
            zone=self._row.get("zone") if certain else None,
        )

    def _tags(self, given: Any, known: TagNames, column: str) -> frozenset[str]:
        if isinstance(given, str):  # a name may hold what else parts names
            names = [given] if given in known else _JOINTS.split(given)
        else:
            names = [str(tag) for tag in given]
        try:
            return frozenset(known.find(name) for name in names if name.strip() and name.strip() not in NONE)
        except UnknownTag as error:
            raise self._fault(column, error.reason, error.hint) from None

    def _fault(self, column: str, reason: str, hint: str | None) -> TableFault:
        named = f"correct_{column}" if self._row.get(f"correct_{column}") else column
        return TableFault(f"{named}：{reason}", self._file, self._place, None, hint)
