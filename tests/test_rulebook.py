"""Rule files: what is read, and that every fault has its place."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from tagger.errors import HomeFault, RuleFault, RuleFaults
from tagger.home import Home
from tagger.rulebook.load import load_rulebook
from tagger.rulebook.reader import read_genre, read_rule
from tagger.rulebook.rules import Exempt, Places

FULL = """\
tag: semiconductor
name: 半导体
facet: industry
codes: {gbt4754: ["3973"]}
about: chips
terms:
  3: [晶圆, 封测]
  1.5: [芯片]
together:
  - {all: [芯片, 设计企业], weight: 2}
except:
  - 农业芯片
  - {term: 芯片, near: [种业]}
threshold: 4
tests:
  - {hit: 晶圆厂投产}
  - {miss: 种子是芯片, todo: a metaphor}
"""


def test_a_full_rule_file_is_read() -> None:
    rule, faults = read_rule(FULL, "a.yaml")
    assert not faults
    assert rule is not None
    assert [(term.text, term.weight, term.line) for term in rule.terms] == [
        ("晶圆", 3.0, 7), ("封测", 3.0, 7), ("芯片", 1.5, 8)
    ]  # fmt: skip
    assert rule.exempt == (Exempt("农业芯片", (), 12), Exempt("芯片", ("种业",), 13))
    assert rule.together[0].words == ("芯片", "设计企业")
    assert rule.codes == (("gbt4754", ("3973",)),)
    assert (rule.threshold, rule.tests[0].hit, rule.tests[1].todo) == (4.0, True, "a metaphor")


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        ("", None, None, "the file is empty"),
        ("tag: [a", 2, 1, "not valid YAML"),
        ("tag: a b", 1, 6, "is no slug"),
        ("name: 甲", 1, 1, "has no `tag`"),
        ("tag: a\ntag: b", 2, 1, "duplicate key `tag`"),
        ("tag: a\ntems: {}", 2, 1, "unknown key `tems`"),
        ("tag: a\nfacet: industri", 2, 8, "unknown facet"),
        ("tag: a\nterms: [甲]", 2, 8, "must map weights"),
        ("tag: a\nterms: {x: [甲]}", 2, 9, "must be a number"),
        ("tag: a\nterms: {.nan: [甲]}", 2, 9, "must be a number"),
        ("tag: a\nterms: {3: 甲}", 2, 12, "must be a list"),
        ("tag: a\nterms: {3: [甲, '']}", 2, 16, "must be a text"),
        ("tag: a\nterms: {3: [新 能源], 2: [新能源]}", 2, 24, "duplicate term"),
        ("tag: a\ntogether: [{all: [甲]}]", 2, 12, "at least two words"),
        ("tag: a\nexcept: [{term: 甲}]", 2, 10, "`near` needs"),
        ("tag: a\nthreshold: 0", 2, 12, "above 0"),
        ("tag: a\ntests: [{hit: 甲, miss: 乙}]", 2, 9, "either `hit` or `miss`"),
        ("tag: a\ncodes: [1]", 2, 8, "must be a mapping"),
        ("- a", 1, 1, "must be a mapping"),
    ],
)
def test_a_fault_says_where_and_what(text: str, line: int | None, column: int | None, reason: str) -> None:
    rule, faults = read_rule(text, "a.yaml")
    assert rule is None
    assert (faults[0].line, faults[0].column) == (line, column)
    assert reason in faults[0].reason


def test_an_unknown_key_gets_a_did_you_mean() -> None:
    _, faults = read_rule("tag: a\nterm: {}", "a.yaml")
    assert faults[0].hint == "did you mean `terms`?"


def test_all_faults_of_a_file_are_told_at_once() -> None:
    _, faults = read_rule("tag: a\ncolour: red\nterms: {3: [甲, 甲]}\nthreshold: x", "a.yaml")
    assert [fault.line for fault in faults] == [2, 3, 4]


def test_anchors_that_expand_without_end_are_refused() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(8)
    )
    rule, faults = read_rule(bomb, "a.yaml")
    assert rule is None
    assert "after anchors are expanded" in faults[0].reason


def test_genre_places_and_calibration_are_read() -> None:
    genre, faults = read_genre("places: {type: {title: 9}}\ncalibration: {type: {slope: 3}}\nnames: [集团]", "g.yaml")
    assert not faults
    assert genre.type == Places(9.0, 2.0, 1.0)
    assert dict(genre.calibration)["type"] == (3.0, 0.0)
    assert genre.names == ("集团",)


def test_faults_of_all_files_come_together(write_home) -> None:  # type: ignore[no-untyped-def]
    home = write_home(a="tag: a\nx: 1", b="tag: b\nparent: nobody", c="tag: [")
    with pytest.raises(RuleFaults) as caught:
        load_rulebook(Home(home))
    assert [Path(fault.path or "").name for fault in caught.value.faults] == ["a.yaml", "c.yaml", "b.yaml"]


def test_a_tag_in_two_files_is_a_fault(write_home) -> None:  # type: ignore[no-untyped-def]
    home = write_home(a="tag: a", b="tag: a")
    with pytest.raises(RuleFaults, match="tag `a` twice"):
        load_rulebook(Home(home))


def test_a_file_that_is_not_utf8_is_a_fault(write_home) -> None:  # type: ignore[no-untyped-def]
    home = write_home(a="tag: a")
    (home / "rules" / "b.yaml").write_bytes("tag: b\nname: 半导体".encode("gb18030"))
    with pytest.raises(RuleFaults, match="not UTF-8"):
        load_rulebook(Home(home))


def test_a_home_without_rules_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(HomeFault, match="没有规则文件"):
        load_rulebook(Home(tmp_path))


def test_a_rule_without_terms_is_valid() -> None:
    rule, faults = read_rule("tag: a", "a.yaml")
    assert not faults
    assert rule is not None
    assert rule.terms == ()


@pytest.mark.parametrize(
    "error", [RuleFault("r", "p", 1, 2, "h"), RuleFaults(faults=(RuleFault("r", "p"),)), HomeFault("x", hint="y")]
)
def test_errors_survive_pickling(error: Exception) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error)
    assert type(again) is type(error)
