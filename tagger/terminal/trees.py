"""Trees of text: drawn by rich on a terminal, indented lines in a pipe, where nothing is wrapped or cut."""

from __future__ import annotations

import os
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from tagger.terminal.wrap import wrap

COUNTED, LOST = "bold underline green", "strike yellow"
_BRACKETS = {COUNTED: "【】", LOST: "〔〕"}
_GUIDE = 4  # cells that rich draws a level


def branch(*parts: str | Text | tuple[str, str]) -> Tree:
    """A tree of one line; text is never taken for markup."""
    return Tree(Text.assemble(*parts), guide_style="bright_black")


def nearby(path: str) -> str:
    """A path below the current folder without that folder in front; any other as it is."""
    inner = os.path.relpath(path)
    return path if inner.startswith("..") else inner


def lines(tree: Tree, depth: int = 0) -> Iterator[str]:
    """The lines of a tree, two spaces a level; what colour says on a terminal, brackets say here."""
    label = tree.label if isinstance(tree.label, Text) else Text(str(tree.label))
    yield "  " * depth + " ".join(bracketed(label).split("\n"))
    for child in tree.children:
        yield from lines(child, depth + 1)


def bracketed(text: Text) -> str:
    """The characters of a text, with brackets round what is marked as counted or lost; marks do not overlap."""
    plain = text.plain
    for span in sorted(text.spans, reverse=True):
        if brackets := _BRACKETS.get(str(span.style)):
            plain = f"{plain[: span.start]}{brackets[0]}{plain[span.start : span.end]}{brackets[1]}{plain[span.end :]}"
    return plain


def show(tree: Tree, console: Console) -> None:
    """Draw on a terminal, write lines elsewhere."""
    if console.is_terminal:
        console.print(_wrapped(tree, console.width))
    else:
        console.file.writelines(f"{line}\n" for line in lines(tree))


def _wrapped(tree: Tree, width: int) -> Tree:
    label = tree.label if isinstance(tree.label, Text) else Text(str(tree.label))
    whole = Tree(wrap(label, width), guide_style=tree.guide_style)
    whole.children += [_wrapped(child, width - _GUIDE) for child in tree.children]
    return whole
