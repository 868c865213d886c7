"""``tagger rules diff``: which articles change tags between two sets of rules."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tagger.cli.common import FINDINGS, FiguresFormat, say
from tagger.home import rules_home


def diff(
    old: Annotated[
        Path, typer.Argument(metavar="OLD", help="原来的规则文件夹（或含 rules/ 的文件夹）。", show_default=False)
    ],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="新的规则文件夹。", show_default=False)],
    given: Annotated[
        str,
        typer.Argument(
            metavar="FOLDER|GOLD", help="文件夹、版面或文章表；有标注的表另说变好变坏。", show_default=False
        ),
    ],
    format: Annotated[
        FiguresFormat, typer.Option("--format", "-f", help="table 按标签列出，csv 每行一处变化，json 全部数字。")
    ] = FiguresFormat.table,
) -> None:
    """比较两套规则：哪些文章的标签变了，因为哪些词，变好还是变坏。"""
    from tagger.cli.corpus import Corpus
    from tagger.match import load_compiled
    from tagger.pipeline import Pipeline
    from tagger.rulelab.diff import compare
    from tagger.terminal import diff as views
    from tagger.terminal.console import Console
    from tagger.terminal.figures import write_json
    from tagger.terminal.trees import show

    before, after = (Pipeline(load_compiled(rules_home(path))) for path in (old, new))
    corpus = Corpus(given, before, after)
    found = compare(before, after, corpus)
    if corpus.failed and not found.articles:  # which is told
        raise typer.Exit(FINDINGS)
    if format is FiguresFormat.json:
        write_json(views.record(found), sys.stdout)
    elif format is FiguresFormat.csv:
        views.figures(found).write_csv(sys.stdout)
    else:
        console = Console()
        for tag in found.tags:
            show(views.tree(tag), console)
    say(views.summary(found))
    if corpus.failed:
        raise typer.Exit(FINDINGS)
