"""``patterns:`` of a rule file: regular expressions of linear time on the normalised text."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tagger.decide import Decider
from tagger.errors import HomeFault, RuleFaults
from tagger.home import Home
from tagger.match import Matcher, compile_rules, document_of
from tagger.records import Article, Decision
from tagger.rulebook.load import load_rulebook
from tagger.rulebook.reader import read_rule

RULE = r"""
tag: chip
terms: {1: [纳米]}
except: [三纳米工艺品]
patterns:
  - {re: '\d+(nm|纳米)(工艺|制程)', weight: 3}
"""


def decide(home: Path, text: str) -> Decision:
    compiled = compile_rules(load_rulebook(Home(home)))
    matcher = Matcher(compiled)
    document = document_of("", text, compiled.genre.lead)
    return Decider(matcher).decide(Article("f", "f", "", text), matcher.match(document))


def test_a_pattern_is_found_through_spaces_widths_and_case(write_home) -> None:  # type: ignore[no-untyped-def]
    text = "采用２８ N\nm 工艺。"
    (tag,) = decide(write_home(a=RULE), text).industries
    (evidence,) = tag.evidence
    assert text[evidence.start : evidence.end] == "２８ N\nm 工艺"


def test_a_pattern_owns_its_span(write_home) -> None:  # type: ignore[no-untyped-def]
    (tag,) = decide(write_home(a=RULE), "采用7纳米制程。").industries
    assert [e.term for e in tag.evidence] == [r"/\d+(nm|纳米)(工艺|制程)/"]


def test_one_expression_in_two_tags_counts_for_both(write_home) -> None:  # type: ignore[no-untyped-def]
    decision = decide(write_home(a=RULE, b=RULE.replace("chip", "tool")), "采用7纳米制程。")
    assert {tag.tag for tag in decision.industries} == {"chip", "tool"}


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("(?=a)b", "不支持环视"),
        (r"(a)\1", "反向引用"),
        ("a**", "重复符号不能连用"),
        ("(甲", "缺右括号"),
        ("甲{2000}", "重复次数过大"),
        ("((甲{30}){30}){30}", "过大"),
        ("甲*", "能匹配空串"),
    ],
)
def test_an_expression_outside_the_linear_syntax_is_a_fault(expression: str, told: str) -> None:
    _, faults = read_rule(f"tag: a\npatterns:\n  - {{re: '{expression}'}}", "a.yaml")
    assert told in faults[0].reason
    assert (faults[0].line, faults[0].column) == (3, 10)


def test_an_expression_that_hangs_elsewhere_does_not(write_home) -> None:  # type: ignore[no-untyped-def]
    home = write_home(a="tag: a\npatterns: [{re: '(a+)+$'}, {re: '(a|a)*b'}, {re: 'a.*b'}]")
    started = time.process_time()
    decide(home, "a" * 50_000)
    assert time.process_time() - started < 5


def test_without_the_engine_its_pip_line_is_named(write_home, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    compiled = compile_rules(load_rulebook(Home(write_home(a=RULE))))
    monkeypatch.setitem(sys.modules, "re2", None)
    with pytest.raises(RuleFaults, match=r"pip install 'tagger\[patterns\]'"):
        load_rulebook(Home(write_home(a=RULE)))
    with pytest.raises(HomeFault, match=r"pip install 'tagger\[patterns\]'"):
        Matcher(compiled)


def test_rules_without_patterns_need_no_engine(write_home, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setitem(sys.modules, "re2", None)
    assert decide(write_home(a="tag: a\nterms: {3: [甲]}"), "甲。").industries
