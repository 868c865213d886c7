"""``tagger doctor``: what the installation works with, and what is not fit."""

from __future__ import annotations

import sys

import typer

from tagger.cli.common import FINDINGS, HomeOption, say
from tagger.doctor import Part, examine
from tagger.errors import printable
from tagger.home import find_home


def doctor(home: HomeOption = None) -> None:
    """检查安装：版本、家、规则、模型、终端和编码；有不妥时退出码为 1。"""
    parts = list(examine(find_home(home), home is not None))
    if sys.stdout.isatty():
        _draw(parts)
    else:
        for part in parts:
            cells = ("好" if part.fit else "不妥", part.name, part.said, part.hint)
            sys.stdout.write("\t".join(printable(cell) for cell in cells) + "\n")
    if unfit := [part.name for part in parts if not part.fit]:
        say(f"不妥：{'、'.join(unfit)}")
        raise typer.Exit(FINDINGS)


def _draw(parts: list[Part]) -> None:
    from rich.table import Table
    from rich.text import Text

    from tagger.terminal.console import Console

    table = Table.grid(padding=(0, 1))
    for part in parts:
        said = Text(part.said)
        if not part.fit:
            said.append(f"\n→ {part.hint}", style="cyan")
        table.add_row(Text("√", "green") if part.fit else Text("×", "bold red"), Text(part.name, "bold"), said)
    Console(highlight=False).print(table)
