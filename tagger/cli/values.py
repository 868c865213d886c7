"""The words of a command line as values: text, paths, whole numbers, one word of a list.

Recent releases of typer load a library for data models to do this, in a third of the time that a page takes.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_origin

import typer


class _Values:
    """How typer turns the words of one parameter into a value, without that library."""

    def __init__(self, kind: type, bounds: Any) -> None:
        self._kind, self._least, self._most = kind, bounds.min, bounds.max

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value of a parameter. Raises BadParameter."""
        several = param.multiple or param.nargs == -1
        if value is None:
            return () if several else None
        try:
            return [self._one(each) for each in value] if several else self._one(value)
        except ValueError as error:
            raise typer.BadParameter(str(error), ctx=ctx, param=param) from None

    def _one(self, word: Any) -> Any:
        try:
            value = self._kind(word)
        except ValueError:
            raise ValueError(f"{word!r} is not {self._allowed()}.") from None
        if self._least is not None and value < self._least:
            raise ValueError(f"{word!r} is less than {self._least}.")
        if self._most is not None and value > self._most:
            raise ValueError(f"{word!r} is more than {self._most}.")
        return value

    def _allowed(self) -> str:
        if issubclass(self._kind, Enum):
            return f"one of {', '.join(repr(each.value) for each in self._kind)}"
        return "an integer"


def plain(parameter: Any) -> Any:
    """The same parameter of a click command, its values made here where they are of a kind that is known here."""
    stated = getattr(parameter, "type_descriptor", None)  # earlier releases have none, nor the library
    if stated is not None:
        kind = get_args(stated.annotation)[0] if get_origin(stated.annotation) is list else stated.annotation
        if kind in (bool, str, int, Path) or issubclass(kind, Enum):
            values = _Values(kind, stated.parameter_info)
            parameter.get_runtime_param = lambda: values
    return parameter
