"""Label Studio: tasks in its JSON form, tags as predictions, what people said as annotations.

A task's ``data`` holds every cell of the row, so nothing is lost on the way there and back.
Source: https://labelstud.io/guide/task_format, https://labelstud.io/guide/predictions
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

from tagger.corrections.answers import Tags, answered, given, is_whole, shown
from tagger.errors import TableFault
from tagger.tables.delimited import Cells
from tagger.tables.labelled import Vocabulary

_FACETS = ("type", "industries")


def tasks(rows: Iterable[Cells], vocabulary: Vocabulary) -> str:
    """Rows as a JSON list of tasks for import into Label Studio."""
    return json.dumps([_task(row, vocabulary) for row in rows], ensure_ascii=False, indent=1)


def read_tasks(found: list[Any], file: str, vocabulary: Vocabulary) -> Iterator[tuple[int, Cells | TableFault]]:
    """The rows of exported tasks, numbered from 1: one for each annotation, the row as it was where there is none.

    An annotation that says what the row says already leaves the row as it is.
    """
    for number, task in enumerate(found, 1):
        data = task.get("data") if isinstance(task, Mapping) else None
        if not isinstance(data, Mapping):
            hint = "导出时选 JSON，不要选 JSON-MIN"
            yield number, TableFault("这个任务没有 `data`", file, number, None, hint)
            continue
        cells = {key: "" if value is None else str(value) for key, value in data.items()}
        annotations = [each for each in task.get("annotations") or () if not each.get("was_cancelled")]
        for annotation in annotations:
            yield number, _annotated(cells, annotation.get("result") or (), file, number, vocabulary)
        if not annotations:
            yield number, cells


def labelling_config(vocabulary: Vocabulary) -> str:
    """The labelling interface to set up in Label Studio: one type, any number of industries."""
    lines = ["<View>", '  <Header value="$title"/>', '  <Text name="text" value="$text"/>']
    for facet, names, choice in (
        ("type", vocabulary.types, "single"),
        ("industries", vocabulary.industries, "multiple"),
    ):
        lines.append(f'  <Choices name="{facet}" toName="text" choice="{choice}" showInline="true">')
        lines += [f"    <Choice value={quoteattr(names.shown(slug))}/>" for slug in names.slugs]
        lines.append("  </Choices>")
    return "\n".join([*lines, "</View>"]) + "\n"


def _task(row: Cells, vocabulary: Vocabulary) -> dict[str, Any]:
    task: dict[str, Any] = {"data": row}
    result = _result(given(row, vocabulary), vocabulary)
    if result:
        task["predictions"] = [{"model_version": "tagger", "result": result}]
    if is_whole(row, vocabulary):
        task["annotations"] = [{"result": _result(shown(row, vocabulary), vocabulary)}]
    return task


def _result(tags: Tags, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    chosen = {
        "type": [vocabulary.types.shown(tags.type)] if tags.type else [],
        "industries": [vocabulary.industries.shown(tag) for tag in sorted(tags.industries)],
    }
    return [
        {"id": facet, "from_name": facet, "to_name": "text", "type": "choices", "value": {"choices": names}}
        for facet, names in chosen.items()
        if names
    ]


def _annotated(
    cells: Cells, result: Iterable[Mapping[str, Any]], file: str, number: int, vocabulary: Vocabulary
) -> Cells | TableFault:
    chosen: dict[str, list[str]] = {facet: [] for facet in _FACETS}
    for region in result:
        if region.get("type") != "choices":
            continue  # a remark or a marked passage
        if region.get("from_name") not in _FACETS:
            reason = f"annotations：不认识 from_name `{region.get('from_name')}`"
            return TableFault(reason, file, number, None, "标注界面里的 Choices 要叫 type 和 industries")
        chosen[region["from_name"]] += region["value"]["choices"]
    return answered(cells, chosen["type"], chosen["industries"], file, number, vocabulary, confirm=True)
