"""``tagger eval``: figures on labelled articles, rules, model and both side by side."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tagger.cli.common import FINDINGS, HomeOption, ReportFormat, Use, labelled_rows, open_home, say_unlabelled

if TYPE_CHECKING:
    from tagger.evaluate.run import Measured
    from tagger.pipeline import Pipeline
    from tagger.tables.labelled import Labelled

Report = dict[str, Any]


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
    from tagger.evaluate.run import vocabulary
    from tagger.pipeline import open_pipeline

    found = open_home(home)
    decisive = open_pipeline(found, use or Use.both)
    rows, failed = labelled_rows([gold], vocabulary(decisive.compiled))
    if not any(row.labels.said for row in rows):
        if not failed:
            say_unlabelled(gold)
        raise typer.Exit(FINDINGS)
    uses = [use] if use else [Use.rules, *((Use.model, Use.both) if decisive.model else ())]
    others = {str(each): open_pipeline(found, each, remember=False) for each in uses[:-1]}
    reports, remembered = _reports({**others, str(uses[-1]): decisive}, rows)
    if format is ReportFormat.json:
        import json

        whole = {**reports[str(uses[-1])], "uses": reports, "remembered": remembered}
        sys.stdout.write(json.dumps(whole, ensure_ascii=False, indent=1) + "\n")
    else:
        from tagger.terminal.console import Console
        from tagger.terminal.measures import show

        names = {tag.slug: tag.name for tag in decisive.compiled.tags}
        show(reports | ({"remembered": remembered} if decisive.remembers else {}), names, Console())
    if failed:
        raise typer.Exit(FINDINGS)


def _reports(pipelines: dict[str, Pipeline], rows: list[Labelled]) -> tuple[dict[str, Report], Report]:
    """The figures by what decides, and those of the last with what is remembered of corrected articles; of a sample
    with estimates of the archive."""
    from tagger.evaluate.estimates import estimates, is_sample
    from tagger.evaluate.run import measure, recalled, report

    def whole(measured: list[Measured]) -> Report:
        return report(measured) | ({"estimate": estimates(rows, measured)} if is_sample(rows) else {})

    measured = {use: measure(pipeline, rows) for use, pipeline in pipelines.items()}
    *_, last = pipelines
    remembered = recalled(pipelines[last], measured[last])
    return {use: whole(each) for use, each in measured.items()}, whole(remembered)
