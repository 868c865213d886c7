"""The screen of a session: an article with its deciding words marked, its tags, and the keys."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from tagger.corrections.answers import Tags
from tagger.corrections.session import Session
from tagger.names import NOTHING, TagNames
from tagger.tables.labelled import Vocabulary
from tagger.tables.rows import JOINT
from tagger.terminal.trees import COUNTED
from tagger.terminal.wrap import wrap
from tagger.text import OffsetMap, Origins, View, squeeze

DIGITS = "1234567890"
LETTERS = string.ascii_lowercase + string.ascii_uppercase
_KEYS = ("回车 接受", "数字 增减行业", "a 更多行业", "t 类型", "s 跳过", "u 撤销", "v 全文", "q 退出")
_OWN_KEYS = 4  # the place of a session's own keys among them
_GREY = "bright_black"
OF_TYPE = "cyan"
_OPENING = 3  # lines of the text that are always shown
_GAP = 2


def draw(session: Session, vocabulary: Vocabulary, console: Console, note: str = "", *, whole: bool = False) -> None:
    """The article to look at on a cleared screen; the ``whole`` text, or as many lines of it as there is room for."""
    row = session.row
    if row is None:
        return
    width = console.width
    head, tags = _head(session, row), [_cut(line, width) for line in _tags(session, row, vocabulary)]
    own = (f"{key.letter} {key.name}" for key in session.keys)
    keys = _packed([*_KEYS[:_OWN_KEYS], *own, *_KEYS[_OWN_KEYS:]], width)
    foot = [*([Text(note, style="magenta")] if note else []), *(Text(line, style=_GREY) for line in keys)]
    rest = [line for text in (*head, *tags, *foot) for line in _lines(text, width)]
    body = _lines(marked(row.get("text", ""), _styles(row)), width)
    room = len(body) if whole else max(console.height - len(rest) - _GAP - 1, _OPENING)
    console.clear()
    for line in (*head, "", *_fitting(body, room), "", *tags, *foot):
        console.print(wrap(line, width) if isinstance(line, Text) else line, soft_wrap=True)


def draw_menu(names: TagNames, slugs: Sequence[str], chosen: Tags, heading: str, console: Console) -> None:
    """Tags under letters, in as many columns as fit; an asterisk marks those that the article has."""
    has = {chosen.type, *chosen.industries}
    marks = ["*" if slug in has else " " for slug in slugs]
    cells = [f"{key} {mark}{names.shown(slug)}" for key, mark, slug in zip(LETTERS, marks, slugs, strict=False)]
    width = max(map(cell_len, cells)) + _GAP
    columns = max(console.width // width, 1)
    height = -(-len(cells) // columns)
    console.clear()
    console.print(Text(heading, style="bold"))
    for place in range(height):
        line = cells[place::height]
        console.print(Text("".join(cell + " " * (width - cell_len(cell)) for cell in line).rstrip()), soft_wrap=True)
    console.print(Text("字母 选定  空格 下一页  Esc 返回", style=_GREY))


def words(row: Mapping[str, str]) -> dict[str, list[str]]:
    """The deciding words that a row names, by the name of their tag: ``半导体：晶圆、封测；光伏：钙钛矿``."""
    parts = (part.partition("：") for part in row.get("evidence", "").split(JOINT))
    return {name: found.split("、") for name, _, found in parts if found}


def marked(text: str, styles: Mapping[str, str]) -> Text:
    """A text with every occurrence of the terms in their styles, also through line wraps and widths; the longest term first."""
    view, shown = View(text), Text(text)
    origins, found = (
        Origins((view, OffsetMap())),
        {squeeze(term): style for term, style in styles.items() if squeeze(term)},
    )
    if found:
        longest_first = sorted(map(re.escape, found), key=len, reverse=True)
        for hit in re.finditer("|".join(longest_first), view.text):
            shown.stylize(found[hit[0]], *origins.span(*hit.span()))
    return shown


def _styles(row: Mapping[str, str]) -> dict[str, str]:
    """How each deciding word is marked: those of industries stronger than those of the type."""
    found = words(row)
    own = found.pop(row.get("type_name", ""), [])
    return dict.fromkeys(own, OF_TYPE) | {word: COUNTED for listed in found.values() for word in listed}


def _cut(line: Text, width: int) -> Text:
    """A line of its own: what does not fit is left out."""
    line.truncate(width, overflow="ellipsis")
    return line


def _packed(keys: Sequence[str], width: int) -> list[str]:
    """Keys in as few lines as hold them, none broken."""
    lines = [""]
    for key in keys:
        joined = f"{lines[-1]}  {key}" if lines[-1] else key
        lines[-1:] = [joined] if cell_len(joined) <= width else [lines[-1], key]
    return lines


def _lines(text: Text, width: int) -> list[Text]:
    return [line for part in text.split("\n") for line in wrap(part, width).split("\n")]


def _fitting(lines: list[Text], room: int) -> list[Text]:
    """All lines, or the first, then those with marks, industries before the type, with a sign for what is left out."""
    if len(lines) <= room:
        return lines

    def rank(place: int) -> tuple[bool, bool, bool, int]:
        styles = {span.style for span in lines[place].spans}
        return place >= _OPENING, COUNTED not in styles, OF_TYPE not in styles, place

    kept = sorted(sorted(range(len(lines)), key=rank)[: max(room - 1, 1)])
    return [*(lines[place] for place in kept), Text(f"… 略去 {len(lines) - len(kept)} 行，按 v 看全文", style=_GREY)]


def _head(session: Session, row: Mapping[str, str]) -> list[Text]:
    place = " · ".join(
        part for part in (row.get("file", ""), f"第 {row['article']} 篇" if row.get("article") else "", row.get("date", ""), row.get("zone", "")) if part
    )  # fmt: skip
    head = [Text(f"已核对 {session.done}，共 {session.total}  {place}", style=_GREY)]
    if row.get("review_reason"):
        head.append(Text(f"需看：{row['review_reason']}", style="magenta"))
    if row.get("title"):
        title = marked(" ".join(row["title"].split()), _styles(row))
        title.stylize("bold")
        head.append(title)
    return head


def _because(row: Mapping[str, str], name: str) -> str:
    found = words(row).get(name)
    return f"  {'、'.join(found)}" if found else ""


def _tags(session: Session, row: Mapping[str, str], vocabulary: Vocabulary) -> list[Text]:
    (kind, chosen), before, words = session.tags, session.given, session.words
    name = vocabulary.types.shown(kind) if kind else NOTHING
    line = Text.assemble("类型  ", (name, "bold"))
    if kind == before.type:
        line.append(f" {row.get('type_score', '')}{_because(row, name)}", style=_GREY)
    else:
        former = vocabulary.types.shown(before.type) if before.type else NOTHING
        line.append(f"  {words.instead} {former}", style="yellow")
        line.append(f" {row.get('type_score', '')}", style=_GREY)
    scores = dict(
        zip(row.get("industries", "").split(JOINT), row.get("industry_scores", "").split(JOINT), strict=False)
    )
    lines = [line]
    for key, tag in zip(DIGITS, session.offered(), strict=False):
        sign, style = ("[x]", "bold") if tag in chosen else ("[ ]", "")
        entry = Text.assemble(
            f"  {key} {sign} ", (vocabulary.industries.shown(tag), style), (f" {scores.get(tag, '')}", _GREY)
        )
        if (tag in chosen) != (tag in before.industries):
            entry.append(f"  {words.added if tag in chosen else words.removed}", style="yellow")
        entry.append(_because(row, vocabulary.industries.shown(tag)), style=_GREY)
        lines.append(entry)
    if (hidden := len(session.offered()) - len(DIGITS)) > 0:
        lines.append(Text(f"  另有 {hidden} 个行业，按 a 查看", style=_GREY))
    return lines if len(lines) > 1 else [line, Text(f"行业  {NOTHING}")]
