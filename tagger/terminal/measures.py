"""Figures on labelled articles, rules, model and both side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

_NAMES = {"rules": "规则", "model": "模型", "both": "两者", "remembered": "记住修订"}

_ESTIMATED = (
    ("行业 精确率", "industries", "precision"), ("行业 召回率", "industries", "recall"),
    ("行业 micro-F1", "industries", "f1"), ("行业 全对", "industries", "exact"), ("类型 正确率", "type", "accuracy"),
)  # fmt: skip


def show(reports: Mapping[str, Mapping[str, Any]], names: Mapping[str, str], console: Console) -> None:
    """The figures of each use beside the others, then tag by tag, then the confused types, tags by their ``names``; plain
    lines in a pipe."""
    tables = [_whole(reports), _tags(reports, names), _confusion(reports, names)]
    if all("estimate" in report for report in reports.values()):
        tables.insert(0, _estimate({use: report["estimate"] for use, report in reports.items()}))
    for table in tables:
        if console.is_terminal:
            console.print(table)
        else:
            _plain(table, console)


def _estimate(estimates: Mapping[str, Mapping[str, Any]]) -> Table:
    """What a sample says of the archive."""
    first = next(iter(estimates.values()))
    title = f"全部 {first['articles']} 篇的估计（抽 {first['drawn']} 篇，核对 {first['checked']} 篇）"
    table = _table(title, *(_NAMES[use] for use in estimates))
    for name, part, key in _ESTIMATED:
        found = [estimate[part][key] for estimate in estimates.values()]
        table.add_row(name, *(f"{e['value']:.3f} [{e['low']:.2f}–{e['high']:.2f}]" if e else "-" for e in found))
    if first["left_out"]:
        table.add_row("没有估计到（整层没有核对）", *(f"{estimate['left_out']} 篇" for estimate in estimates.values()))
    return table


def _whole(reports: Mapping[str, Mapping[str, Any]]) -> Table:
    table = _table("", *(_NAMES[use] for use in reports))
    rows = (
        ("行业 micro-F1", "industries", "f1"), ("行业 精确率", "industries", "precision"),
        ("行业 召回率", "industries", "recall"), ("行业 macro-F1", "industries", "macro_f1"),
        ("行业 全对", "industries", "exact"), ("类型 正确率", "type", "accuracy"), ("类型 严格", "type", "strict"),
        ("园区 F1", "zone", "f1"), ("校准误差 行业", "calibration", "industries"), ("校准误差 类型", "calibration", "type"),
    )  # fmt: skip
    table.add_row("文章", *(str(report["articles"]) for report in reports.values()))
    for name, part, key in rows:
        table.add_row(name, *(_figure(report, part, key) for report in reports.values()))
    table.add_row("需看", *(f"{report['review']:.3f}" for report in reports.values()))
    return table


def _figure(report: Mapping[str, Any], part: str, key: str) -> str:
    """A figure with its interval, a dash where there is nothing to count."""
    if (part == "zone" and not report[part]["support"]) or (key == "macro_f1" and not report[part]["macro_tags"]):
        return "-"
    span = report["intervals"].get(part, {}).get(key)
    return f"{report[part][key]:.3f}" + (f" [{span[0]:.2f}–{span[1]:.2f}]" if span else "")


def _tags(reports: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]) -> Table:
    table = _table("行业", "篇", *(_NAMES[use] for use in reports))
    last = list(reports.values())[-1]
    for tag, figures in sorted(last["per_tag"].items(), key=lambda item: -item[1]["support"]):
        cells = []
        for report in reports.values():
            own, span = report["per_tag"].get(tag), report["intervals"]["per_tag"].get(tag)
            cells.append(
                f"P {own['precision']:.2f} R {own['recall']:.2f} F1 {own['f1']:.2f} [{span[0]:.2f}–{span[1]:.2f}]"
                if own
                else "-"
            )
        table.add_row(names.get(tag, tag), str(figures["support"]), *cells)
    return table


def _confusion(reports: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]) -> Table:
    table = _table("类型：应为 -> 给出", *(_NAMES[use] for use in reports))
    counts = [dict(report["type_confusion"]) for report in reports.values()]
    for pair in dict.fromkeys(pair for one in reversed(counts) for pair in one):
        shown = " -> ".join(names.get(tag, tag) for tag in pair.split(" -> "))
        table.add_row(shown, *(str(one.get(pair, 0)) for one in counts))
    return table


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(column)
    return table


def _plain(table: Table, console: Console) -> None:
    columns = [[str(column.header), *map(str, column.cells)] for column in table.columns]
    for row in zip(*columns, strict=True):
        console.file.write("\t".join(row) + "\n")
