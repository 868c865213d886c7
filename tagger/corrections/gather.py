"""All corrections of several files at once, with all that cannot be used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tagger.corrections.exchange import read_corrections
from tagger.errors import TaggerError
from tagger.readers import Source
from tagger.tables.labelled import Known, Labelled, Vocabulary


@dataclass(slots=True)
class Gathered:
    """Rows that say something, faults, how many rows say nothing, and by file and column the rows that a spreadsheet altered."""

    rows: list[Labelled] = field(default_factory=list)
    faults: list[TaggerError] = field(default_factory=list)
    silent: int = 0
    altered: dict[tuple[str, str], list[int]] = field(default_factory=dict)


def gather(sources: Iterable[Source], vocabulary: Vocabulary, known: Known, *, approved: bool = False) -> Gathered:
    """What the files say; a file that cannot be read is a fault and stops nothing."""
    found = Gathered()
    for source in sources:
        try:
            for row in read_corrections(source, vocabulary, known, approved=approved):
                if isinstance(row, Labelled):
                    _add(found, row)
                else:
                    found.faults.append(row)
        except TaggerError as error:
            found.faults.append(error)
    return found


def _add(found: Gathered, row: Labelled) -> None:
    if not row.labels.said:
        found.silent += 1
        return
    found.rows.append(row)
    for column in row.altered:
        found.altered.setdefault((row.article.file, column), []).append(row.row)
