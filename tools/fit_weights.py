"""Fit the weights of industry terms on labelled articles, and write them into the rule files.

    python tools/fit_weights.py train.jsonl seeds.jsonl --unlabelled news.jsonl.gz --home . [--folds 5] [--write]

For each tag the sum of its terms is the logit of a logistic regression whose offset is the threshold: the weights are
those, not negative, that make the labels likely and lie near a prior (a Gaussian one: L2). What a term's prior is, is
estimated from the terms that the articles show often enough (empirical Bayes): a gradient-boosted tree from what is
known of every term - the weight in its file, its length, what the term inside it weighs, and, in unlabelled articles,
how often it stands there and how often other terms of its tag stand beside it - to the weight that was fitted.
Readings of articles (tools/readings.tsv) count as labels beside those of the files.
Out-of-fold figures are honest only where the weights in the files were not fitted on the same articles.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from readings import readings, reread
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.ensemble import GradientBoostingRegressor

from tagger.home import Home
from tagger.match import Matcher, compile_rules, document_of
from tagger.rulebook.load import load_rulebook
from tagger.rulelab.fmt import canonical

SLOPE, STRENGTH = 1.2, 0.5  # of the logistic curve over the sum; of the pull towards the prior
HEAVIEST, STEP = 6.0, 0.1
SEEN = 3  # articles that must hold a term before it teaches what the prior is
FIRM, FAINT = 2.0, 0.7  # sums of the other terms of a tag, in an unlabelled article, that speak for a term
TARGET = 0.95  # share of the dividing sum that becomes the threshold: micro-F1 and exact together are best, out of fold

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Columns:
    """One tag: ``counts`` articles x terms, what each term counts before its weight; ``inner`` the terms inside each
    term; ``known`` the articles whose label is sure, ``labels`` 1 where the tag is required."""

    counts: csr_matrix
    prior: Vector
    inner: list[list[int]]
    known: NDArray[np.bool_]
    labels: Vector


def read(path: Path) -> list[dict[str, Any]]:
    """The articles of a JSONL file, gzipped or not."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


class Terms:
    """The terms of all industries of a home as the matcher knows them, and the articles x terms matrices."""

    def __init__(self, home: Home) -> None:
        book = load_rulebook(home)
        self.compiled = compile_rules(book)
        self.matcher = Matcher(self.compiled)
        self.tags = [i for i, tag in enumerate(self.compiled.tags) if tag.facet == "industry"]
        self.slugs = [self.compiled.tags[tag].slug for tag in self.tags]
        self.parents = {tag.slug: tag.parent for tag in self.compiled.tags}
        self.words: dict[int, list[int]] = {tag: [] for tag in self.tags}
        self.weights: dict[tuple[int, int], float] = {}
        for word, uses in enumerate(self.compiled.uses):
            for tag, weight in uses:
                if tag in self.words:
                    self.words[tag].append(word)
                    self.weights[tag, word] = weight
        self.together = {tag: sum(w for owner, w, _ in self.compiled.together if owner == tag) for tag in self.tags}

    def counts(self, articles: list[dict[str, Any]]) -> tuple[dict[int, csr_matrix], list[set[str]]]:
        """What each term counts before its weight, by tag; and the tags that headline or lead of each article names.

        The last column is that of the groups of words that count together; its weight stays as it is.
        """
        cells: dict[int, list[tuple[int, int, float]]] = {tag: [] for tag in self.tags}
        column = {(tag, word): i for tag in self.tags for i, word in enumerate(self.words[tag])}
        named: list[set[str]] = []
        for row, article in enumerate(articles):
            document = document_of(article.get("title") or "", article["text"], self.compiled.genre.lead)
            hits = self.matcher.match(document).hits
            named.append({self.compiled.tags[t].slug for t, hs in hits.items() if _named(hs)})
            for tag, found in hits.items():
                for hit in found:
                    at = -1 if hit.why == "together" else column[tag, hit.word]
                    weight = self.together[tag] if at < 0 else hit.weight
                    cells[tag].append((row, at % (len(self.words[tag]) + 1), hit.value / weight if weight else 0.0))
        return {tag: _matrix(cells[tag], len(articles), len(self.words[tag]) + 1) for tag in self.tags}, named

    def prior(self, tag: int) -> Vector:
        return np.array([self.weights[tag, word] for word in self.words[tag]] + [self.together[tag]])

    def inner(self, tag: int) -> list[list[int]]:
        """For each term the positions of the shorter terms of its tag inside it."""
        texts = [self.compiled.words[word] for word in self.words[tag]]
        return [[i for i, other in enumerate(texts) if other != text and other in text] for text in texts] + [[]]


