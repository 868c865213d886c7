"""``tagger rules``: the tools for rule files, one module a verb."""

from __future__ import annotations

from typing import ClassVar

import typer

from tagger.cli.lazy import LazyGroup


class _Verbs(LazyGroup):
    targets: ClassVar[dict[str, str]] = {
        "check": "tagger.cli.rules_check:check",
        "fmt": "tagger.cli.rules_fmt:fmt",
        "list": "tagger.cli.rules_list:list_rules",
        "show": "tagger.cli.rules_show:show",
        "schema": "tagger.cli.rules_schema:schema",
        "test": "tagger.cli.rules_test:run",
        "diff": "tagger.cli.rules_diff:diff",
        "stats": "tagger.cli.rules_stats:stats",
        "suggest": "tagger.cli.rules_suggest:suggest",
    }


app = typer.Typer(cls=_Verbs, help="规则：查看、检查、改进。", no_args_is_help=True, add_completion=False)


@app.callback()
def _rules() -> None:
    pass
