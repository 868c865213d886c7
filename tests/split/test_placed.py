"""Headlines and bodies that have boxes: which lines are one headline, and what its place says for a body."""

from __future__ import annotations

import pytest

from tagger.records import Box
from tagger.split.bodies import Body, Paragraph
from tagger.split.cells import Cell, width_of
from tagger.split.headlines import CERTAIN
from tagger.split.placed import Display, assign, boxes_of, displays_of, place
from tests.split.test_headlines import BUS, DAM

SIZE = 20.0
COLUMNS = [Box(100, 100, 200, 300), Box(220, 100, 320, 260)]


def line(text: str, left: float, top: float, size: float = SIZE, chain: int = 0) -> Cell:
    box = Box(left, top, left + len(text) * size, top + size)
    return Cell(0, len(text), text, width_of(text), chain=chain, box=box, size=size)


def placed(left: float, top: float, right: float | None = None) -> float:
    """What a headline of one line says for a body in two columns, from where its left edge and its upper one are."""
    box = Box(left, top, left + 200 if right is None else right, top + SIZE)
    return place(Display([line("八个字长的标题行", left, top)], box, SIZE), COLUMNS)


ABOVE, BELOW, WITHIN, ELSEWHERE = placed(100, 80), placed(100, 300), placed(110, 180), placed(600, 80)


def test_right_above_says_most_and_elsewhere_speaks_against() -> None:
    assert ABOVE > max(BELOW, WITHIN) > min(BELOW, WITHIN) > 0 > ELSEWHERE


@pytest.mark.parametrize(
    ("left", "top", "right", "worth"),
    [
        (100, 87, None, "above"),  # reaches into the columns by less than six tenths of its size
        (100, 93, None, "within"),
        (100, 287, None, "within"),
        (100, 289, None, "below"),
        (100, 300, None, "below"),
        (40, 80, 140, "elsewhere"),  # six tenths of it must stand over the body
        (42, 80, 140, "elsewhere"),
        (60, 80, 160, "shifted"),
        (300, 270, 320, "shifted below"),  # below the shorter column
        (199, 270, 320, "gutter"),  # however little it stands over the longer one
        (200, 270, 320, "shifted below"),
        (205, 150, 215, "gutter"),
        (119, 80, None, "above"),  # about flush with the body
        (121, 80, None, "shifted"),
    ],
)
def test_what_a_place_says(left: float, top: float, right: float | None, worth: str) -> None:
    expected = {
        "above": ABOVE, "within": placed(100, 180), "below": BELOW, "elsewhere": ELSEWHERE, "shifted": placed(121, 80),
        "shifted below": placed(121, 300), "gutter": placed(130, 180),
    }  # fmt: skip
    assert placed(left, top, right) == pytest.approx(expected[worth], abs=0.05)


def test_what_stands_off_says_less() -> None:
    assert [placed(100, top) for top in (80, 60, 40)] == [pytest.approx(ABOVE - 0.05 * n) for n in range(3)]
    assert [placed(100, top) for top in (300, 320, 340)] == [pytest.approx(BELOW - 0.05 * n) for n in range(3)]


def shown(cells: list[Cell]) -> list[tuple[list[str], list[str]]]:
    """The main and the lesser lines of each headline."""
    return [([cell.text for cell in one.main], [cell.text for cell in one.lesser]) for one in displays_of(cells)]


def test_a_lesser_line_right_beside_a_headline_is_part_of_it() -> None:
    title = line("水库除险加固完工", 100, 50, 24)
    above, below = line("民生一线", 100, 30, 14, chain=1), line("下游三万亩农田有水", 100, 80, 14, chain=2)
    assert shown([above, title, below]) == [(["水库除险加固完工"], ["民生一线", "下游三万亩农田有水"])]
    assert [cell.text for cell in displays_of([below, title, above])[0].cells] == [
        "民生一线", "水库除险加固完工", "下游三万亩农田有水",
    ]  # fmt: skip
    for far in (
        line("民生一线", 100, 10, 14, chain=1),
        line("民生一线", 290, 30, 14, chain=1),
        line("民生一线", 100, 24, 24, 1),
    ):
        assert len(displays_of([far, title])) == 2


def test_lines_of_one_block_are_one_headline() -> None:
    assert shown([line("水库除险", 100, 50), line("加固完工", 100, 75), line("夜班公交", 400, 50, chain=1)]) == [
        (["水库除险", "加固完工"], []), (["夜班公交"], []),
    ]  # fmt: skip


def body(text: str, *boxes: Box) -> Body:
    size = len(text) // len(boxes) + 1
    parts = [text[at : at + size] for at in range(0, len(text), size)]
    return Body(
        [Paragraph([Cell(0, 9, part, 9.0, box=box, size=10.0) for part, box in zip(parts, boxes, strict=True)])]
    )


def test_the_boxes_of_a_body_are_its_columns() -> None:
    lines = Box(100, 100, 200, 110), Box(100, 115, 200, 125), Box(220, 100, 320, 110), Box(220, 160, 320, 170)
    assert boxes_of(body(DAM, *lines)) == [Box(100, 100, 200, 125), *lines[2:]]


def test_words_decide_where_places_do_not() -> None:
    """Of two headlines above two bodies set alike, each goes to the one whose words it has; one that says nothing is nobody's."""
    dam, bus = body(DAM, Box(100, 100, 300, 200)), body(BUS, Box(100, 100, 300, 200))
    heads = [
        line("六条夜间公交线路", 100, 78, 20, 1),
        line("青岭水库除险加固", 100, 70, 20, 2),
        line("Q", 700, 600, 20, 3),
    ]
    found = assign(heads, [dam, bus])
    assert {number: [piece.text for piece in one.pieces] for number, one in found.headlines.items()} == {
        0: ["青岭水库除险加固"], 1: ["六条夜间公交线路"],
    }  # fmt: skip
    assert [piece.text for piece in found.unused] == ["Q"]
    assert 0 < min(one.margin for one in found.headlines.values()) < CERTAIN


def test_without_bodies_or_headlines_nothing_is_claimed() -> None:
    assert assign([], [body(DAM, Box(0, 0, 9, 9))]).headlines == {}
    found = assign([line("水库除险", 100, 50)], [])
    assert ([piece.text for piece in found.unused], found.headlines) == (["水库除险"], {})
