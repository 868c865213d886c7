"""YAML text to nodes with their places, bounded in size, depth and expansion. No value is ever constructed by YAML."""

from __future__ import annotations

from typing import Any, cast

import yaml

from tagger.errors import RuleFault

MAX_NODES = 100_000
MAX_BYTES = 2_000_000
MAX_DEPTH = 50  # a rule needs five; composing recurses, in C without a bound of its own in some builds of PyYAML
MAX_FAULTS = 500  # a file; behind that only the number is told

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # without libyaml: slower, the same result

_TOO_DEEP = f"嵌套超过 {MAX_DEPTH} 层"
_PROBLEMS = {
    "mapping values are not allowed in this context": "这里不能再有 `键: 值`",
    "did not find expected ',' or ']'": "方括号里缺 `,`，或没有用 `]` 收尾",
    "did not find expected ',' or '}'": "花括号里缺 `,`，或没有用 `}` 收尾",
    "did not find expected key": "这里应是一个键，或缩进与上文不齐",
    "did not find expected '-' indicator": "这里应以 `- ` 开头，或缩进与上文不齐",
    "did not find expected node content": "这里缺内容，或前面的括号没有收尾",
    "could not find expected ':'": "键后面缺 `: `",
    "found character that cannot start any token": "不能以这个字符开头",
    "found unexpected end of stream": "引号没有收尾",
    "found undefined alias": "`*` 引用的名字没有定义",
    "found unknown escape character": "双引号里不认识的转义；改用单引号",
    "block sequence entries are not allowed in this context": "这里不能用 `- ` 列举",
    "exceeded maximum nesting depth": _TOO_DEEP,
    "control characters are not allowed": "有控制字符",
    "but found another document": "一个文件只能有一份规则，不能用 `---` 再起一份",
}
_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "merge")
) | {"tag:yaml.org,2002:value"}


class Faults:
    """Collects the faults of one file, each with line and column (from 1)."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.found: list[RuleFault] = []

    @property
    def full(self) -> bool:
        """Whether further faults are no longer told one by one."""
        return len(self.found) > MAX_FAULTS

    def add(self, mark: yaml.Mark | None, reason: str, hint: str | None = None) -> None:
        """A fault where YAML says."""
        self.at((mark.line + 1, mark.column + 1) if mark else (None, None), reason, hint)

    def at(self, place: tuple[int | None, int | None], reason: str, hint: str | None = None) -> None:
        """A fault at a line and column, both from 1."""
        line, column = place
        if len(self.found) == MAX_FAULTS:
            self.found.append(RuleFault(f"已有 {MAX_FAULTS} 处错误，以下不再列出", self.path, line, column))
        elif not self.full:
            self.found.append(RuleFault(reason, self.path, line, column, hint))


def decode(data: bytes, faults: Faults) -> str | None:
    """The text of a rule file; None with a fault where it is too large or not UTF-8."""
    if len(data) > MAX_BYTES:
        faults.add(None, f"文件有 {len(data)} 字节，上限 {MAX_BYTES}", "把它分成几个标签")
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8", "replace"))
        place = before.count(b"\n") + 1, column + 1
        faults.at(place, f"不是 UTF-8：遇到字节 0x{data[error.start]:02X}", "请另存为 UTF-8")
        return None


def compose(text: str, faults: Faults) -> yaml.Node | None:
    """The root node of a YAML text; None with a fault where it is not YAML, empty, or expands without end."""
    try:
        if mark := _too_deep(text):
            faults.add(mark, f"不是有效的 YAML：{_TOO_DEEP}")
            return None
        root = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        _syntax(error, text, faults)
        return None
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        place = before.count("\n") + 1, len(before) - before.rfind("\n")
        faults.at(place, "不是有效的 YAML：有控制字符")
        return None
    if root is None:
        faults.add(None, "文件是空的", "规则文件至少要有 `tag: 标识`")
        return None
    return root if _bounded(root, faults) else None


def _too_deep(text: str) -> yaml.Mark | None:
    """Where a text nests deeper than MAX_DEPTH, read event by event."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            return cast(yaml.Mark, event.start_mark)
    return None


def _syntax(error: yaml.MarkedYAMLError, text: str, faults: Faults) -> None:
    """The fault of a text that is not YAML, in Chinese where the message is known."""
    problem = str(error.problem or error.context)
    mark, start = error.problem_mark or error.context_mark, error.context_mark
    told = next((chinese for english, chinese in _PROBLEMS.items() if english in problem), problem)
    if start and "end of stream" in problem:
        mark = start
    elif start and mark and start.line < mark.line:
        told += f"（起自第 {start.line + 1} 行）"
    faults.add(mark, f"不是有效的 YAML：{told}", _odd_character(text, mark))


def _odd_character(text: str, mark: yaml.Mark | None) -> str | None:
    """The commonest cause of a broken file: punctuation of the Chinese keyboard, or a tab, in or above the line."""
    lines = text.split("\n")
    for number in [mark.line, mark.line - 1] if mark else []:
        line = lines[number] if 0 <= number < len(lines) else ""
        if "\t" in line[: len(line) - len(line.lstrip())]:
            return "缩进请用空格，不用制表符"
        if wide := next((char for char in line if char in "：，［］｛｝【】“”＃－"), None):
            return f"第 {number + 1} 行有 `{wide}`：YAML 的标点要用半角"
    return None


def _bounded(root: yaml.Node, faults: Faults) -> bool:
    """Whether the nodes after expansion of aliases stay below the limit, and none asks for a type of its own."""
    count, stack = 0, [root]
    while stack:
        node = stack.pop()
        count += 1
        if count > MAX_NODES:
            faults.add(root.start_mark, f"展开 `&`、`*` 之后超过 {MAX_NODES} 项", "不要层层引用")
            return False
        if node.tag not in _PLAIN_TAGS:
            faults.add(node.start_mark, f"不支持的类型标记 `{node.tag}`", "去掉 `!` 开头的标记")
            return False
        if isinstance(node, yaml.SequenceNode):
            stack += node.value
        elif isinstance(node, yaml.MappingNode):
            for pair in node.value:
                stack += pair
    return True
