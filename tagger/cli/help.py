"""The help of a command: one page of text, Chinese broken where Chinese may break, in the reader's language.

Typer's own tables break at spaces alone, so that at 80 columns they cut Chinese short.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from enum import EnumType
from typing import Any

from tagger.cli.language import is_english, translate

_WIDEST = 100  # cells: longer lines read badly
_NAMES = 32  # cells of the column of names; a longer name has its help on the next line
_WORDS = {
    "Usage": "用法", "Arguments": "参数", "Options": "选项", "Commands": "命令", "options": "选项", "command": "命令",
    "required": "必填", "default": "默认",
}  # fmt: skip
_OWN = {  # options that every command, or the root, has from typer
    "help": "显示这段帮助。",
    "install_completion": "给当前的 shell 装上命令补全。",
    "show_completion": "显示当前 shell 的补全脚本，可自行保存或修改。",
}


def page(command: Any, ctx: Any) -> str:
    """The page of a click command or group, as wide as the terminal but at most 100 cells."""
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    arguments = [each for each in command.get_params(ctx) if each.param_type_name == "argument"]
    options = [each for each in command.get_params(ctx) if each.param_type_name == "option" and not each.hidden]
    rows = {
        "Arguments": [(_metavar(each), _about(each)) for each in arguments],
        "Options": [(_flags(each), _about(each)) for each in options],
        "Commands": list(_commands(command, ctx)),
    }
    colon = ": " if is_english() else "："
    usage = [ctx.command_path, f"[{_word('options')}]", *map(_metavar, arguments)]
    usage += [f"{_word('command')} …"] if rows["Commands"] else []
    lines = ["", *_broken(f"{_word('Usage')}{colon}{' '.join(usage)}", width), ""]
    lines += [f"  {line}" for line in _broken(command.help or "", width - 2)]
    for name, found in rows.items():
        if found:
            lines += ["", _word(name), *_table(found, width)]
    return "\n".join([*lines, "", ""])


def choices(parameter: Any) -> list[str]:
    """The values that a parameter takes, where they are listed."""
    kind = kind_of(parameter)
    listed = kind if isinstance(kind, EnumType) else getattr(kind, "choices", ())
    return [str(getattr(value, "value", value)) for value in listed]


def kind_of(parameter: Any) -> Any:
    """The type of a parameter: click's, or in later releases of typer the one that its function states."""
    return parameter.type_descriptor.annotation if hasattr(parameter, "type_descriptor") else parameter.type


def named(parameter: Any) -> str:
    """A parameter as messages name it: its longest option, or its place."""
    return max(parameter.opts, key=len) if parameter.param_type_name == "option" else _metavar(parameter)


def about(parameter: Any) -> str:
    """The help text of a parameter, in the reader's language."""
    own = None if is_english() else _OWN.get(parameter.name)
    return own or parameter.help or ""


def _word(english: str) -> str:
    return english if is_english() else _WORDS[english]


def _metavar(parameter: Any) -> str:
    name = parameter.metavar or "|".join(choices(parameter)) or parameter.name.upper()
    return f"{name}…" if parameter.param_type_name == "argument" and parameter.nargs == -1 else name


def _flags(option: Any) -> str:
    names = " / ".join(", ".join(sorted(each, key=len)) for each in (option.opts, option.secondary_opts) if each)
    return names if option.is_flag else f"{names} {_metavar(option)}"


def _about(parameter: Any) -> str:
    value = getattr(parameter.default, "value", parameter.default)
    shown = ""
    if parameter.required:
        shown = _word("required")
    elif (
        parameter.param_type_name == "option" and not parameter.is_flag and isinstance(value, str | int) and value != ""
    ):
        shown = f"{_word('default')} {value}"
    text = about(parameter)
    return f"{text}{f' ({shown})' if is_english() else f'（{shown}）'}" if shown else text


def _commands(command: Any, ctx: Any) -> Iterator[tuple[str, str]]:
    for name in command.list_commands(ctx) if hasattr(command, "list_commands") else ():
        found = command.get_command(ctx, name)
        translate(found)
        yield name, found.help or ""


def _table(rows: list[tuple[str, str]], width: int) -> Iterator[str]:
    column = min(max(len(name) for name, _ in rows), _NAMES, width // 3)
    for name, text in rows:
        lines = _broken(text, width - column - 4)
        if len(name) > column:
            yield f"  {name}"
        else:
            yield f"  {name:{column}}  {lines.pop(0)}".rstrip()
        yield from (" " * (column + 4) + line for line in lines)


def _broken(text: str, width: int) -> list[str]:
    from rich.text import Text

    from tagger.terminal.wrap import wrap

    return wrap(Text(" ".join(text.split())), max(width, 20)).plain.split("\n")
