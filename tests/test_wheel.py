"""The wheel, built and installed into a new environment without the source tree, whose site-packages nobody may write.

Slow, for libraries are installed: ``make wheel``. Skipped where no index of packages can be reached.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from tagger.cli import app

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "seeds" / "pages"
COMMANDS = sorted(app.info.cls.targets)  # type: ignore[union-attr]
EXTRAS = {"patterns", "office", "html", "parquet", "cluster"}
# as root, who may write anything, without the right to
PLAIN = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.geteuid() == 0 else ()


def uv(*words: str | Path) -> None:
    done = subprocess.run([sys.executable, "-m", "uv", *map(str, words)], capture_output=True, check=False)
    said = done.stderr.decode(errors="replace")
    if any(word in said for word in ("Failed to fetch", "dns error", "No route", "offline")):
        pytest.skip(f"no index of packages can be reached: {said}")
    assert done.returncode == 0, said


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    uv("build", "--wheel", "--quiet", "--out-dir", folder, ROOT)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a virtual environment with the wheel and what it needs, no extras; nothing in it can be written."""
    if PLAIN and not shutil.which(PLAIN[0]):
        pytest.skip("root may write everything")
    folder = tmp_path_factory.mktemp("environment") / "venv"
    uv("venv", "--quiet", "--python", sys.executable, folder)
    uv("pip", "install", "--quiet", "--link-mode", "copy", "--python", folder / "bin" / "python", wheel)
    subprocess.run(["chmod", "-R", "a-w", folder], check=True)
    yield folder
    subprocess.run(["chmod", "-R", "u+w", folder], check=True)


@pytest.fixture
def tagger(environment: Path, tmp_path: Path):  # type: ignore[no-untyped-def]
    """The installed command, run in a folder of its own that knows nothing of the source tree."""
    own = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "HOME": str(tmp_path),
        "TAGGER_CACHE": str(tmp_path / "cache"),
    }

    def run(*words: str | Path, code: int = 0, said: str = "") -> str:
        command = [*PLAIN, str(environment / "bin" / "tagger"), *map(str, words)]
        done = subprocess.run(command, cwd=tmp_path, env=own, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        assert said in done.stderr
        return done.stdout

    return run


def test_it_carries_rules_model_and_seeds(wheel: Path) -> None:
    """Every file of them, byte for byte, and of the source tree the package alone."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        for folder in ("rules", "models", "seeds"):
            files = [path for path in sorted((ROOT / folder).rglob("*")) if path.is_file()]
            assert files
            for path in files:
                assert archive.read(f"tagger/_home/{path.relative_to(ROOT).as_posix()}") == path.read_bytes()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"tagger"}
    assert not [name for name in names if "__pycache__" in name]


def test_nothing_in_it_can_be_written(environment: Path) -> None:
    """Else what follows shows nothing."""
    target = next(environment.glob("lib/python*/site-packages/tagger")) / "new"
    assert subprocess.run([*PLAIN, "touch", str(target)], capture_output=True, check=False).returncode
    assert not target.exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_starts(tagger, command: str) -> None:  # type: ignore[no-untyped-def]
    assert f"tagger {command}" in tagger(command, "--help")


@pytest.mark.parametrize("command", ["split", "tag"])
def test_pages_are_read_as_from_the_source_tree(tagger, tmp_path: Path, command: str) -> None:  # type: ignore[no-untyped-def]
    for page in ("interleaved.txt", "spaced.txt", "markdown.md"):
        shutil.copy(PAGES / page, tmp_path)
        here = subprocess.run(
            [sys.executable, "-m", "tagger", command, page, "--format", "jsonl"],
            cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, encoding="utf-8", check=True,
        )  # fmt: skip
        assert tagger(command, page, "--format", "jsonl") == here.stdout != ""


def test_base_commands_run(tagger, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    page = tmp_path / "page.txt"
    shutil.copy(PAGES / "interleaved.txt", page)
    tagger("batch", page, "-o", "out.csv")
    tagger("why", page)
    assert "semiconductor" in tagger("rules", "list")
    assert "base" in tagger("models", "list")
    tagger("rules", "check")
    tagger("rules", "test")
    tagger("doctor")
    tagger("eval", ROOT / "seeds" / "articles" / "01_information.jsonl")
    tagger("sample", "out.csv", "-n", "1", "-o", "sample.csv")
    assert tagger("--version").startswith("tagger ")
    assert "中" in tagger("--help")


def test_init_gives_a_home_to_edit(tagger, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """What was read-only may be written in the copy, and counts."""
    tagger("init", "mine")
    rule = next((tmp_path / "mine" / "rules").rglob("semiconductor.yaml"))
    rule.write_text(rule.read_text("utf-8").replace("terms:", "terms:\n  5: [独家造词]", 1), "utf-8")
    (tmp_path / "a.jsonl").write_text('{"title": "独家造词开工", "text": "独家造词开工。"}\n', "utf-8")
    for home, expected in ([], []), (["--home", "mine"], ["semiconductor"]):
        record = json.loads(tagger("tag", "a.jsonl", "--use", "rules", "--format", "jsonl", *home))
        assert [tag["tag"] for tag in record["industries"]] == expected


def test_the_shipped_home_takes_no_corrections(tagger, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "c.csv").write_text("text,correct_type\n晶圆厂开工。,政策法规\n", "utf-8")
    tagger("corrections", "import", "c.csv", code=2, said="tagger init")


def test_a_missing_extra_names_its_pip_line(tagger, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    docx.Document().save(str(tmp_path / "a.docx"))
    for name in ("a.xlsx", "a.html", "a.parquet"):
        (tmp_path / name).write_text("PAR1" if name == "a.parquet" else "<html></html>", "utf-8")
    page = PAGES / "interleaved.txt"
    rules = tmp_path / "home" / "rules"
    rules.mkdir(parents=True)
    (rules / "a.yaml").write_text("tag: a\npatterns:\n  - {re: '[0-9]+纳米', weight: 3}\n", "utf-8")
    wanted = (
        ("office", 1, ["tag", "a.docx"]),
        ("office", 1, ["tag", "a.xlsx"]),
        ("office", 2, ["batch", page, "-o", "out.xlsx"]),
        ("html", 1, ["tag", "a.html"]),
        ("parquet", 1, ["tag", "a.parquet"]),
        ("parquet", 2, ["batch", page, "-o", "out.parquet"]),
        ("cluster", 2, ["batch", page, "-o", "out.csv", "--cluster", "tcp://127.0.0.1:1"]),
        ("patterns", 3, ["tag", page, "--home", "home"]),
    )
    assert {extra for extra, _, _ in wanted} == EXTRAS
    for extra, code, words in wanted:
        tagger(*words, code=code, said=f"pip install 'tagger[{extra}]'")
