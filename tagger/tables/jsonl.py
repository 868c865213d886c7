"""JSON lines: rows of articles in, one record an article out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from tagger.errors import TableFault
from tagger.readers.imprint import date_in
from tagger.records import Article, Decision, Span

Row = dict[str, Any]
_ONE = '每行一个 JSON 对象，如 {"text": "..."}；表也可以是 .csv .xlsx .parquet'
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


def rows_of(text: str, file: str, before: int = 0) -> Iterator[tuple[int, Row | TableFault]]:
    """The line (from 1) of each row that is not blank, with its keys, or what is wrong with it; ``before`` lines of the
    file stand before these."""
    for number, line in enumerate(text.split("\n"), before + 1):
        if line.strip():
            yield number, _row(line, file, number)


def keys_of(text: str) -> list[str] | None:
    """The keys of the rows, down to the first that has ``text``; None where none is an object."""
    found: dict[str, None] | None = None
    for line in filter(str.strip, text.split("\n")):
        row = _object(line, "", 0)
        if isinstance(row, dict):
            found = (found or {}) | dict.fromkeys(row)
            if "text" in row:
                break
    return None if found is None else list(found)


def first_fault(text: str, file: str) -> TableFault:
    """What is wrong with the first row of a text in which none is an object."""
    return next(row for _, row in rows_of(text, file) if isinstance(row, TableFault))


def article_of(row: Mapping[str, Any], file: str, page: str, number: int, keep: Iterable[str] = ()) -> Article:
    """The article of a row that has ``text``; the title is as given, never looked for. ``keep``: columns carried over."""
    title, identity, date = (_text(row.get(key)).strip() for key in ("title", "id", "date"))
    return Article(
        file=file,
        page=page,
        title=title,
        text=str(row["text"]),
        number=number,
        of=1,
        id=identity or None,
        title_state="given" if title else "missing",
        date=(date_in(date) or date) or None,
        spans=(Span("body", 0, len(str(row["text"]))),),
        kept=tuple((column, _text(row.get(column, row.get(column.lower())))) for column in keep),
    )


def _text(value: Any) -> str:
    """A cell as text; what is no text as JSON writes it."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    if isinstance(value, dict | list | bool):
        return _encode(value).decode()
    return str(value)


def _row(line: str, file: str, number: int) -> Row | TableFault:
    row = _object(line, file, number)
    if isinstance(row, TableFault) or (isinstance(row.get("text"), str) and row["text"].strip()):
        return row
    return TableFault("这一行没有 `text`", file, number, None, '每行至少要有 {"text": "..."}')


def _object(line: str, file: str, number: int) -> Row | TableFault:
    try:
        row = _decode(line)
    except RecursionError:
        return TableFault("这一行嵌套过深", file, number, None, _ONE)
    except msgspec.DecodeError:
        return TableFault("这一行不是 JSON", file, number, _column(line), _ONE)
    return row if isinstance(row, dict) else TableFault("这一行不是 JSON 对象", file, number, None, _ONE)


def _column(line: str) -> int | None:
    """Where a line ceases to be JSON, from 1; None where the fault is of another kind (half a surrogate pair)."""
    import json

    try:
        json.loads(line)
    except json.JSONDecodeError as error:
        return error.colno
    return None


def article_record(article: Article, *, text: bool = True) -> dict[str, Any]:
    """The fields of an article up to ``truncated``, as the contract names them."""
    record: dict[str, Any] = {
        "file": article.file,
        "page": article.page,
        "id": article.id,
        "article": article.number,
        "articles": article.of,
        "title": article.title or None,
        "title_state": article.title_state,
        "kicker": article.kicker,
        "byline": article.byline,
    }
    if text:
        record["text"] = article.text
    record["start"] = article.start
    record["end"] = article.end
    if article.page_number is not None:
        record["page_number"] = article.page_number
        record["box"] = article.box
    record["spans"] = article.spans
    record["truncated"] = article.truncated
    return record


def decision_record(decision: Decision, *, text: bool = True) -> dict[str, Any]:
    """One article with its tags and reasons; values that are records are written as they are."""
    record = article_record(decision.article, text=text)
    record["date"] = decision.article.date
    for key, value in (("paper", decision.article.paper), ("page_label", decision.article.page_label)):
        if value is not None:
            record[key] = value
    record["type"] = decision.type
    record["types"] = decision.types
    record["industries"] = decision.industries
    record["zone"] = decision.zone
    record["review"] = decision.review
    record["review_reason"] = decision.review_reason
    record["rules"] = decision.rules
    record["model"] = decision.model
    record.update(decision.article.kept)
    return record


def line(record: dict[str, Any]) -> bytes:
    """One JSON object on one line in UTF-8, Chinese as it is."""
    return _encode(record) + b"\n"
