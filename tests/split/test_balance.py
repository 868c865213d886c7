"""Bodies against headlines: what is cut, what is joined, what is brought together, and that nothing is lost by it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger.split.balance import balance, cut, join
from tagger.split.bodies import Body, Layout, Paragraph
from tagger.split.cells import Cell
from tagger.split.gather import gather
from tests.split.test_headlines import BUS, DAM, cells, titles

DAM_TOO = "水库管理所的人说，青岭水库的大坝加固以后，防渗墙经得起百年一遇的洪水，下游农田灌溉再也不用排队等水。"
BUS_TOO = "公交集团的调度员说，夜间公交线路的末班车每半小时一班，夜班工人凭卡换乘地铁，零点以后也能坐车回家。"


def bodies(*texts: list[str], row: int = 9) -> list[Body]:
    """A body each, a paragraph for each of its texts."""
    found = []
    for paragraphs in texts:
        found.append(Body([Paragraph([cell]) for cell in cells(*paragraphs, row=row)]))
        row += len(paragraphs)
    return found


def texts(layout: Layout) -> list[str]:
    return [body.text for body in layout.bodies]


def test_a_body_that_two_headlines_want_is_cut_between_them() -> None:
    layout = Layout(bodies([DAM, DAM_TOO, BUS, BUS_TOO]), cells("青岭水库除险加固完工", "夜间公交线路新开通六条"))
    found = balance(layout)
    assert texts(layout) == [DAM + DAM_TOO, BUS + BUS_TOO]
    assert titles(found) == {0: "青岭水库除险加固完工", 1: "夜间公交线路新开通六条"}


def test_two_bodies_of_one_headline_are_joined() -> None:
    layout = Layout(bodies([DAM], [DAM_TOO], [BUS, BUS_TOO]), cells("青岭水库除险加固完工", "夜间公交线路新开通六条"))
    found = balance(layout)
    assert texts(layout) == [DAM + DAM_TOO, BUS + BUS_TOO]
    assert titles(found) == {0: "青岭水库除险加固完工", 1: "夜间公交线路新开通六条"}


def test_a_body_that_begins_as_articles_do_is_not_joined_to_another() -> None:
    layout = Layout(bodies([DAM], ["本报讯 " + DAM_TOO]), cells("青岭水库除险加固完工"))
    assert set(titles(balance(layout)).values()) == {"青岭水库除险加固完工"}
    assert texts(layout) == [DAM, "本报讯 " + DAM_TOO]


def test_pieces_of_one_article_are_brought_together() -> None:
    """Where they are alike, whatever stands between; a piece that begins as articles do is never put behind another."""
    layout = Layout(bodies([DAM], [BUS], [DAM_TOO], [BUS_TOO]))
    gather(layout)
    assert texts(layout) == [DAM + DAM_TOO, BUS + BUS_TOO]
    layout = Layout(bodies([DAM_TOO], [DAM]))
    gather(layout)
    assert texts(layout) == [DAM + DAM_TOO]
    layout = Layout(bodies([DAM], [DAM]))
    gather(layout)
    assert texts(layout) == [DAM, DAM]


@st.composite
def dressed(draw: st.DrawFn) -> Body:
    """A body with subheads, bylines and captions between and behind its paragraphs."""
    count = draw(st.integers(2, 6))
    found, position = Body(), 0
    for number in range(count):
        for kind in draw(st.lists(st.sampled_from(["subhead", "byline", "caption"]), max_size=2, unique=True)):
            cell = Cell(position * 9, position * 9 + 4, kind, 4.0, position=position)
            position += 1
            if kind == "subhead":
                found.subheads[number] = [cell]
            else:
                (found.bylines if kind == "byline" else found.captions).append(cell)
        found.paragraphs.append(
            Paragraph([Cell(position * 9, position * 9 + 4, f"第{number}段。", 4.0, position=position)])
        )
        position += 1
    return found


@given(dressed(), st.data())
def test_a_cut_loses_nothing_and_a_join_takes_it_back(body: Body, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(body.paragraphs) - 1))
    one, other, freed = cut(body, place)
    assert (len(one.paragraphs), freed) == (place, body.subheads.get(place, []))
    edge = other.first
    assert all(cell.position < edge for cell in (*one.bylines, *one.captions))
    assert all(cell.position > edge for cell in (*other.bylines, *other.captions))
    whole = join(one, other)
    assert whole.subheads == {number: lines for number, lines in body.subheads.items() if number != place}
    assert (whole.paragraphs, whole.bylines, whole.captions) == (body.paragraphs, body.bylines, body.captions)


@pytest.mark.parametrize(("closed", "row"), [(True, 0), (False, 0), (False, 40)])
def test_what_a_body_knows_of_itself(closed: bool, row: int) -> None:
    (found,) = bodies([DAM, DAM_TOO if closed else DAM_TOO[:-1]], row=row)
    assert (found.first, found.last, found.paragraphs[-1].closed) == (row, row + 1, closed)


def test_a_paragraph_is_as_wide_as_its_full_lines() -> None:
    assert [Paragraph(cells(*lines)).width for lines in (["一二"], ["一二三", "一"], ["一", "一二三", "一二三四"])] == [
        0,
        3,
        3,
    ]
