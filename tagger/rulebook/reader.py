"""Rule files to frozen Rules: every fault of every file in one go, each with its place."""

from __future__ import annotations

import re

import yaml

from tagger.errors import RuleFault
from tagger.rulebook.nodes import Faults, Mapping, compose, describe, items, number_of, text_of
from tagger.rulebook.rules import FACETS, Exempt, Facet, Genre, Places, Rule, RuleTest, Term, Together
from tagger.text import squeeze

RULE_KEYS = (
    "tag", "name", "facet", "parent", "codes", "about", "terms", "together", "except", "threshold", "tests",
)  # fmt: skip
GENRE_KEYS = (
    "places", "repeat", "lead", "name", "slogan", "listing", "names", "slogans", "contents", "default_type",
    "calibration",
)  # fmt: skip
_SLUG = re.compile(r"[A-Za-z0-9_-]+\Z")


def read_rule(text: str, path: str) -> tuple[Rule | None, list[RuleFault]]:
    """One rule file: the Rule (None where it has faults) and all its faults."""
    faults = Faults(path)
    root = compose(text, faults)
    if root is None:
        return None, faults.found
    keys = Mapping(root, "a rule file", RULE_KEYS, faults)
    tag = keys.text("tag", required=True) or ""
    if tag and not _SLUG.match(tag):
        faults.add(keys.values["tag"].start_mark, f"`{tag}` is no slug", "letters, digits, `-` and `_` only")
    rule = Rule(
        tag=tag,
        name=keys.text("name", tag) or tag,
        facet=_facet(keys, faults),
        path=path,
        parent=keys.text("parent"),
        codes=_codes(keys, faults),
        about=keys.text("about") or "",
        terms=_terms(keys, faults),
        together=_together(keys, faults),
        exempt=_exempt(keys, faults),
        threshold=_threshold(keys, faults),
        tests=_tests(keys, faults),
    )
    return (None if faults.found else rule), faults.found


def read_genre(text: str, path: str) -> tuple[Genre, list[RuleFault]]:
    """``genre.yaml``: what all rules share."""
    faults = Faults(path)
    root = compose(text, faults)
    if root is None:
        return Genre(), faults.found
    keys = Mapping(root, "genre.yaml", GENRE_KEYS, faults)
    base = Genre()
    places = {facet: getattr(base, facet) for facet in FACETS}
    if "places" in keys.values:
        by_facet = Mapping(keys.values["places"], "`places`", FACETS, faults)
        for facet, node in by_facet.values.items():
            weights = Mapping(node, f"`places: {facet}`", ("title", "lead", "body"), faults)
            old: Places = places[facet]  # type: ignore[index]
            places[facet] = Places(  # type: ignore[index]
                weights.number("title", old.title), weights.number("lead", old.lead), weights.number("body", old.body)
            )
    genre = Genre(
        industry=places["industry"],
        type=places["type"],
        repeat=keys.number("repeat", base.repeat),
        lead=int(keys.number("lead", base.lead)),
        name=keys.number("name", base.name),
        slogan=keys.number("slogan", base.slogan),
        listing=keys.number("listing", base.listing),
        names=keys.texts("names"),
        slogans=keys.texts("slogans"),
        contents=keys.texts("contents"),
        default_type=keys.text("default_type"),
        calibration=_calibration(keys, base, faults),
    )
    return genre, faults.found


def _calibration(keys: Mapping, base: Genre, faults: Faults) -> tuple[tuple[str, tuple[float, float]], ...]:
    curves = dict(base.calibration)
    if "calibration" in keys.values:
        by_facet = Mapping(keys.values["calibration"], "`calibration`", FACETS, faults)
        for facet, node in by_facet.values.items():
            curve = Mapping(node, f"`calibration: {facet}`", ("slope", "offset"), faults)
            curves[facet] = (curve.number("slope", 2.0), curve.number("offset", 0.0))
    return tuple(curves.items())


def _facet(keys: Mapping, faults: Faults) -> Facet:
    found = keys.text("facet", "industry")
    for facet in FACETS:
        if found == facet:
            return facet
    faults.add(keys.values["facet"].start_mark, f"unknown facet `{found}`", f"allowed: {', '.join(FACETS)}")
    return "industry"


