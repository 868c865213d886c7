"""``make audit``: holes, no holes and advisories that cannot be read are three different answers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

AUDIT = Path(__file__).resolve().parent.parent / "tools" / "audit.py"
SOUND = {"name": "rich", "version": "14.0", "vulns": []}
HOLED = {"name": "lxml", "version": "4.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["4.1", "5.0"]}]}
UNREAD = {"name": "numpy", "skip_reason": "Dependency not found on PyPI and could not be audited: numpy (2.1)"}


def audit(report: str, told: str = "", code: int = 0) -> tuple[int, str]:
    """Exit code and words of the tool for a pip-audit that reports and tells this, and ends with this code."""
    stub = f"import sys; print({report!r}); print({told!r}, file=sys.stderr); sys.exit({code})"
    command = [sys.executable, str(AUDIT), sys.executable, "-c", stub]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("packages", "code", "words"),
    [
        ([SOUND], 0, "no known hole in 1 packages\n"),
        ([SOUND, HOLED], 1, "lxml 4.0: PYSEC-1, mended in 4.1, 5.0\n1 known holes in 2 packages\n"),
        ([SOUND, UNREAD], 0, "no known hole in 1 packages; unread: numpy\n"),
        ([HOLED, UNREAD], 1, "lxml 4.0: PYSEC-1, mended in 4.1, 5.0\n1 known holes in 1 packages; unread: numpy\n"),
        ([UNREAD, UNREAD], 0, f"skipped: no advisory of 2 packages can be read: {UNREAD['skip_reason']}\n"),
        ([], 0, "skipped: no advisory of 0 packages can be read: pip-audit named no package\n"),
    ],
    ids=["none", "one", "none, one unread", "one, one unread", "all unread", "no package"],
)
def test_what_is_known_of_the_dependencies(packages: list[object], code: int, words: str) -> None:
    assert audit(json.dumps({"dependencies": packages, "fixes": []})) == (code, words)


def test_advisories_out_of_reach_are_no_clean_bill() -> None:
    words = "skipped: advisories cannot be read: ConnectionError: no route\n"
    assert audit("", "Traceback\nConnectionError: no route", 1) == (0, words)


def test_a_wrong_call_is_a_failure() -> None:
    assert audit("", "error: unrecognized arguments: --jsn", 2) == (2, "error: unrecognized arguments: --jsn\n")
