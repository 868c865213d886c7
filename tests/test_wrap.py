"""Cells of tables on a terminal: Chinese breaks where a reader expects it, in a column of any width."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from tagger.terminal.console import Console
from tagger.terminal.figures import Column, Figures
from tagger.terminal.wrap import Cell

NOT_FIRST = tuple("，。、；：！？）”’》】〕")
TEXTS = st.text("晶圆封测、，）（《》。 ab1●", min_size=1, max_size=60).filter(str.strip)


MARKS_ALONE = re.compile(rf"[{''.join(NOT_FIRST)} ]{{11}}")  # may fill a line: the next can only begin with one more


def drawn(text: str, width: int) -> list[str]:
    """The lines of a table of one column and one cell, without the heading."""
    console = Console(width=width, force_terminal=True, color_system=None, file=io.StringIO())
    Figures([Column("text", "文", lambda row: row)], [text]).show(console)
    assert isinstance(console.file, io.StringIO)
    return [line.strip() for line in console.file.getvalue().splitlines()[3:] if line.strip()]


@given(TEXTS.filter(lambda text: not MARKS_ALONE.search(text)), st.integers(24, 60))
@example("1" * 23, 24)
@example("111、、、、、、、、、、", 24)
def test_a_cell_loses_nothing_and_no_line_begins_with_a_closing_mark(text: str, width: int) -> None:
    lines = drawn(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in lines)
    assert not any(line.startswith(NOT_FIRST) for line in lines[1:])


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("集成电路、芯片设计（含封测）", 24, ["集成电路、芯片设计（含", "封测）"]),
        ("半导体与集成电路产业链 ●●●", 26, ["半导体与集成电路产业链", "●●●"]),
        ("类型\n  厂房、建设、二期项目、开工仪式", 20, ["类型", "厂房、建设、二期", "项目、开工仪式"]),
    ],
    ids=["marks", "dots stay together", "an indented line"],
)
def test_where_a_cell_breaks(text: str, width: int, expected: list[str]) -> None:
    assert drawn(text, width) == expected


def test_a_column_shrinks_no_further_than_its_widest_word() -> None:
    console = Console(width=80, file=io.StringIO())
    assert tuple(Cell(Text("晶圆 semiconductor、封测")).__rich_measure__(console, console.options)) == (15, 24)
