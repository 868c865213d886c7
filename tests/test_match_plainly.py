"""The matcher against what its rules say, written out plainly: every word looked for everywhere, no tables, no bisection."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tagger.match import Document, Matcher, compile_rules, document_of
from tagger.match.explain import Trace
from tagger.rulebook.rules import Exempt, Genre, Places, Rule, Rulebook, Term, Together

GENRE = Genre(
    names=("公司", "子公司"), slogans=("培育",), contents=("涵盖",), measures=("亿",), lead=10,
    name=0.3, slogan=0.5, listing=0.7, measured=1.3, repeat=0.6, industry=Places(2.5, 1.7, 1.1), type=Places(2.0, 1.5, 0.9),
)  # fmt: skip
RULES = (
    Rule(
        "chip", "芯片", "industry", "x", terms=(Term("芯片", 2.0), Term("ai", 1.0), Term("g5", 3.0), Term("晶圆", -1.0)),
        together=(Together(("设计", "流片"), 7.0),),
        exempt=(Exempt("种业芯片"), Exempt("芯片公司用"), Exempt("芯片", ("种业", "玩具"))),
    ),
    Rule("seed", "种业", "industry", "x", terms=(Term("种业芯片", 1.5), Term("芯片", 0.5), Term("芯片设计", 4.0), Term("船", 0.7))),
    Rule("build", "项目", "type", "x", terms=(Term("芯片", 1.0), Term("芯片设计", 2.0), Term("ai", 5.0))),
    Rule("news", "消息", "type", "x", terms=(Term("设计", 1.0), Term("流片", 0.25))),
)  # fmt: skip
SENTENCE, LONG_SENTENCE = "。！？；!?;\n", "。；\n"
Span = tuple[int, int]


@cache
def matcher() -> Matcher:
    return Matcher(compile_rules(Rulebook(RULES, GENRE)))


def places(text: str, word: str) -> list[Span]:
    """Where a word stands; one with a Latin edge not where it is a piece of a longer one."""

    def runs_on(edge: str, beside: str) -> bool:
        return edge.isascii() and beside.isascii() and (edge + beside).isalnum() and edge.isalpha() == beside.isalpha()

    found = [(at, at + len(word)) for at in range(len(text)) if text.startswith(word, at)]
    return [(a, b) for a, b in found if not (runs_on(word[0], text[a - 1 : a]) or runs_on(word[-1], text[b : b + 1]))]


def sentence(text: str, at: int, stops: str) -> Span:
    low = max(text.rfind(stop, 0, at) for stop in stops) + 1
    return low, min([found for stop in stops if (found := text.find(stop, at)) >= 0], default=len(text))


def begins(text: str, suffix: int) -> int:
    """Where a name begins: behind a mark, at most fourteen characters before its suffix."""
    reach = text[max(0, suffix - 14) : suffix]
    return suffix - len(re.split("[，。、；：！？“”‘’《》（）()【】—…·,;:!?\n|]", reach)[-1])


def owned(text: str, facet: str) -> list[tuple[Span, str]]:
    """The words of a facet that no longer one holds, in order."""
    words = {term.text for rule in RULES if rule.facet == facet for term in rule.terms}
    found = [(span, word) for word in words for span in places(text, word)]
    return sorted(
        ((a, b), word) for (a, b), word in found if not any(o != (a, b) and o[0] <= a and b <= o[1] for o, _ in found)
    )


def weakened(text: str, span: Span, place: str) -> tuple[float, str]:
    start, end = span
    for suffix in GENRE.names:
        if any(begins(text, low) <= start and end <= high for low, high in places(text, suffix)):
            return GENRE.name, "name"
    if place == "title" or not (text[start - 1] == "、" or text[end] in "、等"):
        return 1.0, ""
    openers = [(at, word in GENRE.contents) for word in ("培育", "涵盖") for at, _ in places(text, word) if at < start]
    at, content = max(openers, default=(-999, False))
    if start - at <= 90 and not any(stop in text[at:start] for stop in LONG_SENTENCE):
        return (1.0, "") if content else (GENRE.slogan, "slogan")
    return GENRE.listing, "list"


def silenced(text: str, rule: Rule, span: Span, word: str) -> bool:
    for exempt in rule.exempt:
        if not exempt.near and any(low <= span[0] and span[1] <= high for low, high in places(text, exempt.text)):
            return True
        if exempt.near and word == exempt.text:
            low, high = sentence(text, span[0], SENTENCE)
            return any(low <= at < high for other in exempt.near for at, _ in places(text, other))
    return False


def hits(document: Document) -> Iterator[tuple[str, Span, float, str]]:
    """Every hit of an industry: its span, what it adds, what weakened it."""
    text, seen = document.text, Counter[str]()
    measured = [sentence(text, at, LONG_SENTENCE) for at, _ in places(text, "亿")]
    for span, word in owned(text, "industry"):
        place = document.place(span[0])
        factor = getattr(GENRE.industry, place) * GENRE.repeat ** seen[word]
        factor *= GENRE.measured if place == "body" and any(a <= span[0] < b for a, b in measured) else 1
        discount, why = weakened(text, span, place)
        if seen[word] == 4:
            continue
        uses = [(rule, term.weight) for rule in RULES for term in rule.terms if term.text == word]
        said = [(rule, w) for rule, w in uses if rule.facet == "industry" and not silenced(text, rule, span, word)]
        seen[word] += bool(said)
        yield from ((rule.tag, span, weight * factor * discount, why) for rule, weight in said)
    for first, last in places(text, "设计"):
        low, high = sentence(text, first, SENTENCE)
        if any(low <= at < high for at, _ in places(text, "流片")):
            yield "chip", (first, last), 7.0 * getattr(GENRE.industry, document.place(first)), "together"
            return


def types(document: Document) -> dict[str, float]:
    """The sums of types: words count four times, each time less, by place and nothing else."""
    seen, sums = Counter[str](), Counter[str]()
    for (start, _), word in owned(document.text, "type"):
        if seen[word] < 4:
            factor = getattr(GENRE.type, document.place(start)) * GENRE.repeat ** seen[word]
            for rule in RULES:
                sums[rule.tag] += sum(t.weight * factor for t in rule.terms if rule.facet == "type" and t.text == word)
        seen[word] += 1
    return {tag: value for tag, value in sums.items() if value}


PIECES = (
    "芯片", "芯片", "芯片", "种业", "玩具", "设计", "流片", "ai", "g5", "晶圆", "船", "培育", "涵盖", "亿", "公司", "子公司", "用", "、", "、",
    "等", "。", "，", "；", "！", "\n", "甲", "甲乙丙丁戊", "a", "5", "字" * 12, "字" * 40,
)  # fmt: skip


@given(
    st.sampled_from(["", "芯片设计", "培育芯片、ai等", "种业芯片公司"]),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
)
@example("", "首段说一件别的事情。\n" + "培育" + "字" * 87 + "、芯片。培育" + "字" * 88 + "、芯片")
@example("", "首段说一件别的事情。\n" + "芯片甲乙丙丁戊己庚辛壬癸子丑公司，芯片甲乙丙丁戊己庚辛壬癸子丑寅公司")
@example("", "首段说一件别的事情。\n" + "芯片，" * 9 + "设计。设计了再流片")
@example("芯片，" * 5 + "芯片设计，" * 6, "先说ai再说别的事情。\n" + "设计，" * 6)
@example("", "ai，设计。" * 6)
@example("", "前面说明流片再说设计\n后面说的是船，名叫公司，船公司")
@example("", "首段说一件别的事情。\n" + "芯片，亿。芯片，亿；芯片。芯片\n亿，芯片")
def test_every_hit_is_what_the_rules_say(title: str, text: str) -> None:
    document = document_of(title, text, GENRE.lead)
    found = matcher().match(document)
    tags, said = matcher().compiled.tags, sorted(hits(document))
    assert said == [
        (tag, span, pytest.approx(value), why)
        for tag, span, value, why in sorted(
            (tags[tag].slug, (hit.start, hit.end), hit.value, hit.why) for tag, own in found.hits.items() for hit in own
        )
    ]
    sums = Counter[str]()
    for tag, _, value, _ in said:
        sums[tag] += value
    expected = {tag: sums[tag] for tag in sums} | types(document)
    assert {tags[tag].slug: value for tag, value in found.sums.items()} == pytest.approx(expected)
    trace = Trace(matcher(), document)
    for number, tag in enumerate(tags):
        assert trace.explain(number).total == pytest.approx(expected.get(tag.slug, 0.0))
