"""Slugs, names, and what a rule file should hold besides its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from tagger.lints.findings import Finding, at
from tagger.rulebook.rules import Genre, Rule

_USUAL = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


def odd_slug(rules: Sequence[Rule], genre: Genre) -> Iterator[Finding]:
    """A slug that is not lower case with hyphens, or not the name of its file.

    Example: ``tag: Chip_Design`` in ``chips.yaml``
    """
    for rule in rules:
        if not _USUAL.fullmatch(rule.tag):
            yield at(rule, "tag", "odd-slug", "note", f"标识 `{rule.tag}` 通常写成小写字母、数字，用 `-` 相连",
                     f"例如 `{rule.tag.lower().replace('_', '-').strip('-') or 'a-tag'}`")  # fmt: skip
        stem = Path(rule.path).stem
        if stem != rule.tag:
            yield at(rule, "tag", "odd-slug", "note", f"标识 `{rule.tag}` 与文件名 `{stem}` 不同", "改成一样，好找")


def ambiguous_name(rules: Sequence[Rule], genre: Genre) -> Iterator[Finding]:
    """A name that another tag has, as its name or as its slug: where a name is given, it is not clear which is meant.

    Example: ``name: 新能源`` in two files
    """
    first: dict[str, Rule] = {rule.tag: rule for rule in rules}
    for rule in rules:
        other = first.setdefault(rule.name, rule)
        if other is not rule:
            yield at(rule, "name", "ambiguous-name", "warning", f"名称 `{rule.name}` 也是标签 `{other.tag}` 的",
                     "换一个名称")  # fmt: skip


def missing_tests(rules: Sequence[Rule], genre: Genre) -> Iterator[Finding]:
    """A tag with words but without a sentence that must get it, or one that must not.

    Example: a file without ``tests:``
    """
    for rule in rules:
        kinds = {test.hit for test in rule.tests}
        if (rule.terms or rule.together or rule.patterns) and len(kinds) < 2:
            lacking = "、".join(name for name, kind in (("hit", True), ("miss", False)) if kind not in kinds)
            part = "tests" if rule.tests else "tag"
            yield at(rule, part, "missing-tests", "note", f"没有测试句：缺 {lacking}", "tests: [{hit: …}, {miss: …}]")
