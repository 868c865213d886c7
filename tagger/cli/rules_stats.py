"""``tagger rules stats``: figures of rules and terms over many articles."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from tagger.cli.common import FINDINGS, FiguresFormat, HomeOption, open_home, say


class By(StrEnum):
    """What a row is."""

    rule = "rule"
    term = "term"
    dead = "dead"
    pair = "pair"


def stats(
    given: Annotated[
        str,
        typer.Argument(
            metavar="FOLDER|GOLD", help="文件夹、版面或文章表；有标注的表另算准确和召回。", show_default=False
        ),
    ],
    by: Annotated[
        By, typer.Option("--by", help="每行一个：rule 标签，term 词，dead 计入太少的词，pair 同时给出的两个标签。")
    ] = By.rule,
    below: Annotated[int, typer.Option("--below", metavar="N", min=1, help="dead：在不到 N 篇里计入的词。")] = 1,
    format: Annotated[
        FiguresFormat, typer.Option("--format", "-f", help="table 表格，csv 表，json 全部数字。")
    ] = FiguresFormat.table,
    home: HomeOption = None,
) -> None:
    """统计每个标签、每个词的覆盖、重叠、冲突；有标注时另有准确和召回。"""
    from tagger.cli.corpus import Corpus
    from tagger.match import load_compiled
    from tagger.pipeline import Pipeline
    from tagger.rulelab.stats import count
    from tagger.terminal import stats as tables
    from tagger.terminal.console import Console

    pipeline = Pipeline(load_compiled(open_home(home)))
    corpus = Corpus(given, pipeline)
    found = count(pipeline, corpus)
    if corpus.failed and not found.articles:  # which is told
        raise typer.Exit(FINDINGS)
    if format is FiguresFormat.json:
        from tagger.terminal.figures import write_json

        write_json(tables.record(found), sys.stdout)
    else:
        rows = {
            By.rule: tables.by_rule,
            By.term: tables.by_term,
            By.dead: lambda found: tables.by_term(found, below),
            By.pair: tables.by_pair,
        }
        figures = rows[by](found)
        figures.write_csv(sys.stdout) if format is FiguresFormat.csv else figures.show(Console())
    say(tables.summary(found))
    if corpus.failed:
        raise typer.Exit(FINDINGS)
