"""The one unit of work: a source to the Decisions of its articles, or to Failures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tagger.decide import Decider, ModelScorer, Reading
from tagger.errors import ModelFault, TableFault, TaggerError
from tagger.home import STORE, Home
from tagger.match import Compiled, Document, Matcher, document_of, load_compiled
from tagger.model.manifest import current_model
from tagger.readers import Source, read_text
from tagger.records import Article, Decision, Failure, Page
from tagger.split import Split, single, split
from tagger.tables.jsonl import read_rows
from tagger.zone import find_zone

if TYPE_CHECKING:
    from tagger.corrections.memory import Memory
    from tagger.match.explain import Trace
    from tagger.model.model import Model


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

    def tag(self, article: Article) -> Decision:
        """One article to its Decision."""
        decision = self._decide(article)
        return decision if self._memory is None else self._memory.apply(decision)

    def _decide(self, article: Article) -> Decision:
        document = self._document(article)
        matches = self._matcher.match(document)
        zone = ""
        if matches.zones:
            span = find_zone(document.text, document.title_end, document.lead_end, matches.zones)
            zone = _own_form(document, span) if span else ""
        return self._decider.decide(article, matches, zone, self._read(document))

    def trace(self, article: Article) -> Trace:
        """The same article, read slowly: what speaks for and against every tag, also one that is not given."""
        from tagger.match.explain import Trace

        return Trace(self._matcher, self._document(article))

    def _read(self, document: Document) -> Reading:
        """What the model makes of a document; nothing without one."""
        model = self.model
        if model is None:
            return Reading()
        counts = model.count(document)
        return Reading(model.margins(counts).tolist(), lambda tag, most: model.words_for(counts, tag, most))

    def _document(self, article: Article) -> Document:
        return document_of(article.title, article.text, self.compiled.genre.lead)

    def run(self, source: Source, *, cut: bool = True) -> Iterator[Decision | Failure | Split]:
        """Every article of a source, in order; a Split after the articles of a page.

        ``cut`` False takes each file as one article. What cannot be read comes as a Failure, never as an exception.
        """
        for found in read_articles(source, cut=cut):
            yield self.tag(found) if isinstance(found, Article) else found


def open_pipeline(home: Home, use: str = "both", *, remember: bool = True) -> Pipeline:
    """The pipeline of a home where ``use`` decides: rules, model, or both, which is rules alone where there is no model.

    Unless told not to ``remember``, articles that were corrected come out as corrected, whatever decides.
    Raises RuleFaults, HomeFault or ModelFault.
    """
    compiled = load_compiled(home)
    memory = _memory(home, compiled) if remember else None
    folder = None if use == "rules" else current_model(home)
    if folder is None:
        if use == "model":
            raise ModelFault(
                "这里还没有模型", str(home.path / "models"), hint="用 `tagger retrain` 训练，或 `--use rules`"
            )
        return Pipeline(compiled, memory=memory)
    from tagger.model.model import load_model

    model = load_model(folder, [tag.slug for tag in compiled.tags])
    return Pipeline(compiled, model, ModelScorer(compiled, model.manifest, use, home.settings().facets), memory)


def _memory(home: Home, compiled: Compiled) -> Memory | None:
    if not (home.path / STORE).exists():  # nothing is imported for a home without corrections
        return None
    from tagger.corrections.memory import open_memory

    return open_memory(home.path, {tag.slug: tag.name for tag in compiled.tags})


def read_articles(source: Source, *, cut: bool = True) -> Iterator[Article | Failure | Split]:
    """The articles of a source, untagged, as ``Pipeline.run`` gives their Decisions."""
    try:
        text = read_text(source)
        if source.is_table:
            for row in read_rows(text, source.file, source.name):
                yield failure(source, row) if isinstance(row, TableFault) else row
            return
        page = Page(source.file, source.name, text)
        result = split(page) if cut else Split((single(page),))
    except TaggerError as error:
        yield failure(source, error)
        return
    yield from result.articles
    yield result


def failure(source: Source, error: TaggerError) -> Failure:
    """An error as a value, named by the class of its cause."""
    return Failure(source.file, type(error).__name__, str(error))


def _own_form(document: Document, span: tuple[int, int]) -> str:
    """A zone as the article writes it, without the white space that wraps put in."""
    start, end = span
    view, shift = (document.title, 0) if start < document.title_end else (document.body, document.title_end + 1)
    return "".join(view.raw.split())[start - shift : end - shift]
