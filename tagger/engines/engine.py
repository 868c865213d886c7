"""What every engine offers, and what a part of work must be for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, Self, TypeVar

from tagger.errors import TaggerError


class Divisible(Protocol):
    """A part of the work."""

    def halves(self) -> tuple[Self, ...]:
        """The same work in two parts; nothing where it is one piece."""


P = TypeVar("P", bound=Divisible)
R = TypeVar("R")


class WorkerLost(TaggerError):
    """Workers ended before their parts were done, and no other took their place."""


class ClusterFault(TaggerError):
    """A cluster cannot be used."""


class Engine(Protocol):
    """Maps a task over parts; results come as they are ready, in any order. ``task`` and parts can be pickled."""

    def map(self, task: Callable[[P], R], parts: Iterable[P], lost: Callable[[P], R]) -> Iterator[R]:
        """The result of each part. ``parts`` is read as workers become free.

        A part whose worker ended is done again, where that ends too in halves, down to the piece that ends its worker
        every time: of this ``lost`` gives the result. Raises WorkerLost.
        """
