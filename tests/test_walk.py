"""The way of an analyst in one go: a batch, a table mended in a spreadsheet, learning, looking, going back."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tagger.home import Home
from tagger.model.registry import Registry
from tests.test_retrain import TOPICS, blank, table

ROOT = Path(__file__).resolve().parent.parent


def run(folder: Path, *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "tagger", *arguments, "--home", "home"], cwd=folder, check=False, timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


def respelled(folder: Path, name: str) -> None:
    """The table through a workbook and back, with ``;`` in an old encoding, by LibreOffice where it is installed."""
    source, office = folder / f"{name}.csv", shutil.which("soffice")
    if office is None:
        source.write_text(source.read_text("utf-8-sig"), "gb18030", newline="")
        return
    common = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    for options in (
        ["--infilter=CSV:44,34,76,1", "--convert-to", "xlsx", "--outdir", str(folder), str(source)],
        [
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):59,34,85,1",
            "--outdir",
            str(folder),
            str(folder / f"{name}.xlsx"),
        ],
    ):
        done = subprocess.run([*common, *options], check=False, capture_output=True, timeout=120)
        assert done.returncode == 0, done.stderr.decode()


def fill(folder: Path, name: str, answers: dict[int, dict[str, str]], source: str = "out") -> None:
    """The results with what a person wrote into the rows of these numbers, and a mark in all others."""
    with (folder / f"{source}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | answers.get(number, {"checked": "√"}) for number, row in enumerate(rows))


def test_from_results_to_a_better_model_and_back(tmp_path: Path) -> None:
    blank(tmp_path / "home")
    table(tmp_path / "first.csv", list(TOPICS), 1)
    run(tmp_path, "retrain", "first.csv")
    (tmp_path / "archive").mkdir()
    for number in range(12):
        (tmp_path / "archive" / f"{number:02}.txt").write_text(f"第{number}场主场告捷，教练下课，小组出线。\n", "utf-8")
    run(tmp_path, "batch", "archive", "-o", "out.csv", "--no-split")

    wrong = {0: {"correct_type": "sport"}, 1: {"correct_type": "sports；games"}, 2: {"checked": "看过"}}
    fill(tmp_path, "fixed", wrong)
    respelled(tmp_path, "fixed")
    told = run(tmp_path, "retrain", "fixed.csv", code=1).stderr
    for said in ("fixed.csv:2: correct_type：没有标签 `sport`  → 是不是 `sports`？", "fixed.csv:3: correct_type：一篇",
                 "fixed.csv:4: checked：看不懂 `看过`", "3 处不能用，其余 9 行照用"):  # fmt: skip
        assert said in told

    fill(tmp_path, "fixed", {0: {"correct_type": "games"}, 1: {"correct_type": "sports"}})
    respelled(tmp_path, "fixed")
    told = run(tmp_path, "retrain", "fixed.csv", "--force").stderr
    recalled = re.search(r"修订过的 (\d+) 篇，与修订一致的 (\d+) 篇", told)
    assert recalled is not None
    assert recalled[1] == recalled[2]
    figures = json.loads(run(tmp_path, "eval", "fixed.csv", "-f", "json").stdout)
    assert figures["remembered"]["type"]["accuracy"] == 1.0
    assert figures["articles"] == 12

    names = Registry(Home(tmp_path / "home")).names()
    listed = json.loads(run(tmp_path, "models", "list", "-f", "json").stdout)
    assert [row["name"] for row in listed] == names
    run(tmp_path, "models", "diff", names[0], names[-1], "archive")
    assert names[-1] in run(tmp_path, "models", "info").stdout
    run(tmp_path, "models", "rollback")
    assert Registry(Home(tmp_path / "home")).used()[-1] == names[-2]

    run(tmp_path, "sample", "out.csv", "-n", "5", "-o", "check.csv")
    fill(tmp_path, "checked", {}, "check")
    estimate = json.loads(run(tmp_path, "eval", "checked.csv", "-f", "json").stdout)["estimate"]
    assert (estimate["articles"], estimate["checked"]) == (12, 5)
    for name in ("store.json", "store.jsonl"):
        run(tmp_path, "corrections", "export", "-o", name)
        assert (
            f"新增 0 篇，改动 0 篇，与已有相同 {recalled[1]} 篇" in run(tmp_path, "corrections", "import", name).stderr
        )
