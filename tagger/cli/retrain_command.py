"""``tagger retrain``: learn from corrections, and put the new model to use."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Annotated

import typer

from tagger.cli.common import FINDINGS, WRONG_USE, HomeOption, labelled_rows, open_home, say


def retrain(
    corrections: Annotated[
        list[str],
        typer.Argument(
            metavar="CORRECTIONS",
            help="修订表：text 和 correct_type、correct_industries 或 checked。",
            show_default=False,
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只训练和报告，不启用。")] = False,
    home: HomeOption = None,
) -> None:
    """从修订表学习，训练新模型并启用。"""
    from tagger.evaluate.run import vocabulary
    from tagger.match import load_compiled
    from tagger.model.registry import Registry
    from tagger.training.retrain import retrain as train

    found = open_home(home)
    if found.shipped and not dry_run:
        say("✗ 自带的规则和模型不能改动；请用 `--home DIR` 指定自己的文件夹")
        raise typer.Exit(WRONG_USE)
    compiled = load_compiled(found)
    tags = vocabulary(compiled)
    rows, failed = labelled_rows(corrections, tags)
    said = sum(row.labels.said for row in rows)
    if not said:
        say("✗ 表里没有一篇标注过的文章")
        raise typer.Exit(FINDINGS)
    with nullcontext() if dry_run else Registry(found).writing("tagger retrain") as models:
        trained = train(found, compiled, rows, tags)
        scores = trained.manifest.scores
        say(f"学了 {said} 篇；行业 micro-F1 {scores['industry']['both']}，类型 {scores['type']['both']}（交叉验证）")
        if models is None:
            say("没有启用（--dry-run）")
        else:
            name = models.install(trained)
            models.use(name, [tag.slug for tag in compiled.tags])
            say(f"已启用模型 {name}")
    if failed:
        raise typer.Exit(FINDINGS)
