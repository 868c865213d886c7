"""Bad input and faults of every kind through the real commands: what happens is what docs/reliability.md says."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from commands import ROOT, run, told
from files import BAD, TEXT, document

PAGE = ROOT / "seeds" / "pages" / "interleaved.txt"
SENTENCE = "高新区项目开工，总投资12亿元，集成电路产业再添新军，三纳米工艺量产，培育新能源、新材料、"


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What ``tagger tag`` said of a folder with every bad file and a good one, by command."""
    folder = tmp_path_factory.mktemp("bad")
    for name, make, _ in BAD:
        make(folder / name)
    (folder / "z.txt").write_text(TEXT, encoding="utf-8")
    said = {}
    for command in ("tag", "split"):
        done = run(command, folder, "--format", "jsonl")
        said[command] = told(done, 1)
        assert json.loads(done.stdout.splitlines()[-1])["file"] == "z.txt"
    done = run("batch", folder, "-o", folder.parent / "out.csv")
    said["batch"] = told(done, 1) + (folder.parent / "out.failures.csv").read_text(encoding="utf-8-sig")
    return said


@pytest.mark.parametrize("command", ["tag", "split", "batch"])
@pytest.mark.parametrize(("name", "told_of_it"), [(name, word) for name, _, word in BAD], ids=[bad[0] for bad in BAD])
def test_a_bad_file_is_told_and_the_rest_is_done(
    swept: dict[str, str], command: str, name: str, told_of_it: str
) -> None:
    assert name in swept[command]
    assert told_of_it in swept[command]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("command", ["why", "eval", "review", "sample", "corrections", "rules stats"])
@pytest.mark.parametrize("name", ["nul.txt", "ragged.csv", "deep.jsonl", "cut.xlsx", "cut.parquet", "bomb.zip"])
def test_no_command_breaks_on_a_bad_file(tmp_path: Path, command: str, name: str, write_home) -> None:  # type: ignore[no-untyped-def]
    """In one process, for there are many: an error of any other kind would come out of the call."""
    from typer.testing import CliRunner

    from tagger.cli import app
    from tagger.errors import TaggerError

    next(make for known, make, _ in BAD if known == name)(tmp_path / name)
    home = str(write_home(a="tag: a\nterms: {3: [晶圆]}"))
    before = contents(tmp_path)
    words = {
        "corrections": ["corrections", "import", name, "--home", home],
        "sample": ["sample", name, "-n", "1", "-o", "s.csv"],
        "rules stats": ["rules", "stats", name],
    }.get(command, [command, name])
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        done = CliRunner().invoke(app, words)
    finally:
        os.chdir(here)
    assert done.exit_code in (1, 2) or isinstance(done.exception, TaggerError)
    assert done.exception is None or isinstance(done.exception, (TaggerError, SystemExit))
    if name != "ragged.csv":  # some rows of it can be used
        assert contents(tmp_path) == before


def test_an_entity_of_a_document_never_reads_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("氢能", encoding="utf-8")
    document(tmp_path / "a.docx", "晶圆&x;", f'<!DOCTYPE x [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>')
    done = run("split", tmp_path / "a.docx", "--format", "jsonl")
    assert "氢能".encode() not in done.stdout


