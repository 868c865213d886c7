"""One family of errors; one class a cause, each with the place of the fault.

Every field is a keyword with a default, so an error survives pickling on its way back from a worker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

RESAVE = "可能没有传完；用原来的程序打开，另存一份后重试"  # what to do about a damaged file


def printable(text: str) -> str:
    """One line of text that cannot drive a terminal: control characters, marks that turn its direction, and bytes of a
    file's name that are no text stand as escapes."""
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


@dataclass(eq=False)
class TaggerError(Exception):
    """Base of all errors that a user can cause or mend.

    ``reason`` says what is wrong, ``hint`` what to do; ``path``, ``line`` and ``column`` (both from 1) say where.
    """

    reason: str = ""
    path: str | None = None
    line: int | None = None
    column: int | None = None
    hint: str | None = None

    def __post_init__(self) -> None:
        Exception.__init__(self, self.reason)

    @property
    def place(self) -> str:
        """``path:line:column`` as far as known; empty when nothing is known."""
        path = None if self.path is None else printable(self.path)
        return ":".join(str(part) for part in (path, self.line, self.column) if part is not None)

    def __str__(self) -> str:
        text = f"{self.place}: {self.reason}" if self.place else self.reason
        return f"{text}  → {self.hint}" if self.hint else text

    def __reduce__(self) -> tuple[type[TaggerError], tuple[object, ...]]:
        return type(self), (self.reason, self.path, self.line, self.column, self.hint)


class InputMissing(TaggerError):
    """The file or folder does not exist or may not be read."""


class InputEmpty(TaggerError):
    """The file holds nothing but white space."""


class InputBinary(TaggerError):
    """The file is not text."""


class InputUndecodable(TaggerError):
    """The bytes are text in no encoding that is read."""


class InputDamaged(TaggerError):
    """The file is of a known form and cannot be read as such: broken, encrypted, or larger than is allowed."""


class InputWithoutText(TaggerError):
    """A page of a PDF is a picture, or its text cannot be read as characters."""


class ExtraMissing(TaggerError):
    """A library is needed that is not installed."""


class OutputFault(TaggerError):
    """A table of results cannot be written as asked."""


class DiskFull(TaggerError):
    """The disk, or the user's share of it, took no more; what was done before is kept."""


class TableFault(TaggerError):
    """A row of a table cannot be used."""


class UnknownTag(TaggerError):
    """A tag is named that no rule file has."""


@dataclass(eq=False)
class UnknownLabel(TableFault):
    """A row of a table names a ``tag`` of a ``facet`` (industry or type) that no rule file has."""

    tag: str = ""
    facet: str = ""

    def __reduce__(self) -> tuple[type[TaggerError], tuple[object, ...]]:
        return type(self), (self.reason, self.path, self.line, self.column, self.hint, self.tag, self.facet)


class RuleFault(TaggerError):
    """A rule file cannot be used: nothing is tagged."""


class HomeFault(TaggerError):
    """The home (folder of rules, models and settings) cannot be used."""


class ModelFault(TaggerError):
    """The model of a home cannot be used: nothing is tagged with it, rules alone still work."""


class UnknownModel(TaggerError):
    """A model is named that the home does not have."""


class Busy(TaggerError):
    """Another process works on the same thing; what was asked for can be done after it."""


@dataclass(eq=False)
class RuleFaults(TaggerError):
    """All faults of all rule files, sorted as found."""

    faults: tuple[RuleFault, ...] = ()

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)

    def __reduce__(self) -> tuple[type[TaggerError], tuple[object, ...]]:
        return type(self), (self.reason, self.path, self.line, self.column, self.hint, self.faults)