def _named(hits: list[Any]) -> bool:
    return any(hit.place != "body" and not hit.why for hit in hits)


def _matrix(cells: list[tuple[int, int, float]], rows: int, columns: int) -> csr_matrix:
    at = np.array([cell[:2] for cell in cells], dtype=int).reshape(-1, 2)
    return csr_matrix(([cell[2] for cell in cells], (at[:, 0], at[:, 1])), shape=(rows, columns))


def ancestors(slug: str, parents: dict[str, str | None]) -> Iterator[str]:
    while (parent := parents.get(slug)) is not None:
        yield parent
        slug = parent


def label(article: dict[str, Any], slug: str, parents: dict[str, str | None]) -> int | None:
    """1 where the tag is required, 0 where it is wrong, None where it is neither."""
    required = set(article["industries"])
    allowed = required | set(article.get("industries_ok", ()))
    if slug in required:
        return 1
    above = set(ancestors(slug, parents))
    harmless = slug in allowed or above & required or any(slug in ancestors(other, parents) for other in allowed)
    return None if harmless else 0


def columns_of(terms: Terms, counts: dict[int, csr_matrix], articles: list[dict[str, Any]]) -> dict[int, Columns]:
    found = {}
    for tag, slug in zip(terms.tags, terms.slugs, strict=True):
        labels = [label(article, slug, terms.parents) for article in articles]
        known = np.array([value is not None for value in labels])
        truth = np.array([float(value or 0) for value in labels])
        found[tag] = Columns(counts[tag], terms.prior(tag), terms.inner(tag), known, truth)
    return found


def fit(columns: Columns, prior: Vector, rows: NDArray[np.bool_], threshold: float) -> Vector:
    """Weights of one tag. Terms that stand in none of the rows keep their prior."""
    chosen = rows & columns.known & (np.diff(columns.counts.indptr) > 0)
    counts, labels = columns.counts[chosen], columns.labels[chosen]
    present = np.asarray((counts != 0).sum(axis=0)).ravel() > 0
    dense, near = counts[:, present].toarray(), prior[present]

    def loss(weights: Vector) -> tuple[float, Vector]:
        logit, away = SLOPE * (dense @ weights - threshold), weights - near
        likely = 1 / (1 + np.exp(-logit))
        value = (np.logaddexp(0, logit) - labels * logit).sum() + STRENGTH * (away @ away)
        return float(value), SLOPE * (dense.T @ (likely - labels)) + 2 * STRENGTH * away

    bounds = [(0.0, HEAVIEST)] * int(present.sum())
    result = prior.copy()
    if bounds:
        result[present] = minimize(loss, near, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 80}).x
    return result


def fit_lifted(columns: Columns, prior: Vector, rows: NDArray[np.bool_], threshold: float) -> Vector:
    """As ``fit``, with the prior of a longer term at least what the terms inside it weigh."""
    first = fit(columns, prior, rows, threshold)
    lifted = np.array([max([near, *first[held]]) for near, held in zip(prior, columns.inner, strict=True)])
    return fit(columns, lifted, rows, threshold)


def traits(columns: Columns, fitted: Vector, unlabelled: csr_matrix, lengths: Vector) -> Vector:
    """Terms x what is known of each without labels."""
    values = unlabelled @ columns.prior
    seen = unlabelled.tocoo()
    rest = values[seen.row] - seen.data * columns.prior[seen.col]
    size = len(columns.prior)
    times = np.bincount(seen.col, minlength=size).astype(float)
    firm = np.bincount(seen.col, weights=rest >= FIRM, minlength=size)
    faint = np.bincount(seen.col, weights=rest >= FAINT, minlength=size)
    inside = np.array([max(fitted[held], default=-1.0) for held in columns.inner])
    shares = (firm + 0.7) / (times + 2), (faint + 1) / (times + 2)
    return np.column_stack([columns.prior, lengths, np.log1p(times), *shares, inside])


