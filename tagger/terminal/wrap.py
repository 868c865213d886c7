"""Line breaks of Chinese text: anywhere but inside a Latin word or number, before closing marks, after opening ones.

rich breaks at spaces, so a long Chinese run behind a space would leave half a line empty.
"""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.text import Text

# one unbreakable piece: opening marks, a Latin word or one character, closing marks, white space
_PIECE = re.compile(r"\s+|[（“‘《【〔]*(?:[!-~–]+|[^\s（“‘《【〔]|[（“‘《【〔])[，。、；：！？）”’》】〕]*[^\S\n]*")


def wrap(text: Text, width: int) -> Text:
    """The text with line breaks so that no line is wider than ``width`` cells, where its pieces are not."""
    breaks, used = [], 0
    for piece in _PIECE.finditer(text.plain):
        whole = cell_len(piece[0])
        if used and used + cell_len(piece[0].rstrip()) > width:
            breaks.append(piece.start())
            used = 0
        used = 0 if piece[0].endswith("\n") else used + whole
    lines = text.divide(breaks)
    for line in lines[:-1]:
        line.rstrip()
    return Text("\n").join(lines)
