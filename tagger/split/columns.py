"""Blocks of columns that an extractor left out of order: fragments, and the links that bring them into reading order.

Some extractors write the top lines of neighbouring columns side by side and the rest of each column as a block of its
own. A fragment that ends in mid-sentence is linked to the one that goes on with it, by the pair of characters at the
joint, by width, by what both have in common, and by how columns are laid. The links are scored by a logistic model;
``tools/train_links.py`` learns its weights.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tagger.split import signs
from tagger.split.background import bigrams, cosine, idf, triple_idf
from tagger.split.cells import Cell

_MOST_FRAGMENTS = 150
_JOINTS = (4.0, 5.0, 6.0, 7.0, 8.0, 8.69)
_RATIOS = (0.7, 1.5, 2.5, 4.0)
_ALIKE = (0.0001, 0.01, 0.025, 0.05, 0.09, 0.15)


@dataclass(slots=True)
class Fragment:
    """Lines below one another in one column; ``group`` numbers the run of shared lines it is a column of, if any."""

    cells: list[Cell]
    group: int = -1

    @property
    def width(self) -> float:
        """The width of its widest line."""
        return max(cell.width for cell in self.cells)

    @property
    def column(self) -> int:
        """Its column on shared lines, from 0."""
        return self.cells[0].column


def in_reading_order(cells: Sequence[Cell]) -> tuple[list[Cell], bool]:
    """The cells of a page and whether its columns were out of order: then fragment after fragment, else as they are."""
    found = fragments(cells)
    if not _scattered(found) or len(found) > _MOST_FRAGMENTS:
        return list(cells), False
    follows = links(found)
    begun = set(follows.values())
    ordered: list[Cell] = []
    for number in range(len(found)):
        at: int | None = number
        while at is not None and number not in begun:
            if at != number:
                found[at].cells[0].gap = False
            ordered += found[at].cells
            at = follows.get(at)
    for position, cell in enumerate(ordered):
        cell.position = position
    return ordered, True


def _scattered(found: Sequence[Fragment]) -> bool:
    """Whether blocks of text break off in mid-sentence before a gap, or lines hold text of several columns."""
    shared = sum(len(fragment.cells) for fragment in found if fragment.group >= 0)
    broken = sum(
        len(one.cells) >= 2 and not signs.ends_sentence(one.cells[-1].text) and other.cells[0].gap
        for one, other in itertools.pairwise(found)
    )
    return shared >= 7 or broken >= 3


def fragments(cells: Sequence[Cell]) -> list[Fragment]:
    """Runs of cells that stand below one another in one column, in the order of the page."""
    found: list[Fragment] = []
    columns: dict[int, Fragment] = {}
    width, group = 1, -1
    for cell in cells:
        if cell.columns > 1:
            if width == 1:
                group += 1
            if cell.columns != width:
                columns, width = {}, cell.columns
            run = columns.get(cell.column)
            if run is None or _breaks(run.cells[-1], cell):
                run = columns[cell.column] = Fragment([], group)
                found.append(run)
            run.cells.append(cell)
            continue
        columns, width = {}, 1
        last = found[-1].cells[-1] if found else None
        if last is None or cell.gap or last.columns > 1 or _breaks(last, cell):
            found.append(Fragment([]))
        found[-1].cells.append(cell)
    return [part for fragment in found for part in _lines(fragment)]


def _lines(fragment: Fragment) -> list[Fragment]:
    """A fragment that may hold lines of several headlines line by line; any other as it is."""
    if _mark(fragment) == "text" or fragment.group >= 0:
        return [fragment]
    return [Fragment([cell]) for cell in fragment.cells]


def _breaks(last: Cell, cell: Cell) -> bool:
    """Whether two lines of a column cannot follow each other: an opening, or a headline's width beside text."""
    if signs.LEAD.match(cell.text):
        return True
    return (
        abs(last.width - cell.width) > 3.2 and not signs.ends_sentence(last.text) and not signs.ends_sentence(cell.text)
    )


def links(found: Sequence[Fragment]) -> dict[int, int]:
    """For each fragment the one that goes on with it: the best pairs first, none used twice, no circle."""
    from tagger.split.link_weights import BIAS, LEAST, WEIGHTS

    scored, page = [], PageText.of(found)
    for one in range(len(found)):
        for other in range(len(found)):
            if one != other and (names := features(found, page, one, other)) is not None:
                score = BIAS + sum([WEIGHTS.get(name, 0.0) for name in names])
                if score > LEAST:
                    scored.append((score, one, other))
    follows: dict[int, int] = {}
    taken: set[int] = set()
    for _, one, other in sorted(scored, reverse=True):
        if one not in follows and other not in taken and not _reaches(follows, other, one):
            follows[one] = other
            taken.add(other)
    return follows


def _reaches(follows: dict[int, int], start: int, goal: int) -> bool:
    at: int | None = start
    while at is not None:
        if at == goal:
            return True
        at = follows.get(at)
    return False


@dataclass(frozen=True, slots=True)
class PageText:
    """What the features of a page's pairs of fragments share: the text of each, and of all."""

    texts: list[str]
    grams: list[Counter[str]]
    runs: frozenset[str]

    @classmethod
    def of(cls, found: Sequence[Fragment]) -> PageText:
        """The runs are all strings of two to four characters that stand somewhere on the page."""
        texts = ["".join([cell.text for cell in fragment.cells]) for fragment in found]
        runs = frozenset(text[i : i + n] for text in texts for n in (2, 3, 4) for i in range(len(text) - n + 1))
        return cls(texts, [Counter(bigrams(text)) for text in texts], runs)


