"""Why an article has a tag or has it not, as a tree."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from rich.tree import Tree

from tagger.records import Article
from tagger.rulelab.why import TagWhy, Why
from tagger.terminal.evidence import Words, marks, verdict
from tagger.terminal.results import opening
from tagger.terminal.sentences import sentences
from tagger.terminal.trees import COUNTED, LOST, branch

_BY = {"rules": "规则", "model": "模型", "both": "规则和模型", "correction": "修订"}


def heading(article: Article) -> str:
    """The file, the number and the headline of an article."""
    return f"{article.file} 第 {article.number} 篇 {' '.join(article.title.split()) or opening(article)}"


def full(found: Why, tag: TagWhy) -> Tree:
    """All that speaks for and against one tag."""
    root = branch((heading(found.decision.article), "bold"))
    top = root.add(verdict(tag))
    counted = [hit for hit in tag.explanation.occurrences if hit.counted]
    lost = [hit for hit in tag.explanation.occurrences if not hit.counted]
    words = Words(found)
    _add(top, f"计入 {sum(hit.value for hit in counted):.2f}", words.counted(counted))
    _add(top, "没有计入", [words.lost(hit) for hit in lost])
    for title, spoke in _model(found, tag):
        _add(top, title, [spoke])
    _add(top, "同句组合", [words.group(group) for group in tag.explanation.groups])
    if not tag.given and not tag.child and not tag.corrected:
        _add(top, "怎样就够", words.remedy(found.remedy(tag)))
    legend = Text.assemble("句子（", ("计入", COUNTED), "，", ("未计入", LOST), "）")
    _add(top, legend, sentences(found.trace, found.decision.article, marks(tag)))
    return root


def short(found: Why) -> Tree:
    """A line or two for every given tag and for the two industries that missed by least."""
    root = branch((heading(found.decision.article), "bold"))
    words = Words(found)
    for tag in found.given():
        node = root.add(verdict(tag))
        node.add(words.brief(tag))
        for title, spoke in _model(found, tag)[:1]:
            node.add(Text.assemble(f"{title}：", spoke))
    if not found.decision.industries:
        root.add(Text("没有给出行业"))
    for tag in found.nearest():
        node = root.add(verdict(tag))
        node.add(words.brief(tag))
        if not tag.child and not tag.corrected:
            for line in words.remedy(found.remedy(tag), 3)[:1]:
                node.add(line)
    return root


def _model(found: Why, tag: TagWhy) -> list[tuple[str, Text]]:
    """What the model's n-grams said for and against a tag; empty where rules alone decide."""
    model, score = found.model(tag), found.score(tag)
    if model is None:
        return []
    chance = f"，合起来的概率 {score.score:.2f}（由{_BY[score.by]}给出）" if score else ""
    said = [(f"模型支持 {model.margin:+.2f}{chance}", _spoken(model.spoke_for))]
    return [*said, ("模型反对", _spoken(model.spoke_against))]


def _spoken(words: Sequence[tuple[str, float]]) -> Text:
    return Text("、").join(Text.assemble(word, (f" {value:+.2f}", "grey62")) for word, value in words) or Text("没有")


def _add(top: Tree, title: str | Text, children: Sequence[Tree | Text]) -> None:
    if children:
        node = top.add(title if isinstance(title, Text) else Text(title, style="bold"))
        for child in children:
            node.children.append(child) if isinstance(child, Tree) else node.add(child)
