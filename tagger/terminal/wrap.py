"""Line breaks of Chinese text: anywhere but inside a Latin word or number, before closing marks, after opening ones.

rich breaks at spaces, so a long Chinese run behind a space would leave half a line empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

_CLOSING = "，。、；：！？）”’》】〕"
# one unbreakable piece: opening marks, a Latin word, dots of strength or one character, closing marks, white space
_PIECE = re.compile(
    rf"\s+|[（“‘《【〔]*(?:[!-~–]+|[●○]+|[^\s（“‘《【〔]|[（“‘《【〔])(?:[^\S\n]*[{_CLOSING}])*[^\S\n]*"
)


def wrap(text: Text, width: int) -> Text:
    """The text with line breaks so that no line is wider than ``width`` cells, where its pieces are not."""
    breaks, used = [], 0
    for piece in _PIECE.finditer(text.plain):
        if used and used + cell_len(piece[0].rstrip()) > width:
            breaks.append(piece.start())
            used = 0
        _, ended, last = piece[0].rpartition("\n")
        used = cell_len(last) if ended else used + cell_len(last)
    lines = text.divide(breaks)
    for line in lines[:-1]:
        line.rstrip()
    return Text("\n").join(lines)


def _cuts(line: str, width: int) -> list[int]:
    """Where a line is broken that is too wide all the same: before no closing mark, but where there is nothing else."""
    cuts, begin, used = list[int](), 0, 0
    for at, character in enumerate(line):
        size = cell_len(character)
        if at > begin and used + size > width:
            cut = at
            while cut > begin and (line[cut] in _CLOSING or line[cut].isspace()):
                cut -= 1
            begin = cut if cut > begin else at
            cuts.append(begin)
            used = cell_len(line[begin:at])
        used += size
    return cuts


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, broken as ``wrap`` does where its column is narrower, and within a word that is wider still."""

    text: Text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in wrap(self.text, options.max_width).split("\n", allow_blank=True):
            yield from line.divide(_cuts(line.plain, options.max_width))

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        pieces = (cell_len(piece[0].rstrip()) for piece in _PIECE.finditer(self.text.plain))
        lines = map(cell_len, self.text.plain.split("\n"))
        return Measurement(max(pieces, default=0), max(lines)).with_maximum(options.max_width)