def test_scripts_of_a_page_are_no_text(tmp_path: Path) -> None:
    page = (
        "<html><head><title>晶圆厂开工</title><script>alert(1)</script></head><body><article><h1>晶圆厂开工</h1>"
        "<p>集成电路产业再添新军，封测企业落户高新区。<script>document.write('氢能')</script></p>"
        "<p>项目分两期建设，达产后每年生产晶圆一百万片。</p></article><img src=x onerror=run()></body></html>"
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (record,) = map(json.loads, run("split", tmp_path / "a.html", "--format", "jsonl").stdout.splitlines())
    assert "项目分两期建设" in record["text"]
    assert not re.search("氢能|alert|run", record["text"])


def test_formulas_and_merged_cells_of_a_workbook(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["id", "text"], ["=1+1", "晶圆厂开工。"], ["x", "封测企业落户。"], ["", "氢能项目开工。"]):
        sheet.append(row)
    sheet.merge_cells("A3:A4")
    book.save(tmp_path / "a.xlsx")
    done = run("tag", tmp_path / "a.xlsx", "--format", "jsonl")
    told(done, 0)
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [None, "x", None]


NAMES = [
    "a\nb.txt",
    "表情😀.txt",
    "-x.txt",
    "=cmd.txt",
    " sp ace .txt",
    "x" * 200 + ".txt",
    "\x1b[31m.txt",
    "\u202eb.txt",
]


def test_any_name_of_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "names"
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_text(TEXT, encoding="utf-8")
    os.close(os.open(os.fsencode(folder) + b"/\xff.txt", os.O_CREAT))
    Path(os.fsdecode(os.fsencode(folder) + b"/bad\xff.txt")).write_text(TEXT, encoding="utf-8")
    done = run("tag", folder, "--format", "jsonl")
    assert r"\udcff.txt: 文件为空" in told(done, 1)
    assert sorted(json.loads(line)["file"] for line in done.stdout.splitlines()) == sorted([*NAMES, r"bad\udcff.txt"])
    assert b"\x1b" not in done.stderr
    told(run("batch", folder, "-o", tmp_path / "out.csv"), 1)


def test_what_a_text_holds_cannot_drive_the_terminal() -> None:
    import io

    from tagger.errors import InputEmpty
    from tagger.terminal.console import Console

    drawn = io.StringIO()
    Console(file=drawn, force_terminal=True, width=40).print("[red]a\x1b]x;\x07b\u202ec[/red]", highlight=False)
    assert drawn.getvalue() == "\x1b[31ma]x;bc\x1b[0m\n"
    assert str(InputEmpty("x", "a\x1b[31m\n.txt")) == r"a\x1b[31m\n.txt: x"


def test_loops_and_devices_below_a_folder_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    for name, target in (
        ("self", "."),
        ("b.txt", "c.txt"),
        ("c.txt", "b.txt"),
        ("gone.txt", "no"),
        ("z.txt", "/dev/zero"),
    ):
        (tmp_path / name).symlink_to(target)
    os.mkfifo(tmp_path / "pipe.txt")
    done = run("tag", tmp_path, "--format", "jsonl")
    said = told(done, 1)
    assert [json.loads(line)["file"] for line in done.stdout.splitlines()] == ["a.txt"]
    assert said.count("读不出") == 3
    assert "pipe.txt" in said


def test_a_file_that_vanishes_is_told(tmp_path: Path) -> None:
    from tagger.home import shipped_home
    from tagger.pipeline import open_pipeline
    from tagger.readers import sources
    from tagger.records import Failure

    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    pipeline = open_pipeline(shipped_home(), "rules")
    found = []
    for source in sources(str(tmp_path)):
        (tmp_path / "b.txt").unlink(missing_ok=True)
        found += pipeline.run(source)
    assert isinstance(found[-1], Failure)
    assert found[-1].cause == "InputMissing"


def seconds(act: Callable[[], object]) -> float:
    """CPU time of this process and of what it starts."""
    before = os.times()[:4]
    act()
    return sum(os.times()[:4]) - sum(before)


@pytest.mark.parametrize("end", ["", "。", "\n"], ids=["one line", "sentences", "lines"])
def test_time_is_in_proportion_to_the_text(tmp_path: Path, end: str) -> None:
    from tagger.home import shipped_home
    from tagger.match import load_compiled
    from tagger.pipeline import Pipeline
    from tagger.records import Article

    pipeline = Pipeline(load_compiled(shipped_home()))
    articles = [Article("a", "a", "", (SENTENCE + end) * times) for times in (2_000, 20_000)]
    short, long = (seconds(lambda article=article: pipeline.tag(article)) for article in articles)  # type: ignore[misc]
    assert long < 30 * short  # ten times the text; quadratic would be a hundred times


def test_a_line_of_ten_megabytes(tmp_path: Path) -> None:
    """Through the command, start included: in proportion to a line of one megabyte."""
    used = []
    for size in (1_000_000, 10_000_000):
        (tmp_path / "a.txt").write_text(SENTENCE * (size // len(SENTENCE.encode())), encoding="utf-8")
        command = ("tag", tmp_path / "a.txt", "--format", "jsonl", "--no-text")
        used.append(seconds(lambda: told(run(*command), 0)))  # noqa: B023 - called at once
    assert used[1] < 30 * used[0]


def test_a_hundred_megabytes_are_refused_at_once(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.write(TEXT.encode())
        file.truncate(100_000_000)
    done = run("tag", tmp_path / "a.txt")
    assert "一个版面至多" in told(done, 1)


def test_more_lines_than_a_page_has_are_one_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("集成电路产业再添新军，封测\n" * 12_000, encoding="utf-8")
    done = run("split", tmp_path / "a.txt", "--format", "jsonl")
    assert "12,000 行" in told(done, 0)
    assert len(done.stdout.splitlines()) == 1


def test_a_full_disk_is_told_and_nothing_half_written_stays(tmp_path: Path) -> None:
    """``/dev/full`` takes no byte; a limit on the size of files stands for the disk that fills up in the middle."""
    command = f"{sys.executable} -m tagger tag {PAGE} --format jsonl > /dev/full"
    done = subprocess.run(["bash", "-c", command], capture_output=True, cwd=ROOT, check=False, timeout=60)
    assert "No space left" in told(done, 1)
    line = f"ulimit -f 1; exec {sys.executable} -m tagger split {PAGE} {PAGE} {PAGE} --left-over {tmp_path}/rest.txt"
    line += f" {PAGE}" * 20
    done = subprocess.run(["bash", "-c", line], capture_output=True, cwd=ROOT, check=False, timeout=60)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr.decode()
    assert not list(tmp_path.iterdir())


def mount(folder: Path, options: str) -> None:
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted: {mounted.stderr.decode()}")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk, of 64 KiB at first."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount(folder, "size=64k")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("size", ["64k", "1100k", "2500k"], ids=["at the start", "while tagging", "while joining"])
def test_a_disk_that_fills_up(small_disk: Path, tmp_path: Path, size: str) -> None:
    """What stood there stays; what was done is kept, and gone on with once there is space, to the same bytes."""
    mount(small_disk, f"remount,size={size}")
    rows = "".join(json.dumps({"text": f"{number}{TEXT * 20}"}) + "\n" for number in range(600))
    (tmp_path / "a.jsonl").write_text(rows, encoding="utf-8")
    out = small_disk / "out.csv"
    out.write_text("before", encoding="utf-8")
    command = ("batch", tmp_path / "a.jsonl", "--use", "rules", "--jobs", "1", "-o")
    assert "磁盘满了  → 腾出空间，再加 --resume" in told(run(*command, out, "--force"), 1)
    assert out.read_text(encoding="utf-8") == "before"
    assert sorted(path.name for path in small_disk.iterdir()) == ["out.csv", "out.csv.run"]
    mount(small_disk, "remount,size=8m")
    told(run(*command, out, "--resume"), 0)
    told(run(*command, tmp_path / "undisturbed.csv"), 0)
    assert out.read_bytes() == (tmp_path / "undisturbed.csv").read_bytes()


def test_lines_that_are_no_page_take_time_in_proportion() -> None:
    """Of many more lines than a page has, fewer ways to read them are tried."""
    from tagger.records import Page
    from tagger.split import split

    draw = random.Random(1)
    drawn = ("".join(draw.choice(SENTENCE) for _ in range(draw.choice([4, 12, 14, 16, 18]))) for _ in range(4000))
    lines = [draw.choice(["本报讯 ", "", "记者 ", "□", ""]) + line + draw.choice(["。", ""]) for line in drawn]
    few, many = (Page("a.txt", "a", "\n".join(lines[:count])) for count in (400, 4000))
    assert len(split(many).articles) > 80
    assert seconds(lambda: split(many)) < 30 * seconds(lambda: split(few))  # it was four hundred times


@pytest.mark.parametrize("name", ["reliability", "security"])
def test_every_row_names_tests_that_exist(name: str) -> None:
    page = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    tables = re.findall(r"^\|.*\| test \|\n\|[-|]+\|\n((?:\|.*\|\n)+)", page, re.M)
    rows = [row for table in tables for row in table.splitlines()]
    assert len(rows) > 10
    assert [row for row in rows if not re.search(r"`test_\w+`[^|]*\|$", row)] == []
    assert {test for test in re.findall(r"`(test_\w+)`", page) if f"def {test}(" not in tests} == set()
