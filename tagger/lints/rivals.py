"""Words of several tags that stand in each other's way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tagger.lints.findings import Finding, at
from tagger.match import Matcher, compile_rules, document_of
from tagger.match.explain import Trace, Traced
from tagger.rulebook.rules import Genre, Rule, Rulebook, Term
from tagger.text import squeeze

_LEAST = 3  # places in test sentences


def shared_term(rules: Sequence[Rule], genre: Genre) -> Iterator[Finding]:
    """A term that alone gives two tags of a facet: every article with it gets both.

    Example: ``3: [储能电池]`` in ``energy-storage`` and in ``nev``, both with a threshold of 3
    """
    owners: dict[tuple[str, str], list[tuple[Rule, Term]]] = {}
    for rule in rules:
        strong = {squeeze(term.text): term for term in rule.terms if term.weight >= rule.threshold}
        for word, term in strong.items():
            owners.setdefault((rule.facet, word), []).append((rule, term))
    for (_, word), found in owners.items():
        if len(found) > 1:
            tags = "、".join(f"`{rule.tag}`" for rule, _ in found)
            for rule, term in found[1:]:
                yield at(rule, term, "shared-term", "warning", f"`{word}` 一处就够标上 {tags}，它们会一起出现",
                         "只留在一个标签，或调低其中一个的分量")  # fmt: skip


def swallowed_term(rules: Sequence[Rule], genre: Genre) -> Iterator[Finding]:
    """A term that, wherever the test sentences of all rules hold it, lies inside longer terms of other tags or
    inside exceptions of its own.

    Example: ``3: [能源]`` in one tag, where all sentences only say 新能源, a term of another
    """
    matcher = Matcher(compile_rules(Rulebook(tuple(rules), genre)))
    words = matcher.compiled.words
    sentences = {test.text for rule in rules for test in rule.tests}
    traces = {text: Trace(matcher, document_of("", text, genre.lead)) for text in sorted(sentences)}
    for number, rule in enumerate(rules):
        standing: dict[str, list[Traced]] = {}
        meant = {test.text for test in rule.tests if not test.hit}  # these show that exceptions work
        for hit in (
            h for text, trace in traces.items() if text not in meant for h in trace.explain(number).occurrences
        ):
            standing.setdefault(words[hit.word], []).append(hit)
        for term in rule.terms:
            hits = standing.get(squeeze(term.text), [])
            if len(hits) >= _LEAST and all(_lost(hit, number, matcher) for hit in hits):
                inside = _inside([hit.cause.word for hit in hits if hit.cause], words)
                yield at(rule, term, "swallowed-term", "note",
                         f"`{term.text}` 在全部测试句的 {len(hits)} 处都在{inside}里，从不计分",
                         "写一句它单独出现的测试，或删去")  # fmt: skip


def _lost(hit: Traced, tag: int, matcher: Matcher) -> bool:
    """Whether a longer term of other tags, or an exception, took an occurrence."""
    if hit.cause is None or hit.cause.kind not in ("longer", "except"):
        return False
    return hit.cause.word < 0 or all(owner != tag for owner, _ in matcher.compiled.uses[hit.cause.word])


def _inside(owners: Sequence[int], words: Sequence[str]) -> str:
    """What a term lies in, in words; -1 stands for an exception."""
    longer = "、".join(f"`{words[owner]}`" for owner in sorted(set(owners)) if owner >= 0)
    kinds = [f"更长的词 {longer} "] if longer else []
    return "或".join([*kinds, "本标签的例外"] if -1 in owners else kinds)
