"""``tagger review``: accept or correct results in the terminal, one key a decision."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tagger.cli.common import FINDINGS, WRONG_USE, HomeOption, labelled_rows, open_home, say

if TYPE_CHECKING:
    from tagger.corrections.review import Review
    from tagger.names import TagNames
    from tagger.tables.labelled import Vocabulary
    from tagger.terminal.console import Console

_SHOWN = 5


def review(
    results: Annotated[
        str,
        typer.Argument(metavar="RESULTS", help="结果表（CSV、xlsx、Parquet 或 JSONL，带正文）。", show_default=False),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="CORRECTIONS",
            help="修订表；默认在结果表旁边，已有则接着核对。",
            show_default=False,
        ),
    ] = None,
    home: HomeOption = None,
) -> None:
    """在终端里逐篇核对，最可疑的在前；每按一键都已存好，随时可退。"""
    from tagger.cli.results import read_rows, write
    from tagger.corrections.answers import unknown
    from tagger.corrections.review import Review
    from tagger.match import load_compiled
    from tagger.tables.labelled import Vocabulary
    from tagger.tables.results import sheet
    from tagger.terminal.console import Console

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        say("✗ 核对要在终端里进行；不在终端里可以把结果表改好，再用 `tagger corrections import`")
        raise typer.Exit(WRONG_USE)
    path = out or Path(f"{os.path.splitext(results)[0]}.corrections.csv")
    if path.suffix.lower() != ".csv":
        say(f"✗ 修订表要写成 .csv，不是 `{path.name}`")
        raise typer.Exit(WRONG_USE)
    vocabulary = Vocabulary.of(load_compiled(open_home(home)).tags)
    before = read_rows(str(path))[0] if path.exists() else []
    if path.exists() and labelled_rows([str(path)], vocabulary)[1]:
        say(f"✗ {path} 里有读不出的行，先改好它，或换一个 -o")
        raise typer.Exit(WRONG_USE)
    rows, failed = read_rows(results)
    if foreign := sorted({tag for row in rows for tag in unknown(row, vocabulary)}):
        say(f"✗ 规则里没有结果表的标签 {'、'.join(foreign[:_SHOWN])}；--home 要指标注时用的文件夹")
        raise typer.Exit(WRONG_USE)
    session = Review(rows, before, vocabulary, lambda said: write(path, sheet(said)))
    try:
        _Screen(session, vocabulary, Console(highlight=False)).run()
    finally:  # also where it is interrupted: every key was saved
        say(f"已核对 {session.done}，共 {session.total}；存在 {path}，学习用 tagger retrain {path}")
    if failed:
        raise typer.Exit(FINDINGS)


class _Screen:
    """Keys to what they do."""

    def __init__(self, session: Review, vocabulary: Vocabulary, console: Console) -> None:
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
