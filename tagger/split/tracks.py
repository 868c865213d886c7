"""Columns of a page: the lines of each block cut at spaces, and each piece given to the column that it goes on with.

Within a block an extractor writes lines from top to bottom, and side by side those that stand level. Line by line the
pieces are added to the columns open so far or open one, so that the whole scores best under a log-linear model of
joints, widths and places (beam search). ``tools/train_links.py`` learns its weights.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from tagger.split import signs
from tagger.split.cells import Cell, width_of
from tagger.split.joints import joint, triples
from tagger.split.steps import step

_SPACE = re.compile(r"(?<=\S) +(?=\S)")
_BEAM, _MOST_SPACES = 4, 5
REACH = 9  # lines of a block within which a column goes on
_OFTEN = 4
_PROSE = re.compile("[，。]")


@dataclass(slots=True, frozen=True, eq=False)
class Track:
    """A column so far: its last cell, the rest of it above, its widest line, its length (3 at most), and the row it ends on."""

    cell: Cell
    above: Track | None
    width: float
    length: int
    row: int

    def longer(self, cell: Cell, row: int) -> Track:
        """The column with one more cell."""
        return Track(cell, self, max(self.width, cell.width), min(3, self.length + 1), row)

    @property
    def cells(self) -> list[Cell]:
        """Its cells from top to bottom."""
        found: list[Cell] = []
        at: Track | None = self
        while at is not None:
            found.append(at.cell)
            at = at.above
        return found[::-1]


Tracks = tuple[Track, ...]


@dataclass(slots=True)
class Usual:
    """What is usual on the page: the widths that many lines have, and every run of two to four characters."""

    widths: frozenset[int]
    runs: Counter[str]

    @classmethod
    def of(cls, lines: Sequence[Cell]) -> Usual:
        widths = Counter(round(line.width) for line in lines if " " not in line.text)
        runs = Counter(line.text[i : i + n] for line in lines for n in (2, 3, 4) for i in range(len(line.text) - n + 1))
        return cls(frozenset(width for width, count in widths.items() if width >= 7 and count >= _OFTEN), runs)

    def near(self, width: float) -> str:
        """Whether a width is that of many lines, or two less as where a paragraph begins."""
        if round(width) in self.widths or round(width + 0.4) in self.widths or round(width - 0.4) in self.widths:
            return "usual"
        return "indent" if round(width + 2) in self.widths else "odd"


def whole_lines(cells: Sequence[Cell]) -> list[Cell]:
    """Cells of one line of the page joined again, as they were before any cutting."""
    found: list[Cell] = []
    for cell in cells:
        if cell.column and found:
            last = found[-1]
            last.text += " " * (cell.start - last.end) + cell.text
            last.end = cell.end
            last.width = width_of(last.text)
        else:
            found.append(replace(cell, column=0, columns=1))
    return found


def blocks(lines: Sequence[Cell]) -> list[list[Cell]]:
    """Lines between gaps."""
    found: list[list[Cell]] = []
    for line in lines:
        if line.gap or not found:
            found.append([])
        found[-1].append(line)
    return found


def pieces(line: Cell) -> list[list[Cell]]:
    """The ways to cut a line at its spaces, each as its cells; the whole line first.

    Of many spaces those count that have the longest text on one side: most others part the names of a byline.
    """
    spaces = [match.span() for match in _SPACE.finditer(line.text)]
    if not spaces or len(line.text) != line.end - line.start:
        return [[line]]
    if len(spaces) > _MOST_SPACES:
        edges = [0, *(edge for span in spaces for edge in span), len(line.text)]
        runs = [high - low for low, high in zip(edges[::2], edges[1::2], strict=True)]
        longest = sorted(range(len(spaces)), key=lambda at: -max(runs[at : at + 2]))[:_MOST_SPACES]
        spaces = [spaces[at] for at in sorted(longest)]
    ways = []
    for chosen in range(1 << len(spaces)):
        cuts = [span for number, span in enumerate(spaces) if chosen >> number & 1]
        edges = [0, *(edge for cut in cuts for edge in cut), len(line.text)]
        parts = list(zip(edges[::2], edges[1::2], strict=True))
        ways.append([_part(line, low, high, number, len(parts)) for number, (low, high) in enumerate(parts)])
    return ways


def _part(line: Cell, low: int, high: int, column: int, columns: int) -> Cell:
    text = line.text[low:high]
    gap = line.gap or column > 0
    place = column, columns, line.position
    return Cell(line.start + low, line.start + high, text, width_of(text), gap, *place, row=line.row)


def latest(tracks: Tracks) -> Track | None:
    """The column that was added to last."""
    return max(tracks, key=lambda track: track.row, default=None)


def line_features(way: Sequence[Cell], usual: Usual) -> list[str]:
    """What is to be said of cutting a line so."""
    if len(way) == 1 and " " not in way[0].text:
        return []
    names = [f"cells {len(way)}"]
    for cell in way[:-1]:
        names.append(f"cut behind {usual.near(cell.width)}")
    if len(way) > 1:
        names.append(f"cut before {usual.near(way[-1].width)}")
        names += [f"cut at {_edge(one.text[-1])} {_edge(other.text[0])}" for one, other in itertools.pairwise(way)]
    for cell in way:
        for match in _SPACE.finditer(cell.text):
            left, right = cell.text[: match.start()], cell.text[match.end() :]
            names.append(f"uncut {usual.near(width_of(left))} {usual.near(width_of(right))}")
            names.append(
                f"uncut {'lead' if left.endswith(('讯', '电')) else 'no lead'} {_edge(left[-1])} {_edge(right[0])}"
            )
            short = 2 if max(len(left), len(right)) < 5 else 1 if min(len(left), len(right)) < 5 else 0
            names.append(f"uncut short {short}")
    return names


def _edge(character: str) -> str:
    if character.isascii():
        return "digit" if character.isdigit() else "latin" if character.isalpha() else "mark"
    return "character" if "\u4e00" <= character < "\ua000" else "mark"


@lru_cache(maxsize=4096)
def look(text: str) -> str:
    """What a line looks like by itself."""
    if signs.LEAD.match(text):
        return "lead"
    if signs.byline_strength(text):
        return "byline"
    if signs.caption_strength(text):
        return "caption"
    if signs.furniture_strength(text):
        return "furniture"
    if _PROSE.search(text):
        return "prose"
    return "short" if len(text) < 7 else "bare"


_APART = (-6.0, -3.2, -2.6, -1.5, -0.7, 0.7, 1.5, 2.6, 3.2, 6.0)


def short(track: Track) -> bool:
    """Whether the last line of a column falls short of its width."""
    return track.length > 1 and track.cell.width < track.width - 1.6


def joins(last: Cell, cell: Cell, is_short: bool, usual: Usual) -> list[str]:
    """What is to be said of a line going on with another, by what both read."""
    end = how_ends(last.text, is_short)
    names = [f"on {end}", f"on {end} {joint(last.text, cell.text, end)}", *triples(last.text, cell.text, end)]
    names += _seen(last.text, cell.text, end, usual)
    looks = f"{look(last.text)} {look(cell.text)}"
    apart = step(cell.width - last.width, _APART)
    return [*names, f"on {looks}", f"on {looks} {end}", f"on {end} apart {apart}", f"on {end} apart {apart} {looks}"]


def turn(tracks: Tracks, track: Track) -> tuple[int, int]:
    """How many columns (3 at most) grew since one did, and how often (2 at most) one of them did: whose turn it is."""
    later = [other for other in tracks if other.row > track.row]
    again = 0
    for other in later:
        above = other.above
        if above is not None and above.row > track.row:
            again = max(again, 2 if above.above is not None and above.above.row > track.row else 1)
    return min(3, len(later)), again


def lies(track: Track, cell: Cell, row: int, turn: tuple[int, int]) -> list[str]:
    """What is to be said of a line going on with a column, by where both lie and how wide they are."""
    last = track.cell
    end = how_ends(last.text, short(track))
    rows, shared = min(4, row - track.row), f"{min(last.columns, 2)}{min(cell.columns, 2)}"
    if last.columns == cell.columns:
        columns = f"on column {min(2, abs(cell.column - last.column))} {min(cell.columns, 3)}"
    else:
        columns = (
            f"on columns {min(3, last.columns)} {min(3, cell.columns)} {min(3, last.column)} {min(3, cell.column)}"
        )
    return [
        f"on {end} long {track.length}",
        f"on {end} of width {step(cell.width - track.width, _APART)} long {track.length}",
        f"on rows {rows} {shared}",
        f"on rows {rows} {end}",
        f"on turn {turn[0]} {turn[1]} {shared}",
        f"on turn {turn[1]} {end}",
        columns,
    ]


def opens(cell: Cell, last: Track | None, usual: Usual) -> list[str]:
    """What is to be said of a cell opening a column; ``last`` is the column that was added to last."""
    own = look(cell.text)
    names = [
        "new",
        f"new {own}",
        f"new {usual.near(cell.width)}",
        f"new column {min(2, cell.column)} {min(3, cell.columns)}",
    ]
    names.append(f"new at {_edge(cell.text[0])}")
    if last is None:
        return [*names, "new first"]
    end = how_ends(last.cell.text, short(last))
    names += [f"new {end} behind", f"new {look(last.cell.text)} behind {own}", f"new {end} behind {own}"]
    names.append(f"new apart {step(cell.width - last.cell.width, _APART)} {end}")
    return names


def _seen(last: str, first: str, end: str, usual: Usual) -> list[str]:
    if end.startswith("ended"):
        return []
    seen = [run in usual.runs for run in (last[-2:] + first[:2], last[-2:] + first[:1], last[-1:] + first[:2])]
    return [f"seen {seen[0]:d}{seen[1] + seen[2]}", f"seen two {last[-1:] + first[:1] in usual.runs:d}"]


def how_ends(text: str, short: bool) -> str:
    """How a line ends: with a sentence, on an open mark, or in mid-sentence; on a short line or a full one."""
    if signs.ends_sentence(text):
        return "ended short" if short else "ended full"
    if signs.leaves_open(text):
        return "open short" if short else "open"
    return "within short" if short else "within"


class Scores:
    """Sums of the weights of what is to be said, each worked out once a page."""

    def __init__(self, usual: Usual, weights: Mapping[str, float]) -> None:
        self.usual, self._get = usual, weights.get
        self._known: dict[tuple[object, ...], float] = {}

    def _sum(self, names: Sequence[str]) -> float:
        get = self._get
        return sum([get(name, 0.0) for name in names])

    def line(self, way: Sequence[Cell]) -> float:
        return self._sum(line_features(way, self.usual))

    def opens(self, cell: Cell, last: Track | None) -> float:
        return self._sum(opens(cell, last, self.usual))

    def goes_on(self, tracks: Tracks, track: Track, cell: Cell, row: int) -> float:
        last, is_short = track.cell, short(track)
        pair = (last.start, last.end, cell.start, cell.end, is_short)
        score = self._known.get(pair)
        if score is None:
            score = self._known[pair] = self._sum(joins(last, cell, is_short, self.usual))
        whose = turn(tracks, track)
        place = (*pair, row - track.row, whose, last.columns, cell.columns, last.column, track.width, track.length)
        placed = self._known.get(place)
        if placed is None:
            placed = self._known[place] = self._sum(lies(track, cell, row, whose))
        return score + placed


State = tuple[float, Tracks]


def decode(block: Sequence[Cell], scores: Scores) -> Tracks:
    """The best columns of a block of lines, by beam search."""
    beam: list[State] = [(0.0, ())]
    for row, line in enumerate(block):
        grown: list[State] = []
        ways = [(way, scores.line(way)) for way in pieces(line)]
        for score, tracks in beam:
            last = latest(tracks)
            for way, worth in ways:
                grown += _grown((score + worth, tracks), way, last, row, scores)
        grown.sort(key=lambda state: -state[0])
        beam = grown[:_BEAM]
    return beam[0][1]


def _grown(state: State, way: Sequence[Cell], last: Track | None, row: int, scores: Scores) -> list[State]:
    """The best few ways to give the cells of a line to columns, cell by cell."""
    states = [state]
    for cell in way:
        opened = scores.opens(cell, last)
        grown = []
        for score, tracks in states:
            grown.append((score + opened, (*tracks, Track(cell, None, cell.width, 1, row))))
            for at, track in enumerate(tracks):
                if track.row < row <= track.row + REACH:
                    longer = track.longer(cell, row)
                    grown.append(
                        (score + scores.goes_on(state[1], track, cell, row), (*tracks[:at], longer, *tracks[at + 1 :]))
                    )
        grown.sort(key=lambda state: -state[0])
        states = grown[:_BEAM]
    return states
