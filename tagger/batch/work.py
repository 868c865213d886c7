"""The unit of work: a part (a run of small files, or of rows of a table) to encoded rows, failures and counts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tagger import __version__
from tagger.errors import HomeFault, TableFault
from tagger.home import SETTINGS, STORE, Home
from tagger.pipeline import Pipeline, ReadOptions, failure, open_pipeline, read_articles
from tagger.readers import Source
from tagger.readers.inputs import stamp
from tagger.records import Decision, Failure
from tagger.split import Split
from tagger.tables.forms import Form, form_of
from tagger.tables.layout import Known, Layout
from tagger.tables.ranges import Range


class Job(Struct, frozen=True):
    """All that decides the rows of a table, apart from what is read: home, who decides, form, layout."""

    home: Home
    out: str
    use: str = "both"
    long: bool = False
    text: bool = True
    encoding: str = "utf-8-sig"
    reading: ReadOptions = ReadOptions()


class Item(Struct, frozen=True):
    """A source, or rows of a table, and its place in the order of the output; ``given`` is the input that held it.

    ``print`` tells a changed file (``readers.inputs.Stamp``); ``size`` is its share of all bytes, for progress.
    """

    position: int
    given: str
    source: Source
    rows: Range | None = None
    print: str = ""
    size: int = 0


class Part(Struct, frozen=True):
    """What a worker takes at a time; ``identity`` is that of the worker which planned it."""

    job: Job
    items: tuple[Item, ...]
    identity: str = ""

    @property
    def size(self) -> int:
        return sum(item.size for item in self.items)

    def halves(self) -> tuple[Part, ...]:
        """The same items in two parts; nothing for a single one."""
        middle = len(self.items) // 2
        cut = (self.items[:middle], self.items[middle:]) if middle else ()
        return tuple(replace(self, items=items) for items in cut)


class Tally(Struct):
    """Counts of articles: ``tags`` by facet and name; ``doubtful`` are those marked for review."""

    articles: int = 0
    rows: int = 0
    doubtful: int = 0
    tags: dict[str, dict[str, int]] = {}

    def add(self, decision: Decision) -> None:
        """Count one article."""
        self.articles += 1
        self.doubtful += decision.review
        kinds, industries = self.tags.setdefault("type", {}), self.tags.setdefault("industry", {})
        if decision.type:
            kinds[decision.type.name] = kinds.get(decision.type.name, 0) + 1
        for tag in decision.industries:
            industries[tag.name] = industries.get(tag.name, 0) + 1

    def merge(self, other: Tally) -> None:
        """Add the counts of another."""
        self.articles, self.rows = self.articles + other.articles, self.rows + other.rows
        self.doubtful += other.doubtful
        for facet, found in other.tags.items():
            counts = self.tags.setdefault(facet, {})
            for name, number in found.items():
                counts[name] = counts.get(name, 0) + number


class Done(Struct, frozen=True):
    """What became of an item: its encoded rows in order, the failures, the counts."""

    item: Item
    data: bytes
    failures: tuple[Failure, ...]
    tally: Tally


class _Gathered:
    """What becomes of an item, as it comes."""

    def __init__(self, item: Item) -> None:
        self.item, self.tally = item, Tally(tags={})
        self.encoded: list[bytes] = []
        self.failures: list[Failure] = []

    def done(self) -> Done:
        return Done(self.item, b"".join(self.encoded), tuple(self.failures), self.tally)


class Worker:
    """The pipeline and the form of a job, loaded once a process."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self.pipeline: Pipeline = open_pipeline(job.home, job.use)
        tags = {tag.slug: Known(tag.name, tag.facet, tag.parent, tag.codes) for tag in self.pipeline.compiled.tags}
        self.layout = Layout(tags, job.long, job.text, job.reading.keep)
        self.form: Form = form_of(Path(job.out), self.layout, job.encoding)
        self.identity = self._identity()

    def _identity(self) -> str:
        """A digest of all that decides the rows: where it differs, everything is tagged again."""
        job, settings, corrected = self._job, self._job.home.path / SETTINGS, self._job.home.path / STORE
        said = [
            __version__, self.pipeline.identity, settings.read_text("utf-8") if settings.is_file() else "",
            stamp(Source(str(corrected), "")).print,
            Path(job.out).suffix, job.use, job.long, job.text, job.encoding, job.reading,
        ]  # fmt: skip
        return hashlib.blake2b(msgspec.json.encode(said), digest_size=16).hexdigest()

    def run(self, items: Sequence[Item]) -> list[Done]:
        """Every item, in order. What cannot be read or written comes as failures, never as an exception."""
        gathered = {item.position: _Gathered(item) for item in items}
        try:
            self._gather(items, gathered)
        except Exception as error:  # one file never stops the others; it is listed with what went wrong
            if len(items) > 1:
                return [done for item in items for done in self.run([item])]
            source = items[0].source
            fault = Failure(source.file, type(error).__name__, f"{source.place}: 内部错误：{error!r}")
            gathered[items[0].position].failures.append(fault)
        return [each.done() for each in gathered.values()]

    def _gather(self, items: Sequence[Item], gathered: Mapping[int, _Gathered]) -> None:
        read = ((item, each) for item in items for each in read_articles(item.source, self._job.reading, item.rows))
        for item, found in self.pipeline.tagged(read):
            if isinstance(found, Decision):
                self._encode(found, gathered[item.position])
            elif not isinstance(found, Split):
                gathered[item.position].failures.append(found)

    def _encode(self, decision: Decision, to: _Gathered) -> None:
        try:
            to.encoded.append(self.form.encode(decision))
        except TableFault as error:
            to.failures.append(failure(to.item.source, error))
            return
        to.tally.add(decision)
        to.tally.rows += 1 + max(len(decision.industries) - (decision.type is None), 0) if self._job.long else 1


@lru_cache(maxsize=1)
def worker_of(job: Job) -> Worker:
    """The worker of this process for a job."""
    return Worker(job)


def run_part(part: Part) -> list[Done]:
    """Every item of a part, in order.

    Raises HomeFault where rules, model or version are not those that the part was planned with: no table is of two minds.
    """
    worker = worker_of(part.job)
    if worker.identity != part.identity:
        raise HomeFault(
            "工作进程的规则、模型或版本与这里的不同", str(part.job.home.path),
            hint="每台机器上要有同样的 --home 和同一版本的 tagger；规则在做的时候改了，就重新开始",
        )  # fmt: skip
    return worker.run(part.items)


def lost_part(part: Part) -> list[Done]:
    """What becomes of items whose workers ended every time: a failure of each, without a print, so that the next run
    tries them again."""
    return [
        Done(replace(item, print=""), b"", (Failure(item.source.file, "WorkerLost", _ended(item)),), Tally(tags={}))
        for item in part.items
    ]


def _ended(item: Item) -> str:
    where = f"第 {item.rows.row + 1} 行起的一段：" if item.rows else ""
    return f"{item.source.place}: {where}读它的工作进程每次都中途结束（内存不够？）"
