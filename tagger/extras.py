"""Libraries that only some forms of files need: imported when asked for, named with what installs them."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from tagger.errors import ExtraMissing


def need(module: str, extra: str, path: str | None = None) -> Any:
    """The module, imported.

    Raises ExtraMissing with the pip line where it is not installed; ``path`` is the file that wants it.
    """
    check(module.partition(".")[0], extra, path)
    return import_module(module)


def check(module: str, extra: str, path: str | None = None) -> None:
    """Raises ExtraMissing where a module is not installed; it is not imported."""
    if find_spec(module) is None:
        raise ExtraMissing(f"需要 {module}，还没有安装", path, hint=f"pip install 'tagger[{extra}]'")
