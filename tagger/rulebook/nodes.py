"""YAML nodes with their places: read a mapping key by key and collect every fault instead of the first."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

import yaml

from tagger.errors import RuleFault

MAX_NODES = 200_000

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML without libyaml: slower, the same result
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


class Faults:
    """Collects the faults of one file, each with line and column (from 1)."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.found: list[RuleFault] = []

    def add(self, mark: yaml.Mark | None, reason: str, hint: str | None = None) -> None:
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        self.found.append(RuleFault(reason, self.path, line, column, hint))


def compose(text: str, faults: Faults) -> yaml.Node | None:
    """The root node of a YAML text; None with a fault where it is not YAML, empty, or expands without end."""
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        faults.add(error.problem_mark or error.context_mark, f"not valid YAML: {error.problem or error.context}")
        return None
    except yaml.YAMLError as error:
        faults.add(None, f"not valid YAML: {str(error).splitlines()[0]}")
        return None
    except RecursionError:
        faults.add(None, "not valid YAML: nested too deeply")
        return None
    if root is None:
        faults.add(None, "the file is empty", "a rule file begins with `tag: ...`")
        return None
    if _size(root) > MAX_NODES:
        faults.add(root.start_mark, f"more than {MAX_NODES} entries after anchors are expanded")
        return None
    return root


def _size(root: yaml.Node) -> int:
    """Nodes after expansion of anchors, counted to just above the limit."""
    count, stack = 0, [root]
    while stack and count <= MAX_NODES:
        node = stack.pop()
        count += 1
        if isinstance(node, yaml.SequenceNode):
            stack += node.value
        elif isinstance(node, yaml.MappingNode):
            stack += [part for pair in node.value for part in pair]
    return count


class Mapping:
    """A mapping whose keys are known: unknown and duplicate keys are faults with a did-you-mean."""

    def __init__(self, node: yaml.Node, what: str, allowed: tuple[str, ...], faults: Faults) -> None:
        self.node, self.what, self.faults = node, what, faults
        self.values: dict[str, yaml.Node] = {}
        if not isinstance(node, yaml.MappingNode):
            faults.add(node.start_mark, f"{what} must be a mapping of keys, found {describe(node)}")
            return
        for key, value in node.value:
            name = str(key.value)
            if name in self.values:
                faults.add(key.start_mark, f"duplicate key `{name}`", "keep one of them")
            elif name not in allowed:
                near = difflib.get_close_matches(name, allowed, 1, 0.6)
                hint = f"did you mean `{near[0]}`?" if near else f"allowed: {', '.join(allowed)}"
                faults.add(key.start_mark, f"unknown key `{name}` in {what}", hint)
            else:
                self.values[name] = value

    def text(self, key: str, default: str | None = None, *, required: bool = False) -> str | None:
        """A string, stripped."""
        node = self.values.get(key)
        if node is None:
            if required and isinstance(self.node, yaml.MappingNode):
                self.faults.add(self.node.start_mark, f"{self.what} has no `{key}`", f"add `{key}: ...`")
            return default
        return text_of(node, f"`{key}`", self.faults) or default

    def number(self, key: str, default: float) -> float:
        node = self.values.get(key)
        return default if node is None else number_of(node, f"`{key}`", self.faults, default)

    def texts(self, key: str) -> tuple[str, ...]:
        node = self.values.get(key)
        if node is None:
            return ()
        found = (text_of(item, f"an entry of `{key}`", self.faults) for item in items(node, f"`{key}`", self.faults))
        return tuple(text for text in found if text)


def describe(node: yaml.Node) -> str:
    """What a node is, in a user's words."""
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    return "a list" if isinstance(node, yaml.SequenceNode) else f"`{node.value}`"


def text_of(node: yaml.Node, what: str, faults: Faults) -> str | None:
    """The stripped text of a scalar; None with a fault for anything else or an empty one."""
    if isinstance(node, yaml.ScalarNode):
        text = str(node.value).strip()
        if text:
            return text
    faults.add(node.start_mark, f"{what} must be a text, found {describe(node)}")
    return None


def number_of(node: yaml.Node, what: str, faults: Faults, default: float) -> float:
    """A finite number; the default with a fault for anything else."""
    try:
        number = float(node.value) if isinstance(node, yaml.ScalarNode) else float("nan")
    except ValueError:
        number = float("nan")
    if not abs(number) <= 1000:  # also where it is no number at all
        faults.add(node.start_mark, f"{what} must be a number between -1000 and 1000, found {describe(node)}")
        return default
    return number


def items(node: yaml.Node, what: str, faults: Faults) -> Iterator[yaml.Node]:
    """The entries of a list."""
    if isinstance(node, yaml.SequenceNode):
        yield from node.value
    else:
        faults.add(
            node.start_mark, f"{what} must be a list, found {describe(node)}", "write [a, b] or one `- a` a line"
        )
