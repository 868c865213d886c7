"""The real commands, run as anyone runs them, and what they must never say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(
    *arguments: str | Path, cwd: Path = ROOT, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "tagger", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, cwd=cwd, input=stdin, check=False, timeout=60, env=os.environ | environment
    )


def told(done: subprocess.CompletedProcess[bytes], code: int) -> str:
    """What a command said, which must be without a traceback and no fault of the program, and end with this code."""
    said = done.stderr.decode(errors="backslashreplace")
    assert done.returncode == code, said
    assert "Traceback" not in said
    assert "程序内部出错" not in said
    return said
