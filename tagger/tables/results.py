"""Results as rows of cells, in the columns of the table and any others: read back from every form, written as CSV or xlsx."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tagger.errors import TableFault
from tagger.files import whole
from tagger.readers import Source
from tagger.tables.delimited import TEXT, Cells
from tagger.tables.jsonl import article_of
from tagger.tables.rows import COLUMNS, JOINT, digest, safe
from tagger.tables.said import is_digest
from tagger.tables.sheets import read_table

_RECORD_ONLY = frozenset(("page", "articles", "kicker", "byline", "start", "end", "spans", "types"))


def read_results(source: Source) -> Iterator[tuple[int, Cells | TableFault]]:
    """The number of each row with its cells, among them ``digest`` and ``text``, or what is wrong with it.

    Raises what ``read_text`` raises.
    """
    for place, row in read_table(source, wanted=TEXT):
        if isinstance(row, TableFault):
            yield place, row
        elif not str(row["text"] or "").strip():
            yield place, TableFault("text：这一行没有正文", source.place, place, None, "补上正文，或删去这一行")
        else:
            try:
                cells = cells_of(row)
            except (KeyError, TypeError, AttributeError):
                yield place, TableFault("这一行不是完整的结果", source.file, place, None, "用 tagger tag 重新生成")
                continue
            if not is_digest(cells.get("digest", "")):
                cells["digest"] = digest(article_of(row, source.file, source.name, place))
            yield place, cells


def cells_of(row: Mapping[str, Any]) -> Cells:
    """A row of a table, or a record of one article, as cells of the table's columns."""
    cells = {key: _cell(value) for key, value in row.items()}
    kind, tags = row.get("type"), row.get("industries")
    if not isinstance(kind, Mapping | None) or "review" not in row or not isinstance(tags, list):
        return cells
    cells = {key: cell for key, cell in cells.items() if key not in _RECORD_ONLY}
    cells |= {f"type_{key}": _cell(kind.get(key)) if kind else "" for key in ("name", "score")}
    cells |= {f"industry_{key}s": JOINT.join(_cell(tag[key]) for tag in tags) for key in ("name", "score")}
    given = [kind, *tags] if kind else tags
    return cells | {
        "type": kind["tag"] if kind else "",
        "industries": JOINT.join(tag["tag"] for tag in tags),
        "evidence": JOINT.join(f"{tag['name']}：{'、'.join(words)}" for tag in given if (words := _words(tag))),
    }


def sheet(rows: Iterable[Cells]) -> bytes:
    """Rows as a CSV file, safe to open in a spreadsheet: the columns of the contract that any row has, then the others."""
    found = list(rows)
    columns = _columns(found)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(safe(column) for column in columns)
    writer.writerows([safe(row.get(column, "")) for column in columns] for row in found)
    return codecs.BOM_UTF8 + stream.getvalue().encode()


def workbook(rows: Iterable[Cells], path: Path, suggested: Mapping[str, Sequence[str]]) -> None:
    """Rows as an xlsx file, whole or not at all; ``suggested`` are the values offered below a column.

    Raises ExtraMissing, TableFault where a cell is too long for a workbook, or OSError.
    """
    from tagger.tables.xlsx import check_cells, write_workbook

    found = list(rows)
    columns = _columns(found)
    cells = [[row.get(column, "") for column in columns] for row in found]
    for number, row in enumerate(cells, 2):
        check_cells(row, columns, str(path), number)
    with whole(path) as temporary:
        write_workbook(temporary, columns, cells, suggested)


def _columns(rows: Iterable[Cells]) -> list[str]:
    held = dict.fromkeys(key for row in rows for key in row)
    return [column for column in COLUMNS if column in held or not held] + [key for key in held if key not in COLUMNS]


def _words(tag: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys(found["term"] for found in tag.get("evidence") or () if found["weight"] > 0))[:5]


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, list):
        return JOINT.join(_cell(each) for each in value)
    return "" if value is None else str(value)