class Fitter:
    """Weights of all tags from any rows of the labelled articles."""

    def __init__(self, terms: Terms, articles: list[dict[str, Any]], unlabelled: list[dict[str, Any]]) -> None:
        self.terms, self.articles = terms, articles
        counts, self.named = terms.counts(articles)
        self.columns = columns_of(terms, counts, articles)
        self.unlabelled = terms.counts(unlabelled)[0]
        words = terms.compiled.words
        self.lengths = {tag: np.array([min(len(words[w]), 6) for w in terms.words[tag]] + [0.0]) for tag in terms.tags}
        self.thresholds = {tag: terms.compiled.tags[tag].threshold for tag in terms.tags}

    def weights(self, rows: NDArray[np.bool_]) -> dict[int, Vector]:
        """Fit, learn from it what the prior is, fit again, and bring the best threshold to the one in the file."""
        first = {tag: fit_lifted(c, c.prior, rows, self.thresholds[tag]) for tag, c in self.columns.items()}
        priors = self._priors(first, rows)
        fitted = {tag: fit_lifted(c, priors[tag], rows, self.thresholds[tag]) for tag, c in self.columns.items()}
        return {tag: self._scaled(tag, weights, rows) for tag, weights in fitted.items()}

    def _priors(self, fitted: dict[int, Vector], rows: NDArray[np.bool_]) -> dict[int, Vector]:
        known = {
            tag: traits(c, fitted[tag], self.unlabelled[tag], self.lengths[tag]) for tag, c in self.columns.items()
        }
        times = {t: np.asarray((c.counts[rows & c.known] != 0).sum(axis=0)).ravel() for t, c in self.columns.items()}
        often = {tag: (times[tag] >= SEEN) & (self.lengths[tag] > 0) for tag in known}
        model = GradientBoostingRegressor(
            n_estimators=100, max_depth=3, learning_rate=0.06, min_samples_leaf=20, subsample=0.7, random_state=0
        )
        model.fit(
            np.vstack([known[tag][often[tag]] for tag in known]),
            np.concatenate([fitted[tag][often[tag]] for tag in known]),
            sample_weight=np.concatenate([np.minimum(times[tag][often[tag]], 15) for tag in known]),
        )
        return {
            tag: np.where(self.lengths[tag] > 0, model.predict(table).clip(0.1, HEAVIEST), self.columns[tag].prior)
            for tag, table in known.items()
        }

    def _scaled(self, tag: int, weights: Vector, rows: NDArray[np.bool_]) -> Vector:
        columns, threshold = self.columns[tag], self.thresholds[tag]
        chosen = rows & columns.known & (np.diff(columns.counts.indptr) > 0)
        sums, labels = columns.counts[chosen] @ weights, columns.labels[chosen]

        def loss(offset: float) -> float:
            logit = SLOPE * (sums - offset)
            return float((np.logaddexp(0, logit) - labels * logit).sum() + (offset - threshold) ** 2)

        best = min(np.arange(0.7, 1.5, 0.033) * threshold, key=loss)
        return weights * threshold / (best * TARGET)

    def sums_out_of_fold(self, folds: int) -> dict[int, Vector]:
        """The sums of each tag in all articles, by weights that were fitted without the article's fold."""
        fold = np.arange(len(self.articles)) % folds
        sums = {tag: np.zeros(len(fold)) for tag in self.terms.tags}
        for number in range(folds):
            inside = fold == number
            for tag, weights in self.weights(~inside).items():
                sums[tag][inside] = self.columns[tag].counts[inside] @ weights
        return sums

    def given(self, sums: dict[int, Vector]) -> list[set[str]]:
        """The tags that each article gets; a parent beside its child only where headline or lead names it."""
        found: list[set[str]] = [set() for _ in self.named]
        for tag, slug in zip(self.terms.tags, self.terms.slugs, strict=True):
            for row in np.flatnonzero(sums[tag] >= self.thresholds[tag]):
                found[row].add(slug)
        parents = self.terms.parents
        return [
            {slug for slug in tags if slug in names or not any(parents[other] == slug for other in tags)}
            for tags, names in zip(found, self.named, strict=True)
        ]


