"""The one unit of work: a source to the Decisions of its articles, or to Failures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from tagger.decide import Decider, ModelScorer, Reading
from tagger.errors import InputEmpty, ModelFault, TableFault, TaggerError
from tagger.home import STORE, Home
from tagger.match import Compiled, Document, Matcher, document_of, load_compiled
from tagger.readers import Source, read_pages
from tagger.records import Article, Decision, Failure, Imprint
from tagger.split import Split, single, split
from tagger.zone import find_zone

if TYPE_CHECKING:
    from pathlib import Path

    from tagger.corrections.memory import Memory
    from tagger.match.explain import Trace
    from tagger.model.model import Model
    from tagger.tables.labelled import Labels
    from tagger.tables.ranges import Range

T = TypeVar("T")
_UNKNOWN = Imprint()
_BATCH = 64  # articles that go through the stages together


class ReadOptions(Struct, frozen=True):
    """How sources are read: pages ``cut`` into articles or each file one article; columns of tables to ``keep``;
    the ``path_pattern`` that tells date, paper and page (``tagger.readers.imprint``)."""

    cut: bool = True
    keep: tuple[str, ...] = ()
    path_pattern: str = ""


class Pipeline:
    """Tags articles with the rules of one home, its model, or both. Holds no state between articles, so threads may
    share it."""

    def __init__(
        self,
        compiled: Compiled,
        model: Model | None = None,
        scorer: ModelScorer | None = None,
        memory: Memory | None = None,
    ) -> None:
        """``memory`` holds corrected articles, which come out as corrected."""
        self.compiled, self.model, self._memory = compiled, model, memory
        self._matcher = Matcher(compiled)
        if model is None:
            self._decider = Decider(self._matcher)
        else:
            supports = [model.manifest.supports.get(tag, 0) for tag in model.tags]
            self._decider = Decider(self._matcher, scorer, model.name, supports)

    @property
    def identity(self) -> tuple[str, str, object, int]:
        """What tells the same rules, model and corrections again: the digest of the rules, name and manifest of the
        model, how many corrections there are."""
        model, corrections = self.model, self._memory.state if self._memory else 0
        return self.compiled.digest, model.name if model else "", model and model.manifest, corrections

    @property
    def remembers(self) -> bool:
        """Whether there are corrections to remember."""
        return self._memory is not None

    def tag(self, article: Article) -> Decision:
        """One article to its Decision."""
        return self.recall(self.decide(article))

    def recall(self, decision: Decision) -> Decision:
        """A Decision as corrected; the same where nobody said anything of the article."""
        return decision if self._memory is None else self._memory.apply(decision)

    def said(self, article: Article) -> Labels | None:
        """What a person said of an article; None where nobody said anything."""
        return None if self._memory is None else self._memory.said(article)

    def decide(self, article: Article) -> Decision:
        """One article to its Decision, whatever was said of it."""
        return self._decide_all([article])[0]

    def _decide_all(self, articles: Sequence[Article]) -> list[Decision]:
        """Articles to their Decisions, stage by stage: what a stage works with is then near the processor."""
        documents = [self._document(article) for article in articles]
        found = [self._matcher.match(document) for document in documents]
        zones = [_zone(document, matches.zones) for document, matches in zip(documents, found, strict=True)]
        readings = self._read(documents)
        return list(map(self._decider.decide, articles, found, zones, readings))

    def trace(self, article: Article) -> Trace:
        """The same article, read slowly: what speaks for and against every tag, also one that is not given."""
        from tagger.match.explain import Trace

        return Trace(self._matcher, self._document(article))

    def _read(self, documents: Sequence[Document]) -> list[Reading]:
        """What the model makes of each document; nothing without one."""
        model = self.model
        if model is None:
            return [Reading()] * len(documents)
        return [Reading(model.margins(row).tolist(), partial(model.words_for, row)) for row in model.read(documents)]

    def _document(self, article: Article) -> Document:
        return document_of(article.title, article.text, self.compiled.genre.lead)

    def run(
        self, source: Source, options: ReadOptions | None = None, rows: Range | None = None
    ) -> Iterator[Decision | Failure | Split]:
        """Every article of a source, or of a run of rows of a table, in order; a Split after the articles of a page.

        What cannot be read comes as a Failure, never as an exception.
        """
        for _, found in self.tagged((source, found) for found in read_articles(source, options, rows)):
            yield found

    def run_all(
        self, sources: Iterable[Source | Failure], options: ReadOptions | None = None
    ) -> Iterator[tuple[Source | Failure, Decision | Failure | Split]]:
        """The same for many sources, each result beside its source; a Failure among them comes as it is."""
        return self.tagged(
            (source, found)
            for source in sources
            for found in ([source] if isinstance(source, Failure) else read_articles(source, options))
        )

    def tagged(
        self, found: Iterator[tuple[T, Article | Failure | Split]]
    ) -> Iterator[tuple[T, Decision | Failure | Split]]:
        """Every article as its Decision, all else as it is, in order; some articles are read ahead."""
        while batch := list(islice(found, _BATCH)):
            decisions = iter(self._decide_all([each for _, each in batch if isinstance(each, Article)]))
            for source, each in batch:
                yield source, self.recall(next(decisions)) if isinstance(each, Article) else each


def open_pipeline(home: Home, use: str = "both", *, remember: bool = True, model: Path | None = None) -> Pipeline:
    """The pipeline of a home where ``use`` decides: rules, model, or both, which is rules alone where there is no model;
    ``model`` is a folder of another one than that in use.

    Unless told not to ``remember``, articles that were corrected come out as corrected, whatever decides.
    Raises RuleFaults, HomeFault or ModelFault.
    """
    compiled = load_compiled(home)
    memory = _memory(home, compiled) if remember else None
    folder = None if use == "rules" else model or _model_in_use(home)
    if folder is None:
        if use == "model":
            raise ModelFault(
                "这里还没有模型", str(home.path / "models"), hint="用 `tagger retrain` 训练，或 `--use rules`"
            )
        return Pipeline(compiled, memory=memory)
    from tagger.model.model import load_model

    loaded = load_model(folder, [tag.slug for tag in compiled.tags])
    return Pipeline(compiled, loaded, ModelScorer(compiled, loaded.manifest, use, home.settings().facets), memory)


def _model_in_use(home: Home) -> Path | None:
    from tagger.model.registry import current_model

    return current_model(home)


def _memory(home: Home, compiled: Compiled) -> Memory | None:
    if not (home.path / STORE).exists():  # nothing is imported for a home without corrections
        return None
    from tagger.corrections.memory import open_memory

    return open_memory(home.path, {tag.slug: tag.name for tag in compiled.tags})


def read_articles(
    source: Source, options: ReadOptions | None = None, rows: Range | None = None
) -> Iterator[Article | Failure | Split]:
    """The articles of a source, untagged, as ``Pipeline.run`` gives their Decisions."""
    options = options or ReadOptions()
    try:
        given = _of_path(source, options)
        if source.is_table:
            from tagger.tables.sheets import read_rows

            empty = rows is None
            for row in read_rows(source, rows, options.keep):
                empty = False
                yield failure(source, row) if isinstance(row, TableFault) else _printed(row, given)
            if empty:
                raise InputEmpty("表里一行也没有", source.place)
            return
        yield from _of_pages(source, options, given)
    except TaggerError as error:
        yield failure(source, error)


def _of_pages(source: Source, options: ReadOptions, given: Imprint) -> Iterator[Article | Failure | Split]:
    """The articles of every page, numbered through the whole file."""
    results: list[Split] = []
    articles: list[Article] = []
    for page in read_pages(source):
        if isinstance(page, TaggerError):
            yield failure(source, page)
            continue
        result = split(page) if options.cut else Split((single(page),))
        results.append(result)
        known = given.filled(page.imprint)
        if result.left_over:
            from tagger.readers.imprint import imprint_of_furniture

            known = known.filled(imprint_of_furniture(rest.text for rest in result.left_over))
        articles += [_printed(article, known) for article in result.articles]
    for number, article in enumerate(articles, start=1):
        yield article if len(results) == 1 else replace(article, number=number, of=len(articles))
    yield from results


def _of_path(source: Source, options: ReadOptions) -> Imprint:
    if not options.path_pattern:
        return _UNKNOWN
    from tagger.readers.imprint import imprint_of_path

    return imprint_of_path(source.file, options.path_pattern)


def _printed(article: Article, issue: Imprint) -> Article:
    """The article with what is known of its issue; what it knows itself stands."""
    if issue == _UNKNOWN:
        return article
    known = Imprint(article.date, article.paper, article.page_label).filled(issue)
    return replace(article, date=known.date, paper=known.paper, page_label=known.page_label)


def failure(source: Source, error: TaggerError) -> Failure:
    """An error as a value, named by the class of its cause."""
    return Failure(source.file, type(error).__name__, str(error))


def _zone(document: Document, marks: Sequence[tuple[int, int]]) -> str:
    """The zone of a document in its own form; empty where it is about none."""
    span = find_zone(document.text, document.title_end, document.lead_end, marks) if marks else None
    return _own_form(document, span) if span else ""


def _own_form(document: Document, span: tuple[int, int]) -> str:
    """A zone as the article writes it, without the white space that wraps put in."""
    start, end = span
    view, shift = (document.title, 0) if start < document.title_end else (document.body, document.title_end + 1)
    return "".join(view.raw.split())[start - shift : end - shift]
