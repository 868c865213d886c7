"""``tagger rules test``: the tests that stand in the rule files."""

from __future__ import annotations

from typing import Annotated

import typer

from tagger.cli.common import FINDINGS, HomeOption, open_home, wanted_tags


def run(
    tags: Annotated[
        list[str] | None, typer.Argument(metavar="[SLUG]...", help="只测这些标签（标识或名称）。", show_default=False)
    ] = None,
    home: HomeOption = None,
) -> None:
    """运行规则文件里的测试（hit、miss、todo）。"""
    from tagger.match import compile_rules
    from tagger.pipeline import Pipeline
    from tagger.rulebook.load import load_rulebook
    from tagger.rulelab.testing import run_tests
    from tagger.terminal.console import Console
    from tagger.terminal.tests import report, summary
    from tagger.terminal.trees import show

    book = load_rulebook(open_home(home))
    slugs = wanted_tags(tags, [(rule.tag, rule.name) for rule in book.rules])
    results = list(run_tests(Pipeline(compile_rules(book)), [rule for rule in book.rules if rule.tag in slugs]))
    console = Console()
    for result in results:
        if result.outcome != "passed":
            show(report(result), console)
    console.file.write(summary(results) + "\n")
    if any(result.outcome == "failed" for result in results):
        raise typer.Exit(FINDINGS)