def figures(articles: list[dict[str, Any]], given: list[set[str]], parents: dict[str, str | None]) -> str:
    """Precision, recall, micro-F1 and share of articles with exactly the required tags (allowed ones do not count)."""
    hits = wrong = missed = exact = 0
    for article, tags in zip(articles, given, strict=True):
        required = set(article["industries"])
        covered = tags | {above for tag in tags for above in ancestors(tag, parents)}
        false = {tag for tag in tags if label(article, tag, parents) == 0}
        hits, missed, wrong = hits + len(required & covered), missed + len(required - covered), wrong + len(false)
        exact += required <= covered and not false
    precision, recall = hits / max(1, hits + wrong), hits / max(1, hits + missed)
    f1 = 2 * hits / max(1, 2 * hits + wrong + missed)
    return f"P {precision:.4f} R {recall:.4f} micro-F1 {f1:.4f} exact {exact / len(articles):.4f}"


def rewrite(text: str, weights: dict[str, float]) -> str:
    """A rule file in canonical form with other weights: its ``terms:`` change, and a term of weight nought goes."""
    groups: dict[float, list[str]] = {}
    for listed in yaml.safe_load(text)["terms"].values():
        for word in map(str, listed):
            if weights[word] > 0:
                groups.setdefault(weights[word], []).append(word)
    lines = [
        f"  {weight:g}: {json.dumps(groups[weight], ensure_ascii=False)}" for weight in sorted(groups, reverse=True)
    ]
    block = "\n".join(["terms:", *lines, ""])
    return canonical(re.sub(r"(?m)^terms:.*\n(?:[ \t]+.*\n)+", lambda _: block, text, count=1))


def write(home: Home, terms: Terms, weights: dict[int, Vector]) -> None:
    """Put the weights, rounded, into the rule files of a home."""
    from tagger.text import squeeze

    for path in sorted((home.path / "rules").rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        rule = yaml.safe_load(text)
        if rule.get("tag") not in terms.slugs:
            continue
        tag = terms.tags[terms.slugs.index(rule["tag"])]
        value = {terms.compiled.words[word]: weights[tag][i] for i, word in enumerate(terms.words[tag])}
        listed = [str(word) for words in rule["terms"].values() for word in words]
        rounded = {word: round(round(value[squeeze(word)] / STEP) * STEP, 4) for word in listed}
        path.write_text(rewrite(text, rounded), encoding="utf-8")


def write_sums(path: Path, terms: Terms, articles: list[dict[str, Any]], sums: dict[int, Vector]) -> None:
    """A JSON object an article: its id, and the sums of its industries, those of nought left out."""
    with path.open("w", encoding="utf-8") as file:
        for row, article in enumerate(articles):
            pairs = ((slug, round(float(sums[tag][row]), 4)) for tag, slug in zip(terms.tags, terms.slugs, strict=True))
            file.write(
                json.dumps({"id": article["id"], "sums": {slug: total for slug, total in pairs if total}}) + "\n"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("labelled", type=Path, nargs="+", help="figures are those of the first; the others only teach")
    parser.add_argument("--unlabelled", type=Path, required=True, help="articles that show how terms stand together")
    parser.add_argument("--home", type=Path, default=Path())
    parser.add_argument("--folds", type=int, default=5, help="out-of-fold figures; 0 for none")
    parser.add_argument("--sums", type=Path, help="write the out-of-fold sums, for tools/train_base.py")
    parser.add_argument("--write", action="store_true", help="put the weights into the rule files of the home")
    options = parser.parse_args()
    home = Home(options.home)
    terms, said, unlabelled = Terms(home), readings(), read(options.unlabelled)
    first = [reread(article, said) for article in read(options.labelled[0])]
    articles = first + [article for path in options.labelled[1:] for article in read(path)]
    read_alone = said.keys() - {article["id"] for article in articles}
    articles += [reread(article, said) for article in unlabelled if article["id"] in read_alone]
    fitter = Fitter(terms, articles, unlabelled)
    if options.folds:
        sums = fitter.sums_out_of_fold(options.folds)
        print("out of fold", figures(first, fitter.given(sums)[: len(first)], terms.parents))
        if options.sums:
            write_sums(options.sums, terms, articles, sums)
    if options.write:
        write(home, terms, fitter.weights(np.ones(len(articles), dtype=bool)))


if __name__ == "__main__":
    main()
