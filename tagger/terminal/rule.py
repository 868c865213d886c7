"""One rule as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.text import Text

from tagger.rulebook.rules import Rule
from tagger.terminal.check import shown_path
from tagger.terminal.rules import FACETS
from tagger.terminal.wrap import wrap


def page(rule: Rule, rules: Sequence[Rule], width: int | None = None) -> Iterator[Text]:
    """The lines of a page; broken at ``width`` cells, not at all without it."""
    children = [f"{other.name}（{other.tag}）" for other in rules if other.parent == rule.tag]
    head = Text.assemble((rule.name, "bold"), f"  {rule.tag}", (f"  {shown_path(rule.path)}", "dim"))
    yield head if width is None else wrap(head, width)
    rows = [
        ("类别", " > ".join([FACETS[rule.facet], *_above(rule, rules)])),
        ("下级", "、".join(children)),
        ("范围", rule.about),
        ("代码", "；".join(f"{kind} {'、'.join(codes)}" for kind, codes in rule.codes)),
        ("阈值", f"{rule.threshold:g}"),
    ]
    for name, value in rows:
        if value:
            yield from _row(name, Text(value), width)
    for name, entries in _words(rule):
        if entries:
            yield Text()
            yield Text(name, style="bold")
            for lead, value, style in entries:
                yield from _row(lead, Text(value, style=style), width)


def _above(rule: Rule, rules: Sequence[Rule]) -> list[str]:
    """Names of the parents, the highest first."""
    by_tag = {other.tag: other for other in rules}
    names: list[str] = []
    while rule.parent and rule.parent in by_tag:
        rule = by_tag[rule.parent]
        names.insert(0, rule.name)
    return names


Entries = list[tuple[str, str, str]]


def _words(rule: Rule) -> Iterator[tuple[str, Entries]]:
    """Sections of what counts for and against the tag, and its tests."""
    by_weight = groupby(sorted(rule.terms, key=lambda term: -term.weight), key=lambda term: term.weight)
    terms = [(f"{weight:g}", "、".join(term.text for term in group), "") for weight, group in by_weight]
    yield f"词（{len(rule.terms)}）", terms
    yield "同句出现", [(f"{group.weight:g}", " + ".join(group.words), "") for group in rule.together]
    yield "正则表达式", [(f"{pattern.weight:g}", pattern.text, "") for pattern in rule.patterns]
    plain = "、".join(exempt.text for exempt in rule.exempt if not exempt.near)
    near = [(exempt.text, f"附近有 {'、'.join(exempt.near)} 时不算", "") for exempt in rule.exempt if exempt.near]
    yield f"例外（{len(rule.exempt)}）", ([("不算", plain, "")] if plain else []) + near
    tests = [
        ("应标" if test.hit else "不标", test.text + (f"（待办：{test.todo}）" if test.todo else ""),
         "green" if test.hit else "red")
        for test in rule.tests
    ]  # fmt: skip
    yield f"测试（{len(rule.tests)}）", tests


def _row(name: str, value: Text, width: int | None) -> Iterator[Text]:
    """A name and a value; on a terminal the value is broken and stands indented."""
    lead = Text(f"  {name}  ", style="dim")
    lines = [value] if width is None else wrap(value, max(width - lead.cell_len, 20)).split()
    for number, line in enumerate(lines):
        yield lead + line if not number else Text(" " * lead.cell_len) + line
