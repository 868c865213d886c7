"""Whether words can count, and thresholds be reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tagger.lints.findings import Finding, at
from tagger.rulebook.rules import Exempt, Genre, Pattern, Rule, Term, Together
from tagger.text import squeeze

_REPEATS = 4  # as the matcher counts


def duplicate_term(rules: Sequence[Rule], genre: Genre) -> Iterator[Finding]:
    """A term that stands twice in a tag: the higher weight counts.

    Example: ``{3: [晶圆], 2: [晶圆]}``
    """
    for rule in rules:
        first: dict[str, Term] = {}
        for term in rule.terms:
            earlier = first.setdefault(squeeze(term.text), term)
            if earlier is not term:
                higher = max(earlier.weight, term.weight)
                yield at(rule, term, "duplicate-term", "warning",
                         f"`{term.text}` 重复：第 {earlier.line} 行已有，以较高的分量 {higher:g} 为准", "留一个")  # fmt: skip


def idle_term(rules: Sequence[Rule], genre: Genre) -> Iterator[Finding]:
    """A term that never counts: its weight is nought, it is an exception of its own tag, or it silences itself.

    Example: ``terms: {3: [芯片]}`` with ``except: [芯片]``
    """
    for rule in rules:
        exempt = {squeeze(found.text) for found in rule.exempt if not found.near}
        near = {squeeze(found.text): [squeeze(word) for word in found.near] for found in rule.exempt if found.near}
        for term in rule.terms:
            word = squeeze(term.text)
            if term.weight == 0:
                why = "分量是 0"
            elif word in exempt:
                why = "它也是本标签的例外"
            elif own := next((silencer for silencer in near.get(word, ()) if silencer in word), None):
                why = f"它自己含有使它不算的 `{own}`"
            else:
                continue
            yield at(rule, term, "idle-term", "warning", f"`{term.text}` 永远不计分：{why}", "删去，或改例外")


def idle_exception(rules: Sequence[Rule], genre: Genre) -> Iterator[Finding]:
    """An exception that silences nothing: no term of the tag stands in it.

    Example: ``terms: {3: [芯片]}`` with ``except: [薯条]``
    """
    for rule in rules:
        if rule.patterns:  # what they match is not known
            continue
        words = {squeeze(term.text) for term in rule.terms}
        idle = [exempt for exempt in rule.exempt if not _silences(exempt, words)]
        if idle:
            shown = "、".join(f"`{exempt.text}`" for exempt in idle[:3]) + ("…" if len(idle) > 3 else "")
            yield at(rule, idle[0], "idle-exception", "note",
                     f"{len(idle)} 条例外不起作用：里面没有本标签的词：{shown}", "删去，或补上要排除的词")  # fmt: skip


def _silences(exempt: Exempt, words: set[str]) -> bool:
    text = squeeze(exempt.text)
    return text in words if exempt.near else any(word in text for word in words)


def unreachable_threshold(rules: Sequence[Rule], genre: Genre) -> Iterator[Finding]:
    """A threshold above all that the words of a tag can add, each as often as it counts and in the best place.

    Example: ``terms: {1: [晶圆]}`` with ``threshold: 50``
    """
    repeats = sum(genre.repeat**number for number in range(_REPEATS))
    for rule in rules:
        if not (rule.terms or rule.together or rule.patterns):
            continue
        places = getattr(genre, rule.facet)
        best = max(places.title, places.lead, places.body)
        words = _positive(rule.terms) + _positive(rule.patterns)
        most = best * (repeats * words + _positive(rule.together))
        if most < rule.threshold:
            key = "threshold" if "threshold" in {name for name, *_ in rule.places} else "terms"
            yield at(rule, key, "unreachable-threshold", "warning",
                     f"阈值 {rule.threshold:g} 达不到：全部词加起来最多 {most:.3g}", "调低阈值，或补词")  # fmt: skip


def _positive(parts: Sequence[Term] | Sequence[Pattern] | Sequence[Together]) -> float:
    return sum(max(part.weight, 0.0) for part in parts)
