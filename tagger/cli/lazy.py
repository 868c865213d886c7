"""Commands that are imported when they are asked for, so that a command pays for itself alone."""

from __future__ import annotations

from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup

from tagger.cli.language import translate


class LazyGroup(TyperGroup):
    """A group whose ``targets`` map a command's name to ``module:attribute``: a function, or a Typer app of its own."""

    targets: ClassVar[dict[str, str]] = {}

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for name in self.targets:  # stand-ins: the names are listed and suggested without an import
            self.commands[name] = TyperCommand(name)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name, imported the first time."""
        if type(self.commands.get(cmd_name)) is TyperCommand and cmd_name in self.targets:
            self.commands[cmd_name] = _load(cmd_name, self.targets[cmd_name])
        return self.commands.get(cmd_name)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Help in the reader's language."""
        translate(self)
        super().format_help(ctx, formatter)


def _load(name: str, target: str) -> Any:
    module, _, attribute = target.partition(":")
    found = getattr(import_module(module), attribute)
    app = found if isinstance(found, typer.Typer) else typer.Typer(add_completion=False)
    if app is not found:
        app.command(name)(found)
    command: Any = typer.main.get_command(app)
    command.name = name
    translate(command)
    return command
