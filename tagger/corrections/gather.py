"""All corrections of several files at once, with all that cannot be used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tagger.corrections.exchange import read_corrections
from tagger.errors import TaggerError
from tagger.readers import Source
from tagger.tables.labelled import Known, Labelled, Vocabulary, contradiction


@dataclass(slots=True)
class Gathered:
    """Rows that say something, faults, how many rows say nothing, by file and column the rows that a spreadsheet altered,
    and how rows contradict an earlier file, whose word they take the place of."""

    rows: list[Labelled] = field(default_factory=list)
    faults: list[TaggerError] = field(default_factory=list)
    silent: int = 0
    altered: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    overruling: list[str] = field(default_factory=list)


def gather(sources: Iterable[Source], vocabulary: Vocabulary, known: Known, *, approved: bool = False) -> Gathered:
    """What the files say; a file that cannot be read is a fault and stops nothing."""
    found = Gathered()
    earlier: dict[str, tuple[Labelled, str]] = {}
    for source in sources:
        before = len(found.rows)
        try:
            for row in read_corrections(source, vocabulary, known, approved=approved):
                if isinstance(row, Labelled):
                    _add(found, row)
                else:
                    found.faults.append(row)
        except TaggerError as error:
            found.faults.append(error)
        new = found.rows[before:]
        found.overruling += _overruling(new, source.place, earlier, vocabulary)
        earlier |= {row.digest: (row, source.place) for row in new}
    return found


def _overruling(
    rows: Iterable[Labelled], place: str, earlier: Mapping[str, tuple[Labelled, str]], vocabulary: Vocabulary
) -> Iterator[str]:
    for row in rows:
        if row.digest in earlier:
            other, file = earlier[row.digest]
            if reason := contradiction(row, other, vocabulary, f" {file} "):
                yield f"{place}:{row.row}: {reason}"


def _add(found: Gathered, row: Labelled) -> None:
    if not row.labels.said:
        found.silent += 1
        return
    found.rows.append(row)
    for column in row.altered:
        found.altered.setdefault((row.article.file, column), []).append(row.row)
