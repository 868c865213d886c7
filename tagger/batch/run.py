"""One run: plan, map, keep, join."""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from tagger.batch.plan import Inputs, parts
from tagger.batch.store import Store, store_path
from tagger.batch.target import PART_ROWS, Target, writing
from tagger.batch.work import Done, Item, Job, Tally, Worker, lost_part, run_part, worker_of
from tagger.engines import Engine, open_engine, processors
from tagger.errors import OutputFault
from tagger.files import whole
from tagger.readers import Choice
from tagger.records import Failure
from tagger.tables.rows import safe

_WORTH_A_POOL = 8  # parts: with fewer a pool takes longer to start than it saves
_TOLD = 3  # failures of a cause that a summary shows


class Watch(Protocol):
    """Is told how a run goes on."""

    def begin(self, total: int) -> None:
        """``total`` bytes are to be read. Called once, before any part."""

    def step(self, size: int, articles: int, failures: int) -> None:
        """So many more bytes are done, with so many articles and failures."""


class Plan(Struct, frozen=True):
    """What the user asked for beside the job: inputs, which files of them, how many processes (0: as it pays), or the
    address of a cluster; how many rows a part of a table in parts has."""

    given: tuple[str, ...]
    choice: Choice = Choice()
    jobs: int = 0
    resume: bool = False
    force: bool = False
    cluster: str = ""
    part_rows: int = PART_ROWS


class Summary(Struct):
    """What a run came to. ``kept`` are articles of files that had been tagged before; ``causes`` counts failures,
    ``told`` are the first of each cause."""

    tally: Tally
    causes: dict[str, int]
    kept: int = 0
    skipped: int = 0
    dropped: bool = False
    told: tuple[Failure, ...] = ()


def failures_path(out: Path) -> Path:
    """Where the failures of a run are listed."""
    return out.with_name(f"{out.stem}.failures.csv")


def run(job: Job, plan: Plan, watch: Watch) -> Summary:
    """Tag all inputs into ``job.out``; its failures stand in ``failures_path``.

    Raises OutputFault where the table exists or cannot be written or held, DiskFull, RuleFaults or HomeFault, WorkerLost,
    ClusterFault.
    """
    target = Target(job.out, plan.part_rows)
    out = target.path
    _refuse(target, plan)
    worker = worker_of(job)  # before the pool is forked: its workers share it
    if target.is_folder and worker.form.most is not None:
        raise OutputFault(f"`{out.suffix}` 不能分成几部分", job.out, hint="改用 .csv .jsonl .parquet，或去掉末尾的 /")
    own = (out, store_path(out), failures_path(out), target.temporary)
    choice = Choice(plan.choice.include, plan.choice.exclude, tuple(str(path.absolute()) for path in own))
    inputs = Inputs(plan.given, choice, absolute=bool(plan.cluster))
    with _engine(plan, inputs, job) as engine, Store(out) as store:
        dropped = store.begin(worker.identity, target, fresh=plan.force)
        watch.begin(inputs.bytes())
        new = _Remaining(store, inputs, watch)
        for done in engine.map(run_part, parts(new, job, worker.identity), lost_part):
            store.add(done)
            _check_rows(worker, store)
            watch.step(*_sizes(done))
        store.add(new.failed)
        causes, told = _publish(worker, store, target)
        return Summary(store.tally, dict(causes), new.kept, inputs.skipped, dropped, tuple(told))


def _refuse(target: Target, plan: Plan) -> None:
    store, shown = store_path(target.path), str(target.path)
    if plan.force:
        return
    exists = target.exists()
    if not plan.resume and (exists or store.exists()):
        said = "已经有这张表" if exists else "这张表还没做完"
        raise OutputFault(said, shown, hint="加 --resume 接着做（只标新的和变了的），或加 --force 重来")
    if exists and not store.exists():
        raise OutputFault("已经有这张表，却没有它的运行记录，不能接着做", shown, hint="换一个名字，或加 --force 覆盖")


def _engine(plan: Plan, inputs: Inputs, job: Job) -> AbstractContextManager[Engine]:
    if not plan.cluster:
        return open_engine(plan.jobs or _jobs(inputs, job))
    from tagger.engines.dask import Cluster

    return Cluster(plan.cluster)


def _jobs(inputs: Inputs, job: Job) -> int:
    """As many processes as processors, where there is enough to do."""
    some = itertools.islice(parts((item for item, _ in inputs.items()), job), _WORTH_A_POOL)
    return processors() if len(list(some)) == _WORTH_A_POOL else 1


class _Remaining:
    """The items of a run that must be tagged, with what is known of the others along the way."""

    def __init__(self, store: Store, inputs: Inputs, watch: Watch) -> None:
        self._store, self._inputs, self._watch = store, inputs, watch
        self.failed: list[Done] = []
        self.kept = 0

    def __iter__(self) -> Iterator[Item]:
        for item, failed in self._inputs.items():
            if failed is not None:
                self.failed.append(Done(item, b"", (failed,), Tally(tags={})))
                self._watch.step(item.size, 0, 1)
            elif (known := self._store.keeps(item)) is not None:
                self.kept += known.articles
                self._watch.step(item.size, known.articles, 0)
            else:
                yield item


def _sizes(done: list[Done]) -> tuple[int, int, int]:
    return (
        sum(one.item.size for one in done),
        sum(one.tally.articles for one in done),
        sum(len(one.failures) for one in done),
    )


def _check_rows(worker: Worker, store: Store) -> None:
    if worker.form.most is not None and store.tally.rows > worker.form.most:
        reason = f"已有 {store.tally.rows} 行，这种表至多 {worker.form.most} 行"
        raise OutputFault(reason, hint="改用 .csv .jsonl .parquet，或分几次做")


def _publish(worker: Worker, store: Store, target: Target) -> tuple[Counter[str], list[Failure]]:
    """Write table and list of failures, each whole or not at all; gives how many of each cause, and the first of each."""
    target.write(worker.form, store.chunks())
    causes: Counter[str] = Counter()
    told: list[Failure] = []
    listed = failures_path(target.path)
    with (
        writing(str(listed)),
        whole(listed) as temporary,
        temporary.open("w", encoding="utf-8-sig", newline="") as file,
    ):
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(("file", "cause", "reason"))
        for failed in store.failures():
            causes[failed.cause] += 1
            told += [failed] if causes[failed.cause] <= _TOLD else []
            writer.writerow([safe(cell) for cell in (failed.file, failed.cause, failed.reason)])
    if not causes:
        listed.unlink()
    store.publish(target)
    return causes, told
