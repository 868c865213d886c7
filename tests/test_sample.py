"""A sample stands for the whole: weights add up, everything can be drawn, intervals hold what they promise."""

from __future__ import annotations

import math
import random
import statistics
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger.corrections.doubt import by_doubt
from tagger.corrections.estimate import Drawn, estimate, factors
from tagger.corrections.sample import draw
from tagger.tables.delimited import Cells

TYPES = ["policy", "event", "capital", "opinion"]


def archive(size: int, seed: int = 0) -> list[Cells]:
    chance = random.Random(seed)
    return [
        {
            "text": str(number), "type": chance.choices(TYPES, [70, 20, 8, 2])[0], "review": chance.choice(["", "", "", "1"]),
            "industries": chance.choice(["", "chip", "nev"]),
        }
        for number in range(size)
    ]  # fmt: skip


@given(st.integers(1, 120), st.integers(1, 150), st.integers(0, 3))
def test_weights_add_up_to_the_archive(size: int, wanted: int, seed: int) -> None:
    rows = archive(size, seed)
    drawn = draw(rows, wanted, seed)
    assert len(drawn) == min(wanted, size)
    assert len({row["text"] for row in drawn}) == len(drawn)
    strata = {row["stratum"] for row in drawn}
    if wanted >= 2 * len(strata) > 0 and wanted >= 4:
        assert sum(float(row["weight"]) for row in drawn) == pytest.approx(size, rel=1e-4)


def test_the_same_seed_draws_the_same() -> None:
    rows = archive(300)
    assert draw(rows, 40, 7) == draw(rows, 40, 7)
    assert draw(rows, 40, 7) != draw(rows, 40, 8)


def test_rare_types_and_doubtful_articles_are_drawn_more() -> None:
    drawn = draw(archive(2000), 100)
    assert min(Counter(row["type"] for row in drawn).values()) >= 4
    assert sum(row["review"] == "1" for row in drawn) > 30


def test_every_article_can_be_drawn() -> None:
    rows = archive(60)
    assert {row["text"] for seed in range(200) for row in draw(rows, 20, seed)} == {row["text"] for row in rows}


@pytest.mark.parametrize("precision", [0.6, 0.9])
def test_intervals_hold_the_true_value(precision: float) -> None:
    chance = random.Random(1)
    rows = archive(3000)
    truth = {}
    for row in rows:  # doubtful articles are wrong more often, and articles have several tags
        given_tags = chance.choice([1, 1, 2, 3])
        right = precision - 0.25 if row["review"] else precision
        truth[row["text"]] = sum(chance.random() < right for _ in range(given_tags)), given_tags
    whole = sum(right for right, _ in truth.values()) / sum(given_tags for _, given_tags in truth.values())
    held, values = 0, []
    for seed in range(300):
        drawn = [Drawn(row["stratum"], float(row["weight"]), *truth[row["text"]]) for row in draw(rows, 120, seed)]
        found = estimate(drawn)
        assert found is not None
        values.append(found.value)
        held += found.low <= whole <= found.high
    assert sum(values) / len(values) == pytest.approx(whole, abs=0.01)
    assert held / 300 >= 0.92


def test_a_sample_without_a_fault_is_not_called_perfect() -> None:
    found = estimate([Drawn("a", 10.0, 1, 1)] * 30)
    assert found is not None
    assert (found.value, found.high) == (1.0, pytest.approx(1.0))
    assert found.low == pytest.approx(0.886, abs=0.002)  # Wilson's for 30 of 30


def test_an_archive_drawn_whole_is_known() -> None:
    drawn = [Drawn("a", 1.0, float(number % 4 > 0), 1.0) for number in range(400)]
    found = estimate(drawn)
    assert found is not None
    assert found.value == 0.75


def test_nothing_to_divide_by_gives_no_estimate() -> None:
    assert estimate([]) is None
    assert estimate([Drawn("a", 2.0, 0, 0)]) is None


def test_rows_left_unchecked_are_stood_for_by_their_stratum() -> None:
    assert factors([("a", True), ("a", False), ("b", True), ("c", False)]) == {"a": 2.0, "b": 1.0}


DRAWN = [
    Drawn("a", 10.0, 1.0, 1.0), Drawn("a", 10.0, 1.0, 2.0), Drawn("a", 10.0, 0.0, 1.0),
    Drawn("b", 5.0, 1.0, 1.0), Drawn("b", 5.0, 0.0, 1.0), Drawn("c", 2.0, 1.0, 1.0),
]  # fmt: skip


