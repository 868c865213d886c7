"""From sums and margins to tags, type and doubts: each rule of it at its border, on sums and margins given by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger.decide.decider import Decider, Reading
from tagger.decide.review import odd
from tagger.decide.scoring import Industries, ModelScorer, RuleScorer, Scored, _by, _opposed, head_share, rule_score
from tagger.home import Home
from tagger.match import Compiled, Hit, Matcher, Matches, compile_rules, document_of
from tagger.model.curves import Company, Curve, exclusive_terms, independent_terms, sigmoid, softmax
from tagger.model.manifest import BEGINS, Manifest, Places
from tagger.records import Article, Decision
from tagger.rulebook.load import load_rulebook
from tagger.settings import Facets, FacetSettings

RULES = {
    "a": "tag: a\nname: 甲业\nfacet: industry\nthreshold: 2\nterms: {2: [甲词]}\n",
    "b": "tag: b\nname: 乙业\nfacet: industry\nthreshold: 4\nparent: a\nterms: {2: [乙词]}\n",
    "c": "tag: c\nname: 丙业\nfacet: industry\nthreshold: 2\n",
    "d": "tag: d\nname: 丁业\nfacet: industry\nthreshold: 2\nterms: {2: [丁词]}\n",
    "s": "tag: s\nname: 戊类\nfacet: type\nthreshold: 3\nterms: {3: [戊词]}\n",
    "t": "tag: t\nname: 己类\nfacet: type\nthreshold: 2\n",
    "u": "tag: u\nname: 庚类\nfacet: type\nthreshold: 3\n",
    "genre": "default_type: t\n",
}
A, B, C, D, S, T, U = range(7)
PLAIN = "这是一段三十个字以上的正文，说的是街坊邻里的平常事，没有别的意思，写到这里就够了。"
TYPES = [Scored(S, 0.6), Scored(T, 0.3), Scored(U, 0.1)]


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    home = tmp_path_factory.mktemp("decide")
    (home / "rules").mkdir()
    for name, text in RULES.items():
        Path(home, "rules", f"{name}.yaml").write_text(text, encoding="utf-8")
    made = compile_rules(load_rulebook(Home(home)))
    assert [tag.slug for tag in made.tags] == list("abcdstu")
    return made


def matches(
    sums: dict[int, float], hits: dict[int, list[Hit]] | None = None, title: str = "", text: str = PLAIN
) -> Matches:
    found = hits if hits is not None else {tag: [] for tag in sums}
    return Matches(document_of(title, text, 20), sums, found, [], {}, [])


def hit(tag: int, place: str, why: str = "", value: float = 2.0) -> dict[int, list[Hit]]:
    return {tag: [Hit(0, 0, 2, place, 2.0, value, why)]}  # type: ignore[arg-type]


INDUSTRY = Curve((0.8, 0.9, 0.4), (-1.0, -1.2, -0.8, -1.1), 0.5, (0.5, -0.5, 0.2), Company((1.0, -0.2, 0.3), 0.1))
ALONE = Curve((1.0,), (0.1, -0.1, 0.2, 0.0), 0.4)
TYPE = Curve((1.1, 0.7), (0.1, -0.2, 0.3))


def scorer(compiled: Compiled, use: str = "both", few: str = "", **facet: int) -> ModelScorer:
    curves = {
        "industry": {"both": INDUSTRY, "model": ALONE},
        "type": {"both": TYPE, "model": Curve((0.7,), TYPE.offsets)},
    }
    tags = tuple(tag.slug for tag in compiled.tags)
    manifest = Manifest(1, tags, dict.fromkeys(few, BEGINS - 1), Places(), curves, {}, {}, {}, {})
    return ModelScorer(compiled, manifest, use, Facets(FacetSettings("行业", **facet)))


# rules alone


def test_the_default_type_wins_where_sums_are_equal(compiled: Compiled) -> None:
    rules = RuleScorer(compiled)
    assert [each.tag for each in rules.types(matches({}), ())] == [T, S, U]
    assert [each.tag for each in rules.types(matches({U: 1.0}), ())] == [U, T, S]


def test_probabilities_of_types_by_rules(compiled: Compiled) -> None:
    slope = dict(compiled.genre.calibration)["type"][0]
    found = {each.tag: each.score for each in RuleScorer(compiled).types(matches({S: 2.0, U: 1.0}), ())}
    assert found == pytest.approx(dict(zip((S, U, T), softmax([2 * slope, slope, 0.0]), strict=True)))


@pytest.mark.parametrize(
    ("total", "given", "near"),
    [(2.0, True, True), (1.99, False, True), (2.22, True, True), (2.26, True, False), (1.74, False, False)],
)
def test_an_industry_is_given_by_rules_from_its_threshold_on(
    compiled: Compiled, total: float, given: bool, near: bool
) -> None:
    found = RuleScorer(compiled).industries(matches({A: total}), (), TYPES)
    assert [each.tag for each in found.given] == [A] * given
    assert found.near == [A] * near
    assert found.disputed == []


def test_industries_by_rules_come_strongest_first(compiled: Compiled) -> None:
    """In thresholds, not in sums; of equal ones in the order of the tags."""
    given = RuleScorer(compiled).industries(matches({B: 5.0, D: 3.0, A: 3.0, S: 9.0}), (), TYPES).given
    assert [each.tag for each in given] == [A, D, B]
    assert given[0].score == pytest.approx(rule_score(1.5, dict(compiled.genre.calibration)["industry"]))


# rules and model


def expected(sums: dict[int, float], margins: Sequence[float], heads: dict[int, float]) -> dict[int, float]:
    """The probabilities of all four industries by the formulas, none left out."""
    thresholds, shift = (2, 4, 2, 2), sum(w * each.score for w, each in zip(INDUSTRY.types, TYPES, strict=True))
    terms = [independent_terms(sums.get(i, 0.0) / thresholds[i], heads.get(i, 0.0), margins[i]) for i in range(4)]
    return dict(enumerate(INDUSTRY.chances([shift + INDUSTRY.logit(i, terms[i]) for i in range(4)])))


SUMS = st.dictionaries(st.integers(0, 3), st.floats(0.05, 12))
MARGINS = st.lists(st.floats(-8, 8), min_size=7, max_size=7)


@given(SUMS, MARGINS)
def test_what_is_left_out_to_save_time_changes_nothing(
    compiled: Compiled, sums: dict[int, float], margins: list[float]
) -> None:
    both = scorer(compiled)
    found, chances = both.industries(matches(sums), margins, TYPES), expected(sums, margins, {})
    given = sorted((tag for tag in chances if chances[tag] >= 0.5), key=lambda tag: (-chances[tag], tag))
    assert [each.tag for each in found.given] == given
    assert [each.score for each in found.given] == pytest.approx([chances[tag] for tag in given])
    assert sorted(found.near) == [tag for tag in chances if abs(chances[tag] - 0.5) < 0.1]
    alone = {tag: sigmoid(margins[tag] + ALONE.offsets[tag]) for tag in range(4)}
    strengths = {tag: sums.get(tag, 0.0) / (2, 4, 2, 2)[tag] for tag in range(4)}
    assert sorted(found.disputed) == [t for t in range(4) if _opposed(strengths[t], alone[t], chances[t] >= 0.5)]


def test_only_likely_industries_are_looked_at(compiled: Compiled) -> None:
    both = scorer(compiled)
    assert both._considered({B: 0.1}, [-9.0, -9.0, 9.0, -9.0, 0, 0, 0], INDUSTRY.shift([0.6, 0.3, 0.1]), 0.0) == [
        (1, B),
        (2, C),
    ]


@pytest.mark.parametrize(
    ("total", "margin", "by"),
    [(1.98, 4.0, "model"), (2.0, 4.0, "both"), (3.0, 4.0, "both"), (9.0, -0.6, "rules"), (9.0, -0.4, "both")],
)
def test_what_gave_an_industry(compiled: Compiled, total: float, margin: float, by: str) -> None:
    """Rules from the threshold on, the model from that of its own curve on (0.4, at a margin of -0.51)."""
    (found,) = scorer(compiled).industries(matches({A: total}), [margin, *[-9.0] * 6], TYPES).given
    assert (found.tag, found.by) == (A, by)


def test_the_headline_counts(compiled: Compiled) -> None:
    """By the part of the sum that stands there."""
    found = scorer(compiled).industries(matches({A: 8.0}, hit(A, "title")), [1.0, *[-9.0] * 6], TYPES)
    assert found.given[0].score == pytest.approx(expected({A: 8.0}, [1.0, *[-9.0] * 6], {A: 0.25})[A])


@pytest.mark.parametrize(
    ("values", "share"),
    [({}, 0), ({"title": 3.0, "body": 1.0}, 0.75), ({"lead": 2.0, "body": -1.0}, 1), ({"lead": 2.0, "body": -3.0}, 0), ({"body": 2.0}, 0)],
)  # fmt: skip
def test_the_part_of_a_sum_in_headline_and_lead_is_a_share(values: dict[str, float], share: float) -> None:
    """Also where words that speak against an industry make the sum smaller than that part, or less than nought."""
    hits = [one for place, value in values.items() for one in hit(A, place, value=value)[A]]
    assert head_share(matches({A: sum(values.values())}, {A: hits}), A) == share


@pytest.mark.parametrize(
    ("strength", "alone", "given", "opposed"),
    [
        (1.0, 0.019, True, True), (1.0, 0.02, True, False), (0.99, 0.0, True, False),
        (1.5, 0.0, False, True), (1.49, 0.79, False, False), (0.0, 0.8, False, True), (9.0, 0.9, True, False),
    ],
)  # fmt: skip
def test_rules_and_model_disagree(strength: float, alone: float, given: bool, opposed: bool) -> None:
    assert _opposed(strength, alone, given) is opposed


def test_the_model_alone_hears_no_rules_and_disputes_nothing(compiled: Compiled) -> None:
    found = scorer(compiled, "model").industries(matches({A: 99.0}), [-9.0, 2.0, -9.0, -9.0, 0, 0, 0], TYPES)
    assert [(each.tag, each.by) for each in found.given] == [(B, "model")]
    assert found.given[0].score == pytest.approx(sigmoid(2.0 - 0.1))
    assert found.disputed == []


@pytest.mark.parametrize(("total", "given"), [(1.9, []), (2.0, [D]), (20.0, [D])])
def test_industries_with_few_examples_are_left_to_the_rules(compiled: Compiled, total: float, given: list[int]) -> None:
    """However sure the model is of them; and what the rules give is never below the threshold."""
    found = scorer(compiled, few="d").industries(matches({D: total}), [-9.0, -9.0, -9.0, 9.0, 0, 0, 0], TYPES)
    assert [each.tag for each in found.given] == given
    curve = dict(compiled.genre.calibration)["industry"]
    assert all(each == Scored(D, max(rule_score(total / 2, curve), 0.5), "rules") for each in found.given)
    assert scorer(compiled, "model", few="d").industries(matches({D: total}), [-9.0] * 7, TYPES).given == []


def test_without_a_word_rules_give_nothing_however_low_the_threshold(write_home) -> None:  # type: ignore[no-untyped-def]
    low = compile_rules(load_rulebook(Home(write_home(a=RULES["a"].replace("threshold: 2", "threshold: 1")))))
    both = scorer(low, few="a")
    assert low.tags[0].threshold == 1
    assert both.industries(matches({}), [9.0], TYPES).given == []
    assert [each.tag for each in both.industries(matches({A: 1.0}), [9.0], TYPES).given] == [A]


@pytest.mark.parametrize(
    ("least", "most", "margins", "count"),
    [(0, None, [-9.0] * 4, 0), (1, None, [-9.0] * 4, 1), (2, 2, [-9.0, 8, 8, 8], 2), (0, 1, [8.0] * 4, 1), (0, None, [8.0] * 4, 4)],
)  # fmt: skip
def test_as_many_industries_as_the_home_allows(
    compiled: Compiled, least: int, most: int | None, margins: list[float], count: int
) -> None:
    facet = {"min": least} | ({"max": most} if most is not None else {})
    found = scorer(compiled, **facet).industries(matches({}), [*margins, 0, 0, 0], TYPES)
    assert len(found.given) == count
    assert found.given == sorted(found.given, key=lambda each: (-each.score, each.tag))


@pytest.mark.parametrize(
    ("sums", "margins", "first", "by"),
    [
        ({}, [1.0, -1.0, -1.0], S, "model"),  # no rule spoke: the model put it first
        ({S: 6.0}, [1.0, -1.0, -1.0], S, "both"),
        ({S: 9.0}, [-1.0, -1.0, 1.0], S, "rules"),
        ({S: 0.1}, [-1.0, -1.0, 3.0], U, "model"),
        ({T: 3.0, U: 4.4}, [2.0, -2.0, 0.9], U, "both"),  # neither did alone
    ],
)
def test_what_put_a_type_first(
    compiled: Compiled, sums: dict[int, float], margins: list[float], first: int, by: str
) -> None:
    ranked = scorer(compiled).types(matches(sums), [0.0] * 4 + margins)
    terms = [exclusive_terms(sums.get(tag, 0.0) / (3, 2, 3)[tag - S], 0.0, margins[tag - S]) for tag in (S, T, U)]
    chances = softmax([TYPE.logit(place, term) for place, term in enumerate(terms)])
    assert {each.tag: each.score for each in ranked} == pytest.approx(dict(zip((S, T, U), chances, strict=True)))
    assert [each.score for each in ranked] == sorted(chances, reverse=True)
    assert (ranked[0].tag, ranked[0].by) == (first, by)


def test_the_model_alone_ranks_types_by_margins(compiled: Compiled) -> None:
    ranked = scorer(compiled, "model").types(matches({S: 99.0}), [0.0] * 4 + [-1.0, 2.0, 0.0])
    assert [each.tag for each in ranked] == [T, U, S]
    assert ranked[0].by == "model"


def test_what_neither_put_first_alone_both_did() -> None:
    assert [_by(1, 1, 1), _by(1, 1, 2), _by(1, 2, 1), _by(1, 2, 3)] == ["both", "rules", "model", "both"]


def test_without_types_there_is_none(compiled: Compiled, write_home) -> None:  # type: ignore[no-untyped-def]
    bare = compile_rules(load_rulebook(Home(write_home(a=RULES["a"]))))
    assert RuleScorer(bare).types(matches({}), ()) == []
    assert scorer(bare).types(matches({}), [0.0]) == []


# the decision


class Fixed:
    """A scorer that says what it was told to say."""

    def __init__(self, industries: Industries, types: list[Scored]) -> None:
        self._industries, self._types = industries, types

    def industries(self, matches: Matches, margins: Sequence[float], types: Sequence[Scored]) -> Industries:
        return self._industries

    def types(self, matches: Matches, margins: Sequence[float]) -> list[Scored]:
        return self._types


def decided(
    compiled: Compiled,
    found: Matches,
    given: Sequence[Scored] = (),
    types: Sequence[Scored] = (Scored(S, 0.9),),
    supports: Sequence[int] = (),
    reading: Reading | None = None,
    near: Sequence[int] = (),
    disputed: Sequence[int] = (),
) -> Decision:
    fixed = Fixed(Industries(list(given), list(near), list(disputed)), list(types))
    article = Article("f", "f", found.document.title.text, found.document.body.text)
    decider = Decider(Matcher(compiled), fixed, "m", supports)
    return decider.decide(article, found, "", reading or Reading())


def test_types_behind_the_first_are_listed_from_a_hundredth_on(compiled: Compiled) -> None:
    found = decided(compiled, matches({S: 9.0}), types=[Scored(S, 0.98123456), Scored(U, 0.01), Scored(T, 0.00999)])
    assert found.type is not None
    assert (found.type.tag, found.type.score) == ("s", 0.9812)
    assert [(each.tag, each.score) for each in found.types] == [("u", 0.01)]


@pytest.mark.parametrize(("second", "told"), [(0.3, None), (0.31, "类型相近：戊类/庚类")])
def test_a_second_type_more_than_half_as_likely_needs_a_look(
    compiled: Compiled, second: float, told: str | None
) -> None:
    assert decided(compiled, matches({S: 9.0}), types=[Scored(S, 0.6), Scored(U, second)]).review_reason == told


@pytest.mark.parametrize(("total", "told"), [(1.5, None), (1.49, "类型依据不足")])
def test_a_type_with_little_behind_it_needs_a_look(compiled: Compiled, total: float, told: str | None) -> None:
    """Less than half its threshold; a model has its own measure."""
    assert decided(compiled, matches({S: total})).review_reason == told
    assert decided(compiled, matches({S: total}), supports=[BEGINS] * 7).review_reason is None
    assert decided(compiled, matches({})).review_reason == "类型依据不足"
    assert decided(compiled, matches({}), types=[]).review_reason is None


@pytest.mark.parametrize(("support", "by", "told"), [(9, "model", True), (10, "model", False), (9, "both", False)])
def test_a_tag_that_the_model_hardly_knows_needs_a_look(compiled: Compiled, support: int, by: str, told: bool) -> None:
    many = [99] * 7
    few = decided(compiled, matches({}, {A: []}), [Scored(A, 0.9, by)], supports=[support, *many[1:]])
    assert few.review_reason == ("样本太少：甲业" if told else None)
    few = decided(compiled, matches({}), types=[Scored(S, 0.9, by)], supports=[99] * 4 + [support, 99, 99])
    assert few.review_reason == ("样本太少：戊类" if told else None)


def test_reasons_stand_in_one_line(compiled: Compiled) -> None:
    found = decided(compiled, matches({S: 9.0}, text="短。"), near=[A, B, C, D], disputed=[D])
    assert found.review
    assert found.review_reason == "文字太少；接近阈值：甲业、乙业、丙业；规则与模型不一致：丁业"


def test_a_parent_stays_beside_its_child_only_where_its_field_is_named(compiled: Compiled) -> None:
    parent, child = Scored(A, 0.9, "model"), Scored(B, 0.8, "model")

    def tags(given: list[Scored], hits: dict[int, list[Hit]]) -> list[str]:
        return [each.tag for each in decided(compiled, matches({S: 9.0}, hits), given).industries]

    assert tags([parent], {}) == ["a"]
    assert tags([parent, child], {}) == ["b"]
    assert tags([parent, child], hit(A, "lead")) == ["a", "b"]
    assert tags([parent, child], hit(A, "body")) == ["b"]
    assert tags([parent, child], hit(A, "title", "name")) == ["b"]
    assert tags([parent, Scored(D, 0.8, "model")], {}) == ["a", "d"]


def words(tag: int, most: int) -> list[tuple[str, float]]:
    return [("丁词", 1.23456), ("正文", 0.5), ("没有的词", 0.1)][:most]


def test_evidence_is_of_words_or_of_what_the_model_heard(compiled: Compiled) -> None:
    found = Matcher(compiled).match(document_of("丁词开头", f"丁词。{PLAIN}丁词。戊词", 20))
    given = [Scored(D, 0.9, "both"), Scored(C, 0.8, "model")]
    decision = decided(compiled, found, given, [Scored(S, 0.9, "rules")], reading=Reading([0.0] * 7, words))
    by_rules, by_model = (tag.evidence for tag in decision.industries)
    assert [(one.term, one.where, one.times) for one in by_rules] == [
        ("丁词", "title", 3), ("丁词", "lead", 3), ("丁词", "body", 3),
    ]  # fmt: skip
    assert [(one.term, one.where, one.start, one.weight, one.times) for one in by_model] == [
        ("丁词", "title", 0, 1.2346, 3), ("正文", "lead", 14, 0.5, 1),
    ]  # fmt: skip
    assert decision.type is not None
    assert [one.term for one in decision.type.evidence] == ["戊词"]


def test_n_grams_that_overlap_are_one_stretch_and_those_side_by_side_two(compiled: Compiled) -> None:
    ngrams = [
        ("生命", 0.5),
        ("命健", 0.25),
        ("健康", 0.125),
        ("产业", 0.4),
        ("正", 0.9),
        ("的，", 0.8),
        ("健康产业。这", 0.7),
    ]
    reading = Reading([0.0] * 7, lambda tag, most: ngrams)
    found = decided(
        compiled, matches({}, {C: []}, text="生命健康产业。" + PLAIN), [Scored(C, 0.9, "model")], reading=reading
    )
    assert [(one.term, one.weight) for one in found.industries[0].evidence] == [("生命健康", 0.875), ("产业", 0.4)]
    titled = decided(compiled, matches({}, {C: []}, "产业"), [Scored(C, 0.9, "model")], reading=reading)
    assert [(one.term, one.where, one.start) for one in titled.industries[0].evidence] == [("产业", "title", 0)]


def test_weights_of_evidence_have_four_decimals(compiled: Compiled) -> None:
    found = decided(compiled, matches({}, hit(C, "body", value=1.234567)), [Scored(C, 0.9)])
    assert [one.weight for one in found.industries[0].evidence] == [1.2346]


def test_where_rules_gave_what_no_word_shows_the_model_speaks(compiled: Compiled) -> None:
    found = decided(
        compiled, matches({}, {C: []}, text="丁词。" + PLAIN), [Scored(C, 0.9)], reading=Reading([0.0] * 7, words)
    )
    assert [one.term for one in found.industries[0].evidence] == ["丁词", "正文"]


# what is odd about a text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("字" * 29, "文字太少"),
        ("字" * 30, None),
        ("字" * 98 + "\ufffd" * 2, None),
        ("字" * 97 + "\ufffd" * 3, "疑似乱码"),
        ("字" * 30 + "x" * 70, None),
        ("字" * 29 + "x" * 71, "不像中文"),
        ("x" * 100, "不像中文"),
    ],
)
def test_what_is_odd_about_a_text(text: str, told: str | None) -> None:
    assert odd(text) == told
