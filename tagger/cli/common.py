"""What commands share: exit codes, options, and how something is said."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from tagger.errors import RuleFaults, TableFault, TaggerError, UnknownLabel, UnknownModel, UnknownTag, printable
from tagger.readers import Source, sources
from tagger.records import Failure

if TYPE_CHECKING:
    from tagger.home import Home
    from tagger.model.registry import Registry
    from tagger.tables.labelled import Labelled, Vocabulary
    from tagger.terminal.figures import Figures

R = TypeVar("R")
FINDINGS, WRONG_USE, FAULTY, INTERRUPTED = 1, 2, 3, 130
_NEW_TAGS_SHOWN = 3
DEBUG = "TAGGER_DEBUG"

Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT", help="文件、文件夹或 JSONL 文章表；- 为标准输入。", show_default=False),
]
HomeOption = Annotated[
    Path | None, typer.Option("--home", metavar="DIR", help="规则所在的文件夹；默认就近查找，否则用自带的。")
]


class Use(StrEnum):
    """What decides."""

    rules = "rules"
    model = "model"
    both = "both"


class FiguresFormat(StrEnum):
    """How figures are shown."""

    table = "table"
    csv = "csv"
    json = "json"


class ReportFormat(StrEnum):
    """How one thing is shown in full."""

    table = "table"
    json = "json"


def show_figures(figures: Figures, format: FiguresFormat) -> None:
    """Figures on standard output, as the user asked for them."""
    from tagger.terminal.console import Console
    from tagger.terminal.figures import write_json

    if format is FiguresFormat.json:
        write_json(figures.records(), sys.stdout)
    elif format is FiguresFormat.csv:
        figures.write_csv(sys.stdout)
    else:
        figures.show(Console())


def say(message: str) -> None:
    """One message on standard error."""
    sys.stderr.write("".join(f"{printable(line)}\n" for line in message.split("\n")))


def say_faults(error: RuleFaults, outcome: str = "规则有错，什么都没有标") -> None:
    """Every fault of the rules with its line, as ``tagger rules check`` shows them."""
    from tagger.lints.findings import of_fault
    from tagger.terminal.check import report
    from tagger.terminal.console import Console

    console = Console(stderr=True, highlight=False, soft_wrap=not sys.stderr.isatty())
    for line in report([of_fault(fault) for fault in error.faults], console.width if console.is_terminal else None):
        console.print(line)
    say(outcome)


def say_failure(failed: Failure) -> None:
    """One line for one input that could not be used."""
    say(f"× {failed.reason}")


def open_home(given: Path | None) -> Home:
    """The home to work with; one that was found but not trusted is told. Raises HomeFault."""
    from tagger.home import find_home

    home = find_home(given)
    if home.passed is not None:
        say(f"没有用 {home.passed}：别的用户可以改它。确要用它，请写明 --home {home.passed}")
    return home


def writable_home(given: Path | None) -> Home:
    """The home to write to; the shipped one, which is read-only, ends the command as wrong use."""
    home = open_home(given)
    if home.shipped:
        say("× 自带的规则和模型是只读的；用 `tagger init DIR` 新建一个文件夹，再加 --home DIR")
        raise typer.Exit(WRONG_USE)
    return home


def wanted_tags(given: Iterable[str] | None, tags: Iterable[tuple[str, str]]) -> list[str]:
    """The slugs of the tags that a user named by slug or name, in the order given; of all tags where none was named.

    ``tags`` are the pairs of slug and name that there are. An unknown one ends the command as wrong use.
    """
    from tagger.names import TagNames

    pairs = list(tags)
    names = TagNames(pairs)
    try:
        return [names.find(name) for name in given or (slug for slug, _ in pairs)]
    except UnknownTag as error:
        say(f"× {error}")
        raise typer.Exit(WRONG_USE) from None


def known_model(registry: Registry, given: str) -> str:
    """The name of a model that a user named in whole or in part; an unknown one ends the command as wrong use."""
    try:
        return registry.find(given)
    except UnknownModel as error:
        say(f"× {error}")
        raise typer.Exit(WRONG_USE) from None


def named_sources(inputs: list[str]) -> Iterator[Source | Failure]:
    """The sources behind all inputs, in order; an input that is missing comes as a Failure."""
    for given in inputs:
        skipped: list[str] = []
        try:
            yield from sources(given, skipped)
        except TaggerError as error:
            yield Failure(given, type(error).__name__, str(error))
        if skipped:
            shown = "、".join(skipped[:3]) + ("…" if len(skipped) > 3 else "")
            say(f"跳过 {len(skipped)} 个不能读的文件：{shown}")


def say_new_tags(faults: Iterable[TaggerError]) -> None:
    """How to add the tags that rows of tables name and no rule file has."""
    named = {fault.tag: fault.facet for fault in faults if isinstance(fault, UnknownLabel)}
    if not named:
        return
    from tagger.rulelab.scaffold import new_tag, rule_file, rule_text

    first = next(iter(named))
    tag = new_tag(first, "", "type" if named[first] == "type" else "industry")
    shown = "、".join(f"`{name}`" for name in list(named)[:_NEW_TAGS_SHOWN]) + (
        "…" if len(named) > _NEW_TAGS_SHOWN else ""
    )
    say(f"若 {shown} 是新标签，一个标签一个规则文件，如 --home 里的 {rule_file(tag)}（文件名和 tag 可改）：")
    say("".join(f"  {line}\n" for line in rule_text(tag).splitlines()))


def labelled_rows(inputs: list[str], tags: Vocabulary) -> tuple[list[Labelled], bool]:
    """The labelled articles of tables, and whether a row or a file could not be used, which is said."""
    from tagger.tables.labelled import read_labelled

    return usable_rows(inputs, lambda source: read_labelled(source, tags))


def say_unlabelled(given: str) -> None:
    """That a person said nothing of any article, and how it would be said."""
    say(f"× {given}: 没有一篇有标注  → 要有 industries、type，或 correct_industries、correct_type、checked")


def usable_rows(inputs: list[str], read: Callable[[Source], Iterable[R | TableFault]]) -> tuple[list[R], bool]:
    """The rows that ``read`` finds in tables, and whether a row or a file could not be used, which is said."""
    rows: list[R] = []
    faults: list[TaggerError] = []
    failed = False
    for source in named_sources(inputs):
        if isinstance(source, Failure):
            failed = True
            say_failure(source)
            continue
        try:
            for row in read(source):
                faults.append(row) if isinstance(row, TableFault) else rows.append(row)
        except TaggerError as error:
            faults.append(error)
    for fault in faults:
        say(f"× {fault}")
    say_new_tags(faults)
    return rows, failed or bool(faults)
