"""``tagger split``: the articles of pages, untagged."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tagger.cli.common import FINDINGS, WRONG_USE, Inputs, named_sources, say, say_failure
from tagger.records import Article, Failure
from tagger.split import Split


class Format(StrEnum):
    """How articles are shown."""

    table = "table"
    jsonl = "jsonl"


def split(
    inputs: Inputs,
    format: Annotated[Format, typer.Option("--format", "-f", help="table 表格，jsonl 每篇一行 JSON。")] = Format.table,
    left_over: Annotated[
        Path | None, typer.Option("--left-over", metavar="FILE", help="把不属于任何文章的文字写进这个文件。")
    ] = None,
) -> None:
    """把版面拆成文章，不打标签。"""
    from tagger.pipeline import read_articles

    if left_over is not None and not left_over.parent.is_dir():
        say(f"× {left_over.parent}: 没有这个文件夹")
        raise typer.Exit(WRONG_USE)

    failed = False
    report: list[str] = []
    for source in named_sources(inputs):
        articles: list[Article] = []
        for found in [source] if isinstance(source, Failure) else read_articles(source):
            if isinstance(found, Article):
                articles.append(found)
            elif isinstance(found, Split):
                report += _report(source.file, found)
            else:
                failed = True
                say_failure(found)
        _show(articles, format)
    if left_over is not None:
        from tagger.cli.results import write

        write(left_over, "".join(f"{line}\n" for line in report).encode())
    else:
        for line in report:
            say(line)
    if failed:
        raise typer.Exit(FINDINGS)


def _show(articles: list[Article], format: Format) -> None:
    if format is Format.jsonl:
        from tagger.tables.jsonl import article_record, line

        sys.stdout.buffer.writelines(line(article_record(article)) for article in articles)
    elif sys.stdout.isatty():
        from tagger.terminal.articles import draw
        from tagger.terminal.console import Console

        draw(articles, Console())
    else:
        for article in articles:
            cells = (
                article.file,
                str(article.number),
                article.title,
                article.title_state,
                article.byline or "",
                article.text,
            )
            sys.stdout.write("\t".join(" ".join(cell.split()) for cell in cells) + "\n")


def _report(file: str, result: Split) -> list[str]:
    """What the splitter did with a page, a line each."""
    lines = [f"{file}：{note}" for note in result.notes]
    lines += [f"{file}：余文 {rest.start}–{rest.end}（{rest.reason}）：{rest.text}" for rest in result.left_over]
    return lines
