"""``tagger models info``: all that is known of one model."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tagger.cli.common import HomeOption, ReportFormat, known_model, open_home, say
from tagger.errors import ModelFault


def info(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="名字或其中一段；不给则看在用的。", show_default=False),
    ] = None,
    format: Annotated[
        ReportFormat, typer.Option("--format", "-f", help="table 给人看，json 全部数字。")
    ] = ReportFormat.table,
    home: HomeOption = None,
) -> None:
    """看一个模型的来历、分数、每个标签学了多少篇。"""
    from tagger.match import load_compiled
    from tagger.model.folder import verify
    from tagger.model.registry import Registry
    from tagger.terminal.console import Console
    from tagger.terminal.figures import write_json
    from tagger.terminal.models import info as drawn
    from tagger.terminal.models import per_tag, record
    from tagger.terminal.trees import show

    found = open_home(home)
    registry = Registry(found)
    used = registry.used()
    if not name and not used:
        say("还没有模型；用 `tagger retrain` 训练一个")
        return
    wanted = known_model(registry, name) if name else used[-1]
    registry.folder(wanted)
    version = next(version for version in registry.versions() if version.name == wanted)
    if isinstance(version.manifest, ModelFault):
        raise version.manifest
    verify(version.folder, version.manifest)
    if format is ReportFormat.json:
        write_json(record(version, version.manifest), sys.stdout)
        return
    compiled = load_compiled(found)
    names = {tag.slug: tag.name for tag in compiled.tags}
    console = Console()
    show(drawn(version, version.manifest, compiled.digest), console)
    per_tag(version.manifest, names).show(console)
