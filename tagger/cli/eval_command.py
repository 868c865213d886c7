"""``tagger eval``: figures on labelled articles, rules, model and both side by side."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tagger.cli.common import FINDINGS, HomeOption, ReportFormat, Use, labelled_rows, say
from tagger.home import find_home


def evaluate(
    gold: Annotated[
        str, typer.Argument(metavar="GOLD", help="标注好的文章：JSONL 或修订表（CSV）。", show_default=False)
    ],
    use: Annotated[
        Use | None, typer.Option("--use", help="由规则、模型或两者决定；默认三者并列。", show_default=False)
    ] = None,
    format: Annotated[
        ReportFormat, typer.Option("--format", "-f", help="table 表格，json 全部数字。")
    ] = ReportFormat.table,
    home: HomeOption = None,
) -> None:
    """在标注好的文章上计算准确率、召回率、F1 和区间。"""
    from tagger.evaluate.run import measure, report, vocabulary
    from tagger.pipeline import open_pipeline

    found = find_home(home)
    decisive = open_pipeline(found, use or Use.both, remember=False)
    rows, failed = labelled_rows([gold], vocabulary(decisive.compiled))
    if not rows:
        say(f"✗ {gold} 里没有标注好的文章")
        raise typer.Exit(FINDINGS)
    uses = [use] if use else [Use.rules, *((Use.model, Use.both) if decisive.model else ())]
    reports = {str(each): report(measure(open_pipeline(found, each, remember=False), rows)) for each in uses}
    if format is ReportFormat.json:
        import json

        whole = {**reports[str(uses[-1])], "uses": reports}
        sys.stdout.write(json.dumps(whole, ensure_ascii=False, indent=1) + "\n")
    else:
        from rich.console import Console

        from tagger.terminal.measures import show

        show(reports, Console())
    if failed:
        raise typer.Exit(FINDINGS)
