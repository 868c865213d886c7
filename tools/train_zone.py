"""Learns tagger/zone/weights.py: usage train_zone.py GOLD.jsonl [--news NEWS.jsonl.gz] [--write]

GOLD holds articles (title, text, zone). --news adds the articles of NEWS whose id stands in tools/zone_labels.tsv (id, tab,
zone, empty where the article is about none), labelled by the same guide and with --weight times the weight.
Prints precision, recall and F1 of ten-fold cross-validation over all of them for some thresholds. Conditional logit:
D. McFadden, Conditional logit analysis of qualitative choice behavior (1974), with an L2 penalty.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pathlib
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

from tagger.match import document_of
from tagger.match.automaton import build_finder
from tagger.zone import MARKERS, canonical
from tagger.zone.choice import FEATURES, candidates, longest

ROOT = pathlib.Path(__file__).resolve().parent.parent
LEAD = 150  # as in rules/genre.yaml
FIND = build_finder(MARKERS)


class Sample(NamedTuple):
    """An article: its zone ("" for none), its candidates as named, their features, which are right, its weight."""

    zone: str
    names: list[str]
    features: np.ndarray
    right: np.ndarray
    weight: float


def same(a: str, b: str) -> bool:
    """Equal in canonical form, or one is the other with its province or city in front."""
    a, b = sorted((canonical(a), canonical(b)), key=len)
    return bool(a) and (a == b or (len(a) >= 4 and b.endswith(a)))


def sample(article: dict, zone: str, weight: float) -> Sample:
    document = document_of(article.get("title") or "", article["text"], LEAD)
    marks: list[tuple[int, int]] = []
    for start, end, _ in FIND(document.text):
        while marks and marks[-1][0] >= start:
            marks.pop()
        if not marks or marks[-1][1] < end:
            marks.append((start, end))
    found = candidates(document.text, document.title_end, document.lead_end, marks) if marks else []
    names = [document.text[slice(*longest(candidate))] for candidate in found]
    features = np.array([candidate.features for candidate in found]).reshape(-1, len(FEATURES))
    zone = zone.lower()
    return Sample(zone, names, features, np.array([bool(zone) and same(zone, name) for name in names], bool), weight)


def read(gold: pathlib.Path, news: pathlib.Path | None, weight: float) -> list[Sample]:
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    samples = [sample(row, row.get("zone") or "", 1.0) for row in rows]
    if news:
        lines = (ROOT / "tools" / "zone_labels.tsv").read_text(encoding="utf-8").splitlines()
        labels = dict(line.split("\t") for line in lines)
        with gzip.open(news, "rt", encoding="utf-8") as file:
            rows = [row for row in map(json.loads, file) if row["id"] in labels]
        samples += [sample(row, labels[row["id"]], weight) for row in rows]
    return samples


def fit(samples: list[Sample], penalty: float) -> np.ndarray:
    """Weights of greatest penalised likelihood; the weight of "none" is not penalised."""
    samples = [one for one in samples if one.names]
    owner = np.concatenate([np.full(len(one.names), i) for i, one in enumerate(samples)])
    x, right = np.concatenate([one.features for one in samples]), np.concatenate([one.right for one in samples])
    count, weight = len(samples), np.array([one.weight for one in samples])
    none = np.bincount(owner, right, count) == 0

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        odds = np.exp(np.clip(x @ w, -30, 30))
        total, good = 1 + np.bincount(owner, odds, count), none + np.bincount(owner, odds * right, count)
        slope = weight[owner] * (odds * right / good[owner] - odds / total[owner])
        shrunk = np.concatenate([[0.0], w[1:]])
        value = -np.sum(weight * np.log(good / total)) + penalty / 2 * shrunk @ shrunk
        return value, -(x.T @ slope) + penalty * shrunk

    return minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x


def choose(one: Sample, weights: np.ndarray) -> tuple[str, float]:
    """The most probable zone and its probability."""
    if not one.names:
        return "", 0.0
    odds = np.exp(one.features @ weights)
    best = int(odds.argmax())
    return one.names[best], float(odds[best] / (1 + odds.sum()))


def cross_validate(samples: list[Sample], penalty: float, folds: int = 10) -> list[tuple[str, float]]:
    fold = np.random.RandomState(0).permutation(len(samples)) % folds
    chosen = [("", 0.0)] * len(samples)
    for k in range(folds):
        weights = fit([one for one, f in zip(samples, fold, strict=True) if f != k], penalty)
        for i in np.flatnonzero(fold == k):
            chosen[i] = choose(samples[i], weights)
    return chosen


def report(name: str, samples: list[Sample], chosen: list[tuple[str, float]]) -> None:
    wanted = sum(bool(one.zone) for one in samples)
    print(
        f"{name}: {len(samples)} articles, {wanted} zones, {sum(one.right.any() for one in samples)} among the candidates"
    )
    for least in (0.3, 0.4, 0.45, 0.5, 0.55, 0.6):
        said = [(one, zone) for one, (zone, p) in zip(samples, chosen, strict=True) if zone and p >= least]
        hits = sum(bool(one.zone) and same(one.zone, zone) for one, zone in said)
        precision, recall = hits / max(1, len(said)), hits / wanted
        print(f"  {least:.2f}  P {precision:.3f} R {recall:.3f} F1 {2 * hits / (len(said) + wanted):.3f}")


def write(weights: np.ndarray, least: float) -> None:
    lines = [
        '"""Weights of choice.FEATURES, and the least probability of a zone; learned by tools/train_zone.py."""', "",
        "# fmt: off", f"LEAST = {least}", "WEIGHTS: tuple[float, ...] = (",
        *(f"    {weight:.2f},  # {name}" for name, weight in zip(FEATURES, weights, strict=True)), ")", "",
    ]  # fmt: skip
    (ROOT / "tagger" / "zone" / "weights.py").write_text("\n".join(lines), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=pathlib.Path)
    parser.add_argument("--news", type=pathlib.Path)
    parser.add_argument("--weight", type=float, default=2.0)
    parser.add_argument("--penalty", type=float, default=3.0)
    parser.add_argument("--least", type=float, default=0.45)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    samples = read(arguments.gold, arguments.news, arguments.weight)
    chosen = cross_validate(samples, arguments.penalty)
    report("all", samples, chosen)
    for name, part in (("gold", 1.0), ("labels", arguments.weight)):
        picked = [i for i, one in enumerate(samples) if one.weight == part]
        if picked:
            report(name, [samples[i] for i in picked], [chosen[i] for i in picked])
    if arguments.write:
        write(fit(samples, arguments.penalty), arguments.least)


if __name__ == "__main__":
    main()
