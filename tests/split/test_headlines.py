"""Headlines to bodies: words and places against each other, lines that belong together, and what is not clear."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger import Tagger
from tagger.records import Page
from tagger.split import split
from tagger.split.bodies import Body, Paragraph
from tagger.split.cells import Cell, width_of
from tagger.split.claims import Claims, Piece
from tagger.split.headlines import CERTAIN, Assignment, Headline, assign, claimed, pieces_of

DAM = "本报讯 青岭水库除险加固工程昨天完工，大坝防渗墙全部浇筑完毕，下游三万亩农田今年春灌用水有了保证。"
BUS = "本报讯 市公交集团新开通六条夜间线路，末班车延长到零点，方便夜班工人和返乡旅客换乘地铁。"


def cells(*texts: str, row: int = 0) -> list[Cell]:
    return [
        Cell(100 * at, 100 * at + len(text), text, width_of(text), position=at, row=at)
        for at, text in enumerate(texts, row)
    ]


def body(text: str, row: int) -> Body:
    return Body([Paragraph(cells(text, row=row))])


def titles(found: Assignment) -> dict[int, str]:
    return {number: "".join(piece.text for piece in headline.pieces) for number, headline in found.headlines.items()}


def test_headlines_far_from_their_bodies_go_by_words() -> None:
    found = assign(cells("新开通六条夜间公交线路", "青岭水库除险加固完工"), [body(DAM, 5), body(BUS, 6)])
    assert titles(found) == {0: "青岭水库除险加固完工", 1: "新开通六条夜间公交线路"}
    assert found.unused == []


def test_a_headline_of_two_lines_stays_whole() -> None:
    found = assign(cells("青岭水库除险加固工程完", "工"), [body(DAM, 2), body(BUS, 3)])
    assert titles(found) == {0: "青岭水库除险加固工程完工"}


def test_a_line_of_bold_print_is_read_once() -> None:
    assert Piece(cells("水库加固完工水库加固完工")[0], "").text == "水库加固完工"


def test_a_short_line_right_above_a_headline_is_its_kicker() -> None:
    page = "\n".join(["民生一线", "青岭水库除险加固工程完工", *(DAM[at : at + 18] for at in range(0, len(DAM), 18))])
    article = split(Page("p.txt", "p", page)).articles[0]
    assert (article.kicker, article.title) == ("民生一线", "青岭水库除险加固工程完工")


@pytest.mark.parametrize(("margin", "kept", "doubtful"), [(0.0, False, True), (1.0, True, True), (9.0, True, False)])
def test_what_is_not_clear_is_not_claimed_or_needs_a_look(margin: float, kept: bool, doubtful: bool) -> None:
    pieces = [Piece(cell, cell.text) for cell in cells("民生一线", "工程完工")]
    found, unsure = claimed(Assignment({3: Headline(pieces[1:], margin, kickers=pieces[:1])}, []))
    assert (3 in found.headlines, 3 in unsure) == (kept, doubtful)
    assert found.unused == ([] if kept else pieces)


def test_a_headline_that_is_not_sure_is_sent_to_review(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tagger.split.headlines._SURE", CERTAIN + 1)
    page = "\n".join(["青岭水库除险加固工程完工", *(DAM[at : at + 18] for at in range(0, len(DAM), 18))])
    (decision,) = Tagger.load(use="rules").tag_page(page)
    assert decision.review
    assert "标题归属不能确定" in (decision.review_reason or "")


def test_a_headline_ends_after_four_lines() -> None:
    claims = Claims([Piece(cell, cell.text) for cell in cells(*["水库加固"] * 5)], [body(DAM, 9)])
    assert claims.may_go_on((0, 1, 2), 3)
    assert not claims.may_go_on((0, 1, 2, 3), 4)


def test_a_headline_is_not_too_long_and_its_lines_not_too_far_apart() -> None:
    """64 characters at most, and five pieces from one line of it to the next."""
    said = cells("水" + "库" * 31, "水" + "坝" * 31, "水" + "堤" * 32, *["水库"] * 8)
    claims = Claims([Piece(cell, cell.text) for cell in said], [body(DAM, 19)])
    assert [claims.may_go_on((0,), at) for at in (1, 2)] == [True, False]
    assert [claims.may_go_on((3,), at) for at in (3 + 5, 3 + 6)] == [True, False]


def test_a_headline_is_weighed_against_the_bodies_nearest_to_it_and_those_most_like_it() -> None:
    texts = [f"第{number}篇讲的是别的事情，与水无关。" for number in range(40)]
    texts[38] = DAM
    claims = Claims(
        [Piece(cell, cell.text) for cell in cells("青岭水库除险加固完工", row=25)],
        [body(text, row) for row, text in enumerate(texts)],
    )
    thinkable = set(claims.thinkable[0])
    assert len(thinkable) == 8 + 16
    assert thinkable >= {22, 23, 24, 25, 26, 27, 28, 38}


@pytest.mark.parametrize(("length", "kicker"), [(2, False), (3, True), (18, True), (19, False)])
def test_how_long_a_kicker_is(length: int, kicker: bool) -> None:
    heads = cells("民生一线观察" * 4, "青岭水库除险加固工程完工")
    heads[0] = cells(heads[0].text[:length])[0]
    found = assign(heads, [body(DAM, 2)])
    assert [piece.text for piece in found.headlines[0].kickers] == [heads[0].text] * kicker
    assert [piece.text for piece in found.unused] == [heads[0].text] * (not kicker)


def test_of_very_many_headlines_the_first_are_weighed() -> None:
    """A page has fewer than 64."""
    found = assign(cells("青岭水库除险加固工程完工", *["其余"] * 69), [body(DAM, 70)])
    assert len(found.unused) + sum(len(headline.all_pieces) for headline in found.headlines.values()) == 70


Owned = dict[int, tuple[int, ...]]
SAID = ("青岭水库除险加固完工", "新开通六条夜间公交线路", "下游农田用水有保证", "方便夜班工人", "民生一线")


def ways(claims: Claims, at: int, score: float, owned: Owned, last: int) -> Iterator[tuple[float, Owned]]:
    """Every way to give the pieces from one on to bodies, with its log-odds; steps that are all but impossible left out."""
    if at == len(claims.pieces):
        yield score, owned
        return
    yield from ways(claims, at + 1, score, owned, last)
    for number in range(len(claims.bodies)):
        own = owned.get(number, ())
        gain = claims.goes_on(own, at, number) if own else claims.opens(at, number, last)
        if gain > -4:
            after = owned | {number: (*own, at)}
            yield from ways(claims, at + 1, score + gain, after, last if own else number)


@given(st.lists(st.sampled_from(SAID), min_size=1, max_size=2), st.permutations([DAM, BUS]), st.booleans())
def test_the_assignment_is_the_best_of_all(said: list[str], order: list[str], below: bool) -> None:
    heads = cells(*said, row=5 * below)
    pages = [body(text, row) for row, text in enumerate(order, 0 if below else 5)]
    found, claims = assign(heads, pages), Claims(pieces_of(heads), pages)
    scored = sorted(ways(claims, 0, 0.0, {}, -1), key=lambda way: -way[0])
    total, owned = scored[0]
    assert found.total == pytest.approx(total)
    assert {number: [said[at] for at in own] for number, own in owned.items()} == {
        number: [piece.text for piece in headline.pieces] for number, headline in found.headlines.items()
    }
    for number, headline in found.headlines.items():
        other = max((score for score, own in scored if own.get(number) != owned[number]), default=total - CERTAIN)
        assert headline.margin == pytest.approx(total - other)
