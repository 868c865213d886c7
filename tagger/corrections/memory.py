"""A corrected article comes out as corrected, whatever rules and model say of it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from weakref import finalize

from msgspec.structs import replace

from tagger.corrections.store import connect, faults, labels_of
from tagger.home import STORE
from tagger.records import Article, Decision, TagScore
from tagger.tables.labelled import Labels
from tagger.tables.rows import digest

BY = "correction"


class Memory:
    """Exact matches of corrected articles, looked up in the store's index. Threads may share it, forked processes too."""

    def __init__(self, path: Path, names: Mapping[str, str]) -> None:
        """``names`` maps the slugs of the home's tags to their names. Raises HomeFault or sqlite3.Error."""
        self._path, self._names = path, names
        self._connect()

    @property
    def state(self) -> int:
        """How many corrections the store holds: the same number, the same memory."""
        with faults(self._path):
            return int(self._connected().execute("SELECT count(*) FROM corrections").fetchone()[0])

    def said(self, article: Article) -> Labels | None:
        """What a person said of an article; None where nobody said anything."""
        with faults(self._path):
            return labels_of(self._connected(), digest(article))

    def apply(self, decision: Decision) -> Decision:
        """The Decision with what a person said in place of what was decided; the same where nobody said anything."""
        labels = self.said(decision.article)
        if labels is None:
            return decision
        gone = sorted(tag for tag in (labels.type, *(labels.industries or ())) if tag and tag not in self._names)
        reason = f"修订里的标签已不在规则里：{'、'.join(gone)}" if gone else None
        if labels.type is None or labels.industries is None:  # the other facet is as doubtful as before
            reason = "；".join(filter(None, (decision.review_reason, reason))) or None
        return replace(
            decision,
            type=self._type(decision, labels),
            types=tuple(ranked for ranked in decision.types if labels.type is None or ranked.tag != labels.type),
            industries=self._industries(decision, labels),
            review=reason is not None,
            review_reason=reason,
        )

    def _connected(self) -> sqlite3.Connection:
        if self._process != os.getpid():  # SQLite forbids to carry a connection across a fork
            self._connect()
        return self._database

    def _connect(self) -> None:
        self._database, self._process = connect(self._path), os.getpid()
        finalize(self, self._database.close)

    def _type(self, decision: Decision, labels: Labels) -> TagScore | None:
        if labels.type is None or labels.type not in (*self._names, ""):
            return decision.type
        return self._score(labels.type, [decision.type] if decision.type else []) if labels.type else None

    def _industries(self, decision: Decision, labels: Labels) -> tuple[TagScore, ...]:
        if labels.industries is None:
            return decision.industries
        return tuple(self._score(tag, decision.industries) for tag in sorted(labels.industries) if tag in self._names)

    def _score(self, tag: str, given: Iterable[TagScore]) -> TagScore:
        """A tag as corrected, with the evidence that was found for it where it was given anyway."""
        evidence = next((score.evidence for score in given if score.tag == tag), ())
        return TagScore(tag, self._names[tag], 1.0, BY, evidence)


def open_memory(home: Path, names: Mapping[str, str]) -> Memory | None:
    """The memory of a home; None where it has no corrections, which costs nothing.

    Raises HomeFault where the store cannot be read.
    """
    path = home / STORE
    if not path.exists():
        return None
    with faults(path):
        return Memory(path, names)
