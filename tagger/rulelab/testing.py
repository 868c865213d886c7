"""The tests that stand in rule files: a sentence that must get its tag, or must not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from tagger.pipeline import Pipeline
from tagger.records import Article
from tagger.rulebook.rules import Rule, RuleTest
from tagger.rulelab.why import Why, why

Outcome = Literal["passed", "failed", "todo", "mended"]


@dataclass(frozen=True, slots=True)
class Result:
    """A test and how it went: ``todo`` fails as the file says it does, ``mended`` passes though the file says it fails.

    ``why`` explains what happened; None where the test passed.
    """

    rule: Rule
    test: RuleTest
    outcome: Outcome
    why: Why | None


def run_test(pipeline: Pipeline, rule: Rule, test: RuleTest) -> Result:
    """Tag the sentence of a test as an article without a headline."""
    article = Article(rule.path, rule.tag, "", test.text, title_state="missing")
    decision = pipeline.tag(article)
    given = {score.tag for score in decision.industries} | ({decision.type.tag} if decision.type else set())
    passed = (rule.tag in given) is test.hit
    if passed:
        return Result(rule, test, "mended" if test.todo else "passed", None)
    return Result(rule, test, "todo" if test.todo else "failed", why(pipeline, article))


def run_tests(pipeline: Pipeline, rules: Iterable[Rule]) -> Iterator[Result]:
    """Every test of every rule, in the order of the files."""
    for rule in rules:
        for test in rule.tests:
            yield run_test(pipeline, rule, test)
