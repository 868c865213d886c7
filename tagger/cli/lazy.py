"""Commands that are imported when they are asked for, so that a command pays for itself alone."""

from __future__ import annotations

from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup

from tagger.cli.language import translate
from tagger.cli.usage import UsageError
from tagger.cli.values import plain


class Command(TyperCommand):
    """A command with our help."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Its parameters, whose values are made without delay."""
        return list(map(plain, super().get_params(ctx)))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments left over; what is wrong with the others names this command."""
        try:
            return super().parse_args(ctx, args)
        except UsageError as error:
            error.ctx = getattr(error, "ctx", None) or ctx  # type: ignore[attr-defined]
            raise

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Help in the reader's language."""
        from tagger.cli.help import page

        formatter.write(page(self, ctx))


class LazyGroup(TyperGroup):
    """A group whose ``targets`` map a command's name to ``module:attribute``: a function, or a Typer app of its own."""

    targets: ClassVar[dict[str, str]] = {}

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for name in self.targets:  # stand-ins: the names are listed and suggested without an import
            self.commands[name] = TyperCommand(name)

    def get_params(self, ctx: Any) -> list[Any]:
        """Its parameters, whose values are made without delay."""
        return list(map(plain, super().get_params(ctx)))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name, imported the first time."""
        if type(self.commands.get(cmd_name)) is TyperCommand and cmd_name in self.targets:
            self.commands[cmd_name] = _load(cmd_name, self.targets[cmd_name])
        return self.commands.get(cmd_name)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Help in the reader's language."""
        from tagger.cli.help import page

        translate(self)
        formatter.write(page(self, ctx))


def _load(name: str, target: str) -> Any:
    module, _, attribute = target.partition(":")
    found = getattr(import_module(module), attribute)
    app = found if isinstance(found, typer.Typer) else typer.Typer(add_completion=False)
    if app is not found:
        app.command(name, cls=Command)(found)
    command: Any = typer.main.get_command(app)
    command.name = name
    translate(command)
    return command
