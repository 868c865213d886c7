"""What tells the kind of a line: its width among its neighbours, its signs, its words beside those around it."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from tagger.split import signs
from tagger.split.background import Cosine, bigrams, idf, triple_idf
from tagger.split.cells import Cell, usual_width

_WINDOW = 8  # lines that tell a column's width
_REACHES = (8, 24)  # lines on both sides whose words are compared
_STEPS = (0.004, 0.012, 0.025, 0.05, 0.09)
_DIPS = (0.005, 0.02, 0.045, 0.09)
_WIDTHS = (-6.0, -2.7, -1.3, -0.8, 0.8, 1.6)
_WIDTH_NAMES = ("short", "under", "indent", "less", "full", "more", "over")
_LENGTHS = (4, 8, 14, 22, 30, 44)
_CLOSING = frozenset("，。、；：！？”’）》】…·,.;:!?)%％")
_OPENING = frozenset("“‘《（(【")


def full_widths(cells: Sequence[Cell]) -> tuple[list[float], list[float]]:
    """For each cell the usual width of the lines before it and of those behind it; 0 where none is usual."""
    widths = [cell.width for cell in cells]
    count = len(widths)
    usual = [usual_width(widths[max(0, i - _WINDOW) : i]) for i in range(count + _WINDOW + 1)]
    return usual[:count], usual[_WINDOW + 1 :]


def features(cells: Sequence[Cell], widths: tuple[Sequence[float], Sequence[float]]) -> list[list[str]]:
    """The names of each cell's features; ``widths`` are ``full_widths`` of the cells."""
    back, ahead = widths
    ends = [_end(cell.text) for cell in cells]
    told = [_of_signs(cell.text) for cell in cells]
    found = [
        ["bias", *_of_text(cell, ends[i]), *told[i], *_of_widths(cells, back, ahead, ends, i)]
        for i, cell in enumerate(cells)
    ]
    for own, following in itertools.pairwise(range(len(cells))):
        found[own] += [f"next {sign}" for sign in told[following]]
    _add_joints(found, cells)
    _add_likeness(found, [bigrams(cell.text) for cell in cells])
    found[0].append("first")
    found[-1].append("last")
    return found


def _of_widths(
    cells: Sequence[Cell], back: Sequence[float], ahead: Sequence[float], ends: Sequence[str], i: int
) -> list[str]:
    """The width against those of the lines around, with how this line and the one before end."""
    width, own = cells[i].width, ends[i]
    behind, before = _compared(width, ahead[i]), _compared(width, back[i])
    change = _change(back[i], ahead[i])
    found = [
        f"ahead {behind}", f"back {before}", f"{before}|{behind}", f"{behind} {change}", f"{behind} {own}",
        f"{before} {own}",
    ]  # fmt: skip
    if i:
        last = _compared(cells[i - 1].width, back[i - 1] or ahead[i - 1])
        found += [f"behind {ends[i - 1]} {last} {behind}", f"behind {ends[i - 1]} {last} {change}"]
    if i + 1 < len(cells):
        following = cells[i + 1]
        coming = _compared(following.width, ahead[i + 1])
        found += [f"next {coming}", f"next {coming} {own} {before}", f"next {behind} {coming}"]
        if following.gap:
            found.append("next gap")
    return found


def _compared(width: float, usual: float) -> str:
    if not usual:
        return "unknown"
    return _WIDTH_NAMES[bisect_left(_WIDTHS, width - usual)]


def _change(back: float, ahead: float) -> str:
    if not back or not ahead:
        return "unknown"
    return "same" if abs(back - ahead) <= 0.8 else "wider" if ahead > back else "narrower"


def _end(text: str) -> str:
    """How a line ends: a sentence, a mark after which more must follow, another mark, letters, none."""
    last = text[-1]
    if signs.ends_sentence(text):
        return "sentence"
    if last in "，、,":
        return "comma"
    if signs.leaves_open(text) or last in "；;":
        return "open"
    if last in "）)】”’》":
        return "closed"
    return "latin" if last.isascii() and last.isalnum() else "none"


def _of_text(cell: Cell, end: str) -> list[str]:
    text = cell.text
    first, commas, length = text[0], text.count("，") + text.count(","), len(text)
    size = sum(length > edge for edge in _LENGTHS)
    tests = (
        (first in _CLOSING, "starts closing"), (first in _OPENING, "starts opening"), (first.isdigit(), "starts digit"),
        (first in "►▶●■◆▲★", "starts mark"), ("。" in text[:-1], "stop inside"), (commas == 1, "comma"),
        (commas > 1, "commas"), ("：" in text[:-1] or ":" in text[:-1], "colon inside"), (signs.is_twice(text), "twice"),
        (" " in text, "space inside"), (cell.gap, "gap"), (cell.column > 0, "column"),
    )  # fmt: skip
    found = [name for true, name in tests if true]
    return [*found, f"length {size}", f"length {size} {end}", f"opens {text[:2]}", f"closes {text[-2:]}"]


def _of_signs(text: str) -> list[str]:
    found = []
    if signs.LEAD.match(text):
        found.append("benbaoxun" if signs.BEN_BAO_XUN.match(text) else "lead")
    byline, caption = signs.byline_strength(text), signs.caption_strength(text)
    if byline:
        found.append("byline sure" if byline == 1 else "byline names" if byline > 0.6 else "byline glued")
    if caption:
        found.append("caption sure" if caption == 1 else "caption maybe")
    if signs.furniture_strength(text):
        found.append("furniture")
    return found


def _add_joints(found: list[list[str]], cells: Sequence[Cell]) -> None:
    """Whether words run through the break between two lines, or never stand side by side."""
    for i, (last, cell) in enumerate(itertools.pairwise(cells)):
        joint = _joint(last.text, cell.text)
        found[i + 1].append(f"joint {joint}")
        found[i].append(f"next joint {joint}")


def _joint(last: str, first: str) -> str:
    pair = last[-1] + first[0]
    if not all("\u4e00" <= character < "\ua000" for character in pair):
        return "mark"
    seen = sum(triple_idf(triple) is not None for triple in (last[-2:] + first[0], last[-1] + first[:2]))
    return f"seen {seen}" if seen else "usual" if idf(pair) < 5.5 else "rare" if idf(pair) < 8.6 else "strange"


def _add_likeness(found: list[list[str]], grams: Sequence[Sequence[str]]) -> None:
    """How much the lines before a cell and those from it on have in common, in steps of the cosine and of its dip."""
    for reach in _REACHES:
        values = likeness(grams, reach)
        for i, value in enumerate(values):
            around = min(max(values[max(0, i - reach // 2) : i + 1]), max(values[i : i + reach // 2]))
            dip = bisect_right(_DIPS, around - value)
            found[i] += [f"alike {reach} {bisect_right(_STEPS, value)}", f"dip {reach} {dip}"]


def likeness(grams: Sequence[Sequence[str]], reach: int) -> list[float]:
    """For each line the cosine of the ``reach`` lines before it and as many from it on."""
    window = Cosine(grams)
    lines = window.lines
    for own in lines[:reach]:
        window.add(own, behind=1)
    found = []
    for i, own in enumerate(lines):
        found.append(window.value)
        window.add(own, before=1, behind=-1)
        if i >= reach:
            window.add(lines[i - reach], before=-1)
        if i + reach < len(lines):
            window.add(lines[i + reach], behind=1)
    return found
