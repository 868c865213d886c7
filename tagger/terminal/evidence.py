"""The words of a tag in lines of text: what each counts, what stands against it, what would have sufficed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text
from rich.tree import Tree

from tagger.match.explain import WEAKENED, Cause, Explanation, Group, Traced, source_span
from tagger.rulelab.why import Remedy, TagWhy, Why
from tagger.terminal.sentences import Marked
from tagger.terminal.trees import branch

PLACES = {"title": "标题", "lead": "导语", "body": "正文"}
_GREY = "bright_black"
_EXAMPLES = 6
_INNER = str.maketrans("“”", "‘’")


def verdict(tag: TagWhy) -> Text:
    """Given or not, the sum against what it must reach, and by how much it passed or missed."""
    total = tag.explanation.total
    verdict = ("给出", "green") if tag.given else ("未给出", "yellow")
    by = "按修订" if tag.corrected else ""
    text = Text.assemble((tag.tag.name, "bold"), (f"（{tag.tag.slug}）{by}", _GREY), verdict, f"：合计 {total:.2f}")
    if tag.rival is not None:
        text.append(f"，{'其次' if tag.given else '最强'}的{tag.rival.name} {tag.least:.2f}")
    else:
        text.append(f"，阈值 {tag.least:g}")
    text.append(f"，{'差' if tag.gap > 0 else '高出'} {abs(tag.gap):.2f}")
    if tag.child is not None:
        text.append(f"；已给出下级“{tag.child.name}”，标题和导语又没有点名整个领域")
    return text


def marks(tag: TagWhy) -> list[Marked]:
    """Every word of a tag in the document, counted or not."""
    found = [Marked(hit.start, hit.end, hit.counted) for hit in tag.explanation.occurrences]
    return found + [Marked(*span, True) for group in tag.explanation.groups for span in group.spans]


def quoted(text: str) -> str:
    """A text in quotation marks; marks inside it become inner ones."""
    return f"“{text.translate(_INNER)}”"


class Words:
    """Words of one article in lines of text."""

    def __init__(self, found: Why) -> None:
        self._found, self._article = found, found.decision.article
        self._document, self._compiled = found.trace.document, found.pipeline.compiled
        self._words = self._compiled.shown_words()

    def surface(self, start: int, end: int) -> str:
        """Characters of the document as the article writes them, without white space."""
        in_title, first = self._document.source(start)
        _, last = self._document.source(max(start, end - 1))
        text = self._article.title if in_title else self._article.text
        return "".join(text[first : last + 1].split())

    def counted(self, hits: Sequence[Traced]) -> list[Tree]:
        """A branch a word with its sum, the weightiest first, and a line an occurrence."""
        by_word: dict[int, list[Traced]] = {}
        for hit in hits:
            by_word.setdefault(hit.word, []).append(hit)
        trees = []
        for group in sorted(by_word.values(), key=lambda group: -abs(sum(hit.value for hit in group))):
            lines = [self._sum(hit, number) for number, hit in enumerate(group, 1)]
            word = (self.surface(group[0].start, group[0].end), "green")
            tree = (
                branch(word, " ", *lines) if len(group) == 1 else branch(word, f" {sum(h.value for h in group):+.2f}")
            )
            for line in lines if len(group) > 1 else ():
                tree.add(line)
            trees.append(tree)
        return trees

    def _sum(self, hit: Traced, number: int) -> Text:
        place = "正文带数量的句子" if hit.measured else PLACES[hit.place]
        text = Text(f"{hit.value:+.2f} = {hit.weight:g} × {place} {hit.place_factor:g}")
        if hit.cause is not None and hit.cause.kind in WEAKENED:
            text.append(f" × {self._cause(hit)} {hit.discount:g}", style="yellow")
        if hit.repeat != 1:
            text.append(f" × 第 {number} 次 {hit.repeat:g}", style=_GREY)
        return text.append(self._where(hit.start, hit.end), style=_GREY)

    def lost(self, hit: Traced) -> Text:
        """An occurrence that does not count, with what removed it."""
        text = Text.assemble(
            (self.surface(hit.start, hit.end), "yellow"), f"（权重 {hit.weight:g}，{PLACES[hit.place]}）"
        )
        return text.append(self._cause(hit)).append(self._where(hit.start, hit.end), style=_GREY)

    def _where(self, start: int, end: int) -> str:
        low, high = source_span(self._article, self._document, start, end)
        return f"  原文 {low}–{high}"

    def _cause(self, hit: Traced) -> str:
        cause = hit.cause
        if cause is None:
            return ""
        by = quoted(self.surface(cause.start, cause.end))
        if cause.kind == "longer":
            return f"在更长的词{by}里（{self._owners(cause.word)}）"
        return {
            "name": f"机构名{by}", "slogan": f"{by}后的口号", "list": "并列的词", "except": f"例外{by}",
            "near": f"同句有{by}", "repeat": "重复太多，不再计", "edge": "只是英文或数字的一部分",
        }[cause.kind]  # fmt: skip

    def _owners(self, word: int) -> str:
        tags = self._compiled.tags
        return "属于" + "、".join(tags[tag].name for tag, _ in self._compiled.uses[word])

    def group(self, group: Group) -> Text:
        """Words that count together, and whether they did."""
        text = Text(f"{self._joined(group)} {group.weight:g}：")
        if group.spans:
            where = self._where(*group.spans[0])
            return text.append(f"同在一句，{PLACES[group.place]} {group.value:+.2f}").append(where, style=_GREY)
        if group.absent:
            return text.append("没有" + "、".join(f"“{self._words[word]}”" for word in group.absent))
        return text.append("都有，但不在同一句")

    def _joined(self, group: Group) -> str:
        return "＋".join(self._words[word] for word in group.words)

    def remedy(self, remedy: Remedy, most: int = _EXAMPLES) -> list[Text]:
        """What would have sufficed, each line alone."""
        found = []
        if remedy.words:
            rest = f" 等 {len(remedy.words)} 个" if len(remedy.words) > most else ""
            found.append(f"正文再有一个权重 {remedy.weight:.2f} 以上的词，如 {'、'.join(remedy.words[:most])}{rest}")
        for hit in remedy.restored:
            word = self.surface(hit.start, hit.end)
            found.append(f"“{word}”若全计（现在：{self._cause(hit)}），可多 {hit.lost:.2f}")
        found += [f"{self._joined(group)} 若在同一句，可多 {group.weight:g}" for group in remedy.groups]
        if not found:
            found.append(f"还差 {remedy.weight:.2f}，没有一个词单独够用")
        return [Text(line) for line in dict.fromkeys(found)]

    def brief(self, tag: TagWhy) -> Text:
        """The words with what each counts, and those that did not count with their causes, in one line."""
        text = Text()
        sums: dict[str, float] = {}
        for hit in tag.explanation.occurrences:
            if hit.counted:
                sums[self.surface(hit.start, hit.end)] = sums.get(self.surface(hit.start, hit.end), 0.0) + hit.value
        sums |= {self._joined(group): group.value for group in tag.explanation.groups if group.spans}
        ordered = sorted(sums.items(), key=lambda pair: -abs(pair[1]))
        for number, (word, value) in enumerate(ordered):
            text.append("、" if number else "").append(word, style="green").append(f" {value:+.2f}", style=_GREY)
        reasons = dict.fromkeys(self._reasons(tag.explanation))
        if reasons:
            text.append(("；" if text else "") + "未计：" + "、".join(reasons), style="yellow")
        return text if text else Text("没有它的词")

    def _reasons(self, explanation: Explanation) -> Iterator[str]:
        for hit in explanation.occurrences:
            if hit.counted or hit.cause is None or hit.cause.kind == "repeat" or self._own(hit.cause, explanation.tag):
                continue
            yield f"{self.surface(hit.start, hit.end)}（{self._cause(hit)}）"

    def _own(self, cause: Cause, tag: int) -> bool:
        """Whether a longer term of the same tag holds the word, which takes nothing from the tag."""
        return cause.kind == "longer" and any(owner == tag for owner, _ in self._compiled.uses[cause.word])
