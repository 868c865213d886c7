"""``tagger corrections export``: the store, or results to be checked, for a spreadsheet, Label Studio or doccano."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tagger.cli.common import FINDINGS, WRONG_USE, HomeOption, open_home, say

if TYPE_CHECKING:
    from tagger.tables.delimited import Cells
    from tagger.tables.labelled import Vocabulary


class Form(StrEnum):
    """What reads the file."""

    table = "table"
    label_studio = "label-studio"
    doccano = "doccano"


_BY_ENDING = {".csv": Form.table, ".xlsx": Form.table, ".json": Form.label_studio, ".jsonl": Form.doccano}


def export(
    out: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="写到这个文件。", show_default=False)],
    results: Annotated[
        str | None,
        typer.Argument(metavar="[RESULTS]", help="要核对的结果表；不给则导出修订库。", show_default=False),
    ] = None,
    format: Annotated[
        Form | None,
        typer.Option(
            "--format",
            "-f",
            help="默认看文件名：.csv、.xlsx 为表，.json 为 Label Studio，.jsonl 为 doccano。",
            show_default=False,
        ),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option("--config", metavar="FILE", help="另写 Label Studio 的标注界面（XML）。", show_default=False),
    ] = None,
    home: HomeOption = None,
) -> None:
    """导出修订库或结果表，在表格软件、Label Studio 或 doccano 里核对。"""
    from tagger.cli.results import is_written, read_rows, write, write_table
    from tagger.corrections.store import Store
    from tagger.match import load_compiled
    from tagger.tables.labelled import Vocabulary

    form = format or _BY_ENDING.get(out.suffix.lower())
    if form is None:
        say(f"× 看不出 `{out.name}` 要写成什么；用 --format table、label-studio 或 doccano")
        raise typer.Exit(WRONG_USE)
    if form is Form.table and not is_written(out):
        raise typer.Exit(WRONG_USE)
    found = open_home(home)
    vocabulary = Vocabulary.of(load_compiled(found).tags)
    failed = False
    if results is None:
        rows = [correction.row_cells() for correction in Store(found.path).current()]
    else:
        rows, failed = read_rows(results)
    if config is not None:
        from tagger.corrections.label_studio import labelling_config

        write(config, labelling_config(vocabulary).encode())
    if form is Form.table:
        write_table(out, rows, vocabulary)
    else:
        write(out, _encoded(rows, form, vocabulary))
    say(f"写出 {len(rows)} 篇到 {out}")
    if failed:
        raise typer.Exit(FINDINGS)


def _encoded(rows: list[Cells], form: Form, vocabulary: Vocabulary) -> bytes:
    if form is Form.label_studio:
        from tagger.corrections.label_studio import tasks

        return tasks(rows, vocabulary).encode()
    from tagger.corrections.doccano import lines

    return lines(rows, vocabulary).encode()
