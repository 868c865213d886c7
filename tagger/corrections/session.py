"""What a screen for going through articles one by one needs to know and may do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from tagger.corrections.answers import Tags
from tagger.tables.delimited import Cells


class Words(NamedTuple):
    """How a tag is spoken of that stands otherwise than it was given: ``added``, ``removed``, a type ``instead`` of another."""

    added: str
    removed: str
    instead: str


class Key(NamedTuple):
    """A key of a session's own: its letter, its name on the screen, what it does."""

    letter: str
    name: str
    press: Callable[[], None]


class Session(Protocol):
    """Articles with their tags, one after the other, each change taken back by ``undo``."""

    @property
    def total(self) -> int:
        """How many articles there are."""

    @property
    def done(self) -> int:
        """How many of them are settled."""

    @property
    def row(self) -> Cells | None:
        """The article to look at; None when none is left."""

    @property
    def tags(self) -> Tags:
        """The tags as they stand now."""

    @property
    def given(self) -> Tags:
        """The tags that they are held against."""

    @property
    def words(self) -> Words:
        """What a difference between the two means."""

    @property
    def keys(self) -> Sequence[Key]:
        """Further keys."""

    def offered(self) -> list[str]:
        """The industries that digits stand for."""

    def accept(self) -> None:
        """What is shown is right: go on to the next."""

    def skip(self) -> None:
        """Say nothing and go on to the next."""

    def toggle(self, industry: str) -> None:
        """Add an industry, or take it away."""

    def choose(self, kind: str) -> None:
        """Another type."""

    def undo(self) -> bool:
        """Take back the last key; False where there is none."""
