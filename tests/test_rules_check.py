"""``tagger rules check``: what it says of rule files, one golden report a folder of ``rules_check/``.

A report is what the command prints, and its exit code. ``pytest tests/test_rules_check.py --regenerate`` writes all
reports anew; read the difference before it is committed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from typer.testing import CliRunner

from tagger.cli import app
from tagger.home import shipped_home
from tagger.lints import LINTS, check_home
from tagger.terminal.check import _cut

CASES = sorted(path for path in (Path(__file__).parent / "rules_check").iterdir() if path.is_dir())


def check(*options: str) -> tuple[str, int]:
    done = CliRunner().invoke(app, ["rules", "check", *options])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.stdout, done.exit_code


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_report(case: Path, golden: Callable[[Path, str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case)
    shown, code = check("--home", ".")
    golden(case / "report.txt", f"{shown}exit {code}\n")


def test_every_lint_has_a_report_and_an_example() -> None:
    reports = "".join((case / "report.txt").read_text(encoding="utf-8") for case in CASES)
    for lint in LINTS:
        assert f"[{lint.__name__.replace('_', '-')}]" in reports
        assert "Example: " in (lint.__doc__ or "")


@pytest.mark.parametrize(
    ("name", "plain", "strict"), [("sound", 0, 0), ("duplicate_term", 0, 1), ("unknown_key", 3, 3)]
)
def test_exit_codes(name: str, plain: int, strict: int) -> None:
    (case,) = (case for case in CASES if case.name.endswith(f"_{name}"))
    assert check("--home", str(case))[1] == plain
    assert check("--home", str(case), "--strict")[1] == strict


def test_json_holds_the_same_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    (case,) = (case for case in CASES if case.name.endswith("_errors_and_warnings"))
    monkeypatch.chdir(case)
    shown, code = check("--home", ".", "--format", "json")
    rows = json.loads(shown)
    assert code == 3
    assert list(rows[0]) == ["code", "severity", "message", "path", "line", "column", "hint"]
    text, _ = check("--home", ".")
    for row in rows:
        assert f"{row['path']}:{row['line']}:{row['column']}: " in text
        assert row["message"] in text


def test_the_shipped_rules_have_neither_errors_nor_warnings() -> None:
    assert [finding for finding in check_home(shipped_home()).findings if finding.severity != "note"] == []


@given(
    line=st.text(st.characters(exclude_characters="\n\r", exclude_categories=("Cs",)), max_size=300),
    column=st.integers(1, 320),
    width=st.integers(30, 160),
)
def test_a_source_line_fits_the_terminal_and_the_caret_stands_below_its_place(
    line: str, column: int, width: int
) -> None:
    cut, caret = _cut(line, column, width)
    assert cell_len(cut) <= width
    assert cell_len(caret) <= width + 1
    before = caret.index("^")
    at = next((n for n in range(len(cut) + 1) if cell_len(cut[:n]) >= before), 0)
    if column <= len(line) and line[column - 1].isprintable() and cell_len(line[column - 1]):
        assert cut[at:].lstrip("".join(c for c in cut if not cell_len(c)))[:1] == line[column - 1]
