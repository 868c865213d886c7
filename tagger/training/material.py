"""All that a home can learn from, as Examples of one vocabulary: base examples, seeds, corrections, own archive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tagger.corrections.store import Correction
from tagger.errors import TableFault
from tagger.features import Keys
from tagger.home import Home
from tagger.model.examples import HAS_NOT, Examples, read_examples
from tagger.model.folder import read_array
from tagger.model.manifest import Places, read_manifest
from tagger.model.registry import BASE
from tagger.readers import sources
from tagger.readers.inputs import TABLES
from tagger.records import Article
from tagger.tables.labelled import Labelled, Vocabulary, read_labelled, with_accepted
from tagger.training.archive import ARCHIVE_WEIGHT, fill_in
from tagger.training.build import vocabulary_of
from tagger.training.gather import gather, joined, near_duplicates
from tagger.training.learn import Fill, as_they_are
from tagger.training.texts import Text, TextReader
from tagger.training.vocabulary import discover, room_for

LEAST = 2  # texts that must hold an n-gram


class Material(NamedTuple):
    """Examples, the vocabulary that counted them, which of them are ``remembered`` corrections, of shape (n,), and how
    more of them is to be labelled."""

    examples: Examples
    ngrams: Keys
    places: Places
    remembered: NDArray[np.bool_]
    fill: Fill = as_they_are


class _Base(NamedTuple):
    examples: Examples
    ngrams: Keys
    places: Places


def collect(
    home: Home, reader: TextReader, tags: Vocabulary, corrections: Sequence[Correction], archive: Iterable[Article] = ()
) -> Material:
    """Everything at once; a correction stands for what seed or base example said of its article, a seed that was
    changed for its base example. Articles of one page, and near duplicates, are one group.

    Raises ModelFault.
    """
    base = _base(home, reader.tags)
    said = {text.digest: text for text in (_corrected(reader, each, tags) for each in corrections)}
    pages = {int(each.digest, 16): page for each in corrections if (page := _page(each))}
    seeds = (reader.labelled(row.article, row.labels) for row in _seeds(home, tags))
    texts = {text.digest: text for text in seeds if base is None or not _holds(base.examples, text)} | said
    own = [reader.unlabelled(article, ARCHIVE_WEIGHT) for article in archive]
    texts = {text.digest: text for text in own if base is None or text.digest not in base.examples.digests} | texts
    examples, ngrams, places = _together(base, list(texts.values()))
    remembered = np.isin(examples.digests, np.array(list(said), np.uint64))
    fill = partial(fill_in, features=len(ngrams), facets=reader.facets) if own else as_they_are
    return Material(_grouped(examples, pages), ngrams, places, remembered, fill)


def _corrected(reader: TextReader, correction: Correction, tags: Vocabulary) -> Text:
    text = reader.labelled(correction.article, with_accepted(correction.labels, correction.cells, tags))
    return text._replace(digest=int(correction.digest, 16))


def _page(correction: Correction) -> str:
    """The page that an article stood on; empty where it came from a table or from nowhere."""
    file = str(correction.cells.get("file") or "")
    return "" if file.lower().endswith(tuple(TABLES)) else file


def _seeds(home: Home, tags: Vocabulary) -> list[Labelled]:
    folder = home.path / "seeds" / "articles"
    if not folder.is_dir():
        return []
    found = [row for source in sources(str(folder)) for row in read_labelled(source, tags)]
    return [row for row in found if not isinstance(row, TableFault)]  # a home may have fewer tags than the seeds


def _base(home: Home, tags: Sequence[str]) -> _Base | None:
    folder = home.path / "models" / BASE
    if not folder.is_dir():
        return None
    manifest = read_manifest(folder)
    examples = under_tags(read_examples(folder, manifest), manifest.tags, tags)
    return _Base(examples, np.array(read_array(folder, manifest, "ngrams")), manifest.places)


def _holds(base: Examples, text: Text) -> bool:
    """Whether the base knows the article by the same labels."""
    places = np.flatnonzero(base.digests == np.uint64(text.digest))
    return any(np.array_equal(base.labels[place], text.labels) for place in places)


def _together(base: _Base | None, texts: Sequence[Text]) -> _Base:
    """Texts and base examples counted by one vocabulary: the n-grams of the base, or those of the texts."""
    if base is None:
        ngrams = discover(texts, room_for(sum(len(text.document.text) for text in texts)), LEAST)
        return _Base(gather(texts, vocabulary_of(ngrams, Places())), ngrams, Places())
    if not texts:
        return base
    kept = ~np.isin(base.examples.digests, np.array([text.digest for text in texts], np.uint64))
    more = gather(texts, vocabulary_of(base.ngrams, base.places))
    return base._replace(examples=Examples.concatenate([base.examples.only(kept), more]))


def _grouped(examples: Examples, pages: dict[int, str]) -> Examples:
    """The examples in groups of articles that were together before, are near duplicates, or stood on one page."""
    names = {page: number for number, page in enumerate(sorted(set(pages.values())), len(examples))}
    page = [names.get(pages.get(int(key), ""), place) for place, key in enumerate(examples.digests)]
    alike = near_duplicates(examples.starts, examples.numbers)
    return examples.with_columns(groups=joined(examples.groups, alike, np.array(page)))


def under_tags(old: Examples, before: Sequence[str], tags: Sequence[str]) -> Examples:
    """Examples under other tags; a tag that their labels could not name counts as one they have not."""
    place = {tag: number for number, tag in enumerate(before)}
    columns = np.array([place.get(tag, -1) for tag in tags], np.int64)

    def of(column: NDArray[Any], unknown: int) -> NDArray[Any]:
        found = column[:, columns]
        found[:, columns < 0] = unknown
        return found

    return old.with_columns(
        strengths=of(old.strengths, 0), heads=of(old.heads, 0), labels=of(old.labels, HAS_NOT),
    )  # fmt: skip
