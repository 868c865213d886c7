"""Counts of character pairs, and two ways to the same cosine."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger.split.background import Cosine, bigrams, cosine, idf


def test_common_pairs_weigh_less_than_rare_ones() -> None:
    assert idf("发展") < idf("光伏") < idf("钛镍")


def test_pairs_hold_chinese_characters_only() -> None:
    assert bigrams("高新区5G，工厂") == ["高新", "新区", "工厂"]


_COUNTS = st.dictionaries(st.sampled_from(["高新", "新区", "发展", "光伏", "电池"]), st.integers(-2, 4))


@given(_COUNTS, _COUNTS)
def test_the_cosine_is_that_of_the_vectors(one: dict[str, int], other: dict[str, int]) -> None:
    """Of sqrt(count) * idf; a pair that was taken away as often as it stood there, or more often, is not there."""
    a, b = ({gram: count**0.5 * idf(gram) for gram, count in own.items() if count > 0} for own in (one, other))
    dot = sum(weight * b.get(gram, 0.0) for gram, weight in a.items())
    norm = math.sqrt(sum(w * w for w in a.values())) * math.sqrt(sum(w * w for w in b.values()))
    assert cosine(one, other) == pytest.approx(dot / norm if norm else 0.0)


_GRAMS = st.lists(st.sampled_from(["高新", "新区", "发展", "光伏", "电池"]), max_size=12)


@given(_GRAMS, _GRAMS, _GRAMS)
def test_the_sliding_cosine_is_the_cosine(one: list[str], other: list[str], gone: list[str]) -> None:
    window = Cosine([one, other, gone])
    first, second, third = window.lines
    window.add(first, before=1)
    window.add(second, behind=1)
    window.add(third, before=1, behind=1)
    window.add(third, before=-1, behind=-1)
    assert window.value == pytest.approx(cosine(Counter(one), Counter(other)), abs=1e-6)
