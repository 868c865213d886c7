"""Going through articles in the terminal: keys to what they do."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from tagger.cli.common import WRONG_USE, say

if TYPE_CHECKING:
    from tagger.corrections.session import Session
    from tagger.names import TagNames
    from tagger.tables.labelled import Vocabulary
    from tagger.terminal.console import Console


def need_terminal(what: str, instead: str) -> None:
    """End as wrong use where nobody can press a key."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        say(f"× {what}要在终端里进行；{instead}")
        raise typer.Exit(WRONG_USE)


class Screen:
    """Keys to what they do."""

    def __init__(self, session: Session, vocabulary: Vocabulary, console: Console) -> None:
        self._session, self._vocabulary, self._console = session, vocabulary, console
        self._note, self._whole = "", False

    def run(self) -> None:
        """Until the last article, or ``q``."""
        from tagger.terminal.review import draw

        while self._session.row is not None:
            draw(self._session, self._vocabulary, self._console, self._note, whole=self._whole)
            self._note = ""
            key = typer.getchar()
            if key == "q":
                break
            self._press(key)
        self._console.clear()

    def _press(self, key: str) -> None:
        from tagger.terminal.review import DIGITS

        session, known = self._session, self._vocabulary
        offered = session.offered()
        self._whole = key == "v" and not self._whole
        if key in ("\r", "\n", " "):
            session.accept()
        elif key == "s":
            session.skip()
        elif key == "u":
            self._note = "" if session.undo() else "没有可撤销的"
        elif key == "t" and (kind := self._pick(known.types, known.types.slugs, "类型")):
            session.choose(kind)
        elif key == "a":
            if industry := self._pick(known.industries, known.industries.slugs, "加上或去掉行业"):
                session.toggle(industry)
        elif key in DIGITS and DIGITS.index(key) < len(offered):
            session.toggle(offered[DIGITS.index(key)])
        elif own := next((each for each in session.keys if each.letter == key), None):
            own.press()
        elif key not in "tv":
            self._note = "没有这个键"

    def _pick(self, names: TagNames, slugs: Sequence[str], heading: str) -> str | None:
        """The tag chosen by its letter; None where another key was pressed."""
        from tagger.terminal.review import LETTERS, draw_menu

        start = 0
        while slugs:
            page = slugs[start : start + len(LETTERS)]
            draw_menu(names, page, self._session.tags, heading, self._console)
            key = typer.getchar()
            if key == " ":
                start = start + len(LETTERS) if start + len(LETTERS) < len(slugs) else 0
                continue
            place = LETTERS.find(key) if len(key) == 1 else -1
            return page[place] if 0 <= place < len(page) else None
        return None