def _codes(keys: Mapping, faults: Faults) -> tuple[tuple[str, tuple[str, ...]], ...]:
    node = keys.values.get("codes")
    if node is None:
        return ()
    if not isinstance(node, yaml.MappingNode):
        faults.add(node.start_mark, f"`codes` must be a mapping, found {describe(node)}", 'codes: {gbt4754: ["3973"]}')
        return ()
    found = []
    for key, value in node.value:
        codes = (text_of(item, "a code", faults) for item in items(value, f"`codes: {key.value}`", faults))
        found.append((str(key.value), tuple(code for code in codes if code)))
    return tuple(found)


def _word(node: yaml.Node, what: str, faults: Faults) -> str | None:
    """A word that the automaton can look for: it must hold more than white space."""
    word = text_of(node, what, faults)
    if word is not None and not squeeze(word):
        faults.add(node.start_mark, f"{what} is empty")
        return None
    return word


def _terms(keys: Mapping, faults: Faults) -> tuple[Term, ...]:
    node = keys.values.get("terms")
    if node is None:
        return ()
    if not isinstance(node, yaml.MappingNode):
        faults.add(node.start_mark, f"`terms` must map weights to words, found {describe(node)}", "terms: {3: [晶圆]}")
        return ()
    terms: dict[str, Term] = {}
    for key, words in node.value:
        weight = number_of(key, "the weight of terms", faults, 0.0)
        for item in items(words, f"`terms: {key.value}`", faults):
            word = _word(item, "a term", faults)
            if word is None:
                continue
            seen = terms.get(squeeze(word))
            if seen:
                faults.add(item.start_mark, f"duplicate term `{word}`", f"it stands in line {seen.line} already")
            else:
                terms[squeeze(word)] = Term(word, weight, item.start_mark.line + 1)
    return tuple(terms.values())


def _together(keys: Mapping, faults: Faults) -> tuple[Together, ...]:
    found = []
    for item in items(keys.values["together"], "`together`", faults) if "together" in keys.values else ():
        entry = Mapping(item, "an entry of `together`", ("all", "weight"), faults)
        words = entry.texts("all")
        if len(words) < 2:
            faults.add(item.start_mark, "`all` needs at least two words")
        found.append(Together(words, entry.number("weight", 3.0), item.start_mark.line + 1))
    return tuple(found)


def _exempt(keys: Mapping, faults: Faults) -> tuple[Exempt, ...]:
    found = []
    for item in items(keys.values["except"], "`except`", faults) if "except" in keys.values else ():
        line = item.start_mark.line + 1
        if isinstance(item, yaml.MappingNode):
            entry = Mapping(item, "an entry of `except`", ("term", "near"), faults)
            word, near = entry.text("term", required=True), entry.texts("near")
            if not near:
                faults.add(item.start_mark, "`near` needs at least one word")
        else:
            word, near = _word(item, "an entry of `except`", faults), ()
        if word:
            found.append(Exempt(word, near, line))
    return tuple(found)


def _threshold(keys: Mapping, faults: Faults) -> float:
    threshold = keys.number("threshold", 3.0)
    if threshold <= 0:
        faults.add(keys.values["threshold"].start_mark, f"`threshold` must be above 0, found {threshold:g}")
        return 3.0
    return threshold


def _tests(keys: Mapping, faults: Faults) -> tuple[RuleTest, ...]:
    found = []
    for item in items(keys.values["tests"], "`tests`", faults) if "tests" in keys.values else ():
        entry = Mapping(item, "an entry of `tests`", ("hit", "miss", "todo"), faults)
        hit, miss = entry.text("hit"), entry.text("miss")
        if (hit is None) == (miss is None):
            faults.add(item.start_mark, "a test needs either `hit` or `miss`", "- {hit: 晶圆项目开工}")
        else:
            found.append(RuleTest(hit or miss or "", hit is not None, entry.text("todo"), item.start_mark.line + 1))
    return tuple(found)
