"""``tagger rules``: its verbs on real rule files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tagger", *arguments]
    return subprocess.run(command, capture_output=True, cwd=cwd, encoding="utf-8", check=False, timeout=60)


def test_list_gives_a_row_a_tag(write_home) -> None:  # type: ignore[no-untyped-def]
    home = write_home(
        a="tag: a\nname: 甲\nparent: b\nthreshold: 2.5\nterms: {3: [一, 二]}\ntests: [{hit: 一}]", b="tag: b"
    )
    done = run("rules", "list", "--home", str(home))
    assert done.stdout.splitlines()[1:] == ["a\t甲\tindustry\tb\t2\t1\t2.5", "b\tb\tindustry\t\t0\t0\t3"]
    assert (done.returncode, done.stderr) == (0, "")


def test_a_misspelt_command_gets_a_did_you_mean() -> None:
    assert "`rules`" in run("ruls").stderr
    assert "`list`" in run("rules", "lst").stderr


def test_a_command_that_is_not_asked_for_is_not_imported() -> None:
    code = "import sys; import tagger.cli; print('tagger.cli.rules' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == b"False"
