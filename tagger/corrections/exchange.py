"""Corrections in any form that they come in: a table, Label Studio's JSON, doccano's JSON lines."""

from __future__ import annotations

import os
from collections.abc import Iterator

import msgspec

from tagger.corrections.doccano import is_line, read_lines
from tagger.corrections.label_studio import read_tasks
from tagger.errors import TableFault
from tagger.readers import Source, read_text
from tagger.tables.labelled import Known, Labelled, Vocabulary, label
from tagger.tables.sheets import Row, read_table


def read_corrections(
    source: Source, vocabulary: Vocabulary, known: Known | None = None, *, approved: bool = False
) -> Iterator[Labelled | TableFault]:
    """Every row with what was said of it, as ``tables.labelled.label`` gives them.

    ``approved``: every line of a doccano file was approved by a person. Raises what ``read_text`` raises, and TableFault
    for JSON that is no list of tasks.
    """
    return label(_rows(source, vocabulary, approved), source, vocabulary, known)


def _rows(source: Source, vocabulary: Vocabulary, approved: bool) -> Iterator[tuple[int, Row | TableFault]]:
    if os.path.splitext(source.path)[1].lower() == ".json":
        yield from read_tasks(_list(source), source.place, vocabulary)
        return
    rows = list(read_table(source))
    foreign = any(not isinstance(row, TableFault) and is_line(row) for _, row in rows)
    yield from read_lines(rows, source.place, vocabulary, approved=approved) if foreign else rows


def _list(source: Source) -> list[object]:
    try:
        return msgspec.json.decode(read_text(source), type=list[object])
    except (msgspec.MsgspecError, RecursionError) as error:
        raise TableFault(f"不是 Label Studio 导出的任务列表：{error}", source.place) from error
