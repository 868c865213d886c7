"""Labelled articles: gold labels as JSON lines, or a corrections table as spreadsheets leave it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol

from tagger.errors import TableFault
from tagger.names import NOTHING, TagNames
from tagger.readers import Source
from tagger.records import Article
from tagger.tables.jsonl import article_of
from tagger.tables.rows import digest
from tagger.tables.said import Said, is_digest, mangled, misnamed, plain_date
from tagger.tables.sheets import Row, read_table


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
    """An article and its labels; ``row`` (from 1, the header counted) is where the table has it.

    ``digest`` is the article's identity: the one the table gives, else that of its headline and text. ``altered`` names the columns
    that a spreadsheet changed: text that no longer fits its digest, long numbers that were rounded, dates that are none. ``weight``: for how many articles of an
    archive this one of a sample stands, in ``stratum``. ``cells`` is the row as read.
    """

    article: Article
    labels: Labels
    row: int
    digest: str = ""
    altered: tuple[str, ...] = ()
    weight: float = 1.0
    stratum: str = ""
    cells: Row = {}


class Tag(Protocol):
    """What is needed of a tag to name it."""

    @property
    def slug(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def facet(self) -> str: ...


class Vocabulary(NamedTuple):
    """The tags that labels may name, by facet."""

    industries: TagNames
    types: TagNames

    @classmethod
    def of(cls, tags: Iterable[Tag]) -> Vocabulary:
        """The tags of a home, or of several."""
        pairs: dict[str, list[tuple[str, str]]] = {"industry": [], "type": []}
        for tag in tags:
            pairs[tag.facet].append((tag.slug, tag.name))
        return cls(TagNames(pairs["industry"]), TagNames(pairs["type"]))


Known = Callable[[str], Article | None]


def read_labelled(
    source: Source, vocabulary: Vocabulary, known: Known | None = None
) -> Iterator[Labelled | TableFault]:
    """Every row of a table with what was said of it, which may be nothing. See ``label``; raises what ``read_text`` raises."""
    return label(read_table(source), source, vocabulary, known)


def label(
    rows: Iterable[tuple[int, Row | TableFault]], source: Source, vocabulary: Vocabulary, known: Known | None = None
) -> Iterator[Labelled | TableFault]:
    """Rows as labelled articles: first those of which nothing was said, as they come, then faults and the others, in order.

    What cannot be used comes as TableFaults with row, column and value, all faults of a row; two rows that contradict each other
    come as faults both. ``known`` finds the article of a digest for rows without text; where it is given, a
    row that has no text and says nothing is passed over.
    """
    held: list[Labelled | TableFault] = []
    number = 0
    for place, row in rows:
        if isinstance(row, TableFault):
            held.append(row)
            continue
        if not number and (fault := misnamed(row, source.place)):
            yield fault
            return
        number += 1
        for found in _Reading(row, source, place, vocabulary).labelled(number, known):
            if isinstance(found, Labelled) and not found.labels.said:
                yield found
            else:
                held.append(found)
    yield from _agreed(held, source.place, vocabulary)


def with_accepted(labels: Labels, row: Row, vocabulary: Vocabulary) -> Labels:
    """Labels with what the row that they stood in accepts beside them, as far as they are still what it asks for."""
    now = _labels(row, Said(row, "", 0, vocabulary.industries, vocabulary.types))
    return replace(
        labels,
        industries_ok=now.industries_ok if now.industries == labels.industries else labels.industries_ok,
        types_ok=now.types_ok if now.type == labels.type else labels.types_ok,
    )


def _agreed(rows: list[Labelled | TableFault], file: str, vocabulary: Vocabulary) -> Iterator[Labelled | TableFault]:
    """The same in order, but of rows that speak of one article and disagree a fault each, which shows the other."""
    groups: dict[str, list[Labelled]] = {}
    for row in rows:
        if isinstance(row, Labelled):
            groups.setdefault(row.digest, []).append(row)
    for row in rows:
        reason = _disagreement(row, groups[row.digest], vocabulary) if isinstance(row, Labelled) else None
        yield TableFault(reason, file, row.row, None, "留下对的一行") if isinstance(row, Labelled) and reason else row


def _disagreement(row: Labelled, group: list[Labelled], vocabulary: Vocabulary) -> str | None:
    """How a row contradicts another one that speaks of the same article."""
    for other in group:
        if digest(row.article) != digest(other.article):
            return f"digest 与第 {other.row} 行相同，标题或正文却不同"
        if reason := contradiction(row, other, vocabulary):
            return reason
    return None


def contradiction(row: Labelled, other: Labelled, vocabulary: Vocabulary, file: str = "") -> str | None:
    """What two rows say differently of one article, said of the first; ``file`` holds the other where it is another."""
    for facet, names, column in (("类型", vocabulary.types, "type"), ("行业", vocabulary.industries, "industries")):
        here, there = getattr(row.labels, column), getattr(other.labels, column)
        if here is not None and there is not None and here != there:
            shown = f"这里是 {_shown(here, names)}，那里是 {_shown(there, names)}"
            return f"与{file}第 {other.row} 行是同一篇，{facet}却不同：{shown}"
    return None


def _shown(tags: str | frozenset[str], names: TagNames) -> str:
    listed = [tags] if isinstance(tags, str) else sorted(tags)
    return "；".join(names.shown(tag) for tag in listed if tag) or NOTHING


class _Reading:
    """One row, read as a labelled article."""

    def __init__(self, row: Row, source: Source, place: int, vocabulary: Vocabulary) -> None:
        self._row, self._source, self._place = row, source, place
        self._said = Said(row, source.place, place, vocabulary.industries, vocabulary.types)

    def labelled(self, number: int, known: Known | None) -> list[Labelled | TableFault]:
        """The labelled article, or all faults of the row; nothing where it has no text and says nothing."""
        labels = _labels(self._row, self._said)
        if self._said.faults:
            return list(self._said.faults)
        given = str(self._row.get("digest") or "").strip()
        given = given if is_digest(given) else ""
        if str(self._row.get("text") or "").strip():
            cells = {**self._row, "date": plain_date(str(self._row.get("date") or ""))}
            article: Article | None = article_of(cells, self._source.file, self._source.name, number)
        elif known is not None and not labels.said:
            return []
        else:
            article = known(given) if known and given else None
        if article is None:
            return [self._said.fault("text", "这一行没有 `text`", "补上正文，或删去这一行")]
        return self._whole(article, labels, given)

    def _whole(self, article: Article, labels: Labels, given: str) -> list[Labelled | TableFault]:
        own = digest(article)
        altered = [*(["text"] if given and given != own else []), *mangled(self._row)]
        weight = self._said.number("weight", 1.0)
        stratum = str(self._row.get("stratum") or "")
        whole = Labelled(article, labels, self._place, given or own, tuple(altered), weight, stratum, self._row)
        return list(self._said.faults) or [whole]


def _labels(row: Row, said: Said) -> Labels:
    """What a row says, as a corrections table or as gold labels."""
    industries = row.get("industries")
    if said.is_correction:
        kind, tags = said.corrected("type"), said.corrected("industries")
        return Labels(industries=tags, type=None if kind is None else next(iter(kind), ""))
    if isinstance(industries, list) and not any(isinstance(tag, dict) for tag in industries):
        return _gold(row, said)
    return Labels()  # a tagger may have said something, a person did not


def _gold(row: Row, said: Said) -> Labels:
    kind = said.tags("type", "type") if isinstance(row.get("type"), str) else None
    zone: Any = row.get("zone") if row.get("zone_certain", True) else None
    return Labels(
        industries=said.tags("industries", "industries"),
        industries_ok=said.tags("industries_ok", "industries"),
        type=None if kind is None else next(iter(kind), ""),
        types_ok=said.tags("types_ok", "type"),
        zone=zone,
    )
