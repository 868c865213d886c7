"""``tagger models diff``: which articles get other tags from one model than from another."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tagger.cli.common import FINDINGS, FiguresFormat, HomeOption, known_model, open_home, say


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="原来的模型：名字或其中一段。", show_default=False)],
    new: Annotated[str, typer.Argument(metavar="NEW", help="新的模型。", show_default=False)],
    given: Annotated[
        str,
        typer.Argument(
            metavar="FOLDER|GOLD", help="文件夹、版面或文章表；有标注的表另说变好变坏。", show_default=False
        ),
    ],
    format: Annotated[
        FiguresFormat, typer.Option("--format", "-f", help="table 按文章列出，csv 每行一处变化，json 全部变化。")
    ] = FiguresFormat.table,
    home: HomeOption = None,
) -> None:
    """比较两个模型：哪些文章多了、少了哪些标签，变好还是变坏。"""
    from tagger.cli.corpus import Corpus
    from tagger.model.registry import Registry
    from tagger.pipeline import open_pipeline
    from tagger.rulelab.shifts import compare
    from tagger.terminal import models as views
    from tagger.terminal.console import Console
    from tagger.terminal.figures import write_json
    from tagger.terminal.trees import show

    found = open_home(home)
    registry = Registry(found)
    folders = [registry.folder(known_model(registry, name)) for name in (old, new)]
    before, after = (open_pipeline(found, remember=False, model=folder) for folder in folders)
    corpus = Corpus(given, before, after)
    shifts = compare(before, after, corpus)
    if corpus.failed and not shifts.articles:  # which is told
        raise typer.Exit(FINDINGS)
    figures = views.shifts(shifts)
    if format is FiguresFormat.json:
        counts = {"articles": shifts.articles, "labelled": shifts.labelled, "changed": len(shifts.changed)}
        write_json({"old": folders[0].name, "new": folders[1].name, **counts, "changes": figures.records()}, sys.stdout)
    elif format is FiguresFormat.csv:
        figures.write_csv(sys.stdout)
    else:
        console = Console()
        for changed in shifts.changed:
            show(views.shifted(changed), console)
    say(views.summary(shifts))
    if corpus.failed:
        raise typer.Exit(FINDINGS)
