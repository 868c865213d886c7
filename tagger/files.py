"""Files and folders that are written whole or not at all, whatever happens to the process or the machine."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from tagger.errors import DiskFull, HomeFault, OutputFault

WRITABLE = "看文件夹在不在、能不能写、有没有空间"  # what to do about a file that cannot be written
_ENDING = ".tmp"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that at any moment it holds either what it held or all that is new.

    Raises OSError; nothing is left behind.
    """
    with whole(path) as temporary:
        temporary.write_bytes(data)


@contextlib.contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A path beside ``path`` to write to; in the end the file takes its name and its permissions, or is taken away.

    Raises OSError.
    """
    temporary = _beside(path)
    try:
        yield temporary
        with contextlib.suppress(FileNotFoundError):
            temporary.chmod(path.stat().st_mode & 0o777)
        _sync(temporary)
        os.replace(temporary, path)
        _sync(path.parent)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


@contextlib.contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A new folder beside ``path`` to write files into; in the end it takes that name, or is taken away.

    Raises OSError, also where there is something of that name.
    """
    temporary = _beside(path)
    try:
        temporary.mkdir()
        yield temporary
        for file in (*temporary.iterdir(), temporary):
            _sync(file)
        temporary.rename(path)
        _sync(path.parent)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


@contextlib.contextmanager
def writing(path: str, again: str = "试一次") -> Iterator[None]:
    """What the system says against writing a file comes as OutputFault, or DiskFull, which says how to go on ``again``."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise disk_full(path, again) from None
        raise OutputFault(f"写不了：{error.strerror or error}", path, hint=WRITABLE) from None


def disk_full(path: str, again: str) -> DiskFull:
    """That no more can be written, and what to do."""
    return DiskFull("磁盘满了", path, hint=f"腾出空间，再{again}")


def unwritable(error: OSError, path: Path) -> HomeFault:
    """What the system says against writing into a home."""
    return HomeFault(f"不能写：{error.strerror}", str(path), hint="检查权限和磁盘空间")


def clear_leftovers(folder: Path) -> None:
    """Take away what writers left in a folder when they were killed; only for one who alone writes there."""
    for left in folder.glob(f".*{_ENDING}"):
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}{_ENDING}")


def _sync(path: Path) -> None:
    """Have the disk hold what was written, before a name leads to it; systems that cannot sync a folder need not."""
    folder = path.is_dir()
    try:
        handle = os.open(path, os.O_RDONLY if folder else os.O_RDWR)
    except PermissionError:
        if folder:
            return
        raise
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
