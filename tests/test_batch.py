"""A folder becomes a table: the real command on real folders, killed and resumed."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from tagger.tables.ranges import ROWS

ROOT = Path(__file__).resolve().parent.parent
TITLES = ("晶圆厂二期开工", "氢能公交上线", "小学食堂公开菜单", "光伏园区并网发电", "专家谈文旅消费")
RULES = ("--use", "rules")
BODY = "本报讯 记者从园区获悉，{title}一事已有结果，第{number}期工程由本地企业承担，明年投用。"


def start(*arguments: object, cwd: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tagger", "batch", *map(str, arguments)]
    return subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


def batch(*arguments: object, cwd: Path, code: int = 0) -> str:
    """Run to the end; what was said."""
    with start(*arguments, cwd=cwd) as process:
        out, told = process.communicate(timeout=120)
    assert out == b""
    assert process.returncode == code, told.decode()
    assert b"Traceback" not in told
    return told.decode()


def fill(folder: Path, count: int) -> Path:
    """A folder of small files in several encodings, some deeper than others."""
    for number in range(count):
        title = TITLES[number % len(TITLES)]
        path = folder / ("", "甲", "乙/丙")[number % 3] / f"{number:04d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = f"{title}\n{BODY.format(title=title, number=number)}\n"
        path.write_text(text, ("utf-8", "gb18030", "utf-8-sig", "utf-16")[number % 4])
    return folder


def fill_table(path: Path, count: int) -> Path:
    rows = [{"id": n, "title": TITLES[n % 5], "text": BODY.format(title=TITLES[n % 5], number=n)} for n in range(count)]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def test_a_folder_of_mixed_encodings_becomes_a_table(tmp_path: Path) -> None:
    fill(tmp_path / "archive", 9)
    told = batch("archive", "-o", "tags.csv", cwd=tmp_path)
    rows = read(tmp_path / "tags.csv")
    names = sorted(str(path.relative_to(tmp_path / "archive")) for path in (tmp_path / "archive").rglob("*.txt"))
    assert sorted(row["file"] for row in rows) == names
    assert {row["title"] for row in rows} == set(TITLES)
    assert "tags.csv：9 篇" in told
    assert "类型：" in told
    assert "行业：" in told
    assert not (tmp_path / "tags.failures.csv").exists()


def test_the_rows_are_those_of_tag(tmp_path: Path) -> None:
    fill(tmp_path / "archive", 6)
    for form in ("csv", "jsonl"):
        batch("archive", "-o", f"tags.{form}", cwd=tmp_path)
        command = [sys.executable, "-m", "tagger", "tag", "archive", "--format", form]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
        assert (tmp_path / f"tags.{form}").read_bytes() == done.stdout


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx", "parquet"])
def test_any_number_of_jobs_gives_the_same_bytes(tmp_path: Path, form: str) -> None:
    fill(tmp_path / "archive", 300)
    fill_table(tmp_path / "archive" / "甲.jsonl", 2 * ROWS + 1)
    for jobs in (1, 2):
        batch("archive", "-o", f"tags{jobs}.{form}", "--jobs", jobs, cwd=tmp_path)
    assert (tmp_path / f"tags1.{form}").read_bytes() == (tmp_path / f"tags2.{form}").read_bytes()


def test_bad_files_are_listed_and_stop_nothing(tmp_path: Path) -> None:
    folder = fill(tmp_path / "archive", 3)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 broken")
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04 broken")
    (folder / "broken.zip").write_bytes(b"PK\x03\x04 broken")
    (folder / "binary.txt").write_bytes(b"\0\1\2")
    (folder / "cut.txt").write_bytes(b"ok\n\xff\xff")
    (folder / "rows.csv").write_text("title\n无正文\n", "utf-8")
    (folder / "rows.jsonl").write_text('{"text": "晶圆厂开工。"}\nnot json\n', "utf-8")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    told = batch("archive", "nowhere", "-o", "tags.csv", cwd=tmp_path, code=1)
    failures = read(tmp_path / "tags.failures.csv")
    assert {row["file"] for row in failures} == {
        "empty.txt", "broken.docx", "broken.xlsx", "broken.zip", "binary.txt", "cut.txt", "rows.csv", "rows.jsonl",
        "nowhere",
    }  # fmt: skip
    assert all(row["cause"] and row["reason"] for row in failures)
    assert len(read(tmp_path / "tags.csv")) == 4
    assert "× 失败 9" in told
    assert "tags.failures.csv" in told
    assert "跳过 1 个不能读的文件" in told


def test_an_existing_table_is_refused_resumed_or_begun_afresh(tmp_path: Path) -> None:
    fill(tmp_path / "archive", 3)
    out = tmp_path / "tags.csv"
    batch("archive", "-o", "tags.csv", cwd=tmp_path)
    before = out.read_bytes()
    assert "--resume" in batch("archive", "-o", "tags.csv", cwd=tmp_path, code=2)
    assert out.read_bytes() == before
    assert "其中 3 篇先前已标" in batch("archive", "-o", "tags.csv", "--resume", cwd=tmp_path)
    assert "先前" not in batch("archive", "-o", "tags.csv", "--force", cwd=tmp_path)
    assert out.read_bytes() == before


def test_a_table_that_was_filled_in_is_never_overwritten_unasked(tmp_path: Path) -> None:
    fill(tmp_path / "archive", 3)
    out = tmp_path / "tags.csv"
    batch("archive", "-o", "tags.csv", cwd=tmp_path)
    out.write_text(out.read_text("utf-8-sig").replace("晶圆", "晶元"), "utf-8-sig")
    edited = out.read_bytes()
    assert "被改过" in batch("archive", "-o", "tags.csv", "--resume", cwd=tmp_path, code=2)
    (tmp_path / "tags.csv.run").unlink()
    assert "没有它的运行记录" in batch("archive", "-o", "tags.csv", "--resume", cwd=tmp_path, code=2)
    assert out.read_bytes() == edited
    batch("archive", "-o", "tags.csv", "--force", cwd=tmp_path)
    assert out.read_bytes() != edited


def test_resume_tags_what_is_new_or_changed_and_drops_what_is_gone(tmp_path: Path) -> None:
    folder = fill(tmp_path / "archive", 8)
    batch("archive", "-o", "tags.csv", cwd=tmp_path)
    (folder / "0000.txt").unlink()
    (folder / "0003.txt").write_text("储能电站投运\n本报讯 储能电站昨日投运，电池由本地企业制造。", "utf-8")
    (folder / "甲" / "新.txt").write_text("机器人大赛开幕\n本报讯 工业机器人大赛昨日开幕。", "utf-8")
    told = batch("archive", "-o", "tags.csv", "--resume", cwd=tmp_path)
    assert "8 篇，其中 6 篇先前已标" in told
    batch("archive", "-o", "fresh.csv", cwd=tmp_path)
    assert (tmp_path / "tags.csv").read_bytes() == (tmp_path / "fresh.csv").read_bytes()


def test_other_rules_or_options_tag_everything_again(tmp_path: Path) -> None:
    fill(tmp_path / "archive", 4)
    home = tmp_path / "home"
    (home / "rules").mkdir(parents=True)
    rule = home / "rules" / "chips.yaml"
    rule.write_text("tag: chips\nterms: {3: [晶圆]}\n", "utf-8")
    options = ("archive", "-o", "tags.csv", "--home", "home", "--resume")
    assert "重标" not in batch(*options, cwd=tmp_path)
    rule.write_text("tag: chips\nterms: {3: [氢能]}\n", "utf-8")
    assert "全部重标" in batch(*options, cwd=tmp_path)
    tagged = [row["title"] for row in read(tmp_path / "tags.csv") if row["industries"] == "chips"]
    assert tagged == ["氢能公交上线"]
    assert "全部重标" in batch(*options, "--no-text", cwd=tmp_path)
    assert {row["text"] for row in read(tmp_path / "tags.csv")} == {""}


def test_files_are_chosen_by_globs(tmp_path: Path) -> None:
    fill(tmp_path / "archive", 9)
    batch("archive", "-o", "a.csv", "--include", "甲/*", "--exclude", "*0004*", cwd=tmp_path)
    assert [row["file"] for row in read(tmp_path / "a.csv")] == ["甲/0001.txt", "甲/0007.txt"]
    batch("archive/**/000[01].txt", "-o", "b.csv", cwd=tmp_path)
    assert [row["file"] for row in read(tmp_path / "b.csv")] == ["0000.txt", "甲/0001.txt"]


def test_the_table_is_no_input_of_the_next_run(tmp_path: Path) -> None:
    fill(tmp_path, 3)
    batch(".", "-o", "tags.csv", cwd=tmp_path)
    assert "3 篇，其中 3 篇先前已标" in batch(".", "-o", "tags.csv", "--resume", cwd=tmp_path)


def test_columns_of_a_table_are_kept(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(
        "text,报纸,date\n晶圆厂开工。,=甲报,2023年10月16日\n学校开学。,乙报,\n", "utf-8-sig"
    )
    batch("rows.csv", "-o", "tags.jsonl", "--keep", "报纸", cwd=tmp_path)
    records = [json.loads(line) for line in (tmp_path / "tags.jsonl").read_text("utf-8").splitlines()]
    assert [(r["报纸"], r["date"]) for r in records] == [("=甲报", "2023-10-16"), ("乙报", None)]
    batch("rows.csv", "-o", "long.csv", "--long", "--keep", "报纸", cwd=tmp_path)
    assert {row["报纸"] for row in read(tmp_path / "long.csv")} == {"'=甲报", "乙报"}
    assert "已有 `title` 列" in batch("rows.csv", "-o", "x.csv", "--keep", "title", cwd=tmp_path, code=2)


def test_date_paper_and_page_come_from_the_path(tmp_path: Path) -> None:
    path = tmp_path / "in" / "明河日报" / "20231016" / "A02_要闻.txt"
    path.parent.mkdir(parents=True)
    path.write_text("晶圆厂开工\n本报讯 晶圆厂昨日开工。", "utf-8")
    batch("in", "-o", "t.jsonl", "--path-pattern", "{paper}/{date}/{page}_*", cwd=tmp_path)
    record = json.loads((tmp_path / "t.jsonl").read_text("utf-8"))
    assert (record["date"], record["paper"], record["page_label"]) == ("2023-10-16", "明河日报", "A02")
    assert "{monat}" in batch("in", "-o", "x.csv", "--path-pattern", "{monat}", cwd=tmp_path, code=2)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("-o", "t.pdf"), "不会写 `.pdf`"),
        (("-o", "none/t.csv"), "× none: 没有这个文件夹"),
        (("-o", "t.csv", "--encoding", "ascii"), "写不了中文"),
        (("-o", "t.csv", "--resume", "--force"), "只能用一个"),
        (("-", "-o", "t.csv"), "tagger tag -"),
    ],
)
def test_wrong_use_is_told(tmp_path: Path, options: tuple[str, ...], told: str) -> None:
    fill(tmp_path / "archive", 1)
    assert told in batch("archive", *options, cwd=tmp_path, code=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive"]


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tagger.batch.run import Plan, run
    from tagger.batch.work import Job, worker_of
    from tagger.errors import OutputFault
    from tagger.home import shipped_home

    fill(tmp_path / "archive", 3)
    job = Job(shipped_home(), str(tmp_path / "tags.xlsx"))
    monkeypatch.setattr(worker_of(job).form, "most", 2)
    with pytest.raises(OutputFault, match="至多 2 行"):
        run(job, Plan((str(tmp_path / "archive"),)), Quiet())
    assert not (tmp_path / "tags.xlsx").exists()


class Quiet:
    """A watch that looks away."""

    def begin(self, total: int) -> None: ...

    def step(self, size: int, articles: int, failures: int) -> None: ...


def test_an_article_too_long_for_a_sheet_is_a_failure(tmp_path: Path) -> None:
    fill(tmp_path / "archive", 2)
    (tmp_path / "archive" / "long.txt").write_text("长文\n" + "晶圆厂开工。" * 6000, "utf-8")
    batch("archive", "-o", "tags.xlsx", "--no-split", cwd=tmp_path, code=1)
    (failed,) = read(tmp_path / "tags.failures.csv")
    assert failed["file"] == "long.txt"
    assert "32767" in failed["reason"]


def done_in(store: Path) -> int:
    """How many items a killed run left done."""
    base = sqlite3.connect(store)
    try:
        number: int = base.execute("SELECT count(*) FROM done").fetchone()[0]
    except sqlite3.OperationalError:
        number = 0  # killed before there was a table
    finally:
        base.close()
    return number


def wait_for_parts(store: Path) -> None:
    """Until a run has kept some parts."""
    deadline = time.monotonic() + 60
    while not (store.exists() and store.stat().st_size > 300_000) and time.monotonic() < deadline:
        time.sleep(0.01)


def bytes_of(table: Path) -> list[tuple[str, bytes]]:
    """The name and bytes of each part of a table in parts; of a file, its bytes."""
    if table.is_file():
        return [("", table.read_bytes())]
    return [(part.name, part.read_bytes()) for part in sorted(table.iterdir())]


def kill_and_resume(folder: Path, kills: int, rows: int, seed: int, form: str = "csv") -> None:
    """Kill a run at random moments, resume it each time, and compare with a run that nobody touched."""
    fill(folder / "archive", 300)
    fill_table(folder / "archive" / "z.jsonl", rows)
    began = time.monotonic()
    options = (*RULES, "--part-rows", 700)
    batch("archive", "-o", f"whole.{form}", "--jobs", 1, *options, cwd=folder)
    lasts = time.monotonic() - began
    chance, killed = random.Random(seed), 0
    whole, table = folder / f"whole.{form}", folder / f"cut.{form}"
    store = Path(f"{table}.run")
    kept = 0
    while not kept:  # a kill in the middle of the first flush leaves nothing
        with start("archive", "-o", f"cut.{form}", "--jobs", 1, "--resume", *options, cwd=folder) as process:
            wait_for_parts(store)
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        kept = done_in(store)
    while killed < kills:
        before = done_in(store) if store.exists() else 0
        with start(
            "archive", "-o", f"cut.{form}", "--jobs", chance.choice((1, 2)), "--resume", *options, cwd=folder
        ) as process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(chance.random() * lasts)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            killed += process.returncode == -signal.SIGKILL
            process.communicate()
        if store.exists():
            assert done_in(store) >= before  # what was done stays done
        if table.exists():
            assert bytes_of(table) == bytes_of(whole)
            for path in folder.glob("cut.*"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    batch("archive", "-o", f"cut.{form}", "--resume", *options, cwd=folder)
    assert bytes_of(table) == bytes_of(whole)
    assert sorted(path.name for path in folder.iterdir() if path.name.startswith("cut")) == [table.name, store.name]


def test_killed_at_any_moment_and_resumed_the_bytes_are_the_same(tmp_path: Path) -> None:
    kill_and_resume(tmp_path, 8, 3000, 1)


def test_a_table_in_parts_that_was_killed_is_the_same(tmp_path: Path) -> None:
    kill_and_resume(tmp_path, 3, 2000, 3, "parquet/")


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "parquet/"])
def test_killed_fifty_times_the_bytes_are_the_same(tmp_path: Path, form: str) -> None:
    kill_and_resume(tmp_path, 50, 9000, 2, form)


def test_no_worker_outlives_a_killed_run(tmp_path: Path) -> None:
    fill_table(tmp_path / "rows.jsonl", 20_000)
    with start("rows.jsonl", "-o", "t.csv", "--jobs", 2, *RULES, cwd=tmp_path) as process:
        store = tmp_path / "t.csv.run"
        wait_for_parts(store)
        os.kill(process.pid, signal.SIGKILL)  # the parent alone
        process.communicate(timeout=30)  # ends when the last worker has closed its standard error, else raises


def test_an_interrupt_keeps_what_was_done(tmp_path: Path) -> None:
    fill_table(tmp_path / "rows.jsonl", 20_000)
    for jobs in (1, 2):
        with start("rows.jsonl", "-o", f"{jobs}.csv", "--jobs", jobs, *RULES, cwd=tmp_path) as process:
            store = tmp_path / f"{jobs}.csv.run"
            wait_for_parts(store)
            os.killpg(process.pid, signal.SIGINT)
            _, told = process.communicate(timeout=60)
        assert process.returncode == 130
        assert "--resume" in told.decode()
        assert "Traceback" not in told.decode()
        assert done_in(store)
        assert not (tmp_path / f"{jobs}.csv").exists()


def test_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    if not Path("/proc/self/task").exists():
        pytest.skip("no /proc")
    fill_table(tmp_path / "rows.jsonl", 5_000)
    batch("rows.jsonl", "-o", "whole.csv", "--jobs", 1, *RULES, cwd=tmp_path)
    with start("rows.jsonl", "-o", "t.csv", "--jobs", 2, *RULES, cwd=tmp_path) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        while len(workers := children.read_text().split()) < 2:
            assert process.poll() is None
            time.sleep(0.005)
        os.kill(int(workers[0]), signal.SIGKILL)
        _, told = process.communicate(timeout=120)
    assert process.returncode == 0, told.decode()
    assert (tmp_path / "t.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_what_kills_every_worker_is_a_failure_and_tried_again_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tagger.batch import run as runs
    from tagger.batch.work import Job
    from tagger.home import shipped_home

    class Deadly:
        """An engine whose workers end at one file."""

        def map(self, task, parts, lost):  # type: ignore[no-untyped-def]
            for part in parts:
                for item in part.items:
                    one = replace(part, items=(item,))
                    yield (lost if item.source.name == "0002" else task)(one)

    fill(tmp_path / "archive", 4)
    job = Job(shipped_home(), str(tmp_path / "t.csv"), "rules")
    plan = runs.Plan((str(tmp_path / "archive"),), resume=True)
    with monkeypatch.context() as patch:
        patch.setattr(runs, "open_engine", lambda jobs: contextlib.nullcontext(Deadly()))
        assert runs.run(job, plan, Quiet()).causes == {"WorkerLost": 1}
    (failed,) = read(tmp_path / "t.failures.csv")
    assert (failed["file"], failed["cause"]) == ("乙/丙/0002.txt", "WorkerLost")
    assert len(read(tmp_path / "t.csv")) == 3
    summary = runs.run(job, plan, Quiet())
    assert (summary.causes, summary.kept, summary.tally.articles) == ({}, 3, 4)
    assert not (tmp_path / "t.failures.csv").exists()


def test_a_worker_with_other_rules_refuses_its_part(tmp_path: Path) -> None:
    from tagger.batch.work import Job, Part, run_part
    from tagger.errors import HomeFault
    from tagger.home import shipped_home

    with pytest.raises(HomeFault, match="与这里的不同"):
        run_part(Part(Job(shipped_home(), str(tmp_path / "t.csv"), "rules"), (), "another"))


def test_two_runs_never_write_one_table(tmp_path: Path) -> None:
    fill_table(tmp_path / "rows.jsonl", 20_000)
    with start("rows.jsonl", "-o", "t.csv", "--jobs", 1, *RULES, cwd=tmp_path) as process:
        store = tmp_path / "t.csv.run"
        deadline = time.monotonic() + 60
        while not store.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.1)
        assert "另一个 tagger" in batch("rows.jsonl", "-o", "t.csv", "--resume", *RULES, cwd=tmp_path, code=2)
        process.kill()
        process.communicate()


def test_a_damaged_record_of_a_run_is_told(tmp_path: Path) -> None:
    fill(tmp_path / "archive", 2)
    (tmp_path / "tags.csv.run").write_bytes(b"no database" * 1000)
    assert "记录坏了" in batch("archive", "-o", "tags.csv", "--resume", cwd=tmp_path, code=2)


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_a_table_in_parts_holds_the_same_rows_for_any_number_of_jobs(tmp_path: Path, form: str) -> None:
    fill(tmp_path / "archive", 30)
    fill_table(tmp_path / "archive" / "z.jsonl", 2 * ROWS + 9)
    for jobs in (1, 2):
        options = ("--part-rows", 100, "--jobs", jobs, *RULES)
        batch("archive", "-o", f"parts{jobs}.{form}/", *options, cwd=tmp_path)
    batch("archive", "-o", f"whole.{form}", *RULES, cwd=tmp_path)
    assert [path.name for path in sorted((tmp_path / f"parts1.{form}").iterdir())][:2] == [
        f"part-00000.{form}", f"part-00001.{form}",
    ]  # fmt: skip
    assert bytes_of(tmp_path / f"parts1.{form}") == bytes_of(tmp_path / f"parts2.{form}")
    for name in (f"parts1.{form}", f"whole.{form}"):  # either is an input again, and holds the same articles
        batch(name, "-o", f"{name}.again.jsonl", *RULES, cwd=tmp_path)
    again = [
        [json.loads(line)["text"] for line in (tmp_path / f"{name}.{form}.again.jsonl").read_text("utf-8").splitlines()]
        for name in ("parts1", "whole")
    ]
    assert len(again[0]) == 30 + 2 * ROWS + 9
    assert again[0] == again[1]


def test_a_workbook_is_never_in_parts(tmp_path: Path) -> None:
    fill(tmp_path / "archive", 1)
    assert "不能分成几部分" in batch("archive", "-o", "t.xlsx/", cwd=tmp_path, code=2)


def test_files_named_by_url_are_read_and_written_like_paths(tmp_path: Path) -> None:
    pytest.importorskip("fsspec", reason="no fsspec: pip install 'tagger[cluster]'")
    folder = fill(tmp_path / "archive", 6)
    fill_table(folder / "rows.jsonl", 3)
    with zipfile.ZipFile(folder / "more.zip", "w") as packed:
        packed.write(folder / "0000.txt", "inner.txt")
    batch("archive", "-o", "rows.parquet", *RULES, cwd=tmp_path)
    shutil.move(tmp_path / "rows.parquet", folder / "rows.parquet")
    batch("archive", "-o", "here.csv", *RULES, cwd=tmp_path)
    far = f"file://{tmp_path}/far"
    for out in (f"{far}/t.csv", f"{far}/t.jsonl/"):
        batch(f"file://{folder}", "-o", out, *RULES, cwd=tmp_path)
        assert "先前已标" in batch(f"file://{folder}", "-o", out, "--resume", *RULES, cwd=tmp_path)
        assert "--resume" in batch(f"file://{folder}", "-o", out, *RULES, cwd=tmp_path, code=2)
    assert (tmp_path / "far" / "t.csv").read_bytes() == (tmp_path / "here.csv").read_bytes()
    assert [path.name for path in (tmp_path / "far" / "t.jsonl").iterdir()] == ["part-00000.jsonl"]
    batch(f"file://{folder}/**/000[01].txt", "-o", "glob.csv", *RULES, cwd=tmp_path)
    assert [row["file"] for row in read(tmp_path / "glob.csv")] == ["0000.txt", "甲/0001.txt"]
    told = batch("archive/0000.txt", f"file://{tmp_path}/none", "-o", "x.csv", *RULES, cwd=tmp_path, code=1)
    assert "失败 1" in told
    assert "nowhere" in batch("archive", "-o", "nowhere://x/t.csv", cwd=tmp_path, code=2)


def test_inputs_come_from_a_list(tmp_path: Path) -> None:
    fill(tmp_path / "archive", 4)
    (tmp_path / "list").write_text("archive/0003.txt\n\narchive/甲\r\narchive/none.txt\n", "utf-8")
    batch("--files-from", "list", "-o", "a.csv", *RULES, cwd=tmp_path, code=1)
    assert [row["file"] for row in read(tmp_path / "a.csv")] == ["0003.txt", "0001.txt"]
    command = [sys.executable, "-m", "tagger", "batch", "--files-from", "-", "-0", "-o", "b.csv", *RULES]
    subprocess.run(command, cwd=tmp_path, input=b"archive/0003.txt\0archive/\xe7\x94\xb2\0", check=True)
    assert (tmp_path / "b.csv").read_bytes() == (tmp_path / "a.csv").read_bytes()
    assert "没有输入" in batch("-o", "c.csv", cwd=tmp_path, code=2)
    assert "missing" in batch("--files-from", "missing", "-o", "c.csv", cwd=tmp_path, code=2)


def test_an_archive_is_read_like_a_folder(tmp_path: Path) -> None:
    folder = fill(tmp_path / "archive", 6)
    fill_table(folder / "rows.jsonl", 3)
    with zipfile.ZipFile(tmp_path / "archive.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.rglob("*")):
            packed.write(path, path.relative_to(folder))
    batch("archive.zip", "-o", "zip.csv", "--jobs", 2, cwd=tmp_path)
    batch("archive", "-o", "folder.csv", cwd=tmp_path)
    zipped = [row | {"file": row["file"].removeprefix("archive.zip/")} for row in read(tmp_path / "zip.csv")]
    assert zipped == read(tmp_path / "folder.csv")


def test_the_first_failures_of_each_cause_are_told_with_their_causes(tmp_path: Path) -> None:
    fill_table(tmp_path / "a.jsonl", 2)
    with (tmp_path / "a.jsonl").open("a", encoding="utf-8") as file:
        file.write("{}\n" * 5)
    told = batch("nope/", "a.jsonl", "-o", "out.csv", *RULES, cwd=tmp_path, code=1)
    assert "× nope/: 没有这个文件或文件夹" in told
    assert told.count("这一行没有 `text`") == 3
    assert "× 失败 6：没有或读不出 1、表中的行不能用 5；见 out.failures.csv" in told
