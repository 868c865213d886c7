"""``tagger retrain --ask``: suspect corrections once more before a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from tagger.cli.common import WRONG_USE, say
from tagger.cli.screen import Screen, need_terminal

if TYPE_CHECKING:
    from tagger.corrections.store import Store
    from tagger.home import Home
    from tagger.match import Compiled
    from tagger.training.suspects import Suspect


def refuse(*, dry_run: bool) -> None:
    """End as wrong use where answers cannot be given or kept."""
    need_terminal("--ask", "不在终端里可以去掉它：可疑的修订列在报告最前面，改好修订表再给一次")
    if dry_run:
        say("× --ask 的回答要存下来，不能与 --dry-run 同用")
        raise typer.Exit(WRONG_USE)


def ask(home: Home, compiled: Compiled, store: Store, suspects: Sequence[Suspect]) -> bool:
    """Ask about suspect corrections; whether an answer changed one. Answers join the store as they are given."""
    from tagger.corrections.recheck import Recheck
    from tagger.model.registry import current_model
    from tagger.pipeline import Pipeline
    from tagger.tables.labelled import Vocabulary
    from tagger.terminal.console import Console
    from tagger.training.questions import questions

    vocabulary, model = Vocabulary.of(compiled.tags), current_model(home)
    found = questions(suspects, vocabulary, Pipeline(compiled))
    if not found:
        say("没有可疑的修订要问")
        return False
    name = model.name if model else None
    session = Recheck(found, lambda correction: store.say(correction, compiled.digest, name))
    try:
        Screen(session, vocabulary, Console(highlight=False)).run()
    finally:  # also where it is interrupted: every answer was saved
        say(f"可疑的 {session.total} 条，回答了 {session.done} 条，其中改动 {session.changed} 条")
    return session.changed > 0