def features(found: Sequence[Fragment], page: PageText, one: int, other: int) -> list[str] | None:
    """What is to be said of the second fragment going on with the first; None where it cannot."""
    tail, head = found[one], found[other]
    last, first = tail.cells[-1], head.cells[0]
    if signs.BEN_BAO_XUN.match(first.text):
        return None
    end = _end(tail, last)
    names = [end, f"{end} {_joint(last.text[-1], first.text[0], end)}", *_triples(last.text, first.text, end)]
    if signs.LEAD.match(first.text):
        names.append(f"{end} opening")
    if signs.byline_strength(first.text) == 1.0:
        names.append("byline")
    names += _widths(tail, head, end)
    alike = cosine(page.grams[one], page.grams[other])
    few = min(len(tail.cells), len(head.cells))
    step = sum(alike >= edge for edge in _ALIKE)
    names += [f"alike {step}", f"alike {step} {'few' if few < 3 else 'many'}", f"{end} alike {step}"]
    if not end.startswith("ended"):
        names += _seen(page, last.text, first.text, one, other)
    between = found[min(one, other) + 1 : max(one, other)]
    if len(between) < 20:
        alike_wide = sum([abs(fragment.width - tail.width) < 0.7 for fragment in between])
        broken = sum([not signs.ends_sentence(fragment.cells[-1].text) for fragment in between])
        names += [
            f"as wide between {min(4, alike_wide)} {one < other}",
            f"broken between {min(4, broken)} {one < other}",
        ]
    names += _places(tail, head, other - one)
    names += [f"tail of {min(3, len(tail.cells))}", f"head of {min(3, len(head.cells))}"]
    names.append(f"{end} head of {min(3, len(head.cells))} {_mark(head)}")
    names.append(f"tail {_mark(tail)}")
    if _mark(tail) == _mark(head) == "title":
        return [f"title: {name}" for name in names]
    return names


def _end(tail: Fragment, last: Cell) -> str:
    """How a fragment ends: with a sentence (on a short line or a full one), on an open mark, or in mid-sentence."""
    if signs.ends_sentence(last.text):
        return "ended short" if last.width < tail.width - 1.6 else "ended full"
    if signs.leaves_open(last.text):
        return "open"
    return "within" if abs(last.width - tail.width) <= 1.6 else "within short"


def _joint(last: str, first: str, end: str) -> str:
    """How usual it is that one character follows another."""
    if end.startswith("ended"):
        return "sentence"
    if "\u4e00" <= last < "\ua000" and "\u4e00" <= first < "\ua000":
        return f"pair {sum(idf(last + first) >= edge for edge in _JOINTS)}"
    if first in "，。、；：！？”）》%":
        return "closing"
    if last.isascii() and first.isascii():
        return "latin"
    return "other"


def _triples(last: str, first: str, end: str) -> list[str]:
    """Whether two characters before the joint go on so, and whether two behind it often stand behind that one."""
    if end.startswith("ended"):
        return []
    found = []
    for name, triple, pair in (("on", last[-2:] + first[:1], last[-2:]), ("back", last[-1:] + first[:2], first[:2])):
        if len(triple) == 3 and all("\u4e00" <= character < "\ua000" for character in triple):
            whole = triple_idf(triple)
            found.append(
                f"{name} unseen" if whole is None else f"{name} {sum(whole - idf(pair) >= e for e in _RATIOS)}"
            )
    return found


def _seen(page: PageText, last: str, first: str, one: int, other: int) -> list[str]:
    """Whether what would stand across the joint stands elsewhere on the page, or in one of the two fragments."""
    found = []
    if last[-2:] + first[:2] in page.runs:
        found.append("seen four")
    back, on = last[-1:] + first[:2] in page.runs, last[-2:] + first[:1] in page.runs
    found.append(f"seen three {back + on}")
    pair = last[-1:] + first[:1]
    if pair in page.runs:
        found.append("seen two here" if pair in page.texts[one] or pair in page.texts[other] else "seen two")
    else:
        found.append("unseen two")
    return found


def _widths(tail: Fragment, head: Fragment, end: str) -> list[str]:
    """Whether both are as wide, and whether the second begins a paragraph by its indent."""
    apart = abs(tail.width - head.width)
    single = "one" if min(len(tail.cells), len(head.cells)) == 1 else "more"
    names = [f"apart {0 if apart <= 0.6 else 1 if apart <= 1.2 else 2 if apart <= 2.4 else 3} {single}"]
    first = head.cells[0]
    indented = "indent" if len(head.cells) > 1 and abs(first.width - head.width + 2) <= 0.7 else "flush"
    names.append(f"{end} {indented}")
    return names


def _places(tail: Fragment, head: Fragment, distance: int) -> list[str]:
    """Where the second stands, counted in fragments from the first, and in which columns both are."""
    near = distance if -3 <= distance <= 4 else 5 if 0 < distance <= 8 else 9 if distance > 0 else -9
    shared = f"{'s' if tail.group >= 0 else 'b'}{'s' if head.group >= 0 else 'b'}"
    names = [f"{shared} {near}"]
    if tail.group >= 0 and tail.group == head.group:
        names.append(f"columns {max(-2, min(2, head.column - tail.column))}")
    elif tail.group >= 0 and head.group < 0 and distance > 0:
        names.append(f"below {min(4, distance)} {tail.column} of {tail.cells[0].columns}")
    elif head.group >= 0 and tail.group < 0:
        names.append(f"beside {'behind' if distance > 0 else 'before'} {min(head.column, 2)}")
    return names


def _mark(fragment: Fragment) -> str:
    """Text, or what may be headlines: a few lines without a mark of prose."""
    if len(fragment.cells) > 3:
        return "text"
    return "text" if any(c in "，。" for cell in fragment.cells for c in cell.text) else "title"
