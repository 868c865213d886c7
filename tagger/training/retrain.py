"""Corrections to a new model: a full training on all that the home can learn from, and a comparison with the old model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from tagger.corrections.store import Correction
from tagger.home import Home
from tagger.match import Compiled, Matcher
from tagger.model.examples import Examples, read_examples
from tagger.model.folder import read_array
from tagger.model.manifest import BEGINS, Record, read_manifest
from tagger.model.registry import current_model
from tagger.records import Article
from tagger.settings import Facets
from tagger.tables.labelled import Vocabulary
from tagger.training.build import Trained, build
from tagger.training.compare import NEW, OLD, Part, brief, compare, faults, measured
from tagger.training.decisions import Judge, Version, version_of
from tagger.training.learn import HELD_OUT, Step, fit_curves, folds, silent
from tagger.training.material import Material, collect
from tagger.training.suspects import Suspect, suspects
from tagger.training.texts import TextReader

FOLDS, FIXED = "交叉验证", "留出部分"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A new model, how it compares with the old one on two parts, why it may not be used (empty where it may), the
    corrections that look wrong, the tags with too few articles for the model, with their number, and what it learned
    from."""

    trained: Trained
    parts: dict[str, Part]
    faults: list[str]
    suspects: list[Suspect]
    few: dict[str, int]
    material: Material

    def told(self, *, aside: str, forced: bool) -> Trained:
        """The model, its record saying why it may not be used, if so, and whether it is used nevertheless."""
        record = msgspec.structs.replace(self.trained.manifest.record, aside=aside, forced=forced)
        return replace(self.trained, manifest=msgspec.structs.replace(self.trained.manifest, record=record))


def retrain(
    home: Home,
    compiled: Compiled,
    tags: Vocabulary,
    corrections: Sequence[Correction],
    archive: Iterable[Article] = (),
    step: Step = silent,
) -> Outcome:
    """Train on everything and compare with the model in use. Changes nothing in the home.

    Raises RuleFaults, HomeFault or ModelFault.
    """
    step("读取")
    facets, reader = home.settings().facets, TextReader(Matcher(compiled))
    material = collect(home, reader, tags, corrections, archive)
    folder = current_model(home)
    looseness = read_manifest(folder).looseness if folder else None
    trained = build(
        material.examples, material.ngrams, material.places, compiled, facets, looseness, step, material.fill
    )
    step("比较")
    parts = _parts(folder, trained, material, compiled, facets)
    found = faults(parts, {tag.slug: tag.name for tag in compiled.tags})
    doubtful = suspects(Judge(compiled, facets.industry), trained, material.remembered, corrections, reader.tags)
    few = {tag: count for tag, count in trained.manifest.supports.items() if count < BEGINS}
    return Outcome(_recorded(trained, corrections, parts), parts, found, doubtful, few, material)


def _parts(
    folder: Path | None, trained: Trained, material: Material, compiled: Compiled, facets: Facets
) -> dict[str, Part]:
    """The comparison on all folds, with the curves as they are, and on the part that is always held out, with curves
    that were fitted without it."""
    examples, judge = material.examples, Judge(compiled, facets.industry)
    versions = {NEW: version_of(trained)}
    known = None
    if folder and read_manifest(folder).tags == trained.manifest.tags:  # of other tags it could not be used any more
        versions[OLD], known = _old(folder, examples)
    some = measured(examples, known, material.remembered)
    held = folds(examples) == HELD_OUT
    tags = [tag.facet for tag in compiled.tags]
    refitted = {
        name: version._replace(curves=fit_curves(examples, version.margins, some & ~held, tags, facets)[0])
        for name, version in versions.items()
    }
    return {FOLDS: compare(judge, examples, some, versions), FIXED: compare(judge, examples, some & held, refitted)}


def _old(folder: Path, examples: Examples) -> tuple[Version, NDArray[np.uint64]]:
    """A model in its folder on these examples, and the digests of those that it learned from persons."""
    manifest = read_manifest(folder)
    own, margins = read_examples(folder, manifest), read_array(folder, manifest, "margins")
    order = np.argsort(own.digests)
    rows = order[np.searchsorted(own.digests[order], examples.digests).clip(max=len(own) - 1)]
    return Version(margins[rows].astype(np.float64), manifest.curves, manifest.supports), own.digests[own.weights >= 1]


def _recorded(trained: Trained, corrections: Sequence[Correction], parts: dict[str, Part]) -> Trained:
    """The model with a record of where it comes from and how it compares."""
    sources = dict(Counter(correction.file for correction in corrections))
    comparison = {
        where: {name: brief(report) for name, report in part.reports.items()} for where, part in parts.items()
    }
    made = datetime.now(UTC).isoformat(timespec="seconds")
    record = Record(made=made, sources=sources, comparison=comparison)
    scored = trained.scored(parts[FOLDS].reports[NEW])
    return replace(scored, manifest=msgspec.structs.replace(scored.manifest, record=record))
