"""``tagger rules suggest``: edits of rules that labelled articles ask for."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tagger.cli.common import (
    FINDINGS,
    WRONG_USE,
    FiguresFormat,
    HomeOption,
    open_home,
    say,
    say_unlabelled,
    wanted_tags,
)
from tagger.home import Home

if TYPE_CHECKING:
    from tagger.match import Compiled
    from tagger.rulelab.suggest import Suggestions
    from tagger.tables.labelled import Labelled


def suggest(
    given: Annotated[
        str | None,
        typer.Argument(
            metavar="[GOLD|CORRECTIONS]",
            help="有标注的文章：JSONL，或改正表（CSV）；不给则用修订库。",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="把建议写成 git apply 能用的补丁。")
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option("--tag", "-t", metavar="SLUG", help="只看这些标签（可重复）；默认全部。")
    ] = None,
    least: Annotated[int, typer.Option("--least", metavar="N", min=1, help="新词至少要在 N 篇该标的文章里出现。")] = 3,
    format: Annotated[
        FiguresFormat, typer.Option("--format", "-f", help="table 逐条带例句，csv 每行一条，json 全部数字。")
    ] = FiguresFormat.table,
    home: HomeOption = None,
) -> None:
    """从有标注的文章里找：加上哪些词能补漏，哪些词引来误标；每条都在没参与挑选的文章上量过。"""
    from tagger.match import compile_rules
    from tagger.rulebook.load import load_rulebook
    from tagger.rulelab.suggest import suggest as search
    from tagger.terminal import suggest as views
    from tagger.terminal.console import Console

    place = open_home(home)
    book = load_rulebook(place)
    tags = wanted_tags(tag, [(rule.tag, rule.name) for rule in book.rules])
    rows, failed = _rows(given, place, compile_rules(book))
    if not rows:
        if not failed:
            say_unlabelled(given or "修订库")
        raise typer.Exit(FINDINGS if failed else WRONG_USE)
    with Console(stderr=True).status(f"在 {len(rows)} 篇文章上逐个试词…"):
        found = search(book, rows, least=least, tags=frozenset(tags))
    _show(found, format)
    say(views.summary(found))
    if output is not None and found.found:
        failed |= _write(place, found, output)
    if failed:
        raise typer.Exit(FINDINGS)


def _rows(given: str | None, home: Home, compiled: Compiled) -> tuple[list[Labelled], bool]:
    """The labelled articles of a table, or of the store, and whether something could not be read, which is told."""
    from tagger.cli.corpus import Corpus
    from tagger.pipeline import Pipeline
    from tagger.rulelab.corpus import stored_corpus, vocabulary_of

    if given is None:
        return [row for row in stored_corpus(home, vocabulary_of(compiled)) if row.labels.said], False
    corpus = Corpus(given, Pipeline(compiled))
    return [row for row in corpus if row.labels.said], corpus.failed


def _show(found: Suggestions, format: FiguresFormat) -> None:
    from tagger.terminal import suggest as views
    from tagger.terminal.console import Console
    from tagger.terminal.figures import write_json
    from tagger.terminal.trees import show

    if format is FiguresFormat.json:
        record = {
            facet: {"before": round(before, 4), "after": round(after, 4)} for facet, (before, after) in found.f1.items()
        }
        write_json({"articles": len(found.rows), "f1": record, "edits": views.figures(found).records()}, sys.stdout)
    elif format is FiguresFormat.csv:
        views.figures(found).write_csv(sys.stdout)
    else:
        console = Console()
        for suggestion in found.found:
            show(views.tree(found, suggestion), console)


def _write(place: Home, found: Suggestions, output: Path) -> bool:
    """Write the patch; whether some file could not be edited."""
    from tagger.cli.results import write
    from tagger.rulelab.suggest.patch import patch

    text, faults = patch(place, [suggestion.edit for suggestion in found.found])
    for fault in faults:
        say(f"× {fault}")
    write(output, text.encode())
    say(f"补丁写在 {output}：看过之后用 `git apply {output}` 采用")
    return bool(faults)
