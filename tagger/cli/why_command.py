"""``tagger why``: the evidence for and against a tag, also one that was not given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from tagger.cli.common import (
    FINDINGS,
    WRONG_USE,
    HomeOption,
    Use,
    named_sources,
    open_home,
    say,
    say_failure,
    wanted_tags,
)
from tagger.records import Article, Failure

if TYPE_CHECKING:
    from tagger.pipeline import Pipeline


def why(
    given: Annotated[
        str, typer.Argument(metavar="INPUT", help="文件、文件夹或 JSONL 文章表；- 为标准输入。", show_default=False)
    ],
    article: Annotated[
        int | None, typer.Option("--article", "-a", metavar="N", min=1, help="只看第 N 篇；默认每一篇。")
    ] = None,
    tag: Annotated[
        str | None, typer.Option("--tag", "-t", metavar="SLUG", help="看这一个标签（标识或名称），没有给出的也行。")
    ] = None,
    no_split: Annotated[bool, typer.Option("--no-split", help="不拆版，每个文件算一篇。")] = False,
    use: Annotated[Use, typer.Option("--use", help="由规则、模型或两者决定；没有模型时两者即规则。")] = Use.both,
    home: HomeOption = None,
) -> None:
    """说明一篇文章为什么有、或没有某个标签。"""
    from tagger.pipeline import open_pipeline

    pipeline = open_pipeline(open_home(home), use)
    slug = wanted_tags([tag], ((known.slug, known.name) for known in pipeline.compiled.tags))[0] if tag else None
    failed, seen, shown = False, 0, 0
    for found in _articles(given, cut=not no_split):
        if isinstance(found, Failure):
            failed = True
            say_failure(found)
            continue
        seen += 1
        if article in (None, found.number):
            shown += 1
            _show(pipeline, found, slug)
    if seen and not shown:
        say(f"× 没有第 {article} 篇：一共 {seen} 篇")
        raise typer.Exit(WRONG_USE)
    if failed:
        raise typer.Exit(FINDINGS)


def _articles(given: str, *, cut: bool) -> Iterator[Article | Failure]:
    from tagger.pipeline import ReadOptions, read_articles

    for source in named_sources([given]):
        for found in [source] if isinstance(source, Failure) else read_articles(source, ReadOptions(cut=cut)):
            if isinstance(found, Article | Failure):
                yield found


def _show(pipeline: Pipeline, article: Article, slug: str | None) -> None:
    from tagger.rulelab.why import why as explain
    from tagger.terminal.console import Console
    from tagger.terminal.trees import show
    from tagger.terminal.why import full, short

    found = explain(pipeline, article)
    show(full(found, found.tag(slug)) if slug else short(found), Console())
