"""What the user named, to items in the order of the output, and to parts of a size worth handing over."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from msgspec.structs import replace

from tagger.batch.work import Item, Job, Part
from tagger.errors import TaggerError
from tagger.pipeline import failure
from tagger.readers import Choice, Source, sources
from tagger.readers.inputs import stamp
from tagger.records import Failure
from tagger.storage import is_url

MOST_ITEMS = 256
MOST_BYTES = 1 << 19


class Inputs:
    """The inputs of a run. ``skipped`` counts files of other kinds, after a pass over them."""

    def __init__(self, given: Iterable[str], choice: Choice, *, absolute: bool = False) -> None:
        """``absolute``: files are opened by their whole path, in processes that run elsewhere."""
        self._given, self._choice, self._absolute = tuple(dict.fromkeys(given)), choice, absolute
        self.skipped = 0

    def items(self) -> Iterator[tuple[Item, Failure | None]]:
        """Every item, sorted below each input; an input that cannot be opened with its failure."""
        position = 0
        for given, source, failed in self._sources():
            for item, fault in _cut(given, source):
                yield replace(item, position=position), failed or fault
                position += 1

    def bytes(self) -> int:
        """The size of all files, for progress."""
        return sum(stamp(source).size for _, source, _ in self._sources())

    def _sources(self) -> Iterator[tuple[str, Source, Failure | None]]:
        self.skipped = 0
        for given in self._given:
            skipped: list[str] = []
            try:
                for source in sources(self._path(given), skipped, self._choice):
                    yield given, source, None
            except TaggerError as error:
                source = Source(given, given)
                yield given, source, failure(source, error)
            self.skipped += len(skipped)

    def _path(self, given: str) -> str:
        return os.path.abspath(given) if self._absolute and not is_url(given) else given


def _cut(given: str, source: Source) -> Iterator[tuple[Item, Failure | None]]:
    """A table of more than one run of rows in runs, any other source whole; what keeps a table from being cut comes as a
    failure."""
    known = stamp(source)
    whole = Item(0, given, source, None, known.print, known.size)
    if not source.is_table:
        yield whole, None
        return
    from tagger.tables.delimited import TEXT
    from tagger.tables.sheets import table_of

    try:
        ranges = table_of(source).ranges(source, TEXT)
        first = list(islice(ranges, 2))
        if len(first) < 2:
            yield whole, None
            return
        for rows in chain(first, ranges):
            yield replace(whole, rows=rows, size=rows.size), None
    except TaggerError as error:
        yield whole, failure(source, error)


def parts(items: Iterable[Item], job: Job, identity: str = "") -> Iterator[Part]:
    """Items gathered in order until there are many, or they are large."""
    gathered: list[Item] = []
    size = 0
    for item in items:
        gathered.append(item)
        size += item.size
        if len(gathered) == MOST_ITEMS or size >= MOST_BYTES:
            yield Part(job, tuple(gathered), identity)
            gathered, size = [], 0
    if gathered:
        yield Part(job, tuple(gathered), identity)
