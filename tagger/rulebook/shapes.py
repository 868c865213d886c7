"""Shapes of YAML values. A shape reads a node, telling every fault with its place, and describes itself as JSON Schema.

Source of the descriptions: JSON Schema, draft 2020-12.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

import yaml

from tagger.rulebook.nodes import Faults
from tagger.text import squeeze

_NULL = "tag:yaml.org,2002:null"
LIMIT = 1000.0  # of weights and factors, either way
Schema = dict[str, Any]
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
K = TypeVar("K")
V = TypeVar("V")


class At(NamedTuple, Generic[T]):
    """A value and where it stands (line and column from 1)."""

    value: T
    line: int
    column: int


class Shape(Protocol[T_co]):
    """What a value must look like."""

    def read(self, node: yaml.Node, what: str, faults: Faults) -> T_co | None:
        """The value of a node; None, with a fault, where it is not of this shape."""

    def schema(self) -> Schema:
        """The same as JSON Schema."""


def describe(node: yaml.Node) -> str:
    """What a node is, in a user's words; a quoted value with a space before it."""
    if isinstance(node, yaml.MappingNode):
        return "一组 `键: 值`"
    if isinstance(node, yaml.SequenceNode):
        return "一个列表"
    value = str(node.value)
    return f" `{value[:40]}…`" if len(value) > 40 else f" `{value}`" if value.strip() else "空的"


def place(node: yaml.Node) -> tuple[int, int]:
    """Line and column of a node, from 1."""
    return node.start_mark.line + 1, node.start_mark.column + 1


@dataclass(frozen=True)
class Text:
    """A text that holds more than white space; stripped. ``pattern`` is what it must match whole."""

    pattern: str | None = None
    allowed: str = ""

    def read(self, node: yaml.Node, what: str, faults: Faults) -> str | None:
        text = str(node.value).strip() if isinstance(node, yaml.ScalarNode) else ""
        if node.tag == _NULL or not squeeze(text):
            empty = isinstance(node, yaml.ScalarNode) and not text
            faults.add(node.start_mark, f"{what}应是文字，却是{describe(node)}", "写上内容，或删去" if empty else None)
            return None
        if self.pattern and not re.fullmatch(self.pattern, text):
            faults.add(node.start_mark, f"{what}不能是{describe(node)}", self.allowed)
            return None
        return text

    def schema(self) -> Schema:
        return {"type": ["string", "number", "boolean"], **({"pattern": f"^{self.pattern}$"} if self.pattern else {})}


@dataclass(frozen=True)
class Choice:
    """One of some words."""

    words: tuple[str, ...]

    def read(self, node: yaml.Node, what: str, faults: Faults) -> str | None:
        if isinstance(node, yaml.ScalarNode) and node.value in self.words:
            return str(node.value)
        faults.add(node.start_mark, f"{what}不能是{describe(node)}", suggestion(str(node.value), self.words, "可以是 "))
        return None

    def schema(self) -> Schema:
        return {"enum": list(self.words)}


@dataclass(frozen=True)
class Number:
    """A finite number from ``least`` to LIMIT; above ``least`` where it is ``open``."""

    least: float = -LIMIT
    open: bool = False

    def read(self, node: yaml.Node, what: str, faults: Faults) -> float | None:
        try:
            number = float(node.value) if isinstance(node, yaml.ScalarNode) else float("nan")
        except ValueError:
            number = float("nan")
        if self.least <= number <= LIMIT and not (self.open and number == self.least):
            return number
        bound = f"大于 {self.least:g}、" if self.open else f"不小于 {self.least:g}、"
        faults.add(node.start_mark, f"{what}应是数，{bound}不大于 {LIMIT:g}，却是{describe(node)}")
        return None

    def schema(self) -> Schema:
        return {"type": "number", ("exclusiveMinimum" if self.open else "minimum"): self.least, "maximum": LIMIT}


@dataclass(frozen=True)
class ListOf(Generic[T]):
    """A list of at least ``least`` values of one shape; faulty ones are told and left out."""

    shape: Shape[T]
    least: int = 0
    example: str = "[甲, 乙]"

    def read(self, node: yaml.Node, what: str, faults: Faults) -> list[At[T]] | None:
        if not isinstance(node, yaml.SequenceNode):
            faults.add(
                node.start_mark, f"{what}应是列表，却是{describe(node)}", f"写成 {self.example}，或每行一个 `- `"
            )
            return None
        if len(node.value) < self.least:
            faults.add(node.start_mark, f"{what}至少要有 {self.least} 项，却有 {len(node.value)} 项")
        part, found = f"{what}的一项", []
        for item in node.value:
            value = self.shape.read(item, part, faults)
            if value is not None:
                found.append(At(value, *place(item)))
        return found

    def schema(self) -> Schema:
        return {
            "type": "array",
            "items": self.shape.schema(),
            **({"minItems": self.least} if self.least else {}),
        }


