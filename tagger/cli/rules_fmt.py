"""``tagger rules fmt``: rule files in their canonical form."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tagger.cli.common import FAULTY, FINDINGS, HomeOption, open_home, say, say_faults


def fmt(
    check: Annotated[bool, typer.Option("--check", help="只列出要改的文件，不写；有就退出 1。")] = False,
    home: HomeOption = None,
) -> None:
    """把规则文件写成统一的形式；注释保留，意思不变。"""
    from tagger.errors import RuleFaults
    from tagger.files import unwritable, write_whole
    from tagger.rulelab.fmt import format_home
    from tagger.terminal.check import shown_path

    changed, faults, files = format_home(open_home(home))
    for path, text in changed.items():
        if not check:
            try:
                write_whole(path, text.encode())
            except OSError as error:
                raise unwritable(error, path) from None
        sys.stdout.write(f"{shown_path(str(path))}\n")
    done = "要改" if check else "改写了"
    say(f"{files} 个规则文件：{done} {len(changed)} 个" if changed else f"{files} 个规则文件：形式都对")
    if faults:
        say_faults(RuleFaults(faults=tuple(faults)), "有错的文件没有动")
        raise typer.Exit(FAULTY)
    if check and changed:
        raise typer.Exit(FINDINGS)
