"""What is said of two columns by where they stand, and in which order columns are read."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tagger.records import Box
from tagger.split.cells import Cell
from tagger.split.chains import Fragment
from tagger.split.flow import Sheet, chains

A = Box(100, 100, 200, 300)


def fragment(lines: int = 4) -> Fragment:
    return Fragment([Cell(0, 10, "码头工人昨天忙装卸货", 10.0) for _ in range(lines)])


def sheet(*boxes: Box, heads: Sequence[Box] = (), lines: int = 4, signed: Sequence[int] = ()) -> Sheet:
    return Sheet([fragment(lines) for _ in boxes], boxes, heads, 10.0, signed)


def said(*boxes: Box, **more: object) -> list[str]:
    """What is said of the second column going on with the first; in type of ten points."""
    return dict(sheet(*boxes, **more).options(1)).get(0, [])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("box", "names"),
    [
        ((220, 100, 320, 300), ["beside level 0", "beside foot even level", "beside apart 0 0", "beside width same"]),
        ((220, 107, 320, 317), ["beside level 0", "beside foot even level"]), ((220, 108, 320, 318), ["beside falls 0", "beside foot longer falls"]),
        ((220, 92, 320, 283), ["beside rises 0", "beside foot even rises"]), ((220, 93, 320, 282), ["beside level 0", "beside foot shorter level"]),
        ((196, 100, 296, 300), ["beside level 0"]), ((220, 299, 320, 400), ["beside falls 0"]), ((220, 300, 320, 400), []),
        ((239, 100, 339, 300), ["beside apart 0 0"]), ((240, 100, 340, 300), ["beside apart 1 0"]), ((320, 100, 420, 300), ["beside apart 2 0"]),
        ((100, 310, 200, 400), ["below flush 0", "below away 1 0", "below width same"]), ((107, 310, 207, 400), ["below flush 0"]),
        ((108, 310, 208, 400), ["below off 0"]), ((92, 310, 192, 400), ["below off 0"]), ((194, 310, 294, 400), ["below off 0"]), ((195, 310, 295, 400), []),
        ((100, 291, 200, 400), ["below away 0 0"]), ((100, 290, 200, 400), []), ((100, 330, 200, 400), ["below away 2 0"]),
        ((100, 380, 200, 400), ["below away 3 0"]), ((100, 460, 200, 500), ["below away 4 0"]),
        ((0, 111, 90, 300), ["back level"]), ((0, 110, 90, 300), []), ((0, 290, 90, 400), ["back level"]), ((0, 291, 90, 400), ["back under"]),
        ((4, 150, 104, 300), ["back level"]), ((5, 150, 105, 300), []),
        ((220, 100, 326, 300), ["beside width same"]), ((220, 100, 327, 300), ["beside width near"]), ((220, 100, 339, 300), ["beside width near"]),
        ((220, 100, 340, 300), ["beside width other"]), ((220, 100, 300, 300), ["beside width other"]),
    ],
)  # fmt: skip
def test_how_a_column_stands_to_another(box: tuple[float, float, float, float], names: list[str]) -> None:
    found = said(A, Box(*box))
    assert set(names) <= set(found)
    assert bool(found) is bool(names)


@pytest.mark.parametrize(
    ("lines", "right", "width"), [(3, 320, "same"), (2, 320, "fits"), (2, 329, "fits"), (2, 400, "fits")]
)
def test_a_column_of_few_lines_does_not_show_how_wide_it_is(lines: int, right: float, width: str) -> None:
    assert f"beside width {width}" in said(A, Box(220, 100, right, 300), lines=lines)


def test_a_short_column_behind_a_long_one_fits_or_is_too_wide() -> None:
    for right, width in ((329, "fits"), (330, "over")):
        found = Sheet([fragment(4), fragment(2)], [A, Box(220, 100, right, 300)], [], 10.0)
        assert f"beside width {width}" in dict(found.options(1))[0]


@pytest.mark.parametrize(
    ("other", "between"),
    [
        (Box(220, 100, 300, 300), 1), (Box(220, 301, 300, 400), 0), (Box(220, 20, 300, 99), 0), (Box(100, 100, 300, 300), 0), (Box(101, 100, 201, 300), 1), (Box(101, 100, 200, 300), 0),
        (Box(320, 100, 400, 300), 0),
    ],
)  # fmt: skip
def test_columns_between_two_are_counted(other: Box, between: int) -> None:
    assert f"beside level {between}" in said(A, Box(320, 100, 420, 300), other)
    assert f"beside apart 2 {between}" in said(A, Box(320, 100, 420, 300), other)


@pytest.mark.parametrize(
    ("other", "between"),
    [
        (Box(100, 350, 200, 380), 1),
        (Box(200, 350, 300, 380), 0),
        (Box(199, 350, 300, 380), 1),
        (Box(100, 250, 200, 280), 0),
    ],
)
def test_a_column_below_may_have_another_above_it(other: Box, between: int) -> None:
    assert f"below flush {between}" in said(A, Box(100, 400, 200, 500), other)


@pytest.mark.parametrize(
    ("heads", "head"),
    [
        ([], "none"), ([Box(100, 50, 320, 90)], "shared"), ([Box(100, 50, 200, 90)], "none behind"), ([Box(220, 50, 320, 90)], "own"),
        ([Box(100, 50, 200, 90), Box(220, 50, 320, 90)], "own"), ([Box(100, 50, 200, 90), Box(205, 50, 320, 90)], "over"),
        ([Box(100, 50, 320, 90), Box(220, 92, 320, 97)], "own"), ([Box(100, 50, 224, 90)], "none behind"),
        ([Box(220, 96, 320, 99)], "none"),
    ],
)  # fmt: skip
def test_which_headline_stands_above(heads: list[Box], head: str) -> None:
    """The nearest one above the column that reaches over it by half a size of the text."""
    assert f"beside head {head}" in said(A, Box(220, 100, 320, 300), heads=heads)


def test_a_signed_column_is_told() -> None:
    assert "signed 0" in said(A, Box(220, 100, 320, 300))
    assert "signed 1" in said(A, Box(220, 100, 320, 300), signed=[0])


def test_columns_are_read_in_the_order_of_the_best_links() -> None:
    """No column twice, no circle; what nothing goes on to opens an article."""
    boxes = A, Box(220, 100, 320, 300), Box(340, 100, 440, 300), Box(100, 600, 200, 700)
    weights = {
        "beside apart 0 0": 2.0,
        "beside apart 2 1": 1.0,
        "beside level 0": 1.0,
        "below flush 0": -1.0,
        "back under": -1.0,
    }
    assert chains(sheet(*boxes), weights) == [[0, 1, 2], [3]]
    assert chains(sheet(*boxes), {}) == [[0], [1], [2], [3]]
