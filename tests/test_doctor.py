"""``tagger doctor`` says what the installation works with, and ends with 1 where a part is not fit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: str, cwd: Path = ROOT, **environment: str) -> tuple[int, dict[str, list[str]]]:
    """The exit code, and what was said of each part: state, text, hint."""
    done = subprocess.run(
        [sys.executable, "-m", "tagger", "doctor", *arguments],
        capture_output=True, cwd=cwd, check=False, timeout=60, env=os.environ | {"PYTHONUTF8": "1"} | environment,
    )  # fmt: skip
    rows = [line.split("\t") for line in done.stdout.decode(errors="replace").splitlines()]
    assert b"Traceback" not in done.stderr
    return done.returncode, {row[1]: [row[0], *row[2:]] for row in rows}


@pytest.fixture
def home(write_home) -> Path:  # type: ignore[no-untyped-def]
    path: Path = write_home(a="tag: a\nterms: {3: [晶圆]}")
    (path / "tagger.toml").touch()
    return path


def test_all_is_fit(home: Path) -> None:
    code, parts = run("--home", str(home))
    assert (code, {state for state, *_ in parts.values()}) == (0, {"好"})
    assert parts["规则"][1].startswith("1 个行业，0 个类型，")
    assert "--home" in parts["家"][1]
    assert parts["模型"][1] == "没有，只用规则"


def test_the_shipped_home_and_its_model(tmp_path: Path) -> None:
    code, parts = run(cwd=tmp_path)
    assert code == 0
    assert "自带的，只读" in parts["家"][1]
    assert parts["模型"][1].startswith("base")


def test_each_unfit_part_is_told_with_what_to_do(home: Path) -> None:
    (home / "rules" / "b.yaml").write_text("tag: b\ntems: {}\n", encoding="utf-8")
    (home / "tagger.toml").write_text("[facet]\n", encoding="utf-8")
    code, parts = run("--home", str(home), TAGGER_CACHE=str(home / "tagger.toml" / "cache"))
    assert code == 1
    assert "b.yaml:2:1" in parts["规则"][1]
    assert parts["规则"][2] == "tagger rules check"
    assert parts["设置"][0] == "不妥"
    assert "TAGGER_CACHE" in parts["缓存"][2]


def test_a_home_that_others_may_write_is_told(home: Path) -> None:
    home.chmod(0o777)
    code, parts = run(cwd=home)
    assert code == 1
    assert str(home) in parts["不可信的家"][1]


def test_a_broken_model_is_told(home: Path) -> None:
    (home / "models" / "base").mkdir(parents=True)
    (home / "models" / "base" / "manifest.json").write_text("{", encoding="utf-8")
    code, parts = run("--home", str(home))
    assert code == 1
    assert parts["模型"][0] == "不妥"


def test_a_console_that_lacks_characters_is_told(home: Path) -> None:
    assert run("--home", str(home), PYTHONIOENCODING="ascii")[0] == 1
