"""Tests of rule files: what failed and why, what is still to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.text import Text
from rich.tree import Tree

from tagger.rulelab.testing import Outcome, Result
from tagger.terminal.evidence import Words, marks, verdict
from tagger.terminal.sentences import sentences
from tagger.terminal.trees import branch, nearby

_SIGNS = {"failed": ("× ", "red"), "todo": ("… ", "yellow"), "mended": ("√ ", "green")}


def report(result: Result) -> Tree:
    """A test that did not simply pass: its place, its sentence with the words marked, and the sum against the threshold."""
    rule, test = result.rule, result.test
    wanted = "应给出" if test.hit else "不应给出"
    root = branch(
        _SIGNS[result.outcome], (f"{nearby(rule.path)}:{test.line}", "bold"), f" {rule.name}（{rule.tag}）{wanted}"
    )
    if test.todo:
        root.add(Text(f"待办：{test.todo}" + ("；现在通过了，可以去掉 todo" if result.outcome == "mended" else "")))
    if result.why is None:
        root.add(Text(test.text))
        return root
    tag = result.why.tag(rule.tag)
    for line in sentences(result.why.trace, result.why.decision.article, marks(tag)) or [Text(test.text)]:
        root.add(line)
    root.add(verdict(tag))
    words = Words(result.why)
    root.add(words.brief(tag))
    if not tag.given and not tag.child:
        for line in words.remedy(result.why.remedy(tag)):
            root.add(line)
    return root


def summary(results: Sequence[Result]) -> str:
    """How many tests there are and how they went, in one line."""
    counts = Counter(result.outcome for result in results)
    names: tuple[tuple[Outcome, str], ...] = (
        ("passed", "通过"), ("failed", "失败"), ("todo", "待办"), ("mended", "待办已通过"),
    )  # fmt: skip
    told = "，".join(f"{name} {counts[outcome]}" for outcome, name in names if counts[outcome])
    return f"{len(results)} 条测试：{told}" if results else "这些规则文件里没有测试"
