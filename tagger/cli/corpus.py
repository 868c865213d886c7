"""The articles that a command takes figures from."""

from __future__ import annotations

from collections.abc import Iterator

from tagger.cli.common import named_sources, say_failure
from tagger.pipeline import Pipeline
from tagger.records import Failure
from tagger.rulelab.corpus import read_corpus, vocabulary_of
from tagger.tables.labelled import Labelled


class Corpus:
    """The articles behind an input with their labels; what cannot be read is told, and ``failed`` is set."""

    def __init__(self, given: str, *pipelines: Pipeline) -> None:
        """Labels may name the tags of any of the pipelines."""
        self._given, self._vocabulary = given, vocabulary_of(*(pipeline.compiled for pipeline in pipelines))
        self.failed = False

    def __iter__(self) -> Iterator[Labelled]:
        for source in named_sources([self._given]):
            for found in [source] if isinstance(source, Failure) else read_corpus(source, self._vocabulary):
                if isinstance(found, Failure):
                    self.failed = True
                    say_failure(found)
                else:
                    yield found
