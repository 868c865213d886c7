"""The terminal and the system that a command runs in: what it cannot rely on, it does without."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from commands import ROOT, run, told
from files import TEXT

PAGE = ROOT / "seeds" / "pages" / "interleaved.txt"
STARTED = "import sys; from tagger.__main__ import main; sys.argv[0] = 'tagger'; main()"


def mere_user(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A command that may write and read no more than permissions allow, also where root runs the tests."""
    command = [sys.executable, "-m", "tagger", *map(str, arguments)]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root may read everything, and there is no setpriv to give that up")
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    return subprocess.run(command, capture_output=True, cwd=ROOT, check=False, timeout=60, env=os.environ | environment)


def test_a_file_without_permission_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    assert "读不出：Permission denied" in told(mere_user("tag", tmp_path / "a.txt"), 1)


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """A home that cannot be written, with a table of results in a folder that cannot be written either."""
    home = tmp_path / "home"
    told(run("init", home, "--blank", "--types", "report=战报", "--industries", "football=足球"), 0)
    (home / "out.csv").write_text("id,text,correct_type,correct_industries\n1,主队赢了。,report,football\n", "utf-8")
    (home / "rules" / "odd.yaml").write_text("tag:   odd\nterms: {3: [赢]}\n", "utf-8")
    for path in (home, *home.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return home


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        ("tag {page} --home {home}", 0, ""),
        ("corrections list --home {home}", 0, ""),
        ("corrections import {home}/out.csv --home {home}", 3, "不能写"),
        ("rules fmt --home {home}", 3, "不能写"),
        ("retrain {home}/out.csv --home {home}", 3, "不能写"),
        ("init {home}/new", 2, "{home}/new: 不能写：Permission denied  → 检查权限和磁盘空间"),
        ("batch {page} -o {home}/tags.csv --home {home}", 2, "{home}/tags.csv.run: 写不了："),
        ("sample {home}/out.csv -n 1 -o {home}/s.csv", 2, "{home}/s.csv: 写不了：Permission denied  → "),
        ("sample {home}/out.csv -n 1 -o {home}/s.xlsx", 2, "{home}/s.xlsx: 写不了：Permission denied  → "),
        ("split {page} --left-over {home}/rest.txt", 2, "{home}/rest.txt: 写不了：Permission denied  → "),
    ],
    ids=lambda value: value.split(" {")[0] if isinstance(value, str) and "{" in value else None,
)
def test_a_home_that_cannot_be_written(sealed: Path, words: str, code: int, reason: str) -> None:
    """What only reads works; what must write says so, and leaves everything as it was."""
    before = sorted(sealed.rglob("*"))
    said = told(mere_user(*words.format(page=PAGE, home=sealed).split()), code)
    assert reason.format(home=sealed) in said
    assert sorted(sealed.rglob("*")) == before


def test_a_user_without_a_home_folder() -> None:
    """No HOME, one that does not exist, one that cannot be written: there is no cache then, and nothing is said."""
    unset = {
        name: value for name, value in os.environ.items() if name not in ("HOME", "XDG_CACHE_HOME", "TAGGER_CACHE")
    }
    for home in ({}, {"HOME": "/nonexistent"}, {"HOME": "/proc"}, {"HOME": ""}):
        done = subprocess.run(
            [sys.executable, "-m", "tagger", "tag", PAGE], capture_output=True, cwd=ROOT, check=False, env=unset | home
        )
        assert "失败" not in told(done, 0)
        assert len(done.stdout.splitlines()) == 4


@pytest.mark.parametrize("command", ["tag", "split", "rules list", "why"])
def test_a_closed_pipe_ends_quietly(command: str) -> None:
    inputs = "" if command.startswith("rules") else PAGE
    line = f"{sys.executable} -m tagger {command} {inputs} | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, cwd=ROOT, check=False, timeout=60)
    told(done, 0)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_command(tmp_path: Path, sent: signal.Signals) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": TEXT * 20}) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "tagger", "tag", *[str(tmp_path / "a.jsonl")] * 20_000, "--format", "jsonl"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(sent)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said.decode().strip() == "已中断"


@pytest.mark.parametrize("imports", [1, 10, 40, 100, 150, 200, 300])
def test_an_interrupt_at_any_time_is_no_traceback(imports: int) -> None:
    """Interrupted when so many modules of it were asked for: while it starts, and while it works."""
    hook = (
        "import os, signal, sys\n"
        "found = []\n"
        "def interrupt(event, args):\n"
        "    if event == 'import' and (found or args[0] == 'tagger.cli'):\n"
        "        found.append(args[0])\n"
        f"        if len(found) == {imports}: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.addaudithook(interrupt)\n"
    )
    command = [sys.executable, "-c", hook + STARTED, "tag", str(PAGE), "--format", "jsonl"]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, check=False, timeout=60)
    assert done.returncode in (130, -signal.SIGINT)
    assert done.stderr.decode().strip() in ("已中断", "")


