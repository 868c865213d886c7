"""Rule files to frozen Rules: every fault of a file in one go, each with its place."""

from __future__ import annotations

from typing import cast

from tagger.errors import RuleFault
from tagger.rulebook.fields import GENRE, RULE
from tagger.rulebook.nodes import Faults, compose
from tagger.rulebook.patterns import check_patterns
from tagger.rulebook.rules import FACETS, Exempt, Facet, Genre, Pattern, Places, Rule, RuleTest, Term, Together
from tagger.rulebook.shapes import At, Entry, Keys


def read_rule(text: str, path: str) -> tuple[Rule | None, list[RuleFault]]:
    """One rule file: the Rule, without its faulty parts, and all its faults. None where it says no tag."""
    faults = Faults(path)
    entry = _entry(text, RULE, faults)
    if entry is None:
        return None, faults.found
    rule = _rule(entry, path)
    check_patterns(rule.patterns, faults)
    return (rule if rule.tag else None), faults.found


def read_genre(text: str, path: str) -> tuple[Genre, list[RuleFault]]:
    """``genre.yaml``: what all rules share."""
    faults = Faults(path)
    entry = _entry(text, GENRE, faults)
    base = Genre()
    if entry is None:
        return base, faults.found
    places = {facet: _places(entry, facet, getattr(base, facet)) for facet in FACETS}
    genre = Genre(
        industry=places["industry"],
        type=places["type"],
        repeat=entry.get("repeat", base.repeat),
        lead=int(entry.get("lead", base.lead)),
        name=entry.get("name", base.name),
        slogan=entry.get("slogan", base.slogan),
        listing=entry.get("listing", base.listing),
        measured=entry.get("measured", base.measured),
        names=_values(entry.get("names", ())),
        slogans=_values(entry.get("slogans", ())),
        contents=_values(entry.get("contents", ())),
        measures=_values(entry.get("measures", ())),
        default_type=entry.get("default_type"),
        calibration=tuple((facet, _curve(entry, facet, old)) for facet, old in base.calibration),
    )
    return genre, faults.found


def _entry(text: str, keys: Keys, faults: Faults) -> Entry | None:
    root = compose(text, faults)
    return None if root is None else keys.read(root, "", faults)


def _rule(entry: Entry, path: str) -> Rule:
    tag = entry.get("tag", "")
    return Rule(
        tag=tag,
        name=entry.get("name", tag),
        facet=cast(Facet, entry.get("facet", "industry")),
        path=path,
        parent=entry.get("parent"),
        codes=tuple((key.value, _values(codes)) for key, codes in entry.get("codes", ())),
        about=entry.get("about", ""),
        terms=tuple(
            Term(word.value, weight.value, word.line, word.column)
            for weight, words in entry.get("terms", ())
            for word in words
        ),
        together=tuple(
            Together(_values(found.value["all"]), found.value.get("weight", 3.0), found.line, found.column)
            for found in entry.get("together", ())
            if "all" in found.value
        ),
        patterns=tuple(
            Pattern(found.value["re"], found.value.get("weight", 3.0), *found.value.places["re"])
            for found in entry.get("patterns", ())
            if "re" in found.value
        ),
        exempt=tuple(map(_exempt, entry.get("except", ()))),
        threshold=entry.get("threshold", 3.0),
        tests=tuple(map(_test, entry.get("tests", ()))),
        places=tuple((key, *place) for key, place in entry.places.items()),
    )


def _exempt(found: At[str | Entry]) -> Exempt:
    if isinstance(found.value, str):
        return Exempt(found.value, (), found.line, found.column)
    return Exempt(found.value.get("term", ""), _values(found.value.get("near", ())), found.line, found.column)


def _test(found: At[Entry]) -> RuleTest:
    entry = found.value
    return RuleTest(entry.get("hit") or entry.get("miss", ""), "hit" in entry.places, entry.get("todo"),
                    found.line, found.column)  # fmt: skip


def _places(entry: Entry, facet: Facet, old: Places) -> Places:
    found = entry.get("places", {}).get(facet, {})
    return Places(found.get("title", old.title), found.get("lead", old.lead), found.get("body", old.body))


def _curve(entry: Entry, facet: str, old: tuple[float, float]) -> tuple[float, float]:
    found = entry.get("calibration", {}).get(facet, {})
    return found.get("slope", old[0]), found.get("offset", old[1])


def _values(found: list[At[str]]) -> tuple[str, ...]:
    return tuple(at.value for at in found)
