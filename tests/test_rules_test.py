"""``tagger rules test``: what failed, why, and what is still to do."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from tagger.home import find_home
from tagger.match import compile_rules
from tagger.pipeline import Pipeline
from tagger.rulebook.load import load_rulebook
from tagger.rulelab.testing import run_tests
from tagger.terminal.tests import report
from tagger.terminal.trees import show

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden" / "rules-test"


def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "tagger", "rules", "test", *arguments]
    return subprocess.run(command, capture_output=True, cwd=ROOT, check=False, timeout=120)


def test_a_failing_test_is_told_with_its_words_and_sum() -> None:
    done = run("--home", str(GOLDEN / "home"))
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.decode() == (GOLDEN / "report.txt").read_text("utf-8")


def test_a_terminal_shows_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    book = load_rulebook(find_home(GOLDEN / "home"))
    stream = io.StringIO()
    for result in run_tests(Pipeline(compile_rules(book)), book.rules):
        if result.outcome != "passed":
            show(report(result), Console(file=stream, force_terminal=True, width=80, color_system=None))
    assert stream.getvalue() == (GOLDEN / "terminal-80.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("tags", "code", "count"), [(("policy",), 0, 0), (("项目动态",), 1, 2), (("chips", "launch"), 1, 7)]
)
def test_only_the_named_tags_are_tested(tags: tuple[str, ...], code: int, count: int) -> None:
    done = run(*tags, "--home", str(GOLDEN / "home"))
    assert done.returncode == code
    told = done.stdout.decode().splitlines()[-1]
    assert told.startswith(f"{count} 条测试" if count else "这些规则文件里没有测试")


def test_an_unknown_tag_is_wrong_use() -> None:
    done = run("chip", "--home", str(GOLDEN / "home"))
    assert (done.returncode, done.stdout) == (2, b"")
    assert "是不是 `chips`" in done.stderr.decode()


def test_todo_alone_is_no_failure(write_home) -> None:  # type: ignore[no-untyped-def]
    home = write_home(a="tag: a\nterms: {3: [晶圆]}\ntests:\n  - {hit: 光刻机, todo: 还没写}\n")
    done = run("--home", str(home))
    assert done.returncode == 0
    assert "待办：还没写" in done.stdout.decode()
