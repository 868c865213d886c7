"""What the user named, to the files behind it, in sorted order."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from functools import cached_property
from typing import BinaryIO, TypeVar

from msgspec import Struct

from tagger import storage
from tagger.errors import InputMissing, TaggerError, printable
from tagger.readers.decode import decode

R = TypeVar("R")
STDIN = "-"
TEXTS = frozenset((".txt", ".md", ".html", ".htm", ".docx", ".pdf"))
TABLES = frozenset((".jsonl", ".csv", ".tsv", ".xlsx", ".parquet"))
ARCHIVES = frozenset((".zip",))
_READABLE = TEXTS | TABLES | ARCHIVES
_MAGIC = frozenset("*?[")


class Source(Struct, frozen=True, dict=True):
    """One file to read. ``file`` is its name in records: relative to the input that held it, with ``/``.

    ``member`` names the file inside where ``path`` is an archive.
    """

    path: str
    file: str
    member: str | None = None

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return os.path.splitext(self.file.rsplit("/", 1)[-1])[0]

    @cached_property
    def suffix(self) -> str:
        """The ending of the file's name, in lower case, with its dot."""
        return os.path.splitext(self.member or self.path)[1].lower()

    @property
    def is_table(self) -> bool:
        return self.suffix in TABLES

    @property
    def place(self) -> str:
        """The file as messages name it."""
        return printable(f"{self.path}/{self.member}" if self.member else self.path)


class Choice(Struct, frozen=True):
    """Which files below a folder are wanted, by globs on their names: ``*`` also matches ``/``.

    A glob without ``/`` is held against the last part of the name too. ``without`` are paths never to be read.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def wants(self, file: str, path: str = "") -> bool:
        """Whether a file of this name is read."""
        if path and self.without and os.path.abspath(path) in self.without:
            return False
        return (not self.include or _any(file, self.include)) and not _any(file, self.exclude)


def _any(file: str, patterns: tuple[str, ...]) -> bool:
    last = file.rsplit("/", 1)[-1]
    return any(fnmatchcase(file, pattern) or fnmatchcase(last, pattern) for pattern in patterns)


EVERY = Choice()


def sources(given: str, skipped: list[str] | None = None, choice: Choice = EVERY) -> Iterator[Source]:
    """The files behind one input: itself, standard input (``-``), all readable ones below a folder or in a zip
    archive, or what a glob matches; sorted.

    Files of other kinds below a folder are named in ``skipped``. Raises InputMissing.
    """
    rest = skipped if skipped is not None else []
    if given == STDIN:
        yield Source(STDIN, "stdin.txt")
    elif _asked(storage.is_folder, given):
        yield from _walk(given, "", rest, choice)
    elif _asked(storage.exists, given):
        yield from _opened(Source(given, _recorded(os.path.basename(given))), rest, choice)
    elif _MAGIC & set(given):
        yield from _matching(given, rest, choice)
    else:
        raise InputMissing("没有这个文件或文件夹", given)


def _asked(question: Callable[[str], R], path: str) -> R:
    try:
        return question(path)
    except OSError as error:
        raise InputMissing(f"读不出：{error.strerror or error}", path) from None


def _matching(pattern: str, skipped: list[str], choice: Choice) -> Iterator[Source]:
    folder = pattern
    while _MAGIC & set(folder):
        folder = os.path.dirname(folder)
    found = _asked(storage.matching, pattern)
    if not found:
        raise InputMissing("没有文件符合", pattern)
    for path in found:
        below = os.path.relpath(path, folder or ".")  # of URLs too: both begin alike
        file = _recorded(below.replace(os.sep, "/"))
        if choice.wants(file, path):
            yield from _opened(Source(path, file), skipped, choice)


def _recorded(name: str) -> str:
    """A file's name as records hold it: bytes that are no text as escapes, for JSON and tables hold text alone."""
    return name.encode("utf-8", "backslashreplace").decode()


def _walk(folder: str, below: str, skipped: list[str], choice: Choice) -> Iterator[Source]:
    here = os.path.join(folder, below)
    for name, is_folder, special in _asked(storage.entries, here):
        if name.startswith("."):
            continue
        inner = f"{below}/{name}" if below else name
        if is_folder:
            if os.path.abspath(os.path.join(here, name)) not in choice.without:
                yield from _walk(folder, inner, skipped, choice)
            continue
        source = Source(os.path.join(here, name), _recorded(inner))
        suffix = source.suffix
        if suffix not in ARCHIVES and not choice.wants(inner, source.path):
            continue
        if suffix in _READABLE and not special:
            yield from _opened(source, skipped, choice)
        else:
            skipped.append(inner)


def _opened(source: Source, skipped: list[str], choice: Choice) -> Iterator[Source]:
    """The source itself or, where it is an archive, what it holds."""
    if source.suffix not in ARCHIVES:
        yield source
        return
    from tagger.readers import archive

    try:
        names = archive.members(source.path)
    except TaggerError:
        yield source  # whoever reads it is told what is wrong
        return
    for member in names:
        inner = Source(source.path, f"{source.file}/{member}", member)
        if inner.suffix not in TEXTS | TABLES:
            skipped.append(inner.file)
        elif choice.wants(inner.file):
            yield inner


class Stamp(Struct, frozen=True):
    """Size in bytes (packed, in an archive) and a print that differs when the file was written anew; "" is no print."""

    size: int = 0
    print: str = ""


def stamp(source: Source) -> Stamp:
    """What tells whether a source changed, without reading it."""
    if source.path == STDIN:
        return Stamp()
    try:
        if source.member is None:
            return Stamp(*storage.stat(source.path))
        from tagger.readers import archive

        return Stamp(*archive.stamp(source.path, source.member))
    except (OSError, TaggerError):
        return Stamp()  # what is wrong is told when it is read


def read_bytes(source: Source) -> bytes:
    """All bytes of a source.

    Raises InputMissing, or InputDamaged for an archive.
    """
    if source.member is not None:
        from tagger.readers import archive

        return archive.read(source.path, source.member)
    if source.path == STDIN:
        return sys.stdin.buffer.read()
    try:
        if storage.is_url(source.path):
            with storage.open_binary(source.path) as stream:
                return stream.read()
        with open(source.path, "rb", buffering=0) as file:  # noqa: PTH123 - a Path costs as much as the reading
            return file.read()
    except OSError as error:
        raise InputMissing(f"读不出：{error.strerror or error}", source.place) from None


def open_binary(source: Source) -> BinaryIO:
    """A stream over the bytes of a source that can be sought in.

    Raises InputMissing, or InputDamaged for an archive.
    """
    if source.member is not None or source.path == STDIN:
        return io.BytesIO(read_bytes(source))
    try:
        return storage.open_binary(source.path)
    except OSError as error:
        raise InputMissing(f"读不出：{error.strerror or error}", source.place) from None


def read_text(source: Source) -> str:
    """The decoded text of a source.

    Raises InputMissing, InputDamaged, InputEmpty, InputBinary or InputUndecodable.
    """
    return decode(read_bytes(source), "标准输入" if source.path == STDIN else source.place)


def read_list(path: str, separator: str = "\n") -> list[str]:
    """The inputs that a list names, a line each (``-``: standard input), in order; blank lines left out.

    Raises InputMissing or InputUndecodable.
    """
    data = read_bytes(Source(path, path))
    if separator == "\0":  # names as the system has them, line ends and all
        return [os.fsdecode(name) for name in data.split(b"\0") if name]
    text = decode(data, path) if data.strip() else ""
    return [line for line in (line.rstrip("\r") for line in text.split("\n")) if line.strip()]
