"""Rules as a table for a person, and their cells for a pipe."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tagger.rulebook.rules import Rule
from tagger.terminal.wrap import Cell

COLUMNS = ("标识", "名称", "类别", "上级", "词", "测试", "阈值")
_NUMBERS = COLUMNS[4:]
FACETS = {"industry": "行业", "type": "类型"}


def cells(rule: Rule) -> tuple[str, ...]:
    """Slug, name, facet, parent, number of terms and of tests, threshold."""
    terms, tests = str(len(rule.terms) + len(rule.together)), str(len(rule.tests))
    return rule.tag, rule.name, rule.facet, rule.parent or "", terms, tests, f"{rule.threshold:g}"


def draw(rules: Sequence[Rule], console: Console) -> None:
    """One row a rule, a section a facet."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for name in COLUMNS:
        number = name in _NUMBERS
        whole = number or name == COLUMNS[0]
        table.add_column(name, justify="right" if number else "left", no_wrap=whole, overflow="fold")
    for rule, following in zip(rules, [*rules[1:], None], strict=True):
        slug, name, facet, *others = cells(rule)
        table.add_row(
            slug,
            Cell(Text(name)),
            FACETS[facet],
            *others,
            end_section=following is None or following.facet != rule.facet,
        )
    console.print(table)
