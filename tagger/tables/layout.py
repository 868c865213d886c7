"""What a row of the table of results is: an article or, in the long layout, an article x tag."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from tagger.records import Decision, TagScore
from tagger.tables.rows import COLUMNS, JOINT, Value, digest, values, words

LONG = (
    "file", "article", "id", "date", "title", "zone", "facet", "tag", "name", "score", "by", "parent", "parent_name",
    "codes", "evidence", "review", "review_reason", "digest",
)  # fmt: skip
_KINDS: dict[str, type] = {
    "article": int, "type_score": float, "score": float, "review": bool,
    "industries": list, "industry_names": list, "industry_scores": list,
}  # fmt: skip


class Known(Struct, frozen=True):
    """What a table says of a tag beside its slug and name; ``codes`` maps an official classification to codes of it."""

    name: str
    facet: str
    parent: str | None = None
    codes: dict[str, list[str]] = {}


class Layout(Struct, frozen=True):
    """The columns of a table and the rows of a Decision in it.

    ``tags`` are all tags by slug. ``keep`` are columns carried over from the tables that articles came from.
    """

    tags: dict[str, Known]
    long: bool = False
    text: bool = True
    keep: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return (LONG if self.long else COLUMNS) + self.keep

    @property
    def kinds(self) -> dict[str, type]:
        """The type of the values of each column."""
        return {column: _KINDS.get(column, str) for column in self.columns}

    def rows(self, decision: Decision) -> Iterable[list[Value]]:
        """The rows of one article; in the long layout at least one, without a tag where it has none."""
        kept = dict(decision.article.kept)
        more: list[Value] = [kept.get(column) for column in self.keep]
        if not self.long:
            return (values(decision, text=self.text) + more,)
        scores: list[TagScore | None] = [decision.type] if decision.type else []
        scores += decision.industries
        return [self._long(decision, score) + more for score in scores or [None]]

    def _long(self, decision: Decision, score: TagScore | None) -> list[Value]:
        article = decision.article
        known = self.tags.get(score.tag) if score else None
        parent = self.tags.get(known.parent) if known and known.parent else None
        codes = known.codes.items() if known else ()
        return [
            article.file, article.number, article.id, article.date, article.title, decision.zone,
            known.facet if known else None, score.tag if score else None, score.name if score else None,
            score.score if score else None, score.by if score else None,
            known.parent if known else None, parent.name if parent else None,
            JOINT.join(f"{kind}:{'、'.join(listed)}" for kind, listed in codes) or None,
            "、".join(words(score)) if score else None, decision.review, decision.review_reason, digest(article),
        ]  # fmt: skip

    def suggested(self) -> dict[str, list[str]]:
        """The names that a person may fill into the ``correct_*`` columns."""
        if self.long:
            return {}
        facets = (("correct_type", "type"), ("correct_industries", "industry"))
        return {column: [tag.name for tag in self.tags.values() if tag.facet == facet] for column, facet in facets}
