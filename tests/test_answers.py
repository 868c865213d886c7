"""What a row says: given by the tagger, said by a person, and the cells that say a person's word."""

from __future__ import annotations

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from tagger.corrections.answers import Tags, answered, correct, given, is_confirmed, is_whole, shown, unknown
from tagger.errors import TableFault, UnknownLabel
from tagger.names import TagNames
from tagger.tables.delimited import Cells
from tagger.tables.labelled import Vocabulary

VOCABULARY = Vocabulary(
    TagNames([("chip", "半导体"), ("nev", "新能源汽车")]), TagNames([("policy", "政策法规"), ("event", "会议活动")])
)
ROW = {"type": "policy", "industries": "chip；nev"}
BOTH = Tags("policy", frozenset({"chip", "nev"}))


@pytest.mark.parametrize(
    ("said", "expected", "whole"),
    [
        ({}, BOTH, False),
        ({"checked": "1"}, BOTH, True),
        ({"correct_type": "会议活动"}, Tags("event", BOTH.industries), False),
        ({"correct_type": "无"}, Tags("", BOTH.industries), False),
        ({"correct_industries": "chip"}, Tags("policy", frozenset({"chip"})), False),
        ({"correct_industries": "无"}, Tags("policy", frozenset()), False),
        ({"correct_industries": "chip", "correct_type": "event"}, Tags("event", frozenset({"chip"})), True),
        ({"correct_type": "event", "checked": "1"}, Tags("event", BOTH.industries), True),
    ],
)
def test_what_a_person_said_stands_before_what_was_given(said: Cells, expected: Tags, whole: bool) -> None:
    row = ROW | said
    assert given(row, VOCABULARY) == BOTH
    assert shown(row, VOCABULARY) == expected
    assert is_whole(row, VOCABULARY) is whole
    assert is_confirmed(row, VOCABULARY) is ("checked" in said)


def test_tags_that_no_rule_has_are_left_out_and_named() -> None:
    row = {"type": "policy", "industries": "chip；ships"}
    assert given(row, VOCABULARY) == Tags("policy", frozenset({"chip"}))
    assert unknown(row, VOCABULARY) == ["ships"]
    assert unknown(ROW, VOCABULARY) == []
    assert unknown({"type": "essay", "industries": ""}, VOCABULARY) == ["essay"]


TAGS = st.builds(
    Tags, st.sampled_from(["", "policy", "event"]), st.frozensets(st.sampled_from(["chip", "nev"]), max_size=2)
)
CELLS = st.fixed_dictionaries(
    {"text": st.just("一")},
    optional={
        "type": st.sampled_from(["", "policy", "event"]), "industries": st.sampled_from(["", "chip", "chip；nev"]),
        "correct_type": st.sampled_from(["", "event", "无"]), "correct_industries": st.sampled_from(["", "nev", "无"]),
        "checked": st.sampled_from(["", "1"]),
    },
)  # fmt: skip


@any_of(CELLS, TAGS)
def test_what_is_corrected_reads_back_as_it_was_meant(row: Cells, tags: Tags) -> None:
    """In cells that name only what is otherwise than it was given."""
    cells = correct(row, tags, VOCABULARY)
    assert shown(cells, VOCABULARY) == tags
    assert is_confirmed(cells, VOCABULARY)
    before = given(row, VOCABULARY)
    assert (cells["correct_type"] == "") is (before.type == tags.type)
    if "industries" in row:
        assert (cells["correct_industries"] == "") is (before.industries == tags.industries)
    else:
        assert cells["correct_industries"] != ""


@any_of(CELLS, TAGS, st.booleans())
def test_an_answer_that_says_nothing_new_leaves_the_row_as_it_is(row: Cells, tags: Tags, confirm: bool) -> None:
    types = [tags.type] if tags.type else []
    found = answered(row, types, sorted(tags.industries), "t.json", 3, VOCABULARY, confirm=confirm)
    assert not isinstance(found, TableFault)
    before = shown(row, VOCABULARY)
    meant = tags if types else tags._replace(type=before.type)
    assert shown(found, VOCABULARY) == meant
    same = meant == before and (not confirm or is_whole(row, VOCABULARY))
    assert found == (row if same else correct(row, meant, VOCABULARY))


def test_an_answer_that_cannot_be_used_is_told_with_its_place() -> None:
    found = answered(ROW, ["会议"], [], "t.json", 3, VOCABULARY, confirm=True)
    assert isinstance(found, UnknownLabel)
    assert (found.path, found.line, found.tag, found.facet) == ("t.json", 3, "会议", "type")
    found = answered(ROW, [], ["芯片"], "t.json", 4, VOCABULARY, confirm=True)
    assert isinstance(found, UnknownLabel)
    assert (found.line, found.facet) == (4, "industry")
    two = answered(ROW, ["policy", "event"], [], "t.json", 5, VOCABULARY, confirm=True)
    assert isinstance(two, TableFault)
    assert "只能有一个类型" in str(two)
