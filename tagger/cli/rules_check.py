"""``tagger rules check``: every fault and warning of every rule file, with its place."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tagger.cli.common import FAULTY, FINDINGS, HomeOption, open_home

if TYPE_CHECKING:
    from tagger.lints import Finding


class Format(StrEnum):
    """How findings are shown."""

    text = "text"
    json = "json"


def check(
    strict: Annotated[bool, typer.Option("--strict", help="有警告也算不通过（退出码 1）。")] = False,
    format: Annotated[Format, typer.Option("--format", "-f", help="text 文字，json 一个 JSON 列表。")] = Format.text,
    home: HomeOption = None,
) -> None:
    """检查全部规则文件：错误（什么都不会标）、警告、提示，各有位置和改法。"""
    from tagger.lints import check_home

    findings, files = check_home(open_home(home))
    if format is Format.json:
        _show_json(findings)
    else:
        show(findings, files)
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(FAULTY)
    if strict and any(finding.severity == "warning" for finding in findings):
        raise typer.Exit(FINDINGS)


def show(findings: Sequence[Finding], files: int) -> None:
    """The report on standard output, coloured and cut to width on a terminal, plain and whole in a pipe."""
    from tagger.terminal.check import report, summary

    if sys.stdout.isatty():
        from tagger.terminal.console import Console

        console = Console(highlight=False)
        for line in report(findings, console.width):
            console.print(line)
        console.print(summary(findings, files))
    else:
        sys.stdout.writelines(f"{line.plain}\n" for line in [*report(findings), summary(findings, files)])


def _show_json(findings: Sequence[Finding]) -> None:
    import json

    from tagger.terminal.check import shown_path

    rows = [{**asdict(finding), "path": shown_path(finding.path)} for finding in findings]
    json.dump(rows, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
