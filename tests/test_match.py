"""The matcher: what owns a span, what weakens a hit, what a place is worth."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger.match import Compiled, Matcher, compile_rules, document_of
from tagger.match.automaton import _second_engine, _with_patterns, build_finder, serialized
from tagger.rulebook.rules import Exempt, Genre, Rule, Rulebook, Term, Together

GENRE = Genre(names=("有限公司",), slogans=("培育",), contents=("涵盖",), lead=10)
BODY = "这一段只是开头，没有什么内容。\n"


def book(*rules: Rule) -> Compiled:
    return compile_rules(Rulebook(rules, GENRE))


def rule(tag: str, *words: str, **more: object) -> Rule:
    return Rule(tag, tag, more.pop("facet", "industry"), "x", terms=tuple(Term(w, 2.0) for w in words), **more)  # type: ignore[arg-type]


def sums(compiled: Compiled, text: str, title: str = "") -> dict[str, float]:
    found = Matcher(compiled).match(document_of(title, text, compiled.genre.lead))
    return {compiled.tags[index].slug: value for index, value in found.sums.items()}


def test_the_longest_term_owns_its_span_across_tags() -> None:
    compiled = book(rule("new-energy", "新能源"), rule("nev", "新能源汽车"))
    assert sums(compiled, BODY + "新能源汽车") == {"nev": 2.0}
    assert sums(compiled, BODY + "新能源汽车和新能源") == {"nev": 2.0, "new-energy": 2.0}


def test_terms_that_overlap_in_part_both_count() -> None:
    compiled = book(rule("nev", "新能源汽车"), rule("automotive", "汽车零部件"))
    assert sums(compiled, BODY + "新能源汽车零部件") == {"nev": 2.0, "automotive": 2.0}


def test_terms_of_another_facet_own_nothing_here() -> None:
    compiled = book(rule("storage", "储能"), rule("project", "储能项目", facet="type"))
    assert sums(compiled, BODY + "储能项目") == {"storage": 2.0, "project": 2.0}


@pytest.mark.parametrize("text", ["5G\n工厂", "５Ｇ工厂", "5 g 工 厂", "5G⼯⼚"])
def test_terms_are_found_through_wraps_widths_and_radicals(text: str) -> None:
    assert sums(book(rule("factory", "5G工厂")), BODY + text) == {"factory": 2.0}


@pytest.mark.parametrize(
    ("text", "found"), [("MAIN", False), ("AI时代", True), ("2025AI", True), ("OpenAI", False), ("用 AI 做", True)]
)
def test_a_latin_edge_is_a_word_boundary(text: str, found: bool) -> None:
    assert bool(sums(book(rule("ai", "AI")), BODY + text)) is found


def test_a_digit_edge_keeps_numbers_whole() -> None:
    compiled = book(rule("telecom", "5G"))
    assert sums(compiled, BODY + "15G流量") == {}
    assert sums(compiled, BODY + "用5G网") == {"telecom": 2.0}


def test_headline_and_lead_weigh_more() -> None:
    compiled = book(rule("a", "晶圆"))
    assert sums(compiled, BODY, title="晶圆") == {"a": 2.0 * GENRE.industry.title}
    assert sums(compiled, "晶圆厂在此开工建设投产。\n" + BODY) == {"a": 2.0 * GENRE.industry.lead}
    assert sums(compiled, BODY + "晶圆") == {"a": 2.0 * GENRE.industry.body}


def test_repeats_saturate() -> None:
    compiled = book(rule("a", "晶圆"))
    assert sums(compiled, BODY + "晶圆，" * 2)["a"] == pytest.approx(2.0 + 1.0)
    assert sums(compiled, BODY + "晶圆，" * 50)["a"] < 4.0


def test_an_exception_silences_its_own_tag_only() -> None:
    compiled = book(rule("chip", "芯片", exempt=(Exempt("种业芯片"),)), rule("seed", "种业"))
    assert sums(compiled, BODY + "种业芯片") == {"seed": 2.0}
    assert sums(compiled, BODY + "芯片") == {"chip": 2.0}


def test_a_silenced_word_does_not_use_up_its_first_count() -> None:
    compiled = book(rule("chip", "芯片", exempt=(Exempt("种业芯片"),)))
    assert sums(compiled, BODY + "种业芯片和芯片") == {"chip": 2.0}


def test_a_word_is_silenced_by_another_in_its_sentence() -> None:
    compiled = book(rule("chip", "芯片", exempt=(Exempt("芯片", ("种业",)),)))
    assert sums(compiled, BODY + "种业需要芯片。") == {}
    assert sums(compiled, BODY + "种业很好。芯片也好。") == {"chip": 2.0}


def test_words_count_together_within_a_sentence_only() -> None:
    compiled = book(rule("chip", together=(Together(("设计", "流片"), 3.0),)))
    assert sums(compiled, BODY + "设计完成并流片。") == {"chip": 3.0}
    assert sums(compiled, BODY + "设计完成。已经流片。") == {}


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("甲乙晶圆有限公司", GENRE.name),
        ("培育晶圆、光伏等产业", GENRE.slogan),
        ("涵盖晶圆、光伏等领域", 1.0),
        ("有晶圆、光伏等", GENRE.listing),
        ("培育企业。晶圆厂开工", 1.0),
        ("投资晶圆厂", 1.0),
    ],
)
def test_names_and_lists_weaken_a_hit(text: str, factor: float) -> None:
    assert sums(book(rule("a", "晶圆")), BODY + text) == {"a": 2.0 * factor}


@pytest.mark.parametrize(
    ("text", "title", "value"),
    [
        ("晶圆厂投资三亿元，年内投产。", "", 3.0),
        ("投资三亿元。晶圆厂开工", "", 2.0),
        ("晶圆厂开工；投资三亿元", "", 2.0),
        ("晶圆厂开工。占地两亩。晶圆厂占地三亩", "", 2.0 + 1.5),
        ("其余不谈", "晶圆厂投资三亿元", 4.0),
    ],
)
def test_a_measured_sentence_of_the_body_strengthens_its_words(text: str, title: str, value: float) -> None:
    genre = Genre(lead=10, measured=1.5, measures=("亿", "亩"))
    compiled = compile_rules(Rulebook((rule("a", "晶圆"),), genre))
    assert sums(compiled, BODY + text, title) == {"a": value}


def test_offsets_lead_back_through_white_space() -> None:
    title, text = "晶 圆", BODY + "5 G\n工 厂"
    compiled = book(rule("a", "晶圆", "5G工厂"))
    document = document_of(title, text, compiled.genre.lead)
    hits = Matcher(compiled).match(document).hits[0]
    (in_title, start), (_, last) = document.source(hits[0].start), document.source(hits[0].end - 1)
    assert (in_title, title[start : last + 1]) == (True, "晶 圆")
    (in_title, start), (_, last) = document.source(hits[1].start), document.source(hits[1].end - 1)
    assert (in_title, text[start : last + 1]) == (False, "5 G\n工 厂")


def test_the_lead_is_the_first_paragraph_or_its_first_sentences() -> None:
    short = document_of("", "首段有十几个字，说了一件事。\n次段。", 10)
    assert short.text[short.title_end + 1 : short.lead_end] == "首段有十几个字，说了一件事。"
    long = document_of("", "第一句话有十几个字在里面。" + "第二句话也有十几个字在里面。" * 9, 10)
    assert long.text[long.title_end + 1 : long.lead_end] == "第一句话有十几个字在里面。"


@pytest.mark.parametrize(("length", "whole"), [(29, True), (30, False)])
def test_a_first_paragraph_without_a_stop_is_the_lead_unless_it_is_far_too_long(length: int, whole: bool) -> None:
    found = document_of("", "字" * length + "\n后面一句。", 10)
    assert found.text[found.title_end + 1 : found.lead_end] == "字" * length + ("" if whole else "后面一句。")


_WORDS = st.lists(st.text("甲乙丙a5", min_size=1, max_size=4), min_size=1, max_size=12, unique=True)


@given(_WORDS, st.text("甲乙丙丁a5。", max_size=60))
def test_both_engines_find_the_same_occurrences(words: list[str], text: str) -> None:
    expected = sorted(
        (start, start + len(word), number)
        for number, word in enumerate(words)
        for start in range(len(text))
        if text.startswith(word, start)
    )
    assert sorted(build_finder(words)(text)) == expected
    assert sorted(_second_engine(words)(text)) == expected


def test_where_the_first_engine_is_not_installed_the_second_finds_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "daachorse", None)
    assert serialized(["甲乙"]) == b""
    assert list(build_finder(["甲乙", "乙"])("丙甲乙")) == [(1, 3, 0), (2, 3, 1)]


@given(st.text("新能源汽车零部件电池。、", max_size=60))
def test_no_counted_span_lies_inside_another_of_its_facet(text: str) -> None:
    compiled = book(rule("a", "新能源", "汽车", "能源"), rule("b", "新能源汽车", "汽车零部件", "零部件", "电池"))
    found = Matcher(compiled).match(document_of("", text, 10))
    spans = {(hit.start, hit.end) for hits in found.hits.values() for hit in hits}
    for low, high in spans:
        assert not any((a, b) != (low, high) and a <= low and high <= b for a, b in spans)


def test_of_a_term_that_stands_twice_the_higher_weight_counts() -> None:
    compiled = compile_rules(Rulebook((Rule("a", "a", "industry", "a", terms=(Term("晶圆", 1), Term("晶圆", 3))),)))
    assert compiled.uses[compiled.words.index("晶圆")] == [(0, 3)]


@pytest.mark.parametrize("facet", ["industry", "type"])
def test_a_longer_word_takes_the_place_of_a_shorter_one_and_of_no_neighbour(facet: str) -> None:
    compiled = book(*(rule(word, word, facet=facet) for word in ("甲乙", "丙丁", "丙丁戊")))
    assert set(sums(compiled, BODY + "甲乙丙丁戊")) == {"甲乙", "丙丁戊"}


@pytest.mark.parametrize(("text", "found"), [("5g3", True), ("5gx", False), ("x5g", True), ("35g", False)])
def test_edges_are_those_of_the_word_itself(text: str, found: bool) -> None:
    """A letter beside a letter, a digit beside a digit, whatever else the word holds."""
    assert bool(sums(book(rule("telecom", "5g")), BODY + f"用{text}做")) is found


def test_what_stands_together_is_shown_by_its_first_word() -> None:
    compiled = book(Rule("chip", "chip", "industry", "x", together=(Together(("芯片", "设计企业"), 3.0),)))
    found = Matcher(compiled).match(document_of("", BODY + "本地的设计企业做芯片。", 10))
    (hit,) = found.hits[0]
    assert (compiled.words[hit.word], hit.value, hit.why) == ("芯片", 3.0, "together")


@pytest.mark.parametrize("stop", "。；")
def test_a_list_ends_with_its_sentence(stop: str) -> None:
    """What comes behind a full stop or a semicolon is no part of the slogan's list."""
    compiled = book(rule("hydrogen", "氢能"))
    full = sums(compiled, BODY + "氢能")["hydrogen"]
    in_list = sums(compiled, BODY + "培育新材料、氢能、储能")["hydrogen"]
    behind = sums(compiled, BODY + f"培育新材料{stop}另有甲、氢能、乙")["hydrogen"]
    assert in_list < behind < full