@dataclass(frozen=True)
class MapOf(Generic[K, V]):
    """A mapping whose keys are of one shape and whose values of another; no key stands twice."""

    keys: Shape[K]
    values: Shape[V]
    example: str
    key_pattern: str = "."

    def read(self, node: yaml.Node, what: str, faults: Faults) -> list[tuple[At[K], V]] | None:
        if not isinstance(node, yaml.MappingNode):
            faults.add(
                node.start_mark,
                f"{what}应是一组 `键: 值`，却是{describe(node)}",
                _colon(node) or f"例如 {self.example}",
            )
            return None
        found: dict[K, tuple[At[K], V]] = {}
        for key_node, value_node in node.value:
            key = self.keys.read(key_node, f"{what}的键", faults)
            value = self.values.read(value_node, f"{what}里{describe(key_node)} 的值", faults)
            if key is not None and key in found:
                duplicate(key_node, found[key][0].line, faults)
            elif key is not None and value is not None:
                found[key] = At(key, *place(key_node)), value
        return list(found.values())

    def schema(self) -> Schema:
        values = {self.key_pattern: self.values.schema()}
        return {"type": "object", "patternProperties": values, "additionalProperties": False}


@dataclass(frozen=True)
class Key:
    """A key of a mapping: its shape and what it is for, in the words that an editor shows."""

    shape: Shape[Any]
    about: str
    default: Any = None


class Entry(dict[str, Any]):
    """What a mapping said: its values by key; ``places`` tells where each key's value stands."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__()
        self.line, self.column = line, column
        self.places: dict[str, tuple[int, int]] = {}


@dataclass(frozen=True)
class Keys:
    """A mapping with known keys: unknown and duplicate keys are faults with a did-you-mean.

    ``one_of`` names keys of which exactly one must stand.
    """

    what: str
    keys: Mapping[str, Key]
    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()

    def read(self, node: yaml.Node, what: str, faults: Faults) -> Entry | None:
        what = self.what or what
        if not isinstance(node, yaml.MappingNode):
            hint = _colon(node) or f"可用的键：{'、'.join(self.keys)}"
            faults.add(node.start_mark, f"{what}应是一组 `键: 值`，却是{describe(node)}", hint)
            return None
        entry = Entry(*place(node))
        for key, value in node.value:
            self._read_key(entry, key, value, what, faults)
        for name in self.required:
            if name not in entry.places:
                faults.add(node.start_mark, f"{what}缺少 `{name}`", f"加上 `{name}: …`")
        if self.one_of and sum(name in entry.places for name in self.one_of) != 1:
            faults.add(node.start_mark, f"{what}要有 {' 或 '.join(f'`{name}`' for name in self.one_of)}，且只能有一个")
            return None
        return entry

    def _read_key(self, entry: Entry, key: yaml.Node, value: yaml.Node, what: str, faults: Faults) -> None:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        known = self.keys.get(name)
        if name in entry.places:
            duplicate(key, entry.places[name][0], faults)
        elif known is None:
            if not faults.full:
                faults.add(
                    key.start_mark, f"{what}里未知的键{describe(key)}", suggestion(name, self.keys, "可用的键：")
                )
        else:
            entry.places[name] = place(value)
            found = known.shape.read(value, f"`{name}` ", faults)
            if found is not None:
                entry[name] = found

    def schema(self) -> Schema:
        properties = {}
        for name, key in self.keys.items():
            told = {} if key.default is None else {"default": key.default}
            properties[name] = {"description": key.about, **told, **key.shape.schema()}
        found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        if self.required:
            found["required"] = list(self.required)
        if self.one_of:
            found["oneOf"] = [{"required": [name]} for name in self.one_of]
        return found


@dataclass(frozen=True)
class TextOr:
    """A text, or a mapping in its place."""

    text: Text
    keys: Keys

    def read(self, node: yaml.Node, what: str, faults: Faults) -> str | Entry | None:
        if isinstance(node, yaml.MappingNode):
            return self.keys.read(node, what, faults)
        return self.text.read(node, what, faults)

    def schema(self) -> Schema:
        return {"anyOf": [self.text.schema(), self.keys.schema()]}


def suggestion(found: str, known: Mapping[str, Any] | tuple[str, ...], lead: str) -> str | None:
    """A did-you-mean where a known word is near, and all that is allowed."""
    if not known:
        return None
    near = difflib.get_close_matches(found[:80], list(known), 1, 0.6)
    meant = f"是不是 `{near[0]}`？" if near else ""
    return f"{meant}{lead}{'、'.join(known)}"


def _colon(node: yaml.Node) -> str | None:
    """The hint where the colon of the Chinese keyboard made one text of key and value."""
    return "`：` 要写成半角 `: `" if isinstance(node, yaml.ScalarNode) and "：" in node.value else None


def duplicate(key: yaml.Node, line: int, faults: Faults) -> None:
    """The fault of a key that stands twice."""
    faults.add(key.start_mark, f"重复的键{describe(key)}，第 {line} 行已有", "合并到一处，或改名")
