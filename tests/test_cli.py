"""The real commands on real files: output, messages, exit codes."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tagger.text import squeeze

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "seeds" / "pages" / "interleaved.txt"


def run(*arguments: str, cwd: Path = ROOT, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "tagger", *arguments]
    return subprocess.run(command, capture_output=True, cwd=cwd, input=stdin, check=False, timeout=120)


def records(done: subprocess.CompletedProcess[bytes]) -> list[dict]:  # type: ignore[type-arg]
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_a_page_becomes_a_record_an_article() -> None:
    done = run("tag", str(PAGE), "--format", "jsonl", "--use", "rules")
    assert (done.returncode, done.stderr) == (0, b"")
    found = records(done)
    assert [(r["title"], r["type"]["tag"], r["zone"]) for r in found] == [
        ("澄江高新区：三维封装基地二期开工", "project-launch", "澄江高新区"),
        ("临溪经开区两家药企入选省级创新榜单", "honor-list", "临溪经开区"),
        ("一枚印章管审批 企业少跑路", "business-environment", "明河新区"),
    ]
    tags = [{tag["tag"] for tag in r["industries"]} for r in found]
    assert tags[0] == {"semiconductor"}
    assert {"biomedicine", "medical-devices"} <= tags[1]
    assert tags[2] == set()


def test_evidence_stands_where_it_says() -> None:
    source = PAGE.read_text(encoding="utf-8")
    for record in records(run("tag", str(PAGE), "--format", "jsonl")):
        evidence = [e for tag in record["industries"] for e in tag["evidence"]]
        for place in [*evidence, *record["type"]["evidence"]]:
            assert squeeze(source[place["start"] : place["end"]]) == squeeze(place["term"])


def test_piped_output_is_plain_and_nothing_is_cut() -> None:
    done = run("tag", str(PAGE))
    lines = done.stdout.decode().splitlines()
    assert len(lines) == 4
    assert {line.count("\t") for line in lines} == {8}
    assert "\x1b" not in done.stdout.decode()
    assert "拆出 3 篇" in done.stderr.decode()


def test_csv_opens_in_a_spreadsheet() -> None:
    done = run("tag", str(PAGE), "--format", "csv")
    assert done.stdout.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig"), newline="")))
    assert [row["article"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["industries"] == "semiconductor"
    assert rows[0]["text"].startswith("本报讯")


def test_a_table_is_read_row_by_row(tmp_path: Path) -> None:
    table = tmp_path / "rows.jsonl"
    table.write_text(
        '{"id": "7", "title": "晶圆厂开工", "text": "集成电路项目开工。"}\nnot json\n{"text": "学校开学。"}\n', "utf-8"
    )
    done = run("tag", str(table), "--format", "jsonl")
    assert done.returncode == 1
    assert [r["id"] for r in records(done)] == ["7", None]
    assert "rows.jsonl:2" in done.stderr.decode()


def test_no_split_takes_a_file_as_one_article() -> None:
    assert len(records(run("tag", str(PAGE), "--no-split", "--format", "jsonl"))) == 1


def test_no_text_leaves_the_text_out() -> None:
    assert "text" not in records(run("tag", str(PAGE), "--no-text", "--format", "jsonl"))[0]


def test_standard_input_is_a_file() -> None:
    done = run("tag", "-", "--format", "jsonl", stdin="晶圆厂开工，集成电路产业再添新军。".encode("gb18030"))
    assert records(done)[0]["industries"][0]["tag"] == "semiconductor"


def test_one_bad_file_never_stops_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("晶圆厂开工。", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "d.txt").write_bytes(b"ok\n\xff\xff\xff")
    (tmp_path / "e.md").write_text("氢能项目开工。", encoding="utf-8")
    (tmp_path / "f.png").write_bytes(b"\x89PNG")
    done = run("tag", str(tmp_path), "--format", "jsonl")
    assert done.returncode == 1
    assert [record["file"] for record in records(done)] == ["a.txt", "e.md"]
    told = done.stderr.decode()
    assert "b.txt: 文件为空" in told
    assert "c.txt: 不是文本文件" in told
    assert "d.txt:2" in told
    assert "f.png" in told
    assert "Traceback" not in told


def test_a_missing_file_is_told_and_the_rest_is_tagged() -> None:
    done = run("tag", "nowhere.txt", str(PAGE), "--format", "jsonl")
    assert (done.returncode, len(records(done))) == (1, 3)
    assert "nowhere.txt" in done.stderr.decode()


def test_split_gives_articles_without_tags() -> None:
    done = run("split", str(PAGE), "--format", "jsonl")
    found = records(done)
    assert len(found) == 3
    assert list(found[0])[-1] == "truncated"
    assert "余文" in done.stderr.decode()


def test_split_writes_what_is_left_over(tmp_path: Path) -> None:
    rest = tmp_path / "rest.txt"
    done = run("split", str(PAGE), "--format", "jsonl", "--left-over", str(rest))
    assert done.stderr == b""
    assert "责任编辑" in rest.read_text(encoding="utf-8")


def test_faulty_rules_tag_nothing(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "a.yaml").write_text("tag: a\ntems: {}\n", encoding="utf-8")
    done = run("tag", str(PAGE), "--home", str(tmp_path))
    assert (done.returncode, done.stdout) == (3, b"")
    assert "a.yaml:2:1: 错误：规则文件里未知的键 `tems`" in done.stderr.decode()
    assert "是不是 `terms`？" in done.stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 2),
        (("tag",), 2),
        (("tag", "--format", "pdf", "x"), 2),
        (("nonsense",), 2),
        (("--version",), 0),
        (("-h",), 0),
    ],
)
def test_exit_codes_of_use(arguments: tuple[str, ...], code: int) -> None:
    assert run(*arguments).returncode == code


def test_a_home_that_is_no_folder_is_told() -> None:
    done = run("tag", str(PAGE), "--home", "no-such-home")
    assert done.returncode == 3
    assert "--home" in done.stderr.decode()


def test_a_closed_pipe_is_quiet() -> None:
    command = f"{sys.executable} -m tagger tag {PAGE} {PAGE} {PAGE} --format jsonl | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, cwd=ROOT, check=False, timeout=120)
    assert done.stderr == b""


@pytest.mark.parametrize(("use", "heavy"), [("rules", "[]"), ("both", "['numpy']")])
def test_tagging_imports_nothing_heavy(use: str, heavy: str) -> None:
    code = (
        "import sys; sys.argv = ['tagger', 'tag', *sys.argv[1:]];\n"
        "from tagger.cli import app\n"
        "try: app()\nexcept SystemExit: pass\n"
        "print(sorted({'numpy', 'sklearn', 'scipy', 'jieba', 'joblib', 'yaml', 'rich', 'pydantic'} & set(sys.modules)), file=sys.stderr)"
    )
    arguments = [str(PAGE), "--use", use]
    run("tag", *arguments)
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, cwd=ROOT, check=True)
    assert done.stderr.decode().splitlines()[-1] == heavy


def test_a_damaged_cache_is_rebuilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAGGER_CACHE", str(tmp_path))
    first = run("tag", str(PAGE), "--format", "jsonl").stdout
    (entry,) = tmp_path.glob("rules-*")
    whole = entry.read_bytes()
    for damaged in (whole[:-20], b"", b"{}", whole.replace("晶圆".encode(), "芯圆".encode())):
        entry.write_bytes(damaged)
        assert run("tag", str(PAGE), "--format", "jsonl").stdout == first
        assert entry.read_bytes() == whole


def test_a_file_of_left_overs_is_written_whole(tmp_path: Path) -> None:
    done = run("split", str(PAGE), "--left-over", str(tmp_path / "rest.txt"))
    assert done.returncode == 0
    assert "interleaved.txt" in (tmp_path / "rest.txt").read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["rest.txt"]


def test_a_folder_that_is_not_there_is_told_before_any_work(tmp_path: Path) -> None:
    done = run("split", str(PAGE), "--left-over", str(tmp_path / "no" / "rest.txt"))
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1
    assert not done.stdout


def test_an_error_that_nobody_foresaw_is_one_line_without_a_traceback(tmp_path: Path) -> None:
    code = (
        "import sys; import tagger.cli as cli; import tagger.pipeline as p\n"
        "def fail(*a, **k): raise RuntimeError('boom')\n"
        "p.split = fail; sys.argv = ['tagger', *sys.argv[1:]]; cli.main()"
    )
    plain = subprocess.run([sys.executable, "-c", code, "split", str(PAGE)], capture_output=True, check=False)
    assert plain.returncode == 1
    assert plain.stderr.decode().count("\n") == 1
    assert "RuntimeError: boom" in plain.stderr.decode()
    loud = subprocess.run([sys.executable, "-c", code, "--debug", "split", str(PAGE)], capture_output=True, check=False)
    assert "Traceback" in loud.stderr.decode()
