"""Candidates for edits: words that missed articles have, words that decide false hits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tagger.match.explain import Trace
from tagger.rulebook.rules import Rule
from tagger.rulelab.suggest.candidates import articles_with, log_odds, tokenizer, words_of
from tagger.rulelab.suggest.edits import Edit
from tagger.rulelab.suggest.effects import FOLDS, Bench, Effect
from tagger.tables.labelled import Labelled
from tagger.text import squeeze

_CLEAR = 1.96  # z-score, two-sided 5 %
_A_TAG = 8  # candidates of a tag that are tried through the matcher


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word of a tag, with the articles in which it stands and the edits to choose from."""

    rule: Rule
    word: str
    articles: frozenset[int]
    members: frozenset[int]
    options: tuple[Effect, ...]
    new: bool


class Search:
    """Candidates of one bench; a new word must stand in ``least`` articles with the tag."""

    def __init__(self, bench: Bench, least: int) -> None:
        self._bench, self._least = bench, least
        self._members = {
            rule.tag: frozenset(i for i, row in enumerate(bench.rows) if rule.tag in _asked(row))
            for rule in bench.book.rules
        }
        self._sizes = [bench.folds.count(fold) for fold in range(FOLDS)]

    def common(self, candidate: Candidate, without: int | None) -> bool:
        """Whether a word is common and telling enough in all articles, or in all but one fold."""
        share = 1.0 if without is None else 1 - 1 / FOLDS
        inside = self._outside(candidate.articles & candidate.members, without)
        return inside >= self._least * share and self.z(candidate, without) >= _CLEAR

    def z(self, candidate: Candidate, without: int | None = None) -> float:
        """The log-odds of the word between articles with and without the tag."""
        return self._z(candidate.articles, candidate.members, without)

    def additions(self, rules: Sequence[Rule]) -> Iterator[Candidate]:
        """Words of missed articles that stand clearly more often in articles with the tag."""
        cut, texts, known = tokenizer(), self._bench.texts, {}
        mined: dict[str, set[str]] = {}
        for rule in rules:
            missed = [i for i, verdict in enumerate(self._bench.verdicts) if rule.tag in verdict.missed]
            for number in missed:
                if number not in known:
                    known[number] = words_of(texts[number], cut)
            own = {squeeze(term.text) for term in rule.terms} | {squeeze(exempt.text) for exempt in rule.exempt}
            mined[rule.tag] = set().union(*(known[number] for number in missed)) - own
        standing = articles_with(sorted(set().union(*mined.values())), texts)
        for rule in rules:
            yield from self._promising(rule, {word: standing[word] for word in sorted(mined[rule.tag])})

    def _promising(self, rule: Rule, words: dict[str, frozenset[int]]) -> Iterator[Candidate]:
        """The words that would mend more than they break if each gave its tag alone, the best of them."""
        verdicts, members = self._bench.verdicts, self._members[rule.tag]
        missed = {i for i in members if rule.tag in verdicts[i].missed}
        ranked = []
        for word, articles in words.items():
            inside = articles & members
            if len(inside) >= self._least and self._z(articles, members, None) >= _CLEAR:
                net = len(articles & missed) - sum(not self._accepts(rule, i) for i in articles - members)
                if net > 0:
                    ranked.append((-net, -len(inside), word))
        for _, _, word in sorted(ranked)[:_A_TAG]:
            weights = (rule.threshold, rule.threshold / 2) if rule.facet == "industry" else (1.0, 2.0, 3.0)
            edits = [Edit(rule.tag, word, None, weight) for weight in weights]
            yield self._candidate(rule, word, words[word], edits, new=True)

    def removals(self, rules: Sequence[Rule]) -> Iterator[Candidate]:
        """Words that decide more false hits of their tag than right ones."""
        by_tag = {rule.tag: rule for rule in rules}
        net: dict[tuple[str, str], int] = {}
        for number, row in enumerate(self._bench.rows):
            verdict = self._bench.verdicts[number]
            trace = self._bench.pipeline.trace(row.article)
            for slug in (verdict.wrong | verdict.right) & by_tag.keys():
                for word in self._deciding(trace, slug):
                    net[slug, word] = net.get((slug, word), 0) + (1 if slug in verdict.wrong else -1)
        chosen = sorted((slug, word) for (slug, word), count in net.items() if count > 0)
        standing = articles_with(sorted({word for _, word in chosen}), self._bench.texts)
        for slug, word in chosen:
            rule = by_tag[slug]
            weight = next((term.weight for term in rule.terms if squeeze(term.text) == word), None)
            if weight is not None:
                edits = [
                    Edit(slug, word, weight, weight / 2),
                    Edit(slug, word, weight, None),
                ]  # the milder one where both do
                yield self._candidate(rule, word, standing[word], edits, new=False)

    def _deciding(self, trace: Trace, slug: str) -> Iterator[str]:
        """Words without which the tag would not reach what it must: an industry its threshold, a type the next one."""
        compiled = self._bench.pipeline.compiled
        index = next(i for i, tag in enumerate(compiled.tags) if tag.slug == slug)
        found = trace.explain(index)
        least = found.threshold
        if compiled.tags[index].facet == "type":
            types = [i for i, tag in enumerate(compiled.tags) if tag.facet == "type" and i != index]
            least = max((trace.explain(other).total for other in types), default=0.0)
        values: dict[int, float] = {}
        for hit in found.occurrences:
            values[hit.word] = values.get(hit.word, 0.0) + hit.value
        yield from (
            compiled.words[word] for word, value in values.items() if found.total >= least > found.total - value
        )

    def _candidate(
        self, rule: Rule, word: str, articles: frozenset[int], edits: Sequence[Edit], *, new: bool
    ) -> Candidate:
        options = tuple(self._bench.effect(edit, sorted(articles)) for edit in edits)
        return Candidate(rule, word, articles, self._members[rule.tag], options, new)

    def _accepts(self, rule: Rule, number: int) -> bool:
        """Whether giving a tag that is not asked for does no harm, because it is given already or nothing speaks against it."""
        labels, verdict = self._bench.rows[number].labels, self._bench.verdicts[number]
        if rule.tag in verdict.wrong:
            return True
        if rule.facet == "industry":
            return labels.industries is None or rule.tag in labels.industries_ok
        return labels.type is None or rule.tag in labels.types_ok

    def _z(self, articles: frozenset[int], members: frozenset[int], without: int | None) -> float:
        groups = articles & members, members, articles - members
        whole = len(self._bench.rows) - (0 if without is None else self._sizes[without])
        inside, known, outside = (self._outside(group, without) for group in groups)
        return log_odds(inside, known, outside, whole - known)

    def _outside(self, group: frozenset[int], fold: int | None) -> int:
        """How many of these articles do not stand in a fold."""
        return len(group) if fold is None else sum(self._bench.folds[i] != fold for i in group)


def _asked(row: Labelled) -> set[str]:
    return set(row.labels.industries or ()) | ({row.labels.type} if row.labels.type else set())
