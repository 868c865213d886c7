"""The articles that figures are taken from: a table with or without labels, a page, a folder of either."""

from __future__ import annotations

from collections.abc import Iterator

from tagger.corrections.store import Store
from tagger.errors import TableFault, TaggerError
from tagger.home import Home
from tagger.match import Compiled
from tagger.pipeline import failure, read_articles
from tagger.readers import Source
from tagger.records import Article, Failure
from tagger.tables.labelled import Labelled, Labels, Vocabulary, read_labelled


def vocabulary_of(*rules: Compiled) -> Vocabulary:
    """The tags of one or more homes, for labels that name them by slug or name."""
    return Vocabulary.of(tag for compiled in rules for tag in compiled.tags)


def stored_corpus(home: Home, vocabulary: Vocabulary) -> list[Labelled]:
    """The corrected articles of a home with what was said of them last, as far as the tags are still known.

    Raises HomeFault.
    """
    return [
        Labelled(found.article, _known(found.labels, vocabulary), found.row, found.digest)
        for found in Store(home.path).current()
    ]


def _known(labels: Labels, vocabulary: Vocabulary) -> Labels:
    """A type that is gone says nothing; industries that are gone are left out."""
    kind, industries = labels.type, labels.industries
    return Labels(
        type=kind if not kind or kind in vocabulary.types else None,
        industries=industries and frozenset(tag for tag in industries if tag in vocabulary.industries),
    )


def read_corpus(source: Source, vocabulary: Vocabulary) -> Iterator[Labelled | Failure]:
    """The articles of a source with their labels, which are empty where nothing was said."""
    if source.is_table:
        try:
            for row in read_labelled(source, vocabulary):
                yield failure(source, row) if isinstance(row, TableFault) else row
        except TaggerError as error:
            yield failure(source, error)
        return
    for found in read_articles(source):
        if isinstance(found, Article):
            yield Labelled(found, Labels(), found.number)
        elif isinstance(found, Failure):
            yield found
