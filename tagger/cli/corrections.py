"""``tagger corrections``: the store of a home, one module a verb."""

from __future__ import annotations

from typing import ClassVar

import typer

from tagger.cli.lazy import LazyGroup


class _Verbs(LazyGroup):
    targets: ClassVar[dict[str, str]] = {
        "list": "tagger.cli.corrections_list:list_corrections",
        "import": "tagger.cli.corrections_import:import_corrections",
        "export": "tagger.cli.corrections_export:export",
    }


app = typer.Typer(cls=_Verbs, help="修订：查看、导入、导出人工核对的结果。", no_args_is_help=True, add_completion=False)


@app.callback()
def _corrections() -> None:
    pass
