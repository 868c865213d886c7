"""Figures of rules, terms and pairs of tags, as tables."""

from __future__ import annotations

from typing import Any

from tagger.rulelab.agreement import Tally
from tagger.rulelab.stats import Stats
from tagger.terminal.figures import Column, Figures


def by_rule(stats: Stats) -> Figures:
    """One row a tag, facet by facet, the most frequent first."""
    rows = sorted(stats.rules, key=lambda rule: (rule.facet, -rule.covers, rule.tag))
    columns = [
        Column("tag", "标识", lambda r: r.tag, wide=True),
        Column("name", "名称", lambda r: r.name),
        Column("terms", "词", lambda r: r.terms),
        Column("dead", "死词", lambda r: r.dead),
        *_shared(),
        Column("given", "给出", lambda r: r.given),
        *(
            [*_labelled(), Column("f1", "F1", lambda r: r.tally.f1 if r.tally != Tally() else "")]
            if stats.labelled
            else ()
        ),
    ]
    return Figures(columns, rows)


def by_term(stats: Stats, below: int | None = None) -> Figures:
    """One row a word of a tag, the most frequent first; with ``below`` only those that count in fewer articles."""
    rows = [term for term in stats.terms if below is None or term.covers < below]
    columns = [
        Column("tag", "标识", lambda t: t.tag),
        Column("term", "词", lambda t: t.term),
        Column("weight", "权重", lambda t: f"{t.weight:g}"),
        Column("found", "出现", lambda t: t.found),
        *_shared(),
        Column("decides", "决定", lambda t: t.decides),
        *(_labelled() if stats.labelled else ()),
    ]
    return Figures(columns, rows)


def by_pair(stats: Stats) -> Figures:
    """One row two industries that were given together: how often, and how often against chance."""
    names = {rule.tag: rule.name for rule in stats.rules}
    given = {rule.tag: rule.given for rule in stats.rules}
    columns = [
        Column("tag", "标识", lambda p: p[0][0], wide=True),
        Column("name", "名称", lambda p: names[p[0][0]]),
        Column("other", "标识", lambda p: p[0][1], wide=True),
        Column("other_name", "同给", lambda p: names[p[0][1]]),
        Column("articles", "篇", lambda p: p[1]),
        Column("lift", "倍于偶然", lambda p: p[1] * stats.articles / (given[p[0][0]] * given[p[0][1]])),
    ]
    return Figures(columns, stats.pairs.most_common())


def record(stats: Stats) -> dict[str, Any]:
    """Everything, for programs; ``matrix`` maps a tag to the tags given with it and in how many articles."""
    matrix: dict[str, dict[str, int]] = {}
    for (one, other), articles in sorted(stats.pairs.items()):
        matrix.setdefault(one, {})[other] = articles
        matrix.setdefault(other, {})[one] = articles
    found: dict[str, Any] = {"articles": stats.articles, "labelled": stats.labelled}
    if stats.labelled:
        found |= {"micro_f1": round(stats.agreement.industries.f1, 4)}
        found |= {"type_accuracy": round(stats.agreement.types.precision, 4)}
    return found | {"rules": by_rule(stats).records(), "terms": by_term(stats).records(), "matrix": matrix}


def summary(stats: Stats) -> str:
    """What the figures rest on, and how many words are dead, in one line."""
    dead = [term for term in stats.terms if not term.covers]
    never = sum(not term.found for term in dead)
    text = f"{stats.articles} 篇，{len(stats.terms)} 个词，其中 {len(dead)} 个从不计入（{never} 个从不出现）"
    if stats.labelled:
        industries, types = stats.agreement.industries, stats.agreement.types
        text += f"；{stats.labelled} 篇有标注：行业 micro-F1 {industries.f1:.3f}，类型 {types.precision:.3f}"
    return text


def _shared() -> list[Column]:
    return [
        Column("covers", "覆盖", lambda r: r.covers),
        Column("overlaps", "重叠", lambda r: r.overlaps),
        Column("conflicts", "冲突", lambda r: r.conflicts),
    ]


def _labelled() -> list[Column]:
    """Blank where there is nothing to divide by."""
    return [
        Column("precision", "准确", lambda r: r.tally.precision if r.tally.right + r.tally.wrong else ""),
        Column("recall", "召回", lambda r: r.tally.recall if r.tally.right + r.tally.missed else ""),
        Column("support", "应有", lambda r: r.tally.right + r.tally.missed),
    ]
