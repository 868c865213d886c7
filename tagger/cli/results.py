"""The results that a command works on, and the files that it writes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tagger.cli.common import WRONG_USE, say, usable_rows

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
    from tagger.errors import TaggerError
    from tagger.tables.results import sheet, workbook

    if path.suffix.lower() == ".csv":
        write(path, sheet(rows))
        return
    facets = {"correct_type": vocabulary.types, "correct_industries": vocabulary.industries}
    offered = {column: [names.shown(slug) for slug in names.slugs] for column, names in facets.items()}
    try:
        workbook(rows, path, offered)
    except (TaggerError, OSError) as error:
        say(f"× {error}")
        raise typer.Exit(WRONG_USE) from None


def write(path: Path, data: bytes) -> None:
    """A file whole; one that cannot be written ends the command as wrong use."""
    from tagger.files import write_whole

    try:
        write_whole(path, data)
    except OSError as error:
        say(f"× {path}: 写不了：{error.strerror}  → 看文件夹在不在、能不能写、有没有空间")
        raise typer.Exit(WRONG_USE) from None
