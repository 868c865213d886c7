"""What corrections bring, simulated: half of a labelled table is corrected, the other half measured.

    python benchmarks/corrections.py dev.jsonl [--halves 10] [--wrong 0.1] [--base 200]

The whole way is real: a home of its own, the store, ``retrain``, the pipeline without memory. ``--wrong``: that part of the
corrections is wrong; ``--base``: the base examples are cut to so many articles of persons.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from pathlib import Path

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
from tagger.tables.labelled import Labelled, read_labelled
from tagger.training.build import build
from tagger.training.recall import as_corrected
from tagger.training.retrain import retrain

FIGURES = (("industries", "f1"), ("industries", "macro_f1"), ("type", "accuracy"))


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


def values(home: Home, rows: list[Labelled]) -> np.ndarray:
    report = figures([each.marks for each in measure(open_pipeline(home, remember=False), rows)])
    return np.array([report[part][key] for part, key in FIGURES])


def once(rows: list[Labelled], number: int, wrong: float, base: int) -> tuple[np.ndarray, np.ndarray, float, float]:
    """Figures before and after, the share that comes out as corrected, the share of wrong ones among the suspect fifth."""
    draw = random.Random(number)
    shuffled = draw.sample(rows, len(rows))
    said, rest = shuffled[: len(rows) // 2], shuffled[len(rows) // 2 :]
    spoiled = set(draw.sample(range(len(said)), round(wrong * len(said))))
    said = [spoilt(row, draw, said) if place in spoiled else row for place, row in enumerate(said)]
    with tempfile.TemporaryDirectory() as folder:
        home, shipped = Home(Path(folder) / "home"), shipped_home()
        for name in ("rules", "models", "seeds"):
            shutil.copytree(shipped.path / name, home.path / name)
        compiled = load_compiled(home)
        if base:
            shutil.rmtree(home.path / "seeds")
            cut(home, compiled, base)
        before = values(home, rest)
        store = Store(home.path)
        store.add(said, compiled.digest, "base")
        outcome = retrain(home, compiled, vocabulary(compiled), store.current())
        print("promoted" if not outcome.faults else f"kept aside: {outcome.faults}", flush=True)
        with Registry(home).writing("benchmark") as models:
            models.use(models.install(outcome.trained), [tag.slug for tag in compiled.tags])
        corrected = as_corrected(open_pipeline(home), store.current()) / len(said)
        bad = {said[place].digest for place in spoiled}
        fifth = outcome.suspects[: len(said) // 5]
        caught = sum(each.correction.digest in bad for each in fifth) / max(len(bad), 1)
        return before, values(home, rest), corrected, caught


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--halves", type=int, default=10)
    parser.add_argument("--wrong", type=float, default=0.0)
    parser.add_argument("--base", type=int, default=0)
    parser.add_argument("--first", type=int, default=0)
    given = parser.parse_args()
    tags = vocabulary(load_compiled(shipped_home()))
    rows = [
        row for source in sources(str(given.gold)) for row in read_labelled(source, tags) if isinstance(row, Labelled)
    ]
    changes = []
    for number in range(given.first, given.first + given.halves):
        before, after, corrected, caught = once(rows, number, given.wrong, given.base)
        changes.append(after - before)
        print(
            number,
            before.round(4),
            after.round(4),
            (after - before).round(4),
            f"corrected {corrected:.3f} caught {caught:.2f}",
            flush=True,
        )
    print(
        "mean change",
        np.mean(changes, axis=0).round(4),
        "least",
        np.min(changes, axis=0).round(4),
        "sd",
        np.std(changes, axis=0).round(4),
    )


if __name__ == "__main__":
    main()
