"""Findings as compilers show them: place, message, the line with a caret, what to do. Plain text, or coloured."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from rich.cells import cell_len
from rich.text import Text

from tagger.lints.findings import Finding, Severity
from tagger.terminal.wrap import wrap

_NAMES: dict[Severity, tuple[str, str]] = {
    "error": ("错误", "bold red"),
    "warning": ("警告", "bold yellow"),
    "note": ("提示", "bold cyan"),
}
_WIDEST = 400  # cells of a line in a pipe: no line that a person wrote is longer
_TOKEN = re.compile(r"""'[^']*'|"(?:[^"\\]|\\.)*"|[^\s,\[\]{}:]+|.""")


def report(findings: Sequence[Finding], width: int | None = None) -> list[Text]:
    """The lines of a report. Source lines are cut around the place to ``width`` cells; without it hardly ever."""
    sources: dict[str, list[str]] = {}
    lines: list[Text] = []
    for finding in findings:
        if finding.path not in sources:
            sources[finding.path] = _source(finding.path)
        lines += _finding(finding, sources[finding.path], width)
    return lines


def summary(findings: Sequence[Finding], files: int) -> Text:
    """One line: how many files, how many findings of each severity."""
    text = Text(f"{files} 个规则文件：")
    if not findings:
        return text.append("没有问题", style="green")
    counts = [(name, style, sum(f.severity == key for f in findings)) for key, (name, style) in _NAMES.items()]
    shown = [Text(f"{count} 处{name}", style=style) for name, style, count in counts if count]
    return text.append_text(Text("，").join(shown))


def shown_path(path: str) -> str:
    """Relative to the current folder where it lies below."""
    here = Path.cwd()
    return Path(path).relative_to(here).as_posix() if Path(path).is_relative_to(here) else path


def _source(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8-sig", errors="replace").split("\n")
    except OSError:
        return []


def _finding(finding: Finding, source: list[str], width: int | None) -> list[Text]:
    name, style = _NAMES[finding.severity]
    place = ":".join(str(part) for part in (shown_path(finding.path), finding.line, finding.column) if part is not None)
    head = Text.assemble((place, "bold"), ": ", (name, style), f"：{finding.message}", (f" [{finding.code}]", "dim"))
    lines = [head if width is None else wrap(head, width)]
    margin = ""
    if finding.line is not None and finding.line <= len(source):
        margin = " " * len(str(finding.line))
        room = (width or _WIDEST) - len(margin) - 5
        line, caret = _cut(source[finding.line - 1].rstrip("\r"), finding.column or 1, room)
        lines.append(Text.assemble((f" {finding.line} │ ", "dim"), line))
        lines.append(Text.assemble((f" {margin} │ ", "dim"), (caret, style)))
    if finding.hint:
        hint = Text(finding.hint)
        below = [hint] if width is None else wrap(hint, width - len(margin) - 4).split()
        lead = Text(f" {margin} = ", style="dim")
        lines += [lead + part if n == 0 else Text(" " * len(lead)) + part for n, part in enumerate(below)]
    return [*lines, Text()]


def _cut(line: str, column: int, width: int) -> tuple[str, str]:
    """A line, cut around a column where it is wider than ``width``, and the carets below its token."""
    start = min(column - 1, len(line))
    before, rest = _printable(line[max(start - width, 0) : start]), _printable(line[start : start + width])
    whole = start <= width and len(line) - start <= width and cell_len(before + rest) <= width
    token = (_TOKEN.match(rest) or [""])[0]
    if not whole:
        kept, room = before, max(width // 2, width - max(cell_len(rest), 1)) - 1
        while cell_len(kept) > room:
            kept = kept[1:]
        before = kept if len(kept) == start else f"…{kept}"
        kept, room = rest, width - cell_len(before) - 1
        while cell_len(kept) > room:
            kept = kept[:-1]
        token = token[: len(kept)]
        rest = kept if len(kept) == len(line) - start else f"{kept}…"
    return before + rest, " " * cell_len(before) + "^" * max(cell_len(token), 1)


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else " " if char == "\t" else "\ufffd" for char in text)
