"""``tagger rules show``: one rule as a person reads it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tagger.cli.common import HomeOption, open_home, wanted_tags


def show(
    tag: Annotated[str, typer.Argument(metavar="SLUG", help="标签的标识或名称。", show_default=False)],
    home: HomeOption = None,
) -> None:
    """显示一个标签的规则：上下级、词、例外、测试。"""
    from tagger.rulebook.load import load_rulebook
    from tagger.terminal.console import Console
    from tagger.terminal.rule import page

    rules = load_rulebook(open_home(home)).rules
    (slug,) = wanted_tags([tag], [(rule.tag, rule.name) for rule in rules])
    (rule,) = (rule for rule in rules if rule.tag == slug)
    if sys.stdout.isatty():
        console = Console(highlight=False)
        for line in page(rule, rules, console.width):
            console.print(line)
    else:
        sys.stdout.writelines(f"{line.plain}\n" for line in page(rule, rules))
