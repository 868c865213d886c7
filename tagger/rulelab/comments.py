"""Comments of a rule file, and the part of the file that each belongs to. YAML itself throws them away."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from tagger.rulebook.nodes import LOADER

_HASH = re.compile(r"(?:^|(?<=\s))#[^\n]*", re.M)


@dataclass(slots=True)
class Part:
    """A key of the file or an entry below one, with the comments that belong to it.

    ``start`` and ``end`` are offsets of the text; ``depth`` is 0 for a key, 1 for an entry. ``before`` are lines above
    it, ``beside`` stands at the end of its first line, ``tail`` behind its entries.
    """

    start: int
    end: int
    depth: int
    before: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Commented:
    """The parts of a file by the offset of their start, and the lines above and below all of them."""

    parts: dict[int, Part]
    header: list[str]
    footer: list[str]


def attach(text: str, root: yaml.MappingNode) -> Commented:
    """Give every comment to the part it stands at: what stands above the first part belongs to the file."""
    parts = list(_parts(root))
    starts = [part.start for part in parts]
    found = Commented({part.start: part for part in parts}, [], [])
    for start, comment in _comments(text):
        number = bisect_right(starts, start) - 1
        before = text[text.rfind("\n", 0, start) + 1 : start]
        if before.strip():
            parts[max(number, 0)].beside.append(comment)
        else:
            _own_line(found, parts, number, start, indented=bool(before)).append(comment)
    return found


def _own_line(found: Commented, parts: list[Part], number: int, start: int, *, indented: bool) -> list[str]:
    """Where a comment belongs that has its line to itself, behind the start of part ``number``."""
    if number < 0:
        return found.header
    if start < parts[number].end:  # inside a list that goes over several lines
        return parts[number].before
    following = parts[number + 1] if number + 1 < len(parts) else None
    if indented and (following is None or following.depth < parts[number].depth):
        return next(part for part in reversed(parts[: number + 1]) if not part.depth).tail
    return found.footer if following is None else following.before


def _parts(root: yaml.MappingNode) -> Iterator[Part]:
    for key, value in root.value:
        block = _is_block(value)
        yield Part(key.start_mark.index, 0 if block else _end(value), 0)
        for item in value.value if block else ():
            first, last = item if isinstance(item, tuple) else (item, item)
            yield Part(first.start_mark.index, _end(last), 1)


def _is_block(node: yaml.Node) -> bool:
    return isinstance(node, yaml.CollectionNode) and not node.flow_style


def _end(node: yaml.Node) -> int:
    """Where the text of a node ends: a block ends, for YAML, only where the next thing begins."""
    if not _is_block(node):
        return int(node.end_mark.index)
    inner = [part for pair in node.value for part in (pair if isinstance(pair, tuple) else (pair,))]
    return max((_end(part) for part in inner), default=int(node.start_mark.index))


def _comments(text: str) -> Iterator[tuple[int, str]]:
    """Offset and text of every comment: of what begins with ``#`` and is in no scalar."""
    tokens = yaml.scan(text, Loader=LOADER)
    scalars = [(t.start_mark.index, t.end_mark.index) for t in tokens if isinstance(t, yaml.ScalarToken)]
    starts = [start for start, _ in scalars]
    for found in _HASH.finditer(text):
        number = bisect_right(starts, found.start()) - 1
        if number < 0 or found.start() >= scalars[number][1]:
            yield found.start(), found[0].strip()
