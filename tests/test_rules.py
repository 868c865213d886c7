"""The shipped rules: the tests that stand in the rule files, and what every file must hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tagger.home import shipped_home
from tagger.match import compile_rules
from tagger.pipeline import Pipeline
from tagger.records import Article
from tagger.rulebook.load import load_rulebook
from tagger.rulebook.rules import Rule, RuleTest
from tagger.rulelab.testing import run_test
from tagger.text import squeeze

BOOK = load_rulebook(shipped_home())
PIPELINE = Pipeline(compile_rules(BOOK))
CASES = [(rule, test) for rule in BOOK.rules for test in rule.tests]


def tags_of(text: str) -> set[str]:
    decision = PIPELINE.tag(Article("f", "f", "", text))
    assert decision.type is not None
    return {decision.type.tag, *(tag.tag for tag in decision.industries)}


@pytest.mark.parametrize(("rule", "test"), CASES, ids=[f"{rule.tag}-{test.line}" for rule, test in CASES])
def test_a_rule_file_keeps_its_own_tests(rule: Rule, test: RuleTest) -> None:
    assert run_test(PIPELINE, rule, test).outcome != "failed", test.text


@pytest.mark.parametrize("rule", BOOK.rules, ids=[rule.tag for rule in BOOK.rules])
def test_a_tag_has_at_least_three_hits_and_three_misses(rule: Rule) -> None:
    assert sum(test.hit for test in rule.tests) >= 3
    assert sum(not test.hit for test in rule.tests) >= 3


@pytest.mark.parametrize("rule", BOOK.rules, ids=[rule.tag for rule in BOOK.rules])
def test_a_tag_says_in_chinese_what_belongs_to_it(rule: Rule) -> None:
    assert any("\u4e00" <= character <= "\u9fff" for character in rule.about)


@pytest.mark.parametrize(
    ("text", "not_given"),
    [
        ("新能源汽车销量同比增长，充电桩加快建设。", "new-energy"),
        ("种子是农业的“芯片”，种业振兴要靠育种创新。", "semiconductor"),
        ("长征空港国际商贸物流中心开工。", "aerospace"),
        ("医院为急诊患者开通绿色通道。", "green"),
        ("数字人身着西装，微笑迎宾。", "textile"),
        ("经济基础决定上层建筑。", "building"),
    ],
)
def test_the_traps_of_the_genre(text: str, not_given: str) -> None:
    assert not_given not in tags_of(text)


def test_the_tags_are_those_of_the_labelling_guide(shared: Path) -> None:
    tree = json.loads((shared / "tags.json").read_text(encoding="utf-8"))
    industries = {rule.tag: rule.parent for rule in BOOK.rules if rule.facet == "industry"}
    assert industries == tree
    assert sum(rule.facet == "type" for rule in BOOK.rules) == 15


def test_no_sentence_of_the_tests_stands_in_the_shared_data(shared: Path) -> None:
    known = squeeze("".join((shared / "gold" / f"{name}.jsonl").read_text("utf-8") for name in ("train", "dev")))
    copied = [test.text for _, test in CASES if len(test.text) > 12 and squeeze(test.text) in known]
    assert copied == []
