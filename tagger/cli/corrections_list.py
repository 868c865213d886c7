"""``tagger corrections list``: what people said of articles, and since when."""

from __future__ import annotations

from typing import Annotated

import typer

from tagger.cli.common import FiguresFormat, HomeOption, open_home, say, show_figures


def list_corrections(
    every: Annotated[bool, typer.Option("--all", "-a", help="也列出后来又改过的。")] = False,
    format: Annotated[
        FiguresFormat, typer.Option("--format", "-f", help="table 表格，csv 表，json 一个列表。")
    ] = FiguresFormat.table,
    home: HomeOption = None,
) -> None:
    """列出修订库里的修订：何时、来自哪个文件、怎么改的。"""
    from tagger.corrections.store import Store
    from tagger.match import load_compiled
    from tagger.terminal.corrections import corrections

    found = open_home(home)
    store = Store(found.path)
    names = {tag.slug: tag.name for tag in load_compiled(found).tags}
    rows = store.history() if every else store.current()
    figures = corrections(rows, names)
    show_figures(figures, format)
    say(f"{len(rows)} 条修订" if every else f"{len(rows)} 篇文章有修订")
