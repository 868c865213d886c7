"""JSON lines: rows of articles in, one record an article out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tagger.errors import TableFault
from tagger.records import Article, Decision, Span, TagScore

_encode = json.JSONEncoder(ensure_ascii=False).encode


def read_rows(text: str, file: str, page: str) -> Iterator[Article | TableFault]:
    """Each row (``text``, optional ``title``, ``id``, ``date``) as one article, or what is wrong with it."""
    number = 0
    for _, row in parse_rows(text, file):
        if isinstance(row, TableFault):
            yield row
        else:
            number += 1
            yield article_of(row, file, page, number)


def parse_rows(text: str, file: str) -> Iterator[tuple[int, dict[str, Any] | TableFault]]:
    """The line (from 1) of each row that is not blank, with its keys, or what is wrong with it."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, _row(line, file, number)


def article_of(row: Mapping[str, Any], file: str, page: str, number: int) -> Article:
    """The article of a row that has ``text``; the title is as given, never looked for."""
    title, identity, date = (str(row.get(key) or "").strip() for key in ("title", "id", "date"))
    return Article(
        file=file,
        page=page,
        title=title,
        text=row["text"],
        number=number,
        of=1,
        id=identity or None,
        title_state="given" if title else "missing",
        date=date or None,
        spans=(Span("body", 0, len(row["text"])),),
    )


def _row(line: str, file: str, number: int) -> dict[str, Any] | TableFault:
    try:
        row = json.loads(line)
    except ValueError as error:
        column = getattr(error, "colno", None)
        return TableFault("这一行不是 JSON", file, number, column, "每行一个 JSON 对象")
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not row["text"].strip():
        return TableFault("这一行没有 `text`", file, number, None, '每行至少要有 {"text": "..."}')
    return row


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
    record["spans"] = [{"part": span.part, "start": span.start, "end": span.end} for span in article.spans]
    record["truncated"] = article.truncated
    return record


def decision_record(decision: Decision, *, text: bool = True) -> dict[str, Any]:
    """One article with its tags and reasons."""
    record = article_record(decision.article, text=text)
    record["date"] = decision.article.date
    record["type"] = decision.type and (_score(decision.type) | {"evidence": _evidence(decision.type)})
    record["types"] = [_score(score) for score in decision.types]
    record["industries"] = [
        _score(score) | {"by": score.by, "evidence": _evidence(score)} for score in decision.industries
    ]
    record["zone"] = decision.zone
    record["review"] = decision.review
    record["review_reason"] = decision.review_reason
    record["rules"] = decision.rules
    record["model"] = decision.model
    return record


def _score(score: TagScore) -> dict[str, Any]:
    return {"tag": score.tag, "name": score.name, "score": score.score}


def _evidence(score: TagScore) -> list[dict[str, Any]]:
    return [
        {"term": e.term, "where": e.where, "start": e.start, "end": e.end, "weight": e.weight, "count": e.times}
        for e in score.evidence
    ]


def line(record: dict[str, Any]) -> str:
    """One JSON object on one line, Chinese as it is."""
    return _encode(record)
