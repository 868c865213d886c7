"""Learns tagger/zone/weights.py and word_weights.py: usage train_zone.py GOLD.jsonl [--news NEWS.jsonl.gz] [--write]

GOLD holds articles (title, text, zone). --news adds the articles of NEWS whose id stands in tools/zone_labels.tsv (id, tab,
zone, empty where the article is about none), labelled by the same guide. Words that fewer than --times candidates have
are not learned; their weights have the penalty --words. Prints precision, recall and F1 of five-fold cross-validation
over all of them for some thresholds. Conditional logit: D. McFadden, Conditional logit analysis of qualitative choice
behavior (1974), with an L2 penalty.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pathlib
from collections import Counter
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack

from tagger.evaluate.zones import same_zone
from tagger.match import document_of
from tagger.match.automaton import build_finder
from tagger.zone import MARKERS, canonical
from tagger.zone.choice import candidates, longest
from tagger.zone.features import FEATURES
from tagger.zone.words import opening_words, words_around

ROOT = pathlib.Path(__file__).resolve().parent.parent
LEAD = 150  # as in rules/genre.yaml
FIND = build_finder(MARKERS)


LEAST_WEIGHT = 4  # hundredths; what weighs less is not kept


class Sample(NamedTuple):
    """An article: its zone ("" for none), its candidates as named, their features and words, which are right."""

    zone: str
    names: list[str]
    features: np.ndarray
    words: list[list[tuple[str, str]]]
    right: np.ndarray


class Learned(NamedTuple):
    """Weights of FEATURES, and of words by their places."""

    features: np.ndarray
    words: dict[tuple[str, str], float]

    def scores(self, one: Sample) -> np.ndarray:
        return one.features @ self.features + [sum(self.words.get(word, 0.0) for word in words) for words in one.words]


def same(a: str, b: str) -> bool:
    """Whether two names mean the same zone, as the measure has it or but for 园 and 园区."""
    return same_zone(a, b) or same_zone(canonical(a), canonical(b))


def sample(article: dict, zone: str) -> Sample:
    document = document_of(article.get("title") or "", article["text"], LEAD)
    marks: list[tuple[int, int]] = []
    for start, end, _ in FIND(document.text):
        while marks and marks[-1][0] >= start:
            marks.pop()
        if not marks or marks[-1][1] < end:
            marks.append((start, end))
    found = candidates(document.text, document.title_end, document.lead_end, marks) if marks else []
    text = document.text
    names = [text[slice(*longest(text, candidate))] for candidate in found]
    features = np.array([candidate.features for candidate in found]).reshape(-1, len(FEATURES))
    opening = opening_words(text, document.title_end)
    words = [
        [(place, word) for place, own in (opening | words_around(text, candidate.mentions)).items() for word in own]
        for candidate in found
    ]
    zone = document_of("", zone, LEAD).body.text
    return Sample(zone, names, features, words, np.array([bool(zone) and same(zone, name) for name in names], bool))


def read(gold: pathlib.Path, news: pathlib.Path | None) -> tuple[list[Sample], list[Sample]]:
    """The articles of the gold, and those of the news that are labelled."""
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    labelled = []
    if news:
        lines = (ROOT / "tools" / "zone_labels.tsv").read_text(encoding="utf-8").splitlines()
        labels = dict(line.split("\t") for line in lines)
        with gzip.open(news, "rt", encoding="utf-8") as file:
            labelled = [sample(row, labels[row["id"]]) for row in map(json.loads, file) if row["id"] in labels]
    return [sample(row, row.get("zone") or "") for row in rows], labelled


def fit(samples: list[Sample], arguments: argparse.Namespace) -> Learned:
    """Weights of greatest penalised likelihood; the weight of "none" is not penalised."""
    samples = [one for one in samples if one.names]
    times = Counter(word for one in samples for word in {word for words in one.words for word in words})
    number = {word: i for i, word in enumerate(sorted(w for w, n in times.items() if n >= arguments.times))}
    listed = [[number[word] for word in words if word in number] for one in samples for words in one.words]
    ends = np.cumsum([0, *map(len, listed)])
    ones = csr_matrix((np.ones(ends[-1]), np.concatenate(listed), ends), (len(listed), len(number)))
    x = hstack([csr_matrix(np.concatenate([one.features for one in samples])), ones]).tocsr()
    turned = x.T.tocsr()
    owner = np.concatenate([np.full(len(one.names), i) for i, one in enumerate(samples)])
    right = np.concatenate([one.right for one in samples])
    none = np.bincount(owner, right, len(samples)) == 0
    scale = np.var(np.concatenate([one.features for one in samples]), axis=0)  # the first, "none", does not vary
    penalty = np.concatenate([arguments.penalty * scale, np.full(len(number), arguments.words)])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        odds = np.exp(np.clip(x @ w, -30, 30))
        total, good = 1 + np.bincount(owner, odds), none + np.bincount(owner, odds * right)
        slope = odds * right / good[owner] - odds / total[owner]
        return -np.log(good / total).sum() + (penalty * w) @ w / 2, penalty * w - turned @ slope

    found = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    rounded = np.rint(found[len(FEATURES) :] * 100)
    kept = {word: rounded[i] / 100 for word, i in number.items() if abs(rounded[i]) >= LEAST_WEIGHT}
    return Learned(found[: len(FEATURES)], kept)


def choose(one: Sample, learned: Learned) -> tuple[str, float]:
    """The most probable zone and its probability."""
    if not one.names:
        return "", 0.0
    odds = np.exp(learned.scores(one))
    best = int(odds.argmax())
    return one.names[best], float(odds[best] / (1 + odds.sum()))


def cross_validate(samples: list[Sample], arguments: argparse.Namespace, folds: int = 5) -> list[tuple[str, float]]:
    fold = np.random.RandomState(0).permutation(len(samples)) % folds
    chosen = [("", 0.0)] * len(samples)
    for k in range(folds):
        learned = fit([one for one, f in zip(samples, fold, strict=True) if f != k], arguments)
        for i in np.flatnonzero(fold == k):
            chosen[i] = choose(samples[i], learned)
    return chosen


def report(name: str, samples: list[Sample], chosen: list[tuple[str, float]]) -> None:
    wanted = sum(bool(one.zone) for one in samples)
    print(
        f"{name}: {len(samples)} articles, {wanted} zones, {sum(one.right.any() for one in samples)} among the candidates"
    )
    for least in (0.25, 0.3, 0.35, 0.4, 0.45, 0.5):
        said = [(one, zone) for one, (zone, p) in zip(samples, chosen, strict=True) if zone and p >= least]
        hits = sum(bool(one.zone) and same_zone(one.zone, zone) for one, zone in said)
        precision, recall = hits / max(1, len(said)), hits / wanted
        print(f"  {least:.2f}  P {precision:.3f} R {recall:.3f} F1 {2 * hits / (len(said) + wanted):.3f}")


def write(learned: Learned, least: float) -> None:
    weights = zip(learned.features, FEATURES, strict=True)
    lines = [
        '"""Weights of choice.FEATURES, and the least probability of a zone; learned by tools/train_zone.py."""', "",
        "# fmt: off", f"LEAST = {least}", "WEIGHTS: tuple[float, ...] = (",
        *(f"    {weight:.2f},  # {name}" for weight, name in weights), ")", "",
    ]  # fmt: skip
    (ROOT / "tagger" / "zone" / "weights.py").write_text("\n".join(lines), encoding="utf-8")
    lines = [
        '"""Weights of words by their places (zone.words), in hundredths; learned by tools/train_zone.py."""', "",
        "# fmt: off", "WORD_WEIGHTS: dict[str, dict[str, int]] = {",
    ]  # fmt: skip
    for place in opening_words("", 0) | words_around("", ()):
        own = [(word, round(weight * 100)) for (where, word), weight in learned.words.items() if where == place]
        lines += [
            f'    "{place}": {{',
            *(f"        {json.dumps(w, ensure_ascii=False)}: {n}," for w, n in own),
            "    },",
        ]
    (ROOT / "tagger" / "zone" / "word_weights.py").write_text("\n".join([*lines, "}", ""]), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=pathlib.Path)
    parser.add_argument("--news", type=pathlib.Path)
    parser.add_argument("--penalty", type=float, default=12.0)
    parser.add_argument("--words", type=float, default=12.0)
    parser.add_argument("--times", type=int, default=4)
    parser.add_argument("--least", type=float, default=0.5)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    gold, labelled = read(arguments.gold, arguments.news)
    samples = gold + labelled
    chosen = cross_validate(samples, arguments)
    report("all", samples, chosen)
    report("gold", gold, chosen[: len(gold)])
    if labelled:
        report("labels", labelled, chosen[len(gold) :])
    if arguments.write:
        write(fit(samples, arguments), arguments.least)


if __name__ == "__main__":
    main()