def test_an_estimate_by_the_formulas_of_the_book() -> None:
    """Cochran 6.11 with the variance of the standard library; Wilson's bounds are where his z is 1.96."""
    value = 27 / 52
    strata = [[10 * (1 - value), 10 * (1 - 2 * value), -10 * value], [5 * (1 - value), -5 * value]]
    shares = [1 - 3 / 30, 1 - 2 / 10]
    whole = sum(share * len(s) * statistics.variance(s) for share, s in zip(shares, strata, strict=True))
    size = value * (1 - value) / (whole / 52**2)
    found = estimate(DRAWN)
    assert found is not None
    assert found.value == pytest.approx(value)
    for bound in (found.low, found.high):
        assert abs(bound - value) / math.sqrt(bound * (1 - bound) / size) == pytest.approx(1.959964)
    assert found.low < value < found.high


def test_where_all_are_right_the_interval_is_that_of_unequal_weights() -> None:
    found = estimate([Drawn("a", weight, 1.0, 1.0) for weight in (10.0, 10.0, 5.0)])
    assert found is not None
    size = 25**2 / 225
    assert found == pytest.approx((1.0, 1 / (1 + 1.959964**2 / size), 1.0))


def test_nothing_asked_for_is_no_ratio() -> None:
    assert estimate([Drawn("a", 1.0, 0.0, 0.0)]) is None


def test_strata_are_joined_until_each_is_drawn_from_twice() -> None:
    """Of two kinds of articles, with a sample of three, one stratum; with four, two."""
    rows = [{"type": kind, "text": f"{kind}{number}"} for kind in ("event", "policy") for number in range(5)]
    assert {row["stratum"] for row in draw(rows, 3)} == {"event+policy"}
    assert {row["stratum"] for row in draw(rows, 4)} == {"event", "policy"}


@given(st.integers(1, 60), st.integers(1, 60), st.integers(4, 60))
def test_every_stratum_is_drawn_from_twice_and_the_rest_where_most_is_lacking(one: int, other: int, size: int) -> None:
    """A doubtful article is twice as likely to be drawn."""
    rows = [{"type": "event", "text": str(number)} for number in range(one)]
    rows += [{"type": "event", "text": str(one + number), "review": "1"} for number in range(other)]
    counts = Counter(row["stratum"] for row in draw(rows, size))
    assert counts["event"] >= min(2, one)
    assert counts["?event"] >= min(2, other)
    if counts["event"] > 2 and counts["?event"] < other:
        assert counts["?event"] + 1 >= 2 * other * counts["event"] / one
    if counts["?event"] > 2 and counts["event"] < one:
        assert counts["event"] + 1 >= one * counts["?event"] / (2 * other)


@given(st.integers(2, 20), st.integers(2, 5), st.integers(0, 9))
def test_a_stratum_is_drawn_from_evenly_in_the_order_of_industries(drawn: int, step: int, seed: int) -> None:
    """One of every ``step``."""
    industries = [f"{number:03}" for number in range(drawn * step)]
    random.Random(seed).shuffle(industries)
    rows = [{"type": "event", "text": "x", "industries": own} for own in industries]
    found = sorted(int(row["industries"]) // step for row in draw(rows, drawn, seed))
    assert found == list(range(drawn))


def test_the_most_doubtful_comes_first() -> None:
    """Reasons, then what the least certain tag lacks, then how rare its tags are; each counts as much as the next."""
    rows = [
        {"id": "sure", "type": "a", "type_score": "0.9", "industries": "x", "industry_scores": "0.95"},
        {"id": "less sure", "type": "a", "type_score": "0.9", "industries": "x", "industry_scores": "0.6"},
        {"id": "rare", "type": "a", "type_score": "0.9", "industries": "y", "industry_scores": "0.95"},
        {"id": "two reasons", "type": "a", "type_score": "0.9", "review": "1", "review_reason": "甲；乙"},
        {"id": "marked", "type": "a", "type_score": "0.9", "review": "1"},
        {"id": "nothing known"},
    ]
    assert [row["id"] for row in by_doubt(rows)] == [
        "two reasons", "marked", "rare", "nothing known", "less sure", "sure",
    ]  # fmt: skip
