"""How a batch goes on: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from tagger.batch.run import Watch

_EVERY = 10.0  # seconds between two lines


@contextmanager
def watching(console: Console) -> Iterator[Watch]:
    """A watch that draws on the console until its context ends."""
    if not console.is_terminal:
        yield _Lines(console)
        return
    watch = _Bar(console)
    try:
        yield watch
    finally:
        watch.stop()


class _Count:
    """What has been done, and how fast."""

    def __init__(self) -> None:
        self.articles = self.failures = 0
        self._since = time.monotonic()

    def add(self, articles: int, failures: int) -> None:
        self.articles, self.failures = self.articles + articles, self.failures + failures

    def __str__(self) -> str:
        rate = self.articles / max(time.monotonic() - self._since, 1e-3)
        failed = f"，失败 {self.failures}" if self.failures else ""
        return f"{self.articles:,} 篇，每秒 {rate:,.0f} 篇{failed}"


class _Lines:
    def __init__(self, console: Console) -> None:
        self._console, self._count = console, _Count()
        self._total = self._done = 0
        self._next = time.monotonic() + _EVERY

    def begin(self, total: int) -> None:
        self._total = total

    def step(self, size: int, articles: int, failures: int) -> None:
        self._done += size
        self._count.add(articles, failures)
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _EVERY
            self._console.print(f"已标 {self._count}（{self._done / max(self._total, 1):.0%}）")


class _Bar:
    def __init__(self, console: Console) -> None:
        self._count = _Count()
        self._progress = Progress(
            TextColumn("{task.percentage:3.0f}%"),
            BarColumn(None),
            TextColumn("{task.fields[count]}，还需"),
            TimeRemainingColumn(compact=True),
            console=console,
            transient=True,
            expand=True,
        )
        self._task = self._progress.add_task("", total=None, count=str(self._count))

    def begin(self, total: int) -> None:
        self._progress.update(self._task, total=total)
        self._progress.start()

    def step(self, size: int, articles: int, failures: int) -> None:
        self._count.add(articles, failures)
        self._progress.update(self._task, advance=size, count=str(self._count))

    def stop(self) -> None:
        self._progress.stop()
