"""Texts to a model folder: vocabulary, examples, weights, curves, card."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from tagger import __version__
from tagger.features import Keys, Vocabulary
from tagger.match import Compiled
from tagger.model.examples import Examples
from tagger.model.folder import write_folder
from tagger.model.manifest import FORMAT, Manifest, Places, TagFigures
from tagger.settings import Facets
from tagger.training.learn import Fill, Step, as_they_are, learn, silent, supports

_LIBRARIES = ("numpy", "scipy", "scikit-learn")


@dataclass(frozen=True, slots=True)
class Trained:
    """A model not yet written."""

    manifest: Manifest
    arrays: dict[str, NDArray[Any]]
    examples: Examples

    def scored(self, report: Mapping[str, Any]) -> Trained:
        """The model with the figures of each tag in a report of ``compare``."""
        spans = report["intervals"]["per_tag"]
        per_tag = {
            tag: TagFigures(**own, low=spans[tag][0], high=spans[tag][1]) for tag, own in report["per_tag"].items()
        }
        return replace(self, manifest=msgspec.structs.replace(self.manifest, per_tag=per_tag))

    def write(self, folder: Path, name: str = "") -> None:
        """Write the folder, its card last; ``name`` is what it will be called, by default as the folder."""
        write_folder(folder, self.manifest, self.arrays)
        (folder / "README.md").write_text(
            _card(self.manifest, name or folder.name, len(self.arrays["ngrams"])), encoding="utf-8"
        )


def build(
    examples: Examples,
    ngrams: Keys,
    places: Places,
    compiled: Compiled,
    facets: Facets,
    looseness: float | None = None,
    step: Step = silent,
    fill: Fill = as_they_are,
) -> Trained:
    """Learn from examples that were counted by a vocabulary of these n-grams and places; ``learn`` says the rest."""
    tags = compiled.tags
    learned = learn(examples, len(ngrams), [tag.facet for tag in tags], facets, looseness, step, fill)
    arrays: dict[str, NDArray[Any]] = {
        "ngrams": ngrams,
        "idf": learned.idf,
        "weights": learned.linear.weights.astype(np.float16),
        "bias": learned.linear.bias,
        "margins": learned.margins.astype(np.float16),
        **examples.arrays(),
    }
    manifest = Manifest(
        format=FORMAT,
        tags=tuple(tag.slug for tag in tags),
        supports=dict(zip((tag.slug for tag in tags), map(int, supports(examples)), strict=True)),
        places=places,
        curves=learned.curves,
        digests={"rules": compiled.digest, "examples": examples_digest(examples)},
        libraries={"tagger": __version__, **{name: version(name) for name in _LIBRARIES}},
        scores=learned.scores,
        arrays={},
        looseness=learned.looseness,
    )
    return Trained(manifest, arrays, examples)


def vocabulary_of(ngrams: Keys, places: Places) -> Vocabulary:
    """The vocabulary with the places of a manifest."""
    return Vocabulary(ngrams, places.title, places.lead)


def examples_digest(examples: Examples) -> str:
    """One digest of all that is learned from."""
    whole = hashlib.blake2b(digest_size=16)
    for name, column in examples.arrays().items():
        whole.update(name.encode() + np.ascontiguousarray(column).tobytes())
    return whole.hexdigest()


def _card(manifest: Manifest, name: str, size: int) -> str:
    """The card of a model, in the form of a README."""
    scores, supported = manifest.scores, sorted(manifest.supports.items(), key=lambda item: (-item[1], item[0]))
    lines = [
        f"# {name}",
        "",
        "Linear one-vs-rest classifiers over TF-IDF of character n-grams; see `tagger/training/fit.py`. The examples hold",
        "counts and labels of the articles it learned from, no text and no order of words.",
        "",
        f"- {len(manifest.tags)} tags, {size} n-grams",
        f"- out of fold on {scores['industry']['articles']} articles: industries micro-F1 {scores['industry'].get('model')}"
        f" (model), {scores['industry'].get('both')} (with rules)",
        f"- out of fold on {scores['type']['articles']} articles: type {scores['type'].get('model')} (model),"
        f" {scores['type'].get('both')} (with rules)",
        "",
        "The rules were written with these articles in sight, so the figures with rules are too high; figures on other",
        "articles stand in `tests/gate/floors.json`.",
        "",
        "| tag | articles |",
        "|---|---|",
        *(f"| {tag} | {count} |" for tag, count in supported),
    ]
    return "\n".join(lines) + "\n"
