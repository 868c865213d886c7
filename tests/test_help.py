"""Help texts: every one in two languages, chosen by ``--lang`` or the locale."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.cells import cell_len

from tagger.cli import app
from tagger.cli.english import ENGLISH
from tagger.cli.help import about, page
from tagger.cli.language import translate

TAGGER = Path(sys.executable).with_name("tagger")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(autouse=True)
def _no_language(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "TAGGER_LANG"):
        monkeypatch.delenv(name, raising=False)


def commands() -> Iterator[tuple[str, Any]]:
    """Every command and group by its words, the root first."""

    def walk(command: Any, words: str) -> Iterator[tuple[str, Any]]:
        yield words, command
        if hasattr(command, "list_commands"):
            context = typer.Context(command)
            for name in command.list_commands(context):
                yield from walk(command.get_command(context, name), f"{words} {name}".strip())

    yield from walk(typer.main.get_command(app), "")


def told(command: Any) -> list[str]:
    texts = [getattr(part, "help", None) for part in (command, *command.params)]
    return [text for text in texts if text]


def shown(*words: str, **locale: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LC_MESSAGES", "LANG")}
    run = subprocess.run(
        [sys.executable, "-m", "tagger", *words], capture_output=True, encoding="utf-8", check=True,
        env={**environment, "PYTHONUTF8": "1", **locale},
    )  # fmt: skip
    return run.stdout


def test_every_help_text_stands_in_english_and_no_other() -> None:
    texts = {text for _, command in commands() for text in told(command) if CHINESE.search(text)}
    assert sorted(texts - set(ENGLISH)) == [], "add these to tagger/cli/english.py"
    assert sorted(set(ENGLISH) - texts) == [], "no command says these any more"
    assert not any(CHINESE.search(english) for english in ENGLISH.values())


def test_every_command_and_parameter_has_a_help_text() -> None:
    silent = [
        f"{words} {part.name}"
        for words, command in commands()
        for part in (command, *command.params)
        if not getattr(part, "help", None)
    ]
    assert silent == []


def test_help_is_chinese_by_default_and_english_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(CHINESE.search(command.help) for _, command in commands())
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    for words, command in commands():
        translate(command)
        assert not any(map(CHINESE.search, told(command))), words


def test_the_option_goes_before_the_locale_and_lc_all_before_lang() -> None:
    assert "拆成文章" in shown("--help", LANG="C.UTF-8")
    assert "拆成文章" in shown("--help", LC_ALL="zh_CN.UTF-8", LANG="en_US.UTF-8")
    assert "拆成文章" in shown("--lang", "zh", "--help", LANG="en_US.UTF-8")
    assert "Learn from" in shown("retrain", "--help", LANG="en_US.UTF-8")
    assert not CHINESE.search(shown("--lang", "en", "--help", LANG="zh_CN.UTF-8"))
    assert not CHINESE.search(shown("--lang", "en", "rules", "--help"))


def test_a_page_of_help_says_every_word_within_the_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    for words, command in commands():
        text = page(command, typer.Context(command, info_name=f"tagger {words}".strip()))
        assert max(map(cell_len, text.splitlines())) <= 60, words
        joined = re.sub(r"\s", "", text)
        texts = filter(None, [command.help, *map(about, command.params)])
        assert [said for said in texts if re.sub(r"\s", "", said) not in joined] == []


@pytest.mark.parametrize(
    ("words", "said", "advice"),
    [
        ("tga", "没有命令 `tga`", "是不是 `tag`？"),
        ("rules shwo", "没有命令 `shwo`", "是不是 `show`？"),
        ("tag", "缺少 `INPUT…`", "文件、文件夹"),
        ("batch x", "缺少 `--out`", "结果表"),
        ("tag x --frmat csv", "没有选项 `--frmat`", "是不是 `--format`？"),
        ("tag x --format xml", "`--format` 的值不对", "可用：table、jsonl、csv"),
        ("sample x -n 0", "`-n` 的值不对", "要是整数，至少 1"),
        ("batch x -o y.csv -j two", "`--jobs` 的值不对", "要是整数，至少 0"),
        ("tag x --home", "`--home` 后面要跟一个值", "用法见 `tagger tag -h`"),
        ("tag x --no-split=1", "`--no-split` 后面不跟值", "用法见 `tagger tag -h`"),
        ("rules check nope", "多了 `nope`", "用法见 `tagger rules check -h`"),
    ],
)
def test_wrong_use_is_told_in_the_readers_language(words: str, said: str, advice: str) -> None:
    environment = {**os.environ, "PYTHONUTF8": "1"}
    run = subprocess.run(
        [sys.executable, "-m", "tagger", *words.split()], capture_output=True, env=environment, check=False
    )
    told = run.stderr.decode()
    assert (run.returncode, run.stdout) == (2, b"")
    assert told.startswith(f"× {said}  → ")
    assert advice in told
    assert told.count("\n") == 1
    english = [sys.executable, "-m", "tagger", "--lang", "en", *words.split()]
    told = subprocess.run(english, capture_output=True, env=environment, check=False).stderr.decode()
    assert told.startswith("× ")
    assert " -h`" in told


def test_a_group_alone_shows_its_help() -> None:
    run = subprocess.run([sys.executable, "-m", "tagger", "rules"], capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 2
    assert "检查全部规则文件" in run.stderr


def completed(words: str, shell: str = "bash") -> list[str]:
    """What a shell is given for the last of these words."""
    asked = {"_TAGGER_COMPLETE": f"complete_{shell}", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    asked |= {"_TYPER_COMPLETE_ARGS": words, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    done = subprocess.run([TAGGER], capture_output=True, encoding="utf-8", check=False, env=os.environ | asked)
    return done.stdout.split()


def test_a_shell_completes_commands_and_options() -> None:
    assert completed("tagger ru") == ["rules"]
    assert sorted(completed("tagger rules s")) == ["schema", "show", "stats", "suggest"]
    assert completed("tagger tag --form") == ["--format"]
    assert completed("tagger tag --format j") == ["jsonl"]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_are_told_of_the_command(shell: str) -> None:
    assert "rules" in "".join(completed("tagger ru", shell))


def test_the_completion_of_bash_is_printed() -> None:
    done = subprocess.run(
        ["bash", "-c", f"{TAGGER} --show-completion bash; :"], capture_output=True, encoding="utf-8", check=True
    )
    assert "_TAGGER_COMPLETE=complete_bash" in done.stdout
