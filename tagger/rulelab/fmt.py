"""The canonical form of a rule file: the same rule is written in one way. Comments are kept; meaning is not touched.

Keys stand in the order of the loader's table, weights fall, lists of words are broken at 120 columns (a Chinese
character takes two), texts are bare where YAML allows and else quoted; there are no blank lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import yaml
from rich.cells import cell_len

from tagger.errors import RuleFault
from tagger.home import Home
from tagger.rulebook import is_genre, rule_files
from tagger.rulebook.fields import RULE
from tagger.rulebook.nodes import Faults, compose, decode
from tagger.rulebook.reader import read_rule
from tagger.rulelab.comments import Commented, Part, attach

_WIDTH = 120
_BLOCKS = ("together", "patterns", "except", "tests")  # keys with an entry a line
_RESOLVER = yaml.resolver.Resolver()
_ORDER = ("all", "re", "term", "hit", "miss", "near", "weight", "todo")  # of keys within an entry
_BARE_PART = Part(0, 0, 1)  # an entry of a list that stood on one line
_MARKS = r"""[^,:#\[\]{}"'“”&*!|>%@`\\\s]"""  # what may stand in a bare text
_BARE = re.compile(rf"(?:[^\W_]|[（《])(?:{_MARKS}| (?={_MARKS}))*")


def canonical(text: str) -> str:
    """The canonical form of a rule file that has no faults. Raises ValueError where it is no rule file."""
    text = text.replace("\r\n", "\n")
    root = compose(text, Faults(""))
    if not isinstance(root, yaml.MappingNode):
        raise ValueError("no rule file")
    comments = attach(text, root)
    order = {key: number for number, key in enumerate(RULE.keys)}
    lines = _comment_lines(comments.header, "")
    for key, value in sorted(root.value, key=lambda pair: order.get(pair[0].value, len(order))):
        lines += _key(key, value, comments)
    lines += _comment_lines(comments.footer, "")
    return "\n".join(lines) + "\n"


def _key(key: yaml.Node, value: yaml.Node, comments: Commented) -> list[str]:
    """A key with all below it."""
    part = comments.parts[key.start_mark.index]
    name = str(key.value)
    entries: list[tuple[yaml.Node, list[str]]] = []
    if name == "terms":
        pairs = sorted(value.value, key=lambda pair: -float(pair[0].value))
        entries = [(weight, _weight(weight, words)) for weight, words in pairs]
    elif name in _BLOCKS:
        entries = [(item, [f"  - {_flow(item, name)}"]) for item in value.value]
    if not entries:
        return _with_comments([f"{name}: {_flow(value, name)}"], part, "")
    lines = _with_comments([f"{name}:"], part, "")
    for node, written in entries:
        lines += _with_comments(written, comments.parts.get(node.start_mark.index, _BARE_PART), "  ")
    return lines + _comment_lines(part.tail, "  ")


def _weight(weight: yaml.Node, words: yaml.Node) -> list[str]:
    """A weight with its words, broken where the line is full."""
    lead = f"  {_number(weight)}: ["
    lines, line = [], lead
    texts = [_scalar(word) for word in words.value]
    for number, text in enumerate(texts):
        piece = text + ("," if number + 1 < len(texts) else "]")
        if line.strip() and line != lead and cell_len(line) + 1 + cell_len(piece) > _WIDTH:
            lines.append(line)
            line = " " * len(lead) + piece
        else:
            line += piece if line == lead else f" {piece}"
    return [*lines, line if texts else f"{lead}]"]


def _flow(node: yaml.Node, name: str) -> str:
    """A value on one line. Numbers are those of ``weight`` and ``threshold``; codes are always quoted."""
    if isinstance(node, yaml.SequenceNode):
        return f"[{', '.join(_flow(item, name) for item in node.value)}]"
    if isinstance(node, yaml.MappingNode):
        pairs = node.value if name == "codes" else sorted(node.value, key=lambda pair: _ORDER.index(pair[0].value))
        inner = [f"{_scalar(key)}: {_flow(value, 'code' if name == 'codes' else key.value)}" for key, value in pairs]
        return f"{{{', '.join(inner)}}}"
    if name in ("weight", "threshold"):
        return _number(node)
    return _quoted(_text(node)) if name == "code" else _scalar(node, word=name not in ("tag", "name", "parent"))


def _number(node: yaml.Node) -> str:
    number = float(node.value)
    return str(int(number)) if number == int(number) else repr(number)


def _text(node: yaml.Node) -> str:
    return str(node.value).strip()


def _scalar(node: yaml.Node, *, word: bool = True) -> str:
    """A text, bare where it may be. A word that begins with a digit is quoted: most that begins so is a number."""
    text = _text(node)
    kind = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    bare = kind == "tag:yaml.org,2002:str" and _BARE.fullmatch(text) and not (word and text[0].isdigit())
    return text if bare else _quoted(text)


def _quoted(text: str) -> str:
    """In double quotes; in single ones where double ones would need a backslash."""
    style = "'" if "\\" in text or '"' in text else '"'
    return str(yaml.dump(text, default_style=style, allow_unicode=True, width=10**9)).rstrip("\n")


def _with_comments(lines: list[str], part: Part, indent: str) -> list[str]:
    beside = "  " + " ".join(part.beside) if part.beside else ""
    return [*_comment_lines(part.before, indent), lines[0] + beside, *lines[1:]]


def _comment_lines(comments: Sequence[str], indent: str) -> list[str]:
    return [f"{indent}{comment}" for comment in comments]


class Formatted(NamedTuple):
    """What formatting a home says: files whose form is another with their canonical text, and faults."""

    changed: dict[Path, str]
    faults: list[RuleFault]
    files: int


def format_home(home: Home) -> Formatted:
    """The canonical form of every sound rule file that is not in it; ``genre.yaml`` is left as it is.

    Raises HomeFault where there is nothing to format.
    """
    found = Formatted({}, [], 0)
    files = [(name, data) for name, data in rule_files(home) if not is_genre(name)]
    for name, data in files:
        path = home.path / name
        collected = Faults(str(path))
        text = decode(data, collected)
        faults = collected.found if text is None else read_rule(text, str(path))[1]
        found.faults.extend(faults)
        if text is not None and not faults:
            wanted = canonical(text)
            if wanted.encode() != data:
                found.changed[path] = wanted
    return found._replace(files=len(files))
