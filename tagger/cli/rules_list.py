"""``tagger rules list``: the tags of a home, one a row."""

from __future__ import annotations

import sys

from tagger.cli.common import HomeOption, open_home


def list_rules(home: HomeOption = None) -> None:
    """列出全部标签：标识、名称、上级、词数、测试数、阈值。"""
    from tagger.rulebook.load import load_rulebook
    from tagger.terminal.rules import COLUMNS, cells, draw

    rules = load_rulebook(open_home(home)).rules
    if sys.stdout.isatty():
        from tagger.terminal.console import Console

        draw(rules, Console())
    else:
        sys.stdout.writelines("\t".join(row) + "\n" for row in (COLUMNS, *map(cells, rules)))
