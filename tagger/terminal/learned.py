"""What a training brought: suspect corrections first, then rules, old and new model side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from tagger.names import NOTHING
from tagger.terminal.figures import Column, Figures
from tagger.terminal.results import opening
from tagger.training.compare import NEW, OLD, RULES, Part
from tagger.training.curve import MEASURES, Point, gain
from tagger.training.suspects import Suspect

_HEADINGS = {RULES: "规则", OLD: "旧模型", NEW: "新模型"}
_OVERALL = (
    ("行业 micro-F1", "industries", "f1"), ("行业 macro-F1", "industries", "macro_f1"), ("类型", "type", "accuracy"),
)  # fmt: skip

_CURVED = {"industries": "行业 micro-F1", "type": "类型"}
_MORE, _BAR = 100, 24  # corrections that are looked ahead; the width of a full bar


def suspects(found: Sequence[Suspect], names: Mapping[str, str]) -> Figures:
    """A row a correction that looks wrong."""

    def listed(tags: Sequence[str]) -> str:
        return "、".join(names.get(tag, tag) for tag in tags) or NOTHING

    columns = [
        Column("probability", "可疑", lambda row: row.probability),
        Column("title", "标题", lambda row: row.correction.article.title or opening(row.correction.article)),
        Column("doubted", "修订有而模型认为没有", lambda row: listed(row.doubted)),
        Column("missed", "修订没有而模型认为有", lambda row: listed(row.missed)),
        Column("source", "来源", lambda row: f"{row.correction.file}:{row.correction.row}"),
    ]
    return Figures(columns, found)


def comparison(part: Part, names: Mapping[str, str]) -> Figures:
    """The overall figures, then a row a tag, those with most articles first; intervals of 95 %."""
    tags = part.reports[NEW]["per_tag"].items()
    order = [tag for tag, own in sorted(tags, key=lambda item: -item[1]["support"]) if own["support"]]
    rows = [
        *((name, facet, key) for name, facet, key in _OVERALL),
        *((names.get(tag, tag), "per_tag", tag) for tag in order),
    ]

    def support(row: tuple[str, str, str]) -> int:
        return int(part.reports[NEW]["per_tag"][row[2]]["support"]) if row[1] == "per_tag" else part.articles

    columns = [Column("tag", "", lambda row: row[0]), Column("support", "篇", support)]
    for name, report in part.reports.items():
        columns.append(Column(name, _HEADINGS[name], _Cell(report)))
    if OLD in part.reports:
        columns.append(Column("changed", "变对/变错", lambda row: _changed(part, row[2]), wide=True))
    return Figures(columns, rows)


def _changed(part: Part, tag: str) -> str:
    """In how many articles a tag came right and wrong; empty for an overall figure."""
    return "{}/{}".format(*part.changes[tag]) if tag in part.changes else ""


@dataclass(frozen=True, slots=True)
class _Cell:
    """What a report says of a figure, by the part and the key that hold it."""

    report: Mapping[str, Any]

    def __call__(self, row: tuple[str, str, str]) -> str:
        _, part, key = row
        value, spans = self.report[part].get(key), self.report["intervals"].get(part, {})
        value = value["f1"] if isinstance(value, Mapping) else value
        if value is None:
            return "—"
        return f"{value:.3f}" + (f" [{spans[key][0]:.2f}–{spans[key][1]:.2f}]" if key in spans else "")


def show(parts: Mapping[str, Part], names: Mapping[str, str], console: Console) -> None:
    """Every part under its name."""
    for where, part in parts.items():
        if part.articles:
            console.print(f"{where}（{part.articles} 篇）", soft_wrap=True)
            comparison(part, names).show(console)


def curve(points: Sequence[Point], console: Console) -> None:
    """A line a point, with bars on a terminal; then what more corrections would bring."""
    facets = [facet for facet, _ in MEASURES if facet in points[-1].values]
    columns = [Column("corrections", "修订", lambda point: point.corrections)]
    for facet in facets:
        columns.append(Column(facet, _CURVED[facet], _Value(facet)))
        if console.is_terminal:
            columns.append(Column(f"{facet}_bar", "", _Strip(facet)))
    Figures(columns, points).show(console)
    for facet in facets:
        rise, sure = gain(points, facet, _MORE)
        doubt = "" if sure else "（在波动范围内，说不准）"
        console.print(f"再改 {_MORE} 篇，{_CURVED[facet]} 约 {rise:+.3f}{doubt}", soft_wrap=True)


@dataclass(frozen=True, slots=True)
class _Value:
    """The value of a facet at a point, with its interval."""

    facet: str

    def __call__(self, point: Point) -> str:
        value, low, high = point.values[self.facet]
        return f"{value:.3f} [{low:.2f}–{high:.2f}]"


@dataclass(frozen=True, slots=True)
class _Strip:
    """The same as a bar."""

    facet: str

    def __call__(self, point: Point) -> str:
        return "━" * round(point.values[self.facet][0] * _BAR)
