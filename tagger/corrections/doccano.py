"""doccano: JSON lines of a multi-label text classification project, one list of labels a text.

doccano keeps whatever else a line holds: ``tagger`` carries the cells of the row. It shows only the text, so the headline stands
before it. Source: doccano's data_import and data_export, ``{"id", "text", "label", "Comments", ...metadata}``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tagger.corrections.answers import answered, shown
from tagger.errors import TableFault
from tagger.tables.delimited import Cells
from tagger.tables.labelled import Vocabulary

_TYPE, _INDUSTRY = "类型：", "行业："
_CELLS = "tagger"


def lines(rows: Iterable[Cells], vocabulary: Vocabulary) -> str:
    """Rows as JSON lines; the labels are what a person said, else what the tagger gave."""
    return "".join(json.dumps(_line(row, vocabulary), ensure_ascii=False) + "\n" for row in rows)


def is_line(row: Mapping[str, Any]) -> bool:
    """Whether a row of JSON lines is doccano's."""
    return isinstance(row.get("label", row.get("labels")), list)


def read_lines(
    rows: Iterable[tuple[int, dict[str, Any] | TableFault]], file: str, vocabulary: Vocabulary, *, approved: bool
) -> Iterator[tuple[int, Cells | TableFault]]:
    """The rows of exported lines. Labels that were changed are a correction; unchanged ones confirm where every line was ``approved``."""
    for number, row in rows:
        if isinstance(row, TableFault):
            yield number, row
            continue
        labels = [str(label) for label in row.get("label") or row.get("labels") or ()]
        types = [label.removeprefix(_TYPE) for label in labels if _is_type(label, vocabulary)]
        industries = [label.removeprefix(_INDUSTRY) for label in labels if not _is_type(label, vocabulary)]
        yield number, answered(_cells(row), types, industries, file, number, vocabulary, confirm=approved)


def _line(row: Cells, vocabulary: Vocabulary) -> dict[str, Any]:
    tags, title = shown(row, vocabulary), row.get("title")
    label = [f"{_TYPE}{vocabulary.types.shown(tags.type)}"] if tags.type else []
    label += [f"{_INDUSTRY}{vocabulary.industries.shown(tag)}" for tag in sorted(tags.industries)]
    text = row.get("text", "")
    cells = {key: cell for key, cell in row.items() if key != "text"}
    return {"text": f"{title}\n{text}" if title else text, "label": label, _CELLS: cells}


def _cells(row: Mapping[str, Any]) -> Cells:
    cells = row.get(_CELLS)
    if not isinstance(cells, Mapping):
        return {"text": str(row["text"])}
    title = cells.get("title")
    return {**cells, "text": str(row["text"]).removeprefix(f"{title}\n" if title else "")}


def _is_type(label: str, vocabulary: Vocabulary) -> bool:
    return label.startswith(_TYPE) or (not label.startswith(_INDUSTRY) and label in vocabulary.types)
