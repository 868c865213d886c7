"""What was said of articles over time: which word is new, and which holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from tagger.names import NOTHING
from tagger.records import Article
from tagger.tables.delimited import Cells
from tagger.tables.jsonl import article_of
from tagger.tables.labelled import Labelled, Labels
from tagger.tables.results import cells_of
from tagger.tables.rows import JOINT

ASKED = "tagger retrain --ask"  # the file of an answer; its row is the number of the correction asked about


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person said of an article: when, in which row of which file, under which rules and model. Labels that say
    nothing take back whatever was said before.

    ``cells`` is the row with its article (``title``, ``text``, ...) and whatever other columns it had.
    """

    number: int
    digest: str
    made: str
    file: str
    row: int
    rules: str
    model: str | None
    labels: Labels
    cells: dict[str, Any]

    @property
    def article(self) -> Article:
        """The article as the row gave it."""
        return article_of(self.cells, self.file, Path(self.file).stem, self.number)

    def row_cells(self) -> Cells:
        """The row as a table has it, with what was said written out."""
        kind, industries = self.labels.type, self.labels.industries
        return cells_of(self.cells) | {
            "digest": self.digest,
            "correct_type": "" if kind is None else kind or NOTHING,
            "correct_industries": "" if industries is None else JOINT.join(sorted(industries)) or NOTHING,
            "checked": "",
        }


def of_row(row: Labelled, rules: str, model: str | None) -> Correction:
    """A row of a table as a correction that has neither number nor time yet."""
    article = row.article
    whole = {
        "id": article.id or "",
        **row.cells,
        "title": article.title,
        "text": article.text,
        "date": article.date or "",
    }
    return Correction(0, row.digest, "", article.file, row.row, rules, model, row.labels, whole)


class Entry(NamedTuple):
    """What a file said of an article."""

    file: str
    labels: Labels


def novelty(row: Labelled, entries: Sequence[Entry]) -> Literal["new", "changed", "same"]:
    """Whether a row says what nobody said, something else, or nothing new of its article, of which ``entries`` were said."""
    if entries and entries[-1].file == ASKED:
        own = [entry.labels for entry in entries if entry.file == row.article.file]
        if own and over(own[-1], row.labels) == own[-1]:  # the very row that a person was asked about
            return "same"
    before = fold(entries)
    return "new" if before is None else "changed" if over(before, row.labels) != before else "same"


def fold(entries: Iterable[Entry]) -> Labels | None:
    """What holds after all of them; None where nothing was said, or all was taken back."""
    labels: Labels | None = None
    for entry in entries:
        labels = over(labels, entry.labels)
    return labels


def over(before: Labels | None, after: Labels) -> Labels | None:
    """What was said last of each facet; None after what takes everything back."""
    if before is None or not after.said:
        return after if after.said else None
    return Labels(
        industries=before.industries if after.industries is None else after.industries,
        type=before.type if after.type is None else after.type,
    )


def latest(history: Iterable[Correction]) -> list[Correction]:
    """One correction an article, those said last at the end; none of an article of which all was taken back."""
    held: dict[str, Correction] = {}
    for found in history:
        before = held.pop(found.digest, None)
        labels = over(before.labels if before else None, found.labels)
        if labels is not None:
            held[found.digest] = replace(found, labels=labels)
    return list(held.values())
