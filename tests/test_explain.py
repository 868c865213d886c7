"""Explanations: the sums of the matcher, and what weakened or removed each word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger.home import shipped_home
from tagger.match import Compiled, Matcher, compile_rules, document_of
from tagger.match.explain import Explanation, Trace, source_span
from tagger.pipeline import read_articles
from tagger.readers import sources
from tagger.records import Article
from tagger.rulebook.load import load_rulebook
from tagger.rulebook.rules import Exempt, Genre, Rule, Rulebook, Term, Together

ROOT = Path(__file__).resolve().parent.parent
GENRE = Genre(names=("有限公司",), slogans=("培育",), contents=("涵盖",), measures=("亿",), measured=1.5, lead=10)
BODY = "这一段只是开头，没有什么内容。\n"


def agree(matcher: Matcher, title: str, text: str) -> None:
    """Whether both paths give the same sum of every tag."""
    document = document_of(title, text, matcher.compiled.genre.lead)
    sums, trace = matcher.match(document).sums, Trace(matcher, document)
    for tag in range(len(matcher.compiled.tags)):
        assert trace.explain(tag).total == pytest.approx(sums.get(tag, 0.0), abs=1e-9), matcher.compiled.tags[tag].slug


@pytest.fixture(scope="module")
def shipped() -> Matcher:
    return Matcher(compile_rules(load_rulebook(shipped_home())))


def test_explanations_have_the_sums_of_the_matcher_on_seeds_and_rule_tests(shipped: Matcher) -> None:
    articles = [found for source in sources(str(ROOT / "seeds")) for found in read_articles(source)]
    pairs = [(found.title, found.text) for found in articles if isinstance(found, Article)]
    assert len(pairs) >= 6
    pairs += [("", test.text) for rule in load_rulebook(shipped_home()).rules for test in rule.tests]
    for title, text in pairs:
        agree(shipped, title, text)


@pytest.mark.parametrize("name", ["dev", "train"])
def test_explanations_have_the_sums_of_the_matcher_on_gold(shipped: Matcher, shared: Path, name: str) -> None:
    rows = (shared / "gold" / f"{name}.jsonl").read_text("utf-8").splitlines()
    for line in rows[:224]:
        row = json.loads(line)
        agree(shipped, row["title"], row["text"])


RULES = compile_rules(
    Rulebook(
        (
            Rule(
                "chip", "芯片", "industry", "x",
                terms=(Term("芯片", 2.0), Term("AI", 1.0), Term("5G", 1.0), Term("晶圆", -1.0)),
                together=(Together(("设计", "流片"), 3.0),),
                exempt=(Exempt("种业芯片"), Exempt("芯片", ("种业",))),
            ),
            Rule("seed", "种业", "industry", "x", terms=(Term("种业芯片", 1.5), Term("芯片", 0.5))),
            Rule("build", "项目", "type", "x", terms=(Term("芯片", 1.0), Term("芯片设计", 2.0))),
        ),
        GENRE,
    )
)  # fmt: skip


@given(
    st.lists(
        st.sampled_from(
            [
                "芯片",
                "种业",
                "设计",
                "流片",
                "AI",
                "5G",
                "晶圆",
                "培育",
                "亿",
                "涵盖",
                "有限公司",
                "、",
                "等",
                "。",
                "，",
                "甲",
                "a",
                "1",
                "\n",
            ]
        ),
        max_size=40,
    )
)
def test_explanations_have_the_sums_of_the_matcher_on_any_text(pieces: list[str]) -> None:
    agree(Matcher(RULES), "", "".join(pieces))


def explain(text: str, tag: str = "chip", compiled: Compiled = RULES, title: str = "") -> Explanation:
    document = document_of(title, BODY + text, compiled.genre.lead)
    number = next(i for i, known in enumerate(compiled.tags) if known.slug == tag)
    return Trace(Matcher(compiled), document).explain(number)


@pytest.mark.parametrize(
    ("text", "kind", "by"),
    [
        ("甲乙芯片有限公司开张", "name", "甲乙芯片有限公司"),
        ("培育芯片、光伏等产业", "slogan", "培育"),
        ("有芯片、光伏等", "list", "芯片"),
        ("种业芯片", "longer", "种业芯片"),
        ("种业需要芯片。", "near", "种业"),
        ("openai", "edge", "ai"),
        ("用AI，" * 5, "repeat", "ai"),
    ],
)
def test_what_weakened_or_removed_a_word_is_named(text: str, kind: str, by: str) -> None:
    hit = explain(text).occurrences[-1]
    cause = hit.cause
    assert cause is not None
    assert cause.kind == kind
    document = document_of("", BODY + text, GENRE.lead)
    assert document.text[cause.start : cause.end] == by
    assert hit.lost > 0


def test_an_exception_is_named() -> None:
    compiled = compile_rules(
        Rulebook(
            (Rule("chip", "芯片", "industry", "x", terms=(Term("芯片", 2.0),), exempt=(Exempt("生物芯片"),)),), GENRE
        )
    )
    (hit,) = explain("生物芯片", compiled=compiled).occurrences
    assert hit.cause is not None
    assert (hit.counted, hit.cause.kind, hit.cause.end - hit.cause.start) == (False, "except", 4)


def test_a_longer_term_is_named_with_its_owner() -> None:
    cause = explain("种业芯片").occurrences[-1].cause
    assert cause is not None
    assert [RULES.tags[tag].slug for tag, _ in RULES.uses[cause.word]] == ["seed"]


@pytest.mark.parametrize(
    ("text", "value", "absent"), [("设计并流片。", 3.0, 0), ("设计。流片。", 0.0, 0), ("设计。", 0.0, 1)]
)
def test_words_that_count_together_are_told_with_those_absent(text: str, value: float, absent: int) -> None:
    (group,) = explain(text).groups
    assert (group.value, len(group.absent)) == (value, absent)


def test_sum_gap_and_what_would_do() -> None:
    found = explain("芯片厂开工")
    assert (found.total, found.gap) == (2.0, 1.0)
    document = document_of("", BODY + "芯片厂开工", GENRE.lead)
    trace = Trace(Matcher(RULES), document)
    assert [RULES.words[word] for word in trace.absent(0, found.gap)] == ["ai", "5g"]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("芯片", [0, 1, 2]),
        ("设计流片", [0]),
        ("设计。流片", []),
        ("种业芯片", [0, 1, 2]),
        ("openai", [0]),
        ("无关的话", []),
    ],
)
def test_tags_of_which_anything_stands_there(text: str, tags: list[int]) -> None:
    """Also of words that do not count."""
    assert Trace(Matcher(RULES), document_of("", BODY + text, GENRE.lead)).tags() == tags


def test_places_lead_back_to_the_source() -> None:
    article = Article("f", "f", "芯 片", BODY + "5 G\n芯 片")
    document = document_of(article.title, article.text, GENRE.lead)
    found = Trace(Matcher(RULES), document).explain(0).occurrences
    texts = [article.title, article.text, article.text]
    spans = [source_span(article, document, hit.start, hit.end) for hit in found]
    assert [text[low:high] for text, (low, high) in zip(texts, spans, strict=True)] == ["芯 片", "5 G", "芯 片"]
