"""The results that a command works on, and the files that it writes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tagger.cli.common import WRONG_USE, named_sources, say, say_failure
from tagger.records import Failure

if TYPE_CHECKING:
    from tagger.tables.delimited import Cells


def read_rows(given: str) -> tuple[list[Cells], bool]:
    """The rows of a table of results, and whether something in it could not be read, which is told."""
    from tagger.errors import TableFault, TaggerError
    from tagger.tables.results import read_results

    rows: list[Cells] = []
    failed = False
    for source in named_sources([given]):
        if isinstance(source, Failure):
            failed = True
            say_failure(source)
            continue
        try:
            for _, row in read_results(source):
                if isinstance(row, TableFault):
                    failed = True
                    say(f"✗ {row}")
                else:
                    rows.append(row)
        except TaggerError as error:
            failed = True
            say(f"✗ {error}")
    return rows, failed


def write(path: Path, data: bytes) -> None:
    """A file whole; one that cannot be written ends the command as wrong use."""
    from tagger.files import write_whole

    try:
        write_whole(path, data)
    except OSError as error:
        say(f"✗ {path}: 不能写：{error.strerror}")
        raise typer.Exit(WRONG_USE) from None
