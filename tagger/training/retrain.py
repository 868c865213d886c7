"""Corrections to a new model: a full training on what the old one knew, the seeds, and what a person said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tagger.errors import TableFault
from tagger.features import Keys
from tagger.home import Home
from tagger.match import Compiled, Matcher
from tagger.model.examples import UNSAID, Examples, read_examples
from tagger.model.folder import read_array
from tagger.model.manifest import Places, read_manifest
from tagger.model.registry import current_model
from tagger.readers import sources
from tagger.tables.labelled import Labelled, Vocabulary, read_labelled
from tagger.training.build import Trained, build, vocabulary_of
from tagger.training.gather import gather
from tagger.training.texts import Text, TextReader
from tagger.training.vocabulary import discover

FEATURES, LEAST = 1 << 16, 2  # as many as 16 bits can number


def retrain(home: Home, compiled: Compiled, corrections: Iterable[Labelled], tags: Vocabulary) -> Trained:
    """Train on the examples of the home's model, its seeds and corrections; an article said anew replaces the old.

    Raises RuleFaults, HomeFault or ModelFault.
    """
    reader = TextReader(Matcher(compiled))
    rows = [row for row in (*_seeds(home, tags), *corrections) if row.labels.said]
    texts = {text.digest: text for text in (reader.labelled(row.article, row.labels) for row in rows)}
    examples, ngrams, places = _together(home, list(texts.values()), reader.tags)
    return build(examples, ngrams, places, compiled, home.settings().facets)


def _seeds(home: Home, tags: Vocabulary) -> list[Labelled]:
    folder = home.path / "seeds" / "articles"
    if not folder.is_dir():
        return []
    found = [row for source in sources(str(folder)) for row in read_labelled(source, tags)]
    return [row for row in found if not isinstance(row, TableFault)]  # a home may have fewer tags than the seeds


def _together(home: Home, texts: Sequence[Text], tags: Sequence[str]) -> tuple[Examples, Keys, Places]:
    """Texts and, where the home has a model, its examples, all counted by one vocabulary: the model's n-grams, and new
    ones that the texts at hand bring."""
    folder = current_model(home)
    if folder is None:
        ngrams, places = discover(texts, FEATURES, LEAST), Places()
        return gather(texts, vocabulary_of(ngrams, places)), ngrams, places
    manifest = read_manifest(folder)
    old, known = read_examples(folder, manifest), np.array(read_array(folder, manifest, "ngrams"))
    ngrams = np.union1d(known, discover(texts, FEATURES - len(known), LEAST)) if texts else known
    moved = _moved(old, np.searchsorted(ngrams, known), _columns(manifest.tags, tags))
    kept = ~np.isin(moved.digests, np.array([text.digest for text in texts], np.uint64))
    parts = [moved.only(kept)] + ([gather(texts, vocabulary_of(ngrams, manifest.places))] if texts else [])
    return Examples.concatenate(parts), ngrams, manifest.places


def _columns(old: Sequence[str], new: Sequence[str]) -> NDArray[np.int64]:
    """For each new tag its place among the old ones; -1 where it was not among them."""
    place = {tag: number for number, tag in enumerate(old)}
    return np.array([place.get(tag, -1) for tag in new], np.int64)


def _moved(old: Examples, numbers: NDArray[np.int64], columns: NDArray[np.int64]) -> Examples:
    """Examples under other numbers of n-grams and other tags; of tags that are new nothing is known."""

    def of(column: NDArray[Any], unknown: int) -> NDArray[Any]:
        found = column[:, columns]
        found[:, columns < 0] = unknown
        return found

    return Examples(
        old.starts, numbers[old.numbers].astype(np.uint32), old.counts, of(old.strengths, 0), of(old.heads, 0),
        of(old.labels, UNSAID), old.weights, old.groups, old.digests,
    )  # fmt: skip
