"""The normalised view: what it folds, and that every offset leads back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger.text import OffsetMap, View, fold, repair, squeeze

_TEXTS = st.text(
    st.one_of(
        st.sampled_from("工高⼯⾼⻓ \n\t　ＡａA９9，,İ—-豈"),
        st.characters(codec="utf-8"),
    )
)


@pytest.mark.parametrize(
    ("left", "meant"),
    [("⼯⾼⻓", "工高长"), ("⻋⻘⻅⺠", "车青见民"), ("落⼾", "落户"), ("⽣态", "生态"), ("普通", "普通")],
)
def test_repair_gives_the_ideographs_that_radicals_stand_for(left: str, meant: str) -> None:
    assert repair(left) == meant


@pytest.mark.parametrize(
    ("raw", "squeezed"),
    [
        ("５Ｇ 工 厂", "5g工厂"),
        ("新\n能源\u3000汽车", "新能源汽车"),
        ("Mini LED", "miniled"),
        ("AI＋", "ai+"),
        ("İ", "i"),
    ],
)
def test_squeeze_undoes_wraps_widths_and_case(raw: str, squeezed: str) -> None:
    assert squeeze(raw) == squeezed


@given(_TEXTS)
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert len(repair(text)) == len(text)


@given(_TEXTS)
def test_squeezing_is_idempotent_and_leaves_no_space(text: str) -> None:
    once = squeeze(text)
    assert squeeze(once) == once
    assert not any(character.isspace() for character in once)


@given(_TEXTS)
def test_every_character_of_the_view_leads_back_to_its_source(text: str) -> None:
    view = View(text)
    assert [fold(text[view.source(i)]) for i in range(len(view.text))] == list(view.text)
    places = [view.source(i) for i in range(len(view.text))]
    assert places == sorted(set(places))


def test_an_offset_map_without_pieces_is_the_identity() -> None:
    assert OffsetMap().source(7) == 7


def test_an_offset_map_is_piecewise() -> None:
    mapped = OffsetMap((0, 3), (10, 40))
    assert [mapped.source(i) for i in range(5)] == [10, 11, 12, 40, 41]


def test_every_kangxi_radical_is_repaired_to_an_ideograph() -> None:
    radicals = [chr(code) for code in range(0x2F00, 0x2FD6)]
    repaired = repair("".join(radicals))
    assert all(unicodedata.name(character).startswith("CJK UNIFIED") for character in repaired)
