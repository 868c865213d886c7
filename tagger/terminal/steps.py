"""The steps of a training: a bar on a terminal, a line each elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn


@contextmanager
def stepping(console: Console, total: int) -> Iterator[Callable[[str], None]]:
    """What to call as each of about ``total`` steps begins, with its name."""
    if not console.is_terminal:
        yield lambda name: console.print(f"… {name}", soft_wrap=True, highlight=False)
        return
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(None),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        expand=True,
    )
    with progress:
        task = progress.add_task("", total=total)

        def step(name: str) -> None:
            done = progress.tasks[0].completed
            progress.update(task, description=name, completed=min(done + 1, total))

        yield step
