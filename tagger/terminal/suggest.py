"""Suggested edits of rules, each with its effect and its examples."""

from __future__ import annotations

from rich.tree import Tree

from tagger.rulebook.rules import Facet
from tagger.rulelab.suggest import Suggestion, Suggestions
from tagger.tables.labelled import Labelled
from tagger.terminal.evidence import quoted
from tagger.terminal.figures import Column, Figures
from tagger.terminal.sentences import Marked, sentences
from tagger.terminal.trees import branch
from tagger.terminal.why import heading

_FACETS: dict[Facet, str] = {"industry": "行业", "type": "类型"}


def tree(found: Suggestions, suggestion: Suggestion) -> Tree:
    """One edit: what it is, what it rests on, what it does, and articles that it mends or breaks."""
    edit = suggestion.edit
    sign, style = ("+ ", "green") if edit.before is None else ("- ", "red")
    f1 = f"  F1 {suggestion.before.f1:.3f} → {suggestion.after.f1:.3f}"
    root = branch(
        (sign, style), (suggestion.name, "bold"), (f"（{edit.tag}）", "bright_black"), _change(suggestion), f1
    )
    rests = f"有它的文章：该标的 {suggestion.with_tag} 篇，其余 {suggestion.without} 篇"
    if suggestion.z is not None:
        rests += f"，对数优势比 z {suggestion.z:.1f}"
    root.add(rests)
    root.add(
        f"修好 {len(suggestion.mended)} 篇，弄坏 {len(suggestion.broken)} 篇；没参与挑选的文章上总 F1 {suggestion.gain:+.4f}"
    )
    for row, good in found.examples(suggestion):
        root.children.append(_example(found, row, good, edit.word))
    return root


def _change(suggestion: Suggestion) -> str:
    edit = suggestion.edit
    if edit.before is None:
        return f"加上{quoted(edit.word)} {edit.after:g}"
    return (
        f"删去{quoted(edit.word)} {edit.before:g}"
        if edit.after is None
        else f"{quoted(edit.word)} {edit.before:g} 改为 {edit.after:g}"
    )


def _example(found: Suggestions, row: Labelled, good: bool, word: str) -> Tree:
    """An article with the first sentence that holds the word."""
    node = branch(("修好 ", "green") if good else ("弄坏 ", "red"), heading(row.article))
    trace = found.pipeline.trace(row.article)
    start = trace.document.text.find(word)
    if start >= 0:
        node.add(sentences(trace, row.article, [Marked(start, start + len(word), True)])[0])
    return node


def figures(found: Suggestions) -> Figures:
    """One row an edit."""
    columns = [
        Column("tag", "标识", lambda s: s.edit.tag),
        Column("name", "名称", lambda s: s.name),
        Column("word", "词", lambda s: s.edit.word),
        Column("before", "原权重", lambda s: "" if s.edit.before is None else f"{s.edit.before:g}"),
        Column("after", "新权重", lambda s: "" if s.edit.after is None else f"{s.edit.after:g}"),
        Column("with_tag", "该标", lambda s: s.with_tag),
        Column("without", "其余", lambda s: s.without),
        Column("z", "z", lambda s: "" if s.z is None else f"{s.z:.2f}"),
        Column("f1_before", "原 F1", lambda s: s.before.f1),
        Column("f1_after", "新 F1", lambda s: s.after.f1),
        Column("gain", "总 F1", lambda s: f"{s.gain:.5f}"),
        Column("mended", "修好", lambda s: len(s.mended)),
        Column("broken", "弄坏", lambda s: len(s.broken)),
    ]
    return Figures(columns, found.found)


def summary(found: Suggestions) -> str:
    """How many suggestions there are, and F1 before and with all of them on articles that did not choose them."""
    if not found.found:
        return f"看了 {len(found.rows)} 篇有标注的文章，没有站得住的建议"
    sides = "，".join(
        f"{_FACETS[facet]} F1 {before:.4f} → {after:.4f}"
        for facet, (before, after) in found.f1.items()
        if before or after
    )
    return f"{len(found.rows)} 篇有标注的文章，{len(found.found)} 条建议；全部采用，五折交叉验证：{sides}"
