"""``tagger init``: a home to edit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tagger.cli.common import WRONG_USE, say


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="新建的文件夹。", show_default=False)],
    blank: Annotated[bool, typer.Option("--blank", help="不带自带的标签和模型。")] = False,
    types: Annotated[
        str, typer.Option("--types", metavar="a,b", help="要建的文章类型：标识，或 标识=名称。", show_default=False)
    ] = "",
    industries: Annotated[
        str, typer.Option("--industries", metavar="x,y", help="要建的行业：标识，或 标识=名称。", show_default=False)
    ] = "",
) -> None:
    """新建一个可以改的文件夹：规则、设置，以及自带的模型和种子文章。"""
    from tagger.errors import HomeFault
    from tagger.rulelab.scaffold import make_home, named_tags

    tags = named_tags(industries, "industry") + named_tags(types, "type")
    try:
        count = make_home(folder, tags, blank=blank)
    except HomeFault as error:
        say(f"× {error}")
        raise typer.Exit(WRONG_USE) from None
    typer.echo(folder)
    say(f"新建了 {folder}：{count} 个标签，设置在 tagger.toml")
    say(f"下一步：改 {folder / 'rules'} 里的文件，运行 tagger rules check --home {folder}")
