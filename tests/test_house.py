"""The house stays small: no module over 400 lines, no function over 60; tables of weights stand apart."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULE, FUNCTION = 400, 60
MODULES = [
    path.relative_to(ROOT).as_posix()
    for folder in ("tagger", "tools", "benchmarks")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if not path.stem.endswith("_weights")
]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_and_its_functions_are_short(module: str) -> None:
    text = (ROOT / module).read_text(encoding="utf-8")
    assert text.count("\n") <= MODULE
    functions = [each for each in ast.walk(ast.parse(text)) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [each.name for each in functions if (each.end_lineno or 0) - each.lineno >= FUNCTION] == []
