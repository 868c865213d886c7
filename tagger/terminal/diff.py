"""What changes between two sets of rules: a tree by tag, a table a change, JSON."""

from __future__ import annotations

from typing import Any

from rich.text import Text
from rich.tree import Tree

from tagger.rulelab.agreement import Agreement
from tagger.rulelab.diff import Change, Diff, TagDiff
from tagger.terminal.figures import Column, Figures
from tagger.terminal.trees import branch
from tagger.terminal.why import heading

_WORDS = 6
_LEAST = 0.00005  # what is no change in the decimals shown


def tree(diff: TagDiff) -> Tree:
    """A tag with its changes: the article, the sums before and after, the words behind it."""
    root = branch((diff.name, "bold"), (f"（{diff.tag}）", "bright_black"), f" +{diff.gained} -{diff.lost}", _f1(diff))
    for change in diff.changes:
        sign, style = ("+", "green") if change.gained else ("-", "red")
        node = branch(
            (f"{sign} ", style),
            heading(change.article),
            f"：{change.before:.2f} → {change.after:.2f}",
            judged(change.better),
        )
        node.add(_words(change))
        root.children.append(node)
    return root


def _f1(diff: TagDiff) -> str:
    if not diff.after.right + diff.after.missed + diff.after.wrong:
        return ""
    return f"  F1 {diff.before.f1:.3f} → {diff.after.f1:.3f}{_trend(diff.after.f1 - diff.before.f1)}"


def _trend(by: float) -> str:
    return "（变好）" if by > _LEAST else "（变坏）" if by < -_LEAST else "（不变）"


def judged(better: bool | None) -> tuple[str, str]:
    """Whether the labels ask for a change or against it, with its style; blank where they say nothing."""
    if better is None:
        return "", ""
    return (" 对", "green") if better else (" 错", "red")


def _words(change: Change) -> Text:
    if not change.words:
        return Text("词的分量没变：变的是阈值、上下级或对手")
    text = Text("、".join(f"{w.word} {w.before:.2f} → {w.after:.2f}" for w in change.words[:_WORDS]))
    return text.append(f" 等 {len(change.words)} 个" if len(change.words) > _WORDS else "")


def figures(diff: Diff) -> Figures:
    """One row a change."""
    rows = [(tag, change) for tag in diff.tags for change in tag.changes]
    columns = [
        Column("tag", "标识", lambda r: r[0].tag),
        Column("name", "名称", lambda r: r[0].name),
        Column("change", "变化", lambda r: "+" if r[1].gained else "-"),
        Column("file", "文件", lambda r: r[1].article.file),
        Column("article", "篇", lambda r: r[1].article.number),
        Column("id", "id", lambda r: r[1].article.id or ""),
        Column("title", "标题", lambda r: " ".join(r[1].article.title.split())),
        Column("before", "原合计", lambda r: f"{r[1].before:.2f}"),
        Column("after", "新合计", lambda r: f"{r[1].after:.2f}"),
        Column("better", "对错", lambda r: {True: "对", False: "错", None: ""}[r[1].better]),
        Column("words", "词", lambda r: _words(r[1]).plain),
    ]
    return Figures(columns, rows)


def record(diff: Diff) -> dict[str, Any]:
    """Everything, for programs."""
    found: dict[str, Any] = {"articles": diff.articles, "labelled": diff.labelled, "changed": diff.changed}
    if diff.labelled:
        for name, side in (("before", diff.before), ("after", diff.after)):
            found[name] = {
                "micro_f1": round(side.industries.f1, 4),
                "type_accuracy": round(side.types.precision, 4),
                "tags": {tag.tag: round(side.tags[tag.tag].f1, 4) for tag in diff.tags if tag.tag in side.tags},
            }
    return found | {"changes": figures(diff).records()}


def summary(diff: Diff) -> str:
    """How much changed, and with labels whether for the better, in one line."""
    text = f"{diff.articles} 篇中有 {diff.changed} 篇变了，涉及 {len(diff.tags)} 个标签"
    return text + (f"；{agreement(diff.before, diff.after)}" if diff.labelled else "")


def agreement(before: Agreement, after: Agreement) -> str:
    """How well the tags agree with the labels, before and after."""
    return (
        f"行业 micro-F1 {before.industries.f1:.4f} → {after.industries.f1:.4f}"
        f"{_trend(after.industries.f1 - before.industries.f1)}"
        f"，类型 {before.types.precision:.4f} → {after.types.precision:.4f}"
        f"{_trend(after.types.precision - before.types.precision)}"
    )
