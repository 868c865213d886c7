"""``tagger review``: accept or correct results in the terminal, one key a decision."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from tagger.cli.common import FINDINGS, WRONG_USE, HomeOption, labelled_rows, open_home, say

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
    from tagger.cli.screen import Screen, need_terminal
    from tagger.corrections.answers import unknown
    from tagger.corrections.review import Review
    from tagger.match import load_compiled
    from tagger.tables.labelled import Vocabulary
    from tagger.tables.results import sheet
    from tagger.terminal.console import Console

    need_terminal("核对", "不在终端里可以把结果表改好，再用 `tagger corrections import`")
    path = out or Path(f"{os.path.splitext(results)[0]}.corrections.csv")
    if path.suffix.lower() != ".csv":
        say(f"× 修订表要写成 .csv，不是 `{path.name}`")
        raise typer.Exit(WRONG_USE)
    vocabulary = Vocabulary.of(load_compiled(open_home(home)).tags)
    before = read_rows(str(path))[0] if path.exists() else []
    if path.exists() and labelled_rows([str(path)], vocabulary)[1]:
        say(f"× {path} 里有读不出的行，先改好它，或换一个 -o")
        raise typer.Exit(WRONG_USE)
    rows, failed = read_rows(results)
    if foreign := sorted({tag for row in rows for tag in unknown(row, vocabulary)}):
        say(f"× 规则里没有结果表的标签 {'、'.join(foreign[:_SHOWN])}；--home 要指标注时用的文件夹")
        raise typer.Exit(WRONG_USE)
    session = Review(rows, before, vocabulary, lambda said: write(path, sheet(said)))
    try:
        Screen(session, vocabulary, Console(highlight=False)).run()
    finally:  # also where it is interrupted: every key was saved
        say(f"已核对 {session.done}，共 {session.total}；存在 {path}，学习用 tagger retrain {path}")
    if failed:
        raise typer.Exit(FINDINGS)
