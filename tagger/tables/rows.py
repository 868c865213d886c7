"""The table of results: one article a row, in the columns of the contract, safe to open in a spreadsheet."""

from __future__ import annotations

import _csv
import csv
import hashlib
from typing import TextIO

from tagger.records import Article, Decision, TagScore
from tagger.text import squeeze

COLUMNS = (
    "file", "article", "id", "date", "title", "zone", "type", "type_name", "type_score", "industries",
    "industry_names", "industry_scores", "evidence", "review", "review_reason", "correct_type", "correct_industries",
    "checked", "text", "digest",
)  # fmt: skip
JOINT = "；"
Value = str | int | float | bool | list[str] | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'")  # a line feed is what LibreOffice makes of a carriage return


def digest(article: Article) -> str:
    """The identity of an article: a digest of its squeezed headline and text, 16 hexadecimal digits."""
    return hashlib.blake2b(f"{squeeze(article.title)}\n{squeeze(article.text)}".encode(), digest_size=8).hexdigest()


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before what would begin one."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def unsafe(cell: str) -> str:
    """The inverse of ``safe``."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def guarded(cell: str) -> str:
    """A cell of a form without formulas: an apostrophe stands only before one that ``unsafe`` would take off."""
    return cell if unsafe(cell) == cell else f"'{cell}"


def values(decision: Decision, *, text: bool = True) -> list[Value]:
    """The typed values of one article, in the order of COLUMNS."""
    article, kind, tags = decision.article, decision.type, decision.industries
    return [
        article.file, article.number, article.id, article.date, article.title, decision.zone,
        kind.tag if kind else None, kind.name if kind else None, kind.score if kind else None,
        [tag.tag for tag in tags], [tag.name for tag in tags], [f"{tag.score:.4f}" for tag in tags],
        evidence_text(decision), decision.review, decision.review_reason, None, None, None,
        article.text if text else None, digest(article),
    ]  # fmt: skip


def cell(value: Value) -> str:
    """A value as the text of a cell: lists joined, truth as 1, scores with four decimals."""
    if isinstance(value, str):
        return value
    if value is None or value is False:
        return ""
    if isinstance(value, list):
        return JOINT.join(value)
    return f"{value:.4f}" if isinstance(value, float) else str(int(value))


def row(decision: Decision, *, text: bool = True) -> list[str]:
    """The cells of one article as CSV holds them, in the order of COLUMNS."""
    return [safe(cell(value)) for value in values(decision, text=text)]


def evidence_text(decision: Decision) -> str:
    """The deciding words of every tag: ``半导体：晶圆、封测；光伏：钙钛矿``."""
    scores = ([decision.type] if decision.type else []) + list(decision.industries)
    return JOINT.join(f"{score.name}：{'、'.join(words(score))}" for score in scores if score.evidence)


def words(score: TagScore, most: int = 5) -> list[str]:
    """The deciding words of a tag, the weightiest first, each once."""
    return list(dict.fromkeys(evidence.term for evidence in score.evidence if evidence.weight > 0))[:most]


def csv_writer(stream: TextIO) -> _csv.Writer:
    """A CSV writer with the header written."""
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    return writer
