"""``tagger corrections import``: corrected tables into the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tagger.cli.common import FINDINGS, HomeOption, named_sources, say, say_failure, say_new_tags, writable_home
from tagger.records import Failure

if TYPE_CHECKING:
    from tagger.corrections.gather import Gathered
    from tagger.corrections.store import Store
    from tagger.match import Compiled

_ALTERED = {
    "text": "正文在保存时被改动，与 digest 不符，按 digest 认定",
    "id": "id 里的长数字已被表格软件取整",
    "digest": "digest 已被表格软件取整，按正文认定",
    "date": "date 看不出是哪一天，照原样留着（日期写成 2023-10-16）",
}
_ROWS_SHOWN = 5


def import_corrections(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help="修订表（CSV、xlsx、JSONL），或 Label Studio 的 JSON、doccano 的 JSONL 导出文件。",
            show_default=False,
        ),
    ],
    approved: Annotated[
        bool, typer.Option("--approved", help="doccano 文件里都是核对过的：标签没改的也算确认。")
    ] = False,
    home: HomeOption = None,
) -> None:
    """把改好的表导入修订库；之后这些文章按修订标注。"""
    from tagger.corrections.store import Added, Store
    from tagger.match import load_compiled
    from tagger.model.registry import current_model

    found = writable_home(home)
    compiled, store = load_compiled(found), Store(found.path)
    rows, failed = gathered(inputs, compiled, store, approved=approved)
    model = current_model(found)
    added = Added(0, 0, 0)
    if rows.rows:  # else there is no store either, where none was
        added = store.add(rows.rows, compiled.digest, model.name if model else None)
    say(f"新增 {added.new} 篇，改动 {added.changed} 篇，与已有相同 {added.same} 篇；没有修订的行 {rows.silent}")
    if failed:
        raise typer.Exit(FINDINGS)


def gathered(inputs: list[str], compiled: Compiled, store: Store, *, approved: bool = False) -> tuple[Gathered, bool]:
    """What the files say, and whether a file or a row of them could not be used, which is told."""
    from tagger.corrections.gather import gather
    from tagger.tables.labelled import Vocabulary

    sources, failed = [], False
    for source in named_sources(inputs):
        if isinstance(source, Failure):
            failed = True
            say_failure(source)
        else:
            sources.append(source)
    found = gather(sources, Vocabulary.of(compiled.tags), store.article, approved=approved)
    _tell(found)
    return found, failed or bool(found.faults)


def _tell(gathered: Gathered) -> None:
    """Every row that cannot be used, what a spreadsheet altered, which rows overrule an earlier file."""
    for fault in gathered.faults:
        say(f"× {fault}")
    say_new_tags(gathered.faults)
    for (file, column), rows in gathered.altered.items():
        shown = "、".join(map(str, rows[:_ROWS_SHOWN])) + ("…" if len(rows) > _ROWS_SHOWN else "")
        say(f"! {file} 第 {shown} 行：{_ALTERED[column]}")
    for told in gathered.overruling:
        say(f"! {told}；以后给的为准")
    if gathered.faults:
        rest = f"其余 {len(gathered.rows)} 行照用" if gathered.rows else "没有一行可用"
        say(f"{len(gathered.faults)} 处不能用，{rest}；改好后把整个文件再给一次，已有的不会重复")
    if not gathered.rows and not gathered.faults:
        say("没有一行写了修订：填 correct_type、correct_industries 或 checked；doccano 里核对过而未改的，加 --approved")
