"""``tagger sample``: articles to check, so that ``tagger eval`` can tell how good all results are."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tagger.cli.common import FINDINGS, WRONG_USE, HomeOption, open_home, say


def sample(
    results: Annotated[
        str,
        typer.Argument(metavar="RESULTS", help="结果表（CSV、xlsx、Parquet 或 JSONL，带正文）。", show_default=False),
    ],
    size: Annotated[int, typer.Option("-n", metavar="N", min=1, help="抽多少篇。")] = 200,
    out: Annotated[
        Path, typer.Option("--output", "-o", metavar="TABLE", help="要核对的表（.csv 或 .xlsx）。", show_default=False)
    ] = Path("sample.csv"),
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="随机数种子：同样的种子抽同样的文章。")] = 0,
    home: HomeOption = None,
) -> None:
    """按类型、是否可疑和行业分层抽样；核对后用 `tagger eval` 估计全部结果的好坏。"""
    from tagger.cli.results import is_written, read_rows, write_table
    from tagger.corrections.sample import draw
    from tagger.match import load_compiled
    from tagger.tables.labelled import Vocabulary

    if not is_written(out):
        raise typer.Exit(WRONG_USE)
    rows, failed = read_rows(results)
    if not rows:
        if not failed:
            say(f"× {results}: 表里一行也没有")
        raise typer.Exit(FINDINGS)
    drawn = draw(rows, size, seed)
    write_table(out, drawn, Vocabulary.of(load_compiled(open_home(home)).tags))
    strata = len({row["stratum"] for row in drawn})
    say(f"从 {len(rows)} 篇中抽出 {len(drawn)} 篇（{strata} 层），写到 {out}")
    if failed:
        raise typer.Exit(FINDINGS)
