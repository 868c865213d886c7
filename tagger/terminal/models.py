"""The models of a home: a table of versions, one in full, and what changes between two."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from rich.text import Text
from rich.tree import Tree

from tagger.model.manifest import Manifest
from tagger.model.registry import Version, identity
from tagger.rulelab.shifts import Shift, Shifted, Shifts
from tagger.terminal.diff import agreement, judged
from tagger.terminal.figures import Cell, Column, Figures
from tagger.terminal.trees import branch
from tagger.terminal.why import heading

_SCORES = {"industry": "行业 micro-F1", "type": "类型 正确率"}
_UNKNOWN = "—"  # of a model that was made before figures of tags were kept, and of tags that no article has
_DIGITS = 8  # of a digest: enough to tell them apart


def versions(found: Sequence[Version]) -> Figures:
    """A row a version."""
    columns = [
        Column("name", "名字", lambda version: version.name),
        Column("made", "时间", lambda version: _made(version), wide=True),
        Column("digest", "摘要", lambda version: _of(version, lambda m: identity(m)[:_DIGITS]), wide=True),
        Column("articles", "篇", lambda version: _of(version, lambda m: m.articles)),
        Column("industry", "行业", lambda version: _of(version, lambda m: _score(m, "industry"))),
        Column("type", "类型", lambda version: _of(version, lambda m: _score(m, "type"))),
        Column("state", "状态", state),
    ]
    return Figures(columns, found)


def state(version: Version) -> str:
    """Whether a version is in use, was, or why not."""
    if not isinstance(version.manifest, Manifest):
        said = version.manifest.reason
    else:
        record = version.manifest.record
        said = f"强制启用：{record.aside}" if record.forced else f"搁置：{record.aside}" if record.aside else ""
    used = "使用中" if version.in_use else "用过" if version.was_used else ""
    return "；".join(filter(None, (used, said)))


def info(version: Version, manifest: Manifest, rules: str) -> Tree:
    """All that is known of a version as a whole; ``rules`` is the digest of the rules now."""
    root = branch((version.name, "bold"), f" {state(version)}")
    same = "与现在的规则相同" if manifest.digests.get("rules") == rules else "与现在的规则不同"
    _add(root, "来历", [
        f"训练于 {_made(version) or '不详'}，摘要 {identity(manifest)}",
        f"规则 {manifest.digests.get('rules', '不详')}（{same}）",
        "用 " + "、".join(f"{name} {number}" for name, number in manifest.libraries.items()),
        *(f"修订 {file}：{count} 篇" for file, count in manifest.record.sources.items()),
    ])  # fmt: skip
    _add(root, f"学了 {manifest.articles} 篇，{len(manifest.tags)} 个标签，{size(version):,} 字节", [
        f"{name} 规则＋模型 {_score(manifest, facet):.4f}，模型 {manifest.scores.get(facet, {}).get('model', 0):.4f}"
        f"（交叉验证，{manifest.scores.get(facet, {}).get('articles', 0)} 篇）"
        for facet, name in _SCORES.items()
    ])  # fmt: skip
    return root


def per_tag(manifest: Manifest, names: Mapping[str, str]) -> Figures:
    """A row a tag, those with most articles first: how many it learned from, and how well it is given out of fold with
    rules and model, on how many articles that have it."""

    def figure(key: str) -> Callable[[str], Cell]:
        return lambda tag: getattr(manifest.per_tag[tag], key) if tag in manifest.per_tag else _UNKNOWN

    def interval(tag: str) -> str:
        own = manifest.per_tag.get(tag)
        return f"{own.low:.2f}–{own.high:.2f}" if own else _UNKNOWN

    columns = [
        Column("name", "标签", lambda tag: names.get(tag, tag)),
        Column("tag", "标识", lambda tag: tag, wide=True),
        Column("learned", "学了", lambda tag: manifest.supports[tag]),
        Column("support", "核对", figure("support")),
        Column("precision", "精确率", figure("precision")),
        Column("recall", "召回率", figure("recall")),
        Column("f1", "F1", figure("f1")),
        Column("interval", "95% 区间", interval),
    ]
    return Figures(columns, sorted(manifest.supports, key=lambda tag: (-manifest.supports[tag], tag)))


def record(version: Version, manifest: Manifest) -> dict[str, Any]:
    """All that is known of a version, for programs."""
    (row,) = versions([version]).records()
    kept = manifest.record
    return row | {
        "in_use": version.in_use, "was_used": version.was_used, "digest": identity(manifest), "bytes": size(version),
        "sources": kept.sources, "aside": kept.aside, "forced": kept.forced, "comparison": kept.comparison,
        "digests": manifest.digests, "libraries": manifest.libraries, "scores": manifest.scores, "tags": manifest.supports,
        "per_tag": msgspec.to_builtins(manifest.per_tag),
    }  # fmt: skip


def size(version: Version) -> int:
    """The bytes of the files of a version."""
    return sum(path.stat().st_size for path in version.folder.iterdir())


def shifted(found: Shifted) -> Tree:
    """An article with the tags that came and went."""
    root = branch(heading(found.article))
    for shift in found.shifts:
        sign, style = ("+", "green") if shift.gained else ("-", "red")
        kind = "类型 " if shift.facet == "type" else ""
        label = Text.assemble((f"{sign} {kind}{shift.score.name}", style), f" {shift.score.score:.2f}")
        root.add(label.append_text(Text.assemble(judged(shift.better))))
    return root


def shifts(found: Shifts) -> Figures:
    """A row a tag that came or went."""
    rows: list[tuple[Shifted, Shift]] = [(changed, shift) for changed in found.changed for shift in changed.shifts]
    columns = [
        Column("file", "文件", lambda r: r[0].article.file),
        Column("article", "篇", lambda r: r[0].article.number),
        Column("id", "id", lambda r: r[0].article.id or ""),
        Column("title", "标题", lambda r: " ".join(r[0].article.title.split())),
        Column("facet", "类别", lambda r: r[1].facet),
        Column("change", "变化", lambda r: "+" if r[1].gained else "-"),
        Column("tag", "标识", lambda r: r[1].score.tag),
        Column("name", "名称", lambda r: r[1].score.name),
        Column("score", "概率", lambda r: r[1].score.score),
        Column("better", "对错", lambda r: {True: "对", False: "错", None: ""}[r[1].better]),
    ]
    return Figures(columns, rows)


def summary(found: Shifts) -> str:
    """How much changed, and with labels whether for the better, in one line."""
    text = f"{found.articles} 篇中有 {len(found.changed)} 篇变了"
    return text + (f"；{agreement(found.before, found.after)}" if found.labelled else "")


def _made(version: Version) -> str:
    """When a model was made, in local time; blank where that is not known."""
    made = version.manifest.record.made if isinstance(version.manifest, Manifest) else ""
    return f"{datetime.fromisoformat(made).astimezone():%Y-%m-%d %H:%M}" if made else ""


def _of(version: Version, read: Any) -> Cell:
    cell: Cell = read(version.manifest) if isinstance(version.manifest, Manifest) else ""
    return cell


def _score(manifest: Manifest, facet: str) -> float:
    """Out of fold, with rules."""
    return float(manifest.scores.get(facet, {}).get("both", 0.0))


def _add(root: Tree, title: str, lines: Sequence[str]) -> None:
    node = root.add(Text(title, style="bold"))
    for line in lines:
        node.add(Text(line))
