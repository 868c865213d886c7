"""A running Dask cluster: the same parts, handed to its scheduler. Workers have tagger installed and see the same files."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import islice
from typing import Any

from tagger.engines.engine import ClusterFault, P, R, WorkerLost
from tagger.extras import need

_AHEAD = 2  # parts for each thread of a worker
_CONNECT = 15  # seconds to reach the scheduler
_PATIENCE = 60  # seconds without any worker
_turn = threading.Lock()


class Cluster(AbstractContextManager["Cluster"]):
    """Maps parts over the workers of a cluster (``tagger.engines.Engine``).

    The scheduler gives the parts of a worker that ended to another, and names a part under which several ended
    (``distributed.scheduler.allowed-failures``).
    """

    def __init__(self, address: str) -> None:
        """Raises ExtraMissing, or ClusterFault where no scheduler answers at the address."""
        self._distributed = need("distributed", "cluster")
        try:
            self._client = self._distributed.Client(address, timeout=_CONNECT)
        except (OSError, ValueError, TimeoutError) as error:
            reason = f"连不上集群 {address}：{error or type(error).__name__}"
            raise ClusterFault(
                reason, hint="地址形如 tcp://主机:8786；先启动 `dask scheduler` 和 `dask worker`"
            ) from None

    def map(self, task: Callable[[P], R], parts: Iterable[P], lost: Callable[[P], R]) -> Iterator[R]:
        """As every engine. Raises WorkerLost where the scheduler or all workers are gone."""
        waiting = iter(parts)
        pending: dict[Any, P] = {}
        suspects: list[
            P
        ] = []  # pieces that were in work where a worker ended: each is guilty only if it ends one alone
        while True:
            room = max(1, sum(self._client.nthreads().values())) * _AHEAD
            for part in islice(waiting, max(room - len(pending), 0)):
                pending[self._submit(task, part)] = part
            alone = not pending
            if alone:
                if not suspects:
                    return
                suspect = suspects.pop()
                pending[self._submit(task, suspect)] = suspect
            for future in self._done(pending):
                part = pending.pop(future)
                if not isinstance(self._error(future), self._distributed.KilledWorker):
                    yield future.result()
                elif halves := part.halves():
                    pending |= {self._submit(task, half): half for half in halves}
                elif alone:
                    yield lost(part)
                else:
                    suspects.append(part)

    def _submit(self, task: Callable[[P], R], part: P) -> Any:
        return self._client.submit(_in_turn, task, part, pure=False)

    def _error(self, future: Any) -> BaseException | None:
        """What ended a part that is done. Raises what is no matter of that part."""
        if future.status == "cancelled":
            raise WorkerLost("与集群断了联系", hint="已完成的部分留着，加 --resume 接着做")
        error: BaseException | None = future.exception()
        if isinstance(error, ImportError):
            raise ClusterFault(f"工作机上缺少库：{error}", hint="在每台工作机上装同一版本的 tagger")
        return error

    def _done(self, pending: Iterable[Any]) -> list[Any]:
        """The parts that are done, when there are any."""
        while True:
            try:
                return list(self._distributed.wait(list(pending), _PATIENCE, "FIRST_COMPLETED").done)
            except TimeoutError:
                if not self._client.nthreads():
                    raise WorkerLost(
                        "集群里没有工作进程", hint="已完成的部分留着；启动 `dask worker` 后加 --resume 接着做"
                    ) from None

    def __exit__(self, *_: object) -> None:
        self._client.close()


def _in_turn(task: Callable[[P], R], part: P) -> R:
    """One part at a time, however many threads a worker has: they would only wait for one another."""
    with _turn:
        return task(part)
