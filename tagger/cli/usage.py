"""What was typed wrong, and what would be right, in the reader's language."""

from __future__ import annotations

import re
from typing import Any

import typer

from tagger.cli.help import about, choices, kind_of, named
from tagger.cli.language import is_english
from tagger.errors import TaggerError

UsageError: type[Exception] = typer.BadParameter.__mro__[1]  # that of click, which typer exports under no name


def told(error: Any) -> str:
    """One line of what is wrong and where to look it up; of a command without arguments its help."""
    context = error.ctx
    if type(error).__name__ == "NoArgsIsHelpError":
        return str(context.get_help())
    path = context.command_path if context is not None else "tagger"
    if is_english():
        return f"× {error.format_message()}  → see `{path} -h`"
    reason, hint = _chinese(error)
    stop = "" if not hint or hint.endswith("？") else "；"
    return f"× {TaggerError(reason, hint=f'{hint}{stop}用法见 `{path} -h`')}"


def _chinese(error: Any) -> tuple[str, str]:
    """What is wrong and, where it can be told, what would be right."""
    kind, parameter = type(error).__name__, getattr(error, "param", None)
    if kind == "NoSuchOption":
        return f"没有选项 `{error.option_name}`", _meant(error.possibilities or ())
    if kind == "MissingParameter" and parameter is not None:
        return f"缺少 `{named(parameter)}`", about(parameter).rstrip("。")
    if kind == "BadOptionUsage":
        needs = "requires" in error.message
        return f"`{error.option_name}` 后面{'要跟一个值' if needs else '不跟值'}", ""
    if parameter is not None:
        return f"`{named(parameter)}` 的值不对", _allowed(parameter)
    return _words(error)


def _allowed(parameter: Any) -> str:
    if listed := choices(parameter):
        return f"可用：{'、'.join(listed)}"
    kind = kind_of(parameter)
    if kind is not int and getattr(kind, "name", "") not in ("integer", "integer range"):
        return about(parameter).rstrip("。")
    edges = [getattr(parameter if kind is int else kind, edge, None) for edge in ("min", "max")]
    bounds = [f"，{word} {edge}" for word, edge in zip(("至少", "至多"), edges, strict=True) if edge is not None]
    return f"要是整数{''.join(bounds)}"


def _words(error: Any) -> tuple[str, str]:
    """A word too many: the name of no command, or an argument that the command does not take."""
    command: Any = error.ctx.command if error.ctx is not None else None
    if hasattr(command, "list_commands"):
        from difflib import get_close_matches

        found = re.search(r"'(.*?)'", error.message)
        name = found[1] if found else ""
        return f"没有命令 `{name}`", _meant(get_close_matches(name, command.list_commands(error.ctx), 2))
    found = re.search(r"argument\S* \((.*)\)", error.message, re.S)
    return (f"多了 `{found[1]}`" if found else error.message), ""


def _meant(names: Any) -> str:
    return f"是不是 {'、'.join(f'`{name}`' for name in names)}？" if names else ""
