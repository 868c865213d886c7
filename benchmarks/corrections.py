"""What corrections bring, simulated: half of a labelled table is corrected, the other half measured.

    python benchmarks/corrections.py dev.jsonl [--halves 10] [--first 0] [--wrong 0.1] [--base 200] [--accepted] [--save FILE]

The whole way is real: a home of its own, the store, ``retrain``, the pipeline without memory. ``--wrong``: that part of the
corrections is wrong; ``--base``: the base examples are cut to so many articles of persons. A correction says what
``correct_type`` and ``correct_industries`` can say; with ``--accepted`` also which tags the labels accept beside. With
``--save`` each half is a line of JSON in FILE, and the summary is of all lines there.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from tagger.corrections.store import Store
from tagger.evaluate.figures import figures
from tagger.evaluate.run import measure, vocabulary
from tagger.home import Home, shipped_home
from tagger.match import Compiled, load_compiled
from tagger.model.examples import read_examples
from tagger.model.folder import read_array
from tagger.model.manifest import read_manifest
from tagger.model.registry import Registry
from tagger.pipeline import open_pipeline
from tagger.readers import sources
from tagger.tables.labelled import Labelled, Labels, read_labelled
from tagger.training.build import build
from tagger.training.recall import as_corrected
from tagger.training.retrain import retrain

FIGURES = (("industries", "f1"), ("industries", "macro_f1"), ("type", "accuracy"))
USES = ("both", "model", "rules")


def spoilt(row: Labelled, draw: random.Random, others: list[Labelled]) -> Labelled:
    """The article with the labels of another one that has none of its tags."""
    foreign = [
        other
        for other in others
        if other.labels.type != row.labels.type
        and not (other.labels.industries or frozenset()) & (row.labels.industries or frozenset())
    ]
    return row._replace(labels=draw.choice(foreign).labels)


def cut(home: Home, compiled: Compiled, most: int) -> None:
    """A base that learned from few articles of persons, and nothing else."""
    folder = home.path / "models" / "base"
    manifest = read_manifest(folder)
    examples, ngrams = read_examples(folder, manifest), np.array(read_array(folder, manifest, "ngrams"))
    drawn = np.random.default_rng(0).permutation(np.flatnonzero(examples.weights == 1))[:most]
    kept = examples.only(np.isin(np.arange(len(examples)), drawn))
    trained = build(kept, ngrams, manifest.places, compiled, home.settings().facets, manifest.looseness)
    shutil.rmtree(folder)
    trained.write(folder)


def told(row: Labelled, accepted: bool) -> Labelled:
    """The article with what a correction of it says."""
    return row if accepted else row._replace(labels=Labels(row.labels.industries, type=row.labels.type), cells={})


def values(home: Home, rows: list[Labelled]) -> dict[str, list[float]]:
    """The figures by what decides."""
    found = {}
    for use in USES:
        report = figures([each.marks for each in measure(open_pipeline(home, use, remember=False), rows)])
        found[use] = [report[part][key] for part, key in FIGURES]
    return found


def once(rows: list[Labelled], number: int, given: argparse.Namespace) -> dict[str, Any]:
    """One half: figures before and after, the share that comes out as corrected, the share of wrong ones among the
    suspect fifth, why the new model was kept aside."""
    draw = random.Random(number)
    shuffled = draw.sample(rows, len(rows))
    said, rest = shuffled[: len(rows) // 2], shuffled[len(rows) // 2 :]
    spoiled = set(draw.sample(range(len(said)), round(given.wrong * len(said))))
    said = [spoilt(row, draw, said) if place in spoiled else row for place, row in enumerate(said)]
    said = [told(row, given.accepted) for row in said]
    with tempfile.TemporaryDirectory() as folder:
        home, shipped = Home(Path(folder) / "home"), shipped_home()
        for name in ("rules", "models", "seeds"):
            shutil.copytree(shipped.path / name, home.path / name)
        compiled = load_compiled(home)
        if given.base:
            shutil.rmtree(home.path / "seeds")
            cut(home, compiled, given.base)
        before = values(home, rest)
        store = Store(home.path)
        store.add(said, compiled.digest, "base")
        outcome = retrain(home, compiled, vocabulary(compiled), store.current())
        with Registry(home).writing("benchmark") as models:
            models.use(models.install(outcome.trained), [tag.slug for tag in compiled.tags])
        bad = {said[place].digest for place in spoiled}
        fifth = outcome.suspects[: len(said) // 5]
        return {
            "half": number,
            "before": before,
            "after": values(home, rest),
            "corrected": as_corrected(open_pipeline(home), store.current()) / len(said),
            "caught": sum(each.correction.digest in bad for each in fifth) / max(len(bad), 1),
            "faults": outcome.faults,
        }


def summary(halves: list[dict[str, Any]]) -> None:
    """Means before and after, mean change, spread and least, of what decides; then what holds of all halves."""
    print(f"{len(halves)} halves", *(key for _, key in FIGURES))
    for use in USES:
        before, after = (np.array([half[when][use] for half in halves]) for when in ("before", "after"))
        change = after - before
        parts = (before.mean(axis=0), after.mean(axis=0), change.mean(axis=0), change.std(axis=0), change.min(axis=0))
        names = ("before", "after", "change", "sd", "least")
        print(use.ljust(5), *(f"{name} {part.round(4)}" for name, part in zip(names, parts, strict=True)))
    corrected, caught = (np.array([half[key] for half in halves]) for key in ("corrected", "caught"))
    print(
        "as corrected, least", corrected.min(), "wrong ones caught, mean", caught.mean().round(3), "least", caught.min()
    )
    print(
        "promoted", sum(not half["faults"] for half in halves), *(half["faults"] for half in halves if half["faults"])
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--halves", type=int, default=10)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--wrong", type=float, default=0.0)
    parser.add_argument("--base", type=int, default=0)
    parser.add_argument("--accepted", action="store_true")
    parser.add_argument("--save", type=Path)
    given = parser.parse_args()
    tags = vocabulary(load_compiled(shipped_home()))
    rows = [
        row for source in sources(str(given.gold)) for row in read_labelled(source, tags) if isinstance(row, Labelled)
    ]
    halves = []
    for number in range(given.first, given.first + given.halves):
        halves.append(once(rows, number, given))
        if given.save:
            with given.save.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(halves[-1], ensure_ascii=False) + "\n")
    if given.save and given.save.exists():
        halves = [json.loads(line) for line in given.save.read_text(encoding="utf-8").splitlines()]
    summary(halves)


if __name__ == "__main__":
    main()