@pytest.fixture(scope="module")
def gbk_console(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a terminal whose locale is zh_CN.GBK, made here."""
    if shutil.which("localedef") is None or not Path("/usr/share/i18n/charmaps").is_dir():
        pytest.skip("no locale can be made here (localedef, and what Debian's package locales holds)")
    folder = tmp_path_factory.mktemp("locales")
    subprocess.run(
        ["localedef", "-c", "-i", "zh_CN", "-f", "GBK", folder / "zh_CN.GBK"], capture_output=True, check=False
    )
    return {"LOCPATH": str(folder), "LC_ALL": "zh_CN.GBK"}


COMMANDS = [
    ("tag {page}", 0),
    ("why {page} --tag semiconductor", 0),
    ("rules list", 0),
    ("rules test", 0),
    ("doctor", 0),
    ("models list", 0),
    ("tag --help", 0),
    ("tag missing.txt", 1),
    ("tag --colour {page}", 2),
]


@pytest.mark.parametrize(("words", "code"), COMMANDS, ids=[words for words, _ in COMMANDS])
def test_a_gbk_console_shows_every_character(gbk_console: dict[str, str], words: str, code: int) -> None:
    done = run(*words.format(page=PAGE).split(), **gbk_console)
    assert done.returncode == code
    shown = (done.stdout + done.stderr).decode("gbk")
    assert re.search("[一-鿿]{2}", shown)
    assert "\\" not in shown


def test_what_a_console_cannot_show_stands_as_an_escape(gbk_console: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,title,text\n1,晶圆厂😀开工,晶圆厂开工。\n", encoding="utf-8")
    done = run("tag", tmp_path / "a.csv", **gbk_console)
    told(done, 0)
    assert r"晶圆厂\U0001f600开工" in done.stdout.decode("gbk")
    records = run("tag", tmp_path / "a.csv", "--format", "jsonl", **gbk_console)
    assert json.loads(records.stdout)["title"] == "晶圆厂😀开工"


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX"},
        {"PYTHONIOENCODING": "gbk"},
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "no_SUCH.locale"},
        {"TERM": "dumb"},
        {"TERM": ""},
        {"COLUMNS": "1"},
    ],
    ids=lambda environment: "-".join(environment.values()) or "empty",
)
def test_any_terminal_and_locale(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "表😀.txt").write_text("晶圆厂😀开工。\n", encoding="utf-8")
    told(run("tag", tmp_path, **environment), 0)
    told(run("why", PAGE, "--tag", "semiconductor", **environment), 0)


def drawn(columns: int, *words: str, **environment: str) -> str:
    """What a terminal of so many columns is sent by a command."""
    import pexpect

    terminal = pexpect.spawn(
        sys.executable, ["-m", "tagger", *words], cwd=ROOT, encoding="utf-8", timeout=60,
        dimensions=(24, columns), env=os.environ | {"TERM": "xterm", "COLUMNS": str(columns)} | environment,
    )  # fmt: skip
    return str(terminal.read())


def test_no_color_means_none() -> None:
    assert "\x1b[3" in drawn(80, "tag", str(PAGE))
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", drawn(80, "tag", str(PAGE), NO_COLOR="1"))


@pytest.mark.parametrize(
    "words", ["tag {page}", "why {page} --tag semiconductor", "rules list", "doctor", "tag --help"]
)
def test_a_narrow_terminal_is_not_overrun(words: str) -> None:
    from rich.cells import cell_len

    shown = drawn(40, *words.format(page=PAGE).split(), NO_COLOR="1")
    lines = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown).splitlines()
    assert any(re.search("[一-鿿]{2}", line) for line in lines)
    assert max(cell_len(line.rstrip()) for line in lines) <= 40


def test_a_clock_that_jumps_back_changes_nothing(write_home) -> None:  # type: ignore[no-untyped-def]
    """Corrections hold by the order in which they came, not by their time."""
    import datetime

    from tagger.corrections.store import Store
    from tagger.records import Article
    from tagger.tables.labelled import Labelled, Labels

    store = Store(write_home(a="tag: a\nterms: {3: [晶圆]}"))
    for year, kind in ((2030, "a"), (2020, "b")):
        row = Labelled(Article("f", "f", "", "晶圆。"), Labels(type=kind), row=2, digest="0" * 16)
        store.add([row], "r", None, datetime.datetime(year, 1, 1, tzinfo=datetime.UTC))
    assert [found.labels.type for found in store.current()] == ["b"]


JUMPING = """
import datetime, itertools, time
years, now = itertools.cycle([0, 10, -10, 30]), time.time
time.time = lambda: now() + next(years) * 31_556_952
class Jumping(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
datetime.datetime = Jumping
"""


def jumping(*words: str | Path) -> str:
    """What a command says whose clock goes forth and back by years each time it is asked."""
    command = [sys.executable, "-c", JUMPING + STARTED, *map(str, words)]
    return told(subprocess.run(command, capture_output=True, cwd=ROOT, check=False, timeout=120), 0)


def test_a_clock_that_jumps_during_a_batch(tmp_path: Path) -> None:
    """Whatever the times of files and clock, the table is the same, and what was done is not done again."""
    rows = [json.dumps({"text": f"{number}{TEXT}"}, ensure_ascii=False) + "\n" for number in range(50)]
    for name, year in (("a", 0), ("b", 4_000_000_000), ("c", -1_000_000)):
        (tmp_path / f"{name}.jsonl").write_text("".join(rows), encoding="utf-8")
        os.utime(tmp_path / f"{name}.jsonl", (year, year))
    words = ("batch", tmp_path / "*.jsonl", "--jobs", "1", "-o")
    jumping(*words, tmp_path / "out.csv")
    told(run(*words, tmp_path / "steady.csv"), 0)
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "steady.csv").read_bytes()
    assert "150 篇，其中 150 篇先前已标" in jumping(*words, tmp_path / "out.csv", "--resume")


def test_a_clock_that_jumps_during_training(tmp_path: Path) -> None:
    """The model in use is the last one put to use, whatever the dates in their names say; `rollback` goes one back."""
    from tagger.home import Home
    from tagger.model.registry import Registry
    from tests.test_retrain import TOPICS, blank, table

    home = blank(tmp_path / "home")
    for number in (1, 2):
        jumping("retrain", table(tmp_path / f"{number}.csv", list(TOPICS), number), "--home", home)
    first, second = (registry := Registry(Home(home))).used()
    assert first != second
    jumping("models", "rollback", "--home", home)
    assert registry.used() == [first]
