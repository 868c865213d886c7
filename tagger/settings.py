"""What ``tagger.toml`` says: typed, with defaults, every fault with its place.

A key is added by adding a field: the reader takes names, types and defaults from the dataclasses below.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from tagger.errors import HomeFault

MAX_BYTES = 1_000_000
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)")
_KINDS = {int: "整数", float: "数", str: "文字", bool: "true 或 false", int | None: "整数"}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FacetSettings:
    """How a facet is called and how many of its tags an article gets; ``max`` None: any number."""

    name: str
    min: int = 0
    max: int | None = None


@dataclass(frozen=True, slots=True)
class Facets:
    """The facets there are."""

    industry: FacetSettings = FacetSettings("行业")
    type: FacetSettings = FacetSettings("类型", 1, 1)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a home."""

    facets: Facets = Facets()


def read_settings(path: Path) -> Settings:
    """The settings in a file; the defaults where there is none.

    Raises HomeFault with the first fault and its place.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise HomeFault(f"不能读取：{error.strerror}", str(path)) from error
    if len(data) > MAX_BYTES:
        raise HomeFault(f"文件超过 {MAX_BYTES} 字节", str(path))
    try:
        text = data.decode("utf-8-sig")
        table = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise HomeFault("不是 UTF-8", str(path), line, hint="请另存为 UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise _syntax(str(error), text, path) from error
    except RecursionError as error:
        raise HomeFault("嵌套过深", str(path)) from error
    settings = _Reader(text, path).fill(Settings(), table)
    for name in ("industry", "type"):
        _check_counts(getattr(settings.facets, name), name, _Reader(text, path))
    return settings


def _syntax(message: str, text: str, path: Path) -> HomeFault:
    place = _PLACE.search(message)
    line, column = (int(place[1]), int(place[2])) if place and place[1] else (text.rstrip().count("\n") + 1, None)
    return HomeFault(f"不是有效的 TOML：{_PLACE.sub('', message)}", str(path), line, column)


class _Reader:
    """Fills dataclasses from tables of one file. tomllib keeps no places: they are looked up in the text."""

    def __init__(self, text: str, path: Path) -> None:
        self._path = path
        self._text = re.sub(r"#[^\n]*", lambda comment: " " * len(comment[0]), text)

    def fault(self, reason: str, keys: tuple[str, ...], hint: str | None = None) -> HomeFault:
        """A fault at the key that ``keys`` lead to."""
        end = start = 0
        for key in keys:
            if found := re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])").search(self._text, end):
                start, end = found.span()
        line = self._text.count("\n", 0, start) + 1
        column = start - self._text.rfind("\n", 0, start)
        return HomeFault(reason, str(self._path), line, column, hint)

    def fill(self, base: T, table: dict[str, Any], keys: tuple[str, ...] = ()) -> T:
        """A copy of ``base`` with what the table says."""
        known = {field.name for field in fields(base)}  # type: ignore[arg-type]
        kinds = get_type_hints(type(base))
        values = {name: getattr(base, name) for name in known}
        for key, value in table.items():
            here = (*keys, key)
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                hint = f"是不是 `{near[0]}`？" if near else f"可用的键：{'、'.join(sorted(known))}"
                raise self.fault(f"未知的键 `{'.'.join(here)}`", here, hint)
            if is_dataclass(values[key]):
                if not isinstance(value, dict):
                    raise self.fault(f"`{'.'.join(here)}` 应是一个表", here, f"[{'.'.join(here)}]")
                values[key] = self.fill(values[key], value, here)
            elif not _fits(value, kinds[key]):
                raise self.fault(f"`{'.'.join(here)}` 应是{_KINDS[kinds[key]]}，却是 {value!r}", here)
            else:
                values[key] = value
        return type(base)(**values)


def _fits(value: object, kind: Any) -> bool:
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, (int, float) if kind is float else kind)


def _check_counts(facet: FacetSettings, name: str, reader: _Reader) -> None:
    if facet.min < 0:
        raise reader.fault(f"`facets.{name}.min` 不能小于 0", ("facets", name, "min"))
    if facet.max is not None and facet.max < max(facet.min, 1):
        raise reader.fault(
            f"`facets.{name}.max` 至少是 {max(facet.min, 1)}，却是 {facet.max}", ("facets", name, "max"),
            "不写 max 表示不限",
        )  # fmt: skip
