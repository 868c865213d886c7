"""``tagger batch``: folders, globs, archives and tables to one table of results."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tagger.cli.common import FINDINGS, WRONG_USE, HomeOption, Use, open_home, say
from tagger.errors import ExtraMissing, OutputFault
from tagger.readers.inputs import STDIN

if TYPE_CHECKING:
    from tagger.batch.run import Plan, Summary
    from tagger.batch.work import Job

Several = list[str] | None
Inputs = Annotated[
    Several,
    typer.Argument(
        metavar="INPUT",
        help="文件夹、文件、通配符、压缩包，或文章表（.jsonl .csv .xlsx .parquet）。",
        show_default=False,
    ),
]
Out = Annotated[
    str,
    typer.Option(
        "--out",
        "-o",
        metavar="OUT",
        help="结果表：.csv .jsonl .xlsx .parquet；以 / 结尾：一个文件夹，分成几部分。也可以是 URL。",
        show_default=False,
    ),
]
Cluster = Annotated[
    str,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        help="交给运行中的 Dask 集群做，如 tcp://主机:8786；工作机要有 tagger，看得到同样的文件。",
    ),
]
PathPattern = Annotated[
    str,
    typer.Option(
        "--path-pattern",
        metavar="PATTERN",
        help="从路径取日期、报名和版次，如 {paper}/{date}/{page}*；也可用 {year} {month} {day}。",
    ),
]


def batch(
    inputs: Inputs = None,
    *,
    out: Out,
    files_from: Annotated[
        str,
        typer.Option("--files-from", metavar="LIST", help="再读这份清单里的输入，每行一个；- 为标准输入。"),
    ] = "",
    null: Annotated[bool, typer.Option("--null", "-0", help="清单以 NUL 分隔（find -print0）。")] = False,
    long: Annotated[bool, typer.Option("--long", help="每篇每个标签一行，带上级和官方分类代码，不带正文。")] = False,
    keep: Annotated[
        Several, typer.Option("--keep", metavar="COLUMN", help="把文章表的这一列带进结果，可重复。")
    ] = None,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", metavar="N", min=0, help="用几个进程；0：看工作量和处理器。")
    ] = 0,
    cluster: Cluster = "",
    resume: Annotated[bool, typer.Option("--resume", help="接着做：只标没做完的、新的和变了的文件。")] = False,
    force: Annotated[bool, typer.Option("--force", help="从头做，覆盖已有的表。")] = False,
    include: Annotated[Several, typer.Option("--include", metavar="GLOB", help="只读这样的文件，可重复。")] = None,
    exclude: Annotated[Several, typer.Option("--exclude", metavar="GLOB", help="不读这样的文件，可重复。")] = None,
    path_pattern: PathPattern = "",
    part_rows: Annotated[
        int, typer.Option("--part-rows", metavar="N", min=1, help="分成几部分时，每部分的行数。")
    ] = 100_000,
    encoding: Annotated[str, typer.Option("--encoding", metavar="NAME", help="CSV 的编码。")] = "utf-8-sig",
    no_split: Annotated[bool, typer.Option("--no-split", help="不拆版，每个文件算一篇。")] = False,
    use: Annotated[Use, typer.Option("--use", help="由规则、模型或两者决定。")] = Use.both,
    text: Annotated[bool, typer.Option("--text/--no-text", help="结果中是否带正文。")] = True,
    home: HomeOption = None,
) -> None:
    """把一批文件标成一张表；可中断，加 --resume 接着做。"""
    from tagger.batch.run import Plan
    from tagger.batch.work import Job
    from tagger.pipeline import ReadOptions
    from tagger.readers import Choice

    given = [*(inputs or ()), *_listed(files_from, null=null)]
    _refuse(given, keep or [], path_pattern, long=long, resume=resume, force=force)
    reading = ReadOptions(not no_split, tuple(keep or ()), path_pattern)
    job = Job(open_home(home), out, use.value, long, text, encoding, reading)
    plan = Plan(
        tuple(given), Choice(tuple(include or ()), tuple(exclude or ())), jobs, resume, force, cluster, part_rows
    )
    summary = _run(job, plan)
    if summary.causes:
        raise typer.Exit(FINDINGS)


def _listed(files_from: str, *, null: bool) -> list[str]:
    """The inputs that a list names. One that cannot be read ends the command as wrong use."""
    if not files_from:
        return []
    from tagger.errors import InputEmpty, TaggerError
    from tagger.readers.inputs import read_list

    try:
        return read_list(files_from, "\0" if null else "\n")
    except InputEmpty:
        return []
    except TaggerError as error:
        say(f"× {error}")
        raise typer.Exit(WRONG_USE) from None


def _refuse(inputs: list[str], keep: list[str], path_pattern: str, *, long: bool, resume: bool, force: bool) -> None:
    """End as wrong use what cannot be meant."""
    from tagger.readers.imprint import PatternFault
    from tagger.readers.imprint import path_pattern as read_pattern
    from tagger.tables.layout import LONG
    from tagger.tables.rows import COLUMNS

    taken = [column for column in keep if column in (LONG if long else COLUMNS)]
    wrong = None
    if resume and force:
        wrong = "--resume 与 --force 只能用一个"
    elif not inputs:
        wrong = "没有输入；请写上文件、文件夹，或 --files-from 清单"
    elif STDIN in inputs:
        wrong = "batch 不读标准输入；请用 tagger tag -"
    elif taken:
        wrong = f"结果表已有 `{taken[0]}` 列；--keep 请用别的列名"
    elif path_pattern:
        try:
            read_pattern(path_pattern)
        except PatternFault as error:
            wrong = str(error)
    if wrong:
        say(f"× {wrong}")
        raise typer.Exit(WRONG_USE)


def _run(job: Job, plan: Plan) -> Summary:
    from tagger.batch.run import failures_path, run
    from tagger.batch.target import Target
    from tagger.engines import ClusterFault, WorkerLost
    from tagger.terminal.console import Console
    from tagger.terminal.progress import watching
    from tagger.terminal.summary import draw

    console = Console(stderr=True, highlight=False, soft_wrap=not sys.stderr.isatty())
    try:
        with watching(console) as watch:
            summary = run(job, plan, watch)
    except (OutputFault, ExtraMissing, ClusterFault) as error:
        say(f"× {error}")
        raise typer.Exit(WRONG_USE) from None
    except WorkerLost as error:
        say(f"× {error}")
        raise typer.Exit(FINDINGS) from None
    except KeyboardInterrupt:
        say(f"已完成的部分留着；加 --resume 接着做：tagger batch … -o {job.out} --resume")
        raise
    draw(summary, job.out, str(failures_path(Target(job.out).path)), console)
    return summary
