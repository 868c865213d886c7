"""``tagger retrain``: learn from corrections, compare with the model in use, and put the new one to use if it is not worse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tagger.cli.common import FINDINGS, WRONG_USE, HomeOption, named_sources, open_home, say, say_failure
from tagger.records import Article, Failure

if TYPE_CHECKING:
    from rich.console import Console

    from tagger.corrections.store import Correction
    from tagger.home import Home
    from tagger.match import Compiled
    from tagger.model.registry import Writer
    from tagger.training.retrain import Outcome

_SUSPECTS_SHOWN = 20


def retrain(
    corrections: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CORRECTIONS",
            help="修订表：text 和 correct_type、correct_industries 或 checked；不给则只用修订库。",
            show_default=False,
        ),
    ] = None,
    archive: Annotated[
        Path | None,
        typer.Option("--archive", metavar="FOLDER", help="自己的未标注文章，也从中学习。", show_default=False),
    ] = None,
    ask: Annotated[bool, typer.Option("--ask", help="训练前在终端里逐条再看可疑的修订：留、改或作废。")] = False,
    curve: Annotated[bool, typer.Option("--curve", help="另用一部分修订训练几次，估计再改一百篇有多大用。")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只训练和报告，什么都不存。")] = False,
    force: Annotated[bool, typer.Option("--force", help="新模型变差也启用，并记在模型里。")] = False,
    home: HomeOption = None,
) -> None:
    """从修订学习：训练新模型，与旧模型比较，不变差才启用。"""
    from rich.console import Console

    from tagger.match import load_compiled
    from tagger.model.registry import Registry

    found = open_home(home)
    if found.shipped and not dry_run:
        say("× 自带的规则和模型不能改动；请用 `--home DIR` 指定自己的文件夹")
        raise typer.Exit(WRONG_USE)
    if ask:
        from tagger.cli.retrain_ask import refuse

        refuse(dry_run=dry_run)
    compiled, console = load_compiled(found), Console(stderr=True, highlight=False)
    said, keep, failed = _corrections(found, compiled, corrections or [])
    with nullcontext() if dry_run else Registry(found).writing("tagger retrain") as models:
        if models is not None:
            said = keep()
        outcome = _train(found, compiled, said, archive, console)
        if ask and (now := _asked(found, compiled, outcome)) is not None:
            said = now
            outcome = _train(found, compiled, said, archive, console)
        _report(outcome, compiled)
        if curve:
            _curve(found, compiled, outcome, console)
        fit = not outcome.faults
        if models is None:
            say("没有启用（--dry-run）")
        else:
            fit = _promote(models, outcome, compiled, force=force) or force
    if not dry_run:
        _recall(found, said)
    if failed or not fit:
        raise typer.Exit(FINDINGS)


def _corrections(
    home: Home, compiled: Compiled, inputs: list[str]
) -> tuple[list[Correction], Callable[[], list[Correction]], bool]:
    """All corrections of the home as if those in the files had joined the store, what makes them join it and gives all
    that are there then, and whether a file or row could not be used."""
    from tagger.cli.corrections_import import gathered
    from tagger.corrections.store import Store
    from tagger.model.registry import current_model

    store, folder = Store(home.path), current_model(home)
    found, failed = gathered(inputs, compiled, store)
    model = folder.name if folder else None
    said = store.preview(found.rows, compiled.digest, model)
    if not said:
        say("× 没有一篇标注过的文章" + ("" if inputs else "：修订库是空的，请给出修订表"))
        raise typer.Exit(FINDINGS)

    def keep() -> list[Correction]:
        store.add(found.rows, compiled.digest, model)
        return store.current()

    return said, keep, failed


def _asked(home: Home, compiled: Compiled, outcome: Outcome) -> list[Correction] | None:
    """The corrections that hold after a person was asked about suspect ones; None where they are the same."""
    from tagger.cli.retrain_ask import ask
    from tagger.corrections.store import Store

    store = Store(home.path)
    if not ask(home, compiled, store, outcome.suspects):
        return None
    if not (said := store.current()):
        say("× 修订都作废了，没有可学的")
        raise typer.Exit(FINDINGS)
    return said


def _train(home: Home, compiled: Compiled, said: list[Correction], archive: Path | None, console: Console) -> Outcome:
    from tagger.evaluate.run import vocabulary
    from tagger.terminal.steps import stepping
    from tagger.training.learn import FOLDS
    from tagger.training.retrain import retrain as train

    with stepping(console, FOLDS + 4) as step:
        return train(home, compiled, vocabulary(compiled), said, _articles(archive) if archive else (), step)


def _curve(home: Home, compiled: Compiled, outcome: Outcome, console: Console) -> None:
    from rich.console import Console

    from tagger.terminal.learned import curve
    from tagger.terminal.steps import stepping
    from tagger.training.curve import SHARES, learning_curve
    from tagger.training.decisions import Judge

    judge = Judge(compiled, home.settings().facets.industry)
    with stepping(console, len(SHARES)) as step:
        points = learning_curve(judge, outcome.trained, outcome.material, step)
    curve(points, Console(highlight=False))


def _articles(archive: Path) -> Iterator[Article]:
    """The articles of a folder or file, unlabelled; what cannot be read is told and left out."""
    from tagger.pipeline import read_articles

    for source in named_sources([str(archive)]):
        for found in [source] if isinstance(source, Failure) else read_articles(source):
            if isinstance(found, Failure):
                say_failure(found)
            elif isinstance(found, Article):
                yield found


def _report(outcome: Outcome, compiled: Compiled) -> None:
    """Suspect corrections, then the comparison, then what the model does not know."""
    from rich.console import Console

    from tagger.model.manifest import BEGINS
    from tagger.terminal.learned import show, suspects

    console, names = Console(highlight=False), {tag.slug: tag.name for tag in compiled.tags}
    sure = [suspect for suspect in outcome.suspects if suspect.is_sure]
    if sure:
        console.print(f"可疑的修订（{len(sure)} 条，最可疑的在前）：", soft_wrap=True)
        suspects(sure[:_SUSPECTS_SHOWN], names).show(console)
    show(outcome.parts, names, console)
    if outcome.few:
        shown = "、".join(f"{names[tag]} {count}" for tag, count in outcome.few.items())
        say(f"样本不足 {BEGINS} 篇，仍只凭规则：{shown}")


def _promote(models: Writer, outcome: Outcome, compiled: Compiled, *, force: bool) -> bool:
    """Install the model and, if it may, use it; whether it is not worse."""
    reasons = "；".join(outcome.faults)
    name = models.install(outcome.told(aside=reasons, forced=bool(reasons) and force))
    if reasons:
        say(f"× 新模型变差：{reasons}")
    if reasons and not force:
        say(f"没有启用，留作 {name}；`tagger models use {name}` 或 --force 可以启用")
        return False
    models.use(name, [tag.slug for tag in compiled.tags])
    say(f"已启用模型 {name}")
    return not reasons


def _recall(home: Home, said: list[Correction]) -> None:
    """How many of the corrected articles come out as corrected, with the model alone and with what is remembered."""
    from tagger.pipeline import open_pipeline
    from tagger.training.recall import as_corrected

    remembered, alone = (as_corrected(open_pipeline(home, remember=remember), said) for remember in (True, False))
    say(f"修订过的 {len(said)} 篇，与修订一致的 {remembered} 篇（不靠记忆 {alone} 篇）")