def test_words_of_a_type_that_count_nothing_are_not_shown() -> None:
    compiled = book(rule("event", "论坛", facet="type"), rule("policy", "办法", facet="type"))
    matcher = Matcher(compiled)
    found = matcher.match(document_of("", BODY + "论坛上说到办法", 10))
    found.factors[compiled.words.index("论坛")] = 0.0
    assert matcher.hits_of_type(found, 0, 5) == []
    (hit,) = matcher.hits_of_type(found, 1, 5)
    assert compiled.words[hit.word] == "办法"


@given(st.text("甲乙丙", max_size=60), st.sampled_from([(), ("甲+乙",)]))
def test_both_engines_find_the_same_with_patterns_too(text: str, patterns: tuple[str, ...]) -> None:
    words = ["甲", "甲乙", "乙丙甲", "丙"]
    first, second = build_finder(words, patterns), _with_patterns(_second_engine(words), patterns, len(words))
    assert sorted(map(tuple, first(text))) == sorted(map(tuple, second(text)))
    ends = [end for _, end, _ in first(text)]
    assert ends == sorted(ends)


def test_patterns_count_as_the_words_behind_the_last() -> None:
    found = build_finder(["甲", "乙甲"], ["乙+", r"丙\d", "丁*"])("甲乙乙丙5乙甲")
    assert sorted(found) == [(0, 1, 0), (1, 3, 2), (3, 5, 3), (5, 6, 2), (5, 7, 1), (6, 7, 0)]
