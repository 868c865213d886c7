"""``tagger models list``: the versions of a home, which is in use, which were set aside and why."""

from __future__ import annotations

from typing import Annotated

import typer

from tagger.cli.common import FiguresFormat, HomeOption, open_home, say, show_figures


def list_models(
    format: Annotated[
        FiguresFormat, typer.Option("--format", "-f", help="table 表格，csv 表，json 一个列表。")
    ] = FiguresFormat.table,
    home: HomeOption = None,
) -> None:
    """列出全部模型：何时训练、学了多少篇、分数，哪个在用，哪些搁置、为什么。"""
    from tagger.model.registry import Registry
    from tagger.terminal.models import versions

    found = Registry(open_home(home)).versions()
    figures = versions(found)
    show_figures(figures, format)
    say(f"{len(found)} 个模型" if found else "还没有模型；用 `tagger retrain` 训练一个")
