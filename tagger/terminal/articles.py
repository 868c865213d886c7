"""The articles of a page as a table for a person."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tagger.records import Article
from tagger.terminal.results import opening
from tagger.terminal.wrap import Cell

_STATES = {"in place": "原位", "moved": "自别处归位", "missing": "无", "given": "表中"}


def draw(articles: Sequence[Article], console: Console) -> None:
    """One row an article: number, headline and where it was found, byline, length, opening words."""
    table = Table(box=box.SIMPLE_HEAD, expand=True, padding=(0, 1), pad_edge=False)
    table.add_column("篇", justify="right", width=3, no_wrap=True)
    table.add_column("标题", ratio=6, overflow="fold")
    table.add_column("标题位置", width=10, no_wrap=True)
    table.add_column("作者", ratio=2, overflow="fold")
    table.add_column("字数", justify="right", width=6, no_wrap=True)
    table.add_column("开头", ratio=6, overflow="fold")
    for article in articles:
        title = Text(" ".join(article.title.split()), style="bold")
        if article.doubt:
            title.append(f"\n需看：{article.doubt}", style="magenta")
        table.add_row(
            str(article.number),
            Cell(title),
            _STATES[article.title_state],
            Cell(Text(article.byline or "")),
            str(len("".join(article.text.split()))),
            Cell(Text(opening(article), style="bright_black")),
        )
    console.print(table)
