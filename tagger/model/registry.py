"""The models of a home: versions side by side, one of them in use, and what was in use before it.

``models/NAME/`` never changes once it has its name. ``models/current`` lists the names that were in use, the last one is;
before the first of them stands ``base`` where there is one. So one replaced file switches model and history together, and a reader
finds a whole model at any moment.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple, Protocol

import msgspec

from tagger.errors import Busy, ModelFault, UnknownModel
from tagger.files import clear_leftovers, unwritable, whole_folder, write_whole
from tagger.home import Home
from tagger.model.manifest import FILE, Manifest, Record, fault, read_manifest, write_manifest

BASE = "base"
_CURRENT, _LOCK, _HOLDER = "current", ".lock", ".holder"
_DIGITS = 8  # of the digest in a name


class Trained(Protocol):
    """A model not yet written."""

    @property
    def manifest(self) -> Manifest: ...

    def write(self, folder: Path, name: str) -> None:
        """Write into a folder what will be called ``name``."""


class Version(NamedTuple):
    """A model of a home; ``manifest`` is what is wrong where it cannot be read."""

    name: str
    folder: Path
    manifest: Manifest | ModelFault
    in_use: bool
    was_used: bool


def current_model(home: Home) -> Path | None:
    """The folder of the model that a home uses, None where there is none.

    Raises ModelFault where the one named is missing.
    """
    registry = Registry(home)
    used = registry.used()
    return registry.folder(used[-1]) if used else None


class Registry:
    """The models of a home, which need not have any."""

    def __init__(self, home: Home) -> None:
        self.path = home.path / "models"

    def used(self) -> list[str]:
        """The names of the models that were in use, in this order; the last one is."""
        try:
            named = (self.path / _CURRENT).read_text(encoding="utf-8").split()
        except FileNotFoundError:
            named = []
        return ([BASE] if (self.path / BASE).is_dir() else []) + named

    def names(self) -> list[str]:
        """All versions, the oldest first."""
        found = sorted(path.parent.name for path in self.path.glob(f"[!.]*/{FILE}"))
        return sorted(found, key=lambda name: name != BASE)

    def versions(self) -> list[Version]:
        """All versions with their manifests, the oldest first."""
        used = self.used()
        return [
            Version(name, self.path / name, _manifest(self.path / name), name in used[-1:], name in used[:-1])
            for name in self.names()
        ]

    def folder(self, name: str) -> Path:
        """Raises ModelFault where there is no such version."""
        if Path(name).name != name or not (self.path / name).is_dir():
            raise fault(self.path / _CURRENT, f"没有模型 `{name}`")
        return self.path / name

    def find(self, given: str) -> str:
        """The name of a version by its name or by a part that no other has.

        Raises UnknownModel.
        """
        names = self.names()
        found = [given] if given in names else [name for name in names if given in name]
        if len(found) == 1:
            return found[0]
        reason = f"不止一个模型的名字里有 `{given}`" if found else f"没有模型 `{given}`"
        shown = "、".join((found or names)[-5:])
        raise UnknownModel(reason, hint=f"有 {shown}" if shown else "先用 `tagger retrain` 训练一个")

    @contextlib.contextmanager
    def writing(self, purpose: str) -> Iterator[Writer]:
        """The right to change the models of this home, which one process has at a time; it ends with the process.

        Raises Busy, which tells who has it and for what ``purpose``, or HomeFault where nothing can be written.
        """
        import socket

        from filelock import FileLock, Timeout

        try:
            self.path.mkdir(exist_ok=True)
            lock = FileLock(self.path / _LOCK, timeout=0)
            lock.acquire()
        except Timeout:
            raise Busy(f"另一个 tagger 正在改这里的模型：{self._holder()}", hint="等它做完再试") from None
        except OSError as error:
            raise unwritable(error, self.path) from error
        try:
            clear_leftovers(self.path)
            holder = f"{purpose}（进程 {os.getpid()}，{socket.gethostname()}，{datetime.now():%Y-%m-%d %H:%M:%S} 起）"
            write_whole(self.path / _HOLDER, holder.encode())
            yield Writer(self)
        finally:
            (self.path / _HOLDER).unlink(missing_ok=True)
            lock.release()

    def _holder(self) -> str:
        try:
            return (self.path / _HOLDER).read_text(encoding="utf-8")
        except OSError:
            return "刚刚开始"


class Writer:
    """What is done to the models of a home by the one who may."""

    def __init__(self, registry: Registry) -> None:
        self._registry, self._path = registry, registry.path

    def install(self, trained: Trained, now: datetime | None = None) -> str:
        """Put a model beside the others, whole or not at all and without using it; gives its name, which is its time
        (UTC) and digest. The time stands in its record, too."""
        now = now or datetime.now(UTC)
        stem = f"{now:%Y%m%d-%H%M%S}-{identity(trained.manifest)[:_DIGITS]}"
        names = (f"{stem}-{number}" if number > 1 else stem for number in count(1))
        name = next(name for name in names if not (self._path / name).exists())
        with whole_folder(self._path / name) as folder:
            trained.write(folder, name)
            manifest = read_manifest(folder)
            record = msgspec.structs.replace(manifest.record, made=now.isoformat(timespec="seconds"))
            write_manifest(folder, msgspec.structs.replace(manifest, record=record))
        return name

    def use(self, name: str, tags: Sequence[str]) -> None:
        """Put a model to use for rules with these tags in this order.

        Raises ModelFault where it is not whole or has other tags; what was in use then stays.
        """
        used = self._registry.used()
        self._switch([*used, name] if used[-1:] != [name] else used, tags)

    def rollback(self, tags: Sequence[str]) -> str:
        """Go back to the model in use before; gives its name. Those that were deleted are passed over.

        Raises UnknownModel where there was none, ModelFault as ``use``.
        """
        used = self._registry.used()[:-1]
        while used and not (self._path / used[-1]).is_dir():
            used.pop()
        if not used:
            raise UnknownModel(
                "之前没有用过别的模型", hint="`tagger models list` 列出全部，`tagger models use` 换用一个"
            )
        self._switch(used, tags)
        return used[-1]

    def _switch(self, used: Sequence[str], tags: Sequence[str]) -> None:
        from tagger.model.folder import verify
        from tagger.model.model import load_model

        folder = self._registry.folder(used[-1])
        verify(folder, load_model(folder, tags).manifest)
        named = used[1:] if used[0] == BASE else used
        write_whole(self._path / _CURRENT, "".join(f"{name}\n" for name in named).encode())


def _manifest(folder: Path) -> Manifest | ModelFault:
    try:
        return read_manifest(folder)
    except ModelFault as error:
        return error


def identity(manifest: Manifest) -> str:
    """A digest of what a model was learned from and what came of it, 32 hexadecimal digits."""
    bare = msgspec.structs.replace(manifest, arrays={}, record=Record(), digest="")
    return hashlib.blake2b(msgspec.json.encode(bare), digest_size=16).hexdigest()
