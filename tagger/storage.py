"""Files by path or by URL: a local path stays plain, anything with ``://`` is opened by fsspec (file, s3, http, ...).

Every function raises OSError where a file cannot be had, ExtraMissing where the library for its kind of URL is not there.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from tagger.errors import ExtraMissing
from tagger.extras import need

_URL = re.compile(r"[a-z][a-z0-9+.-]+://")


def is_url(path: str) -> bool:
    """Whether a file is named by URL."""
    return _URL.match(path) is not None


def exists(path: str) -> bool:
    """Whether there is such a file or folder."""
    if not is_url(path):
        return os.path.exists(path)
    with _told(path) as (system, inner):
        return bool(system.exists(inner))


def is_folder(path: str) -> bool:
    """Whether it is a folder."""
    if not is_url(path):
        return os.path.isdir(path)
    with _told(path) as (system, inner):
        return bool(system.isdir(inner))


def entries(folder: str) -> list[tuple[str, bool, bool]]:
    """The names in a folder, sorted, with which of them are folders, and which devices or pipes, whose reading may never
    end; links to folders are not followed."""
    if not is_url(folder):
        with os.scandir(folder) as found:  # names alone are kept: a folder may hold a million
            return sorted((entry.name, entry.is_dir(follow_symlinks=False), _is_special(entry)) for entry in found)
    with _told(folder) as (system, inner):
        listed = system.ls(inner, detail=True)
    return sorted(
        (entry["name"].rstrip("/").rsplit("/", 1)[-1], entry["type"] == "directory", False) for entry in listed
    )


def _is_special(entry: os.DirEntry[str]) -> bool:
    if entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False):
        return False
    return os.path.exists(entry.path) and not os.path.isfile(entry.path)


def matching(pattern: str) -> list[str]:
    """The files that a glob matches, sorted; ``**`` stands for any folders."""
    if not is_url(pattern):
        import glob

        return sorted(path for path in glob.iglob(pattern, recursive=True) if os.path.isfile(path))
    with _told(pattern) as (system, inner):
        return sorted(system.unstrip_protocol(path) for path in system.glob(inner) if system.isfile(path))


def stat(path: str) -> tuple[int, str]:
    """Size in bytes, and a print that differs when the file was written anew."""
    if not is_url(path):
        found = os.stat(path)
        return found.st_size, f"{found.st_size}.{found.st_mtime_ns}"
    with _told(path) as (system, inner):
        about = system.info(inner)
        changed = next((about[key] for key in ("ETag", "etag", "mtime", "LastModified", "created") if key in about), "")
        return int(about["size"] or 0), f"{about['size']}.{changed}"


def open_binary(path: str) -> BinaryIO:
    """A stream over the bytes of a file that can be sought in."""
    if not is_url(path):
        return open(path, "rb")  # noqa: PTH123 - the caller closes it
    with _told(path) as (system, inner):
        stream: BinaryIO = system.open(inner, "rb")
        return stream


def put(local: Path, url: str) -> None:
    """Copy a file to a URL; it appears there whole or not at all, where the kind of store can do that."""
    with _told(url) as (system, inner):
        system.makedirs(system._parent(inner), exist_ok=True)
        with system.transaction, local.open("rb") as source, system.open(inner, "wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)


def remove(url: str) -> None:
    """Remove a file by URL."""
    with _told(url) as (system, inner):
        system.rm_file(inner)


@contextmanager
def _told(url: str) -> Iterator[tuple[Any, str]]:
    """The file system of a URL and the path in it; whatever its library raises comes as OSError."""
    core = need("fsspec.core", "cluster", url)
    try:
        yield core.url_to_fs(url)
    except OSError:
        raise
    except ImportError as error:
        raise ExtraMissing(str(error), url) from None
    except Exception as error:  # each kind of store has errors of its own
        raise OSError(f"{error or type(error).__name__}") from None
