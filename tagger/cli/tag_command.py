"""``tagger tag``: articles with their tags and reasons."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from tagger.cli.common import FINDINGS, HomeOption, Inputs, Use, named_sources, open_home, say_failure
from tagger.cli.outputs import CsvOutput, JsonLines, Output, PlainOutput, TerminalOutput
from tagger.records import Decision
from tagger.split import Split


class Format(StrEnum):
    """How results are shown."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


def tag(
    inputs: Inputs,
    format: Annotated[
        Format, typer.Option("--format", "-f", help="table 表格，jsonl 每篇一行 JSON，csv 表。")
    ] = Format.table,
    no_split: Annotated[bool, typer.Option("--no-split", help="不拆版，每个文件算一篇。")] = False,
    use: Annotated[Use, typer.Option("--use", help="由规则、模型或两者决定；没有模型时两者即规则。")] = Use.both,
    text: Annotated[bool, typer.Option("--text/--no-text", help="结果中是否带正文。")] = True,
    home: HomeOption = None,
) -> None:
    """给文件、文件夹或文章表里的每篇文章标行业和类型。"""
    from tagger.pipeline import ReadOptions, open_pipeline

    pipeline = open_pipeline(open_home(home), use)
    output, options = _output(format, text), ReadOptions(cut=not no_split)
    failed = False
    for source, found in pipeline.run_all(named_sources(inputs), options):
        if isinstance(found, Decision):
            output.add(found)
        elif isinstance(found, Split):
            output.page_done(source.file, found.notes)
        else:
            failed = True
            say_failure(found)
    output.close()
    if failed:
        raise typer.Exit(FINDINGS)


def _output(format: Format, text: bool) -> Output:
    if format is Format.jsonl:
        return JsonLines(sys.stdout.buffer, text=text)
    if format is Format.csv:
        return CsvOutput(sys.stdout, text=text)
    return TerminalOutput() if sys.stdout.isatty() else PlainOutput(sys.stdout)
