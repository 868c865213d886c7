"""The README tells the truth: its commands run and its rule file is valid."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from tagger.rulebook.reader import read_rule

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "corrections.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh.md").read_text(encoding="utf-8")


def commands(text: str) -> list[str]:
    return [found.split("#")[0].strip() for found in re.findall(r"^\$ (tagger .*)$", text, re.M)]


def test_both_readmes_show_the_same_commands() -> None:
    assert set(commands(CHINESE)) == set(commands(README))


def reviewed(words: list[str], folder: Path) -> None:
    """Run a command that asks, on a terminal, and leave it."""
    terminal = pexpect.spawn(words[0], words[1:], cwd=folder, encoding="utf-8", timeout=60)
    terminal.expect("退出")
    terminal.send("q")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0


@pytest.mark.parametrize("command", sorted(set(commands(README) + commands(GUIDE))))
def test_a_documented_command_runs(command: str, tmp_path: Path) -> None:
    page = (ROOT / "seeds" / "pages" / "interleaved.txt").read_text(encoding="utf-8")
    for name in ("page.txt", "archive/a.txt", "seeds/pages/interleaved.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    (tmp_path / "articles.jsonl").write_text('{"text": "晶圆厂开工。"}\n', encoding="utf-8")
    gold = '{"text": "晶圆厂开工。", "industries": ["semiconductor"], "type": "project-launch"}\n'
    (tmp_path / "gold.jsonl").write_text(gold, encoding="utf-8")
    for name, word in (("old", "晶圆"), ("new", "光刻机")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "chips.yaml").write_text(f"tag: chips\nterms: {{3: [{word}]}}\n", encoding="utf-8")
    gold = {"text": "晶圆厂二期开工，光刻设备进场。", "industries": ["semiconductor"], "type": "project-launch"}
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold), encoding="utf-8")
    (tmp_path / "mine" / "rules").mkdir(parents=True)
    (tmp_path / "mine" / "rules" / "chips.yaml").write_text(
        "tag: chips\nfacet: type\nterms: {3: [晶圆]}\n", encoding="utf-8"
    )
    (tmp_path / "fixed.csv").write_text("text,correct_type\n晶圆厂开工,chips\n读书会开讲,无\n", encoding="utf-8")
    rows = "text,type,industries,checked\n晶圆厂开工。,,semiconductor,1\n乳业大会召开。,,,1\n"
    (tmp_path / "out.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "tasks.json").write_text('[{"data": {"text": "晶圆厂开工。"}}]', encoding="utf-8")
    (tmp_path / "documents.jsonl").write_text('{"text": "晶圆厂开工。", "label": ["chips"]}', encoding="utf-8")
    words = [sys.executable, "-m", "tagger", *command.split()[1:]]
    if "review" in words:
        reviewed(words, tmp_path)
        return
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout or done.stderr


def test_the_rule_file_in_the_readme_is_valid() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", README, re.S)
    rule, faults = read_rule(example, "README.md")
    assert not faults
    assert rule is not None
    assert rule.tag == "semiconductor"


@pytest.mark.parametrize("target", ["demo", "test", "bench", "wheel", "bounds", "fuzz", "soak", "coverage", "audit"])
def test_the_make_targets_exist(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
