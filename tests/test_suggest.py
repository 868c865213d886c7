"""``tagger rules suggest``: words that mend misses, words that cause false hits, measured out of fold."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tagger.rulelab.suggest.candidates import log_odds, words_of

ROOT = Path(__file__).resolve().parent.parent
CHIPS = "tag: chips\nname: 芯片\nterms:\n  3: [晶圆]  # 主词\n  2: [芯片]\n"
FOOD = "tag: food\nname: 食品\nterms:\n  3: [糕点, 造型]\n"
PLACES = ("江城", "海州", "云岭", "石桥", "柳园", "松山", "竹溪", "梅岭", "兰江", "荷塘")


def gold() -> list[dict[str, object]]:
    """Ten articles that miss their tag, ten that have one wrongly, ten that have it rightly."""
    rows: list[dict[str, object]] = []
    for place in PLACES:
        rows.append({"text": f"{place}的车间里，光刻机平安到货，工人正在调试。", "industries": ["chips"]})
        rows.append({"text": f"{place}的车站造型别致，旅客纷纷合影留念。", "industries": []})
        rows.append({"text": f"{place}的老街上，人们排队买新出炉的糕点。", "industries": ["food"]})
    return [{"id": str(number), "title": "", **row} for number, row in enumerate(rows)]


@pytest.fixture
def home(write_home) -> Path:  # type: ignore[no-untyped-def]
    path: Path = write_home(chips=CHIPS, food=FOOD)
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in gold()), "utf-8")
    return path


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "tagger", "rules", *arguments]
    return subprocess.run(command, capture_output=True, cwd=cwd, check=False, timeout=120)


def test_edits_come_with_examples_and_measured_effect(home: Path, table: Path) -> None:
    done = run("suggest", str(table), "--home", str(home), "--format", "json")
    record = json.loads(done.stdout)
    assert done.returncode == 0
    edits = {(edit["tag"], edit["after"] != ""): edit for edit in record["edits"]}
    assert len(record["edits"]) == 2
    assert "光刻" in edits["chips", True]["word"] or "到货" in edits["chips", True]["word"]
    assert edits["chips", True]["with_tag"] == 10
    assert (edits["food", True]["word"], edits["food", True]["after"]) == ("造型", "1.5")
    assert record["f1"]["industry"] == {"before": 0.5, "after": 1.0}


def test_the_report_shows_sentences_of_the_file(home: Path, table: Path) -> None:
    done = run("suggest", str(table), "--home", str(home))
    text = done.stdout.decode()
    assert "- 食品（food）“造型” 3 改为 1.5" in text
    assert "的车站【造型】别致，旅客纷纷合影留念。" in text
    assert "行业 F1 0.5000 → 1.0000" in done.stderr.decode()


def test_git_applies_the_patch_and_the_tags_are_right(home: Path, table: Path) -> None:
    old = home.parent / "old"
    (home / "rules").rename(old)
    (home / "rules").mkdir()
    for path in old.iterdir():
        (home / "rules" / path.name).write_bytes(path.read_bytes())
    patch = home.parent / "p.patch"
    done = run("suggest", str(table), "--home", str(home), "-o", str(patch))
    assert done.returncode == 0
    assert f"git apply {patch}" in done.stderr.decode()
    assert subprocess.run(["git", "apply", str(patch)], cwd=home, check=False).returncode == 0
    assert "# 主词" in (home / "rules" / "chips.yaml").read_text("utf-8")
    told = run("diff", str(old), str(home), str(table)).stderr.decode()
    assert "行业 micro-F1 0.5000 → 1.0000（变好）" in told


def test_corrections_are_read_as_well(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("text", "industries", "correct_industries", "checked"))
        for row in gold():
            writer.writerow((row["text"], "food", "、".join(row["industries"]) or "无", ""))  # type: ignore[arg-type]
    done = run("suggest", str(path), "--home", str(home), "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig"))))
    assert {row["tag"] for row in rows} == {"chips", "food"}


def test_only_the_named_tags_are_searched(home: Path, table: Path) -> None:
    done = run("suggest", str(table), "--home", str(home), "-t", "食品", "-f", "csv")
    assert [row.split(",")[0] for row in done.stdout.decode("utf-8-sig").splitlines()[1:]] == ["food"]


def test_a_rare_word_is_not_suggested(home: Path, table: Path) -> None:
    done = run("suggest", str(table), "--home", str(home), "-t", "chips", "--least", "11", "-o", str(home / "p"))
    assert (done.returncode, done.stdout) == (0, b"")
    assert "没有站得住的建议" in done.stderr.decode()
    assert not (home / "p").exists()


def test_articles_without_labels_are_wrong_use(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "plain.jsonl"
    path.write_text('{"text": "正文。"}\n', "utf-8")
    done = run("suggest", str(path), "--home", str(home))
    assert (done.returncode, done.stdout) == (2, b"")
    assert "没有一篇有标注" in done.stderr.decode()


def test_words_are_mined_from_runs_of_tokens() -> None:
    found = words_of("x", lambda text: ["的", "光刻", "机", "，", "平安", "到", "货", "2024", "年"])
    assert found == {"光刻", "光刻机", "平安", "平安到货"}


@pytest.mark.parametrize(("inside", "outside"), [(5, 0), (5, 5), (1, 0)])
def test_log_odds_favour_the_side_that_has_the_word(inside: int, outside: int) -> None:
    found = log_odds(inside, 20, outside, 80)
    assert found > 0
    assert found == pytest.approx(-log_odds(outside, 80, inside, 20))
    assert log_odds(2 * inside, 20, outside, 80) > found


def test_explaining_and_figures_import_nothing_heavy(home: Path, table: Path) -> None:
    heavy = {"numpy", "sklearn", "scipy", "jieba", "joblib"}
    for arguments in (["why", str(table), "-t", "chips"], ["rules", "stats", str(table)], ["rules", "test"]):
        code = (
            f"import sys; sys.argv = ['tagger', *{[*arguments, '--home', str(home)]!r}]\n"
            "from tagger.cli import app\n"
            "try: app()\nexcept SystemExit: pass\n"
            f"print(sorted({heavy!r} & set(sys.modules)), file=sys.stderr)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)
        assert done.stderr.decode().splitlines()[-1] == "[]"


def test_without_a_table_the_corrections_of_the_home_are_read(home: Path, tmp_path: Path) -> None:
    rows = [
        {"text": row["text"], "correct_industries": "；".join(map(str, row["industries"])) or "无"} for row in gold()
    ]  # type: ignore[call-overload]
    table = tmp_path / "fixed.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, ["text", "correct_industries"])
        writer.writeheader()
        writer.writerows(rows)
    empty = run("suggest", "--home", str(home))
    assert (empty.returncode, "修订库: 没有" in empty.stderr.decode()) == (2, True)
    command = [sys.executable, "-m", "tagger", "corrections", "import", str(table), "--home", str(home)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    stored, given = (
        json.loads(run("suggest", *each, "--home", str(home), "-f", "json").stdout) for each in ((), (str(table),))
    )
    assert stored["edits"]
    assert stored == given
