"""``tagger models use`` and ``rollback``: which model is in use."""

from __future__ import annotations

from typing import Annotated

import typer

from tagger.cli.common import WRONG_USE, HomeOption, known_model, say, writable_home


def use(
    name: Annotated[str, typer.Argument(metavar="NAME", help="名字或其中一段。", show_default=False)],
    home: HomeOption = None,
) -> None:
    """换用另一个模型。"""
    from tagger.match import load_compiled
    from tagger.model.registry import Registry

    found = writable_home(home)
    registry, tags = Registry(found), [tag.slug for tag in load_compiled(found).tags]
    with registry.writing("tagger models use") as models:
        wanted = known_model(registry, name)
        models.use(wanted, tags)
    say(f"已换用模型 {wanted}")


def rollback(home: HomeOption = None) -> None:
    """退回换用之前的模型；可以一次次退下去。"""
    from tagger.errors import UnknownModel
    from tagger.match import load_compiled
    from tagger.model.registry import Registry

    found = writable_home(home)
    tags = [tag.slug for tag in load_compiled(found).tags]
    with Registry(found).writing("tagger models rollback") as models:
        try:
            say(f"已退回模型 {models.rollback(tags)}")
        except UnknownModel as error:
            say(f"× {error}")
            raise typer.Exit(WRONG_USE) from None
