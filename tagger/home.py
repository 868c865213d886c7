"""The home: the folder of rules, models, seeds and settings that a command works with."""

from __future__ import annotations

import contextlib
import os
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tagger.errors import HomeFault

if TYPE_CHECKING:
    from tagger.settings import Settings

SETTINGS = "tagger.toml"
VARIABLE = "TAGGER_HOME"
STORE = Path("corrections", "store.sqlite")


@dataclass(frozen=True, slots=True)
class Home:
    """``path`` holds the ``folder`` of rules; ``shipped`` marks the read-only one of the package.

    ``passed`` is a home that was found above the current folder and not taken, for others may write to it.
    """

    path: Path
    shipped: bool = False
    folder: str = "rules"
    passed: Path | None = None

    def settings(self) -> Settings:
        """What ``tagger.toml`` says, read anew at each call.

        Raises HomeFault with the place of the fault.
        """
        from tagger.settings import read_settings

        return read_settings(self.path / SETTINGS)


def find_home(given: Path | None = None) -> Home:
    """The home given, else ``TAGGER_HOME``, else the nearest folder upwards with a ``tagger.toml``, else the shipped.

    A home that nobody named is taken only where no other user may have written it, as git does with a repository
    (https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory); else the search ends there.
    Raises HomeFault where a named home is no folder.
    """
    named = given or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if named is not None:
        if not named.is_dir():
            source = "--home" if given else VARIABLE
            raise HomeFault(f"{source} 指的不是文件夹", str(named), hint="用 `tagger init DIR` 新建一个")
        return Home(named.resolve())
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file():
            return Home(folder) if is_private(folder) else replace(shipped_home(), passed=folder)
    return shipped_home()


def is_private(folder: Path) -> bool:
    """Whether a home, its settings and its rules belong to this user or to root, and not everybody may write to them."""
    if not hasattr(os, "geteuid"):  # Windows keeps other users out of a folder by its own lists
        return True
    for path in (folder, folder / SETTINGS, folder / Home(folder).folder):
        with contextlib.suppress(FileNotFoundError):
            found = path.stat()
            if found.st_uid not in (0, os.geteuid()) or found.st_mode & stat.S_IWOTH:
                return False
    return True


def shipped_home() -> Home:
    """The home inside the package; in a source tree, the tree itself."""
    package = Path(__file__).resolve().parent
    inside = package / "_home"
    return Home(inside if inside.is_dir() else package.parent, shipped=True)


def rules_home(given: Path) -> Home:
    """The home in a folder or, where it holds no ``rules/``, around a folder of rule files of any name.

    Raises HomeFault where it is no folder.
    """
    if not given.is_dir():
        raise HomeFault("没有这个文件夹", str(given))
    path = given.resolve()
    return Home(path) if (path / Home(path).folder).is_dir() else Home(path.parent, folder=path.name)
