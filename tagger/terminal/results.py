"""Decisions as a table for a person, and as plain lines for a pipe."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tagger.records import Article, Decision, TagScore
from tagger.tables.rows import words
from tagger.terminal.wrap import Cell

_WIDE = 110
_STATES = {"moved": "标题自别处归位", "missing": "无标题"}
_LEVELS = ((0.9, "●●●", "green"), (0.7, "●●○", "yellow"), (0.0, "●○○", "bright_black"))
_OPENING = 24
_TYPE = 12  # cells of the longest name of a type, or of most with their strength


def draw(decisions: Sequence[Decision], console: Console) -> None:
    """One row an article: number, headline, zone and type, industries with their strength, deciding words.

    Below about 110 columns the words stand under the tags that they decided, above in a column of their own.
    """
    wide = console.width >= _WIDE
    several = len({decision.article.file for decision in decisions}) > 1
    table = Table(box=box.SIMPLE_HEAD, expand=True, padding=(0, 1), pad_edge=False, leading=1)
    table.add_column("篇", justify="right", width=3, no_wrap=True)
    if several:
        table.add_column("文件", ratio=3 if wide else 2, overflow="fold")
    table.add_column("标题", ratio=6 if wide else 5, overflow="fold")
    table.add_column("园区", ratio=3, overflow="fold")
    table.add_column("类型", width=_TYPE if wide else None, ratio=None if wide else 3, overflow="fold")
    table.add_column("行业", ratio=5, overflow="fold")
    if wide:
        table.add_column("依据", ratio=8, overflow="fold")
    for place, decision in enumerate(decisions):
        cells: list[Text] = [Text(str(decision.article.number))]
        if several:
            cells.append(Text(decision.article.file, style="bright_black"))
        cells += [headline(decision), Text(decision.zone), _type(decision, wide), _industries(decision, wide)]
        if wide:
            cells.append(_reasons(decision))
        table.add_row(*map(Cell, cells), end_section=place == len(decisions) - 1)
    console.print(table)


def headline(decision: Decision) -> Text:
    """The headline, with a line below that says where it was found and whether a person should look."""
    article = decision.article
    text = Text()
    if article.kicker:
        text.append(f"{article.kicker}\n", style="bright_black")
    if article.title:
        text.append(" ".join(article.title.split()), style="bold")
    else:
        text.append(opening(article), style="italic")
    if state := _STATES.get(article.title_state):
        text.append(f"\n{state}", style="cyan")
    if decision.review:
        text.append(f"\n需看：{decision.review_reason}", style="magenta")
    return text


def opening(article: Article) -> str:
    """The first words of an article that has no headline."""
    start = "".join(article.text[: 2 * _OPENING].split())
    return start[:_OPENING] + ("…" if len(start) > _OPENING else "")


def _type(decision: Decision, wide: bool) -> Text:
    if decision.type is None:
        return Text("—")
    text = _level(decision.type)
    if not wide:
        text.append(_line(decision.type), style="bright_black")
    return text


def _industries(decision: Decision, wide: bool) -> Text:
    if not decision.industries:
        return Text("—", style="bright_black")
    lines = []
    for tag in decision.industries:
        line = _level(tag)
        if not wide:
            line.append(_line(tag), style="bright_black")
        lines.append(line)
    return Text("\n").join(lines)


def _level(score: TagScore) -> Text:
    dots, style = next((dots, style) for least, dots, style in _LEVELS if score.score >= least)
    return Text.assemble((score.name, "bold" if score.score >= 0.9 else ""), " ", (dots, style))


def _line(score: TagScore) -> str:
    found = "、".join(words(score, 3))
    return f"\n  {found}" if found else ""


def _reasons(decision: Decision) -> Text:
    scores = ([decision.type] if decision.type else []) + list(decision.industries)
    lines = [
        Text.assemble((f"{score.name} ", "bright_black"), "、".join(words(score))) for score in scores if score.evidence
    ]
    return Text("\n").join(lines)


def notes(file: str, lines: Sequence[str], console: Console) -> None:
    """What the splitter did with a page."""
    if lines:
        console.print(Text.assemble((f"{file}：", "bright_black"), "；".join(lines)))
