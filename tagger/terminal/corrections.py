"""The corrections of a home as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tagger.corrections.store import Correction
from tagger.names import NOTHING
from tagger.tables.rows import JOINT
from tagger.terminal.figures import Column, Figures
from tagger.terminal.results import opening

_UNSAID = "—"
_DIGITS = 8  # of the digest of rules: enough to tell them apart


def corrections(rows: Sequence[Correction], names: Mapping[str, str]) -> Figures:
    """A row a correction; what was not said is a dash."""

    def kind(row: Correction) -> str:
        said = row.labels.type
        if not row.labels.said:
            return "作废"
        return _UNSAID if said is None else names.get(said, said) or NOTHING

    def industries(row: Correction) -> str:
        said = row.labels.industries
        return _UNSAID if said is None else JOINT.join(names.get(tag, tag) for tag in sorted(said)) or NOTHING

    columns = [
        Column("number", "编号", lambda row: row.number),
        Column("made", "时间", lambda row: row.made[:16].replace("T", " ")),
        Column("title", "标题", lambda row: row.article.title or opening(row.article)),
        Column("type", "类型", kind),
        Column("industries", "行业", industries),
        Column("source", "来源", lambda row: f"{row.file}:{row.row}"),
        Column("rules", "规则", lambda row: row.rules[:_DIGITS], wide=True),
        Column("model", "模型", lambda row: row.model or _UNSAID, wide=True),
        Column("digest", "摘要", lambda row: row.digest, wide=True),
    ]
    return Figures(columns, rows)
