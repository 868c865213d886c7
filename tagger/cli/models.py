"""``tagger models``: the models of a home, one module a verb."""

from __future__ import annotations

from typing import ClassVar

import typer

from tagger.cli.lazy import LazyGroup


class _Verbs(LazyGroup):
    targets: ClassVar[dict[str, str]] = {
        "list": "tagger.cli.models_list:list_models",
        "info": "tagger.cli.models_info:info",
        "diff": "tagger.cli.models_diff:diff",
        "use": "tagger.cli.models_use:use",
        "rollback": "tagger.cli.models_use:rollback",
    }


app = typer.Typer(cls=_Verbs, help="模型：查看、比较、换用、退回。", no_args_is_help=True, add_completion=False)


@app.callback()
def _models() -> None:
    pass
