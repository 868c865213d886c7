"""The results that a command works on, and the files that it writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tagger.cli.common import WRONG_USE, say, usable_rows
from tagger.errors import ExtraMissing, OutputFault, TableFault

if TYPE_CHECKING:
    from tagger.tables.delimited import Cells
    from tagger.tables.labelled import Vocabulary


def read_rows(given: str) -> tuple[list[Cells], bool]:
    """The rows of a table of results, and whether something in it could not be read, which is told."""
    from tagger.tables.results import read_results

    return usable_rows([given], lambda source: (row for _, row in read_results(source)))


def is_written(path: Path) -> bool:
    """Whether the ending of a path names a form that ``write_table`` writes; where not, that is told."""
    if path.suffix.lower() in (".csv", ".xlsx"):
        return True
    say(f"× {path}: 不会写 `{path.suffix or path.name}`  → 可用：.csv .xlsx")
    return False


def write_table(path: Path, rows: list[Cells], vocabulary: Vocabulary) -> None:
    """Rows as the ending of the path says; a workbook offers the tags to fill in."""
    from tagger.tables.results import sheet, workbook

    if path.suffix.lower() == ".csv":
        write(path, sheet(rows))
        return
    facets = {"correct_type": vocabulary.types, "correct_industries": vocabulary.industries}
    offered = {column: [names.shown(slug) for slug in names.slugs] for column, names in facets.items()}
    with _refused(path):
        workbook(rows, path, offered)


def write(path: Path, data: bytes) -> None:
    """A file whole; one that cannot be written ends the command as wrong use."""
    from tagger.files import write_whole

    with _refused(path):
        write_whole(path, data)


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    """A file that cannot be written as asked ends the command as wrong use. Raises DiskFull."""
    from tagger.files import writing

    try:
        with writing(str(path)):
            yield
    except (OutputFault, TableFault, ExtraMissing) as error:
        say(f"× {error}")
        raise typer.Exit(WRONG_USE) from None
