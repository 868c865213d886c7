"""What the user named, to the files behind it, in sorted order."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from msgspec import Struct

from tagger.errors import InputMissing
from tagger.readers.decode import decode

STDIN = "-"
TEXTS = frozenset((".txt", ".md"))
TABLES = frozenset((".jsonl",))


class Source(Struct, frozen=True):
    """One file to read. ``file`` is its name in records: relative to the input that held it, with ``/``."""

    path: str
    file: str

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return os.path.splitext(self.file.rsplit("/", 1)[-1])[0]

    @property
    def is_table(self) -> bool:
        return os.path.splitext(self.path)[1].lower() in TABLES


def sources(given: str, skipped: list[str] | None = None) -> Iterator[Source]:
    """The files behind one input: itself, standard input (``-``), or all readable ones below a folder, sorted.

    Files of other kinds below a folder are named in ``skipped``. Raises InputMissing.
    """
    if given == STDIN:
        yield Source(STDIN, "stdin.txt")
    elif os.path.isdir(given):
        yield from _walk(given, "", skipped if skipped is not None else [])
    elif os.path.exists(given):
        yield Source(given, os.path.basename(given))
    else:
        raise InputMissing("没有这个文件或文件夹", given)


def _walk(folder: str, below: str, skipped: list[str]) -> Iterator[Source]:
    with os.scandir(os.path.join(folder, below)) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        if entry.name.startswith("."):
            continue
        inner = f"{below}/{entry.name}" if below else entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(folder, inner, skipped)
        elif os.path.splitext(entry.name)[1].lower() in TEXTS | TABLES:
            yield Source(entry.path, inner)
        else:
            skipped.append(inner)


def read_text(source: Source) -> str:
    """The decoded text of a source.

    Raises InputMissing, InputEmpty, InputBinary or InputUndecodable.
    """
    if source.path == STDIN:
        return decode(sys.stdin.buffer.read(), "标准输入")
    try:
        with open(source.path, "rb", buffering=0) as file:  # noqa: PTH123 - a Path costs as much as the reading
            data = file.read()
    except OSError as error:
        raise InputMissing(f"读不出：{error.strerror or error}", source.path) from None
    return decode(data, source.path)
