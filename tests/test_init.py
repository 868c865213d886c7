"""``tagger init``: a home to edit, also for another field than industries."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tagger.home import Home, shipped_home
from tagger.lints import check_home
from tagger.rulebook.load import load_rulebook

ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tagger", *arguments]
    return subprocess.run(command, capture_output=True, cwd=cwd, encoding="utf-8", check=False, timeout=60)


def test_a_copy_holds_what_is_shipped(tmp_path: Path) -> None:
    done = run("init", "mine", cwd=tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, "mine")
    mine, shipped = Home(tmp_path / "mine"), shipped_home()
    assert mine.settings() == shipped.settings()
    assert load_rulebook(mine).digest == load_rulebook(shipped).digest
    assert (mine.path / "seeds").is_dir()


def test_a_blank_home_has_one_example(tmp_path: Path) -> None:
    run("init", "mine", "--blank", cwd=tmp_path)
    home = Home(tmp_path / "mine")
    assert [rule.tag for rule in load_rulebook(home).rules] == ["example"]
    assert check_home(home).findings == []
    assert run("rules", "test", "--home", "mine", cwd=tmp_path).returncode == 0
    assert run("rules", "fmt", "--check", "--home", "mine", cwd=tmp_path).returncode == 0
    assert home.settings().facets.type.min == 0


def test_named_tags_are_files_without_terms(tmp_path: Path) -> None:
    done = run("init", "mine", "--blank", "--types", "report=战报,转会", "--industries", "football", cwd=tmp_path)
    assert done.returncode == 0
    home = Home(tmp_path / "mine")
    rules = load_rulebook(home).rules
    assert [(rule.tag, rule.name, rule.facet, rule.terms) for rule in rules] == [
        ("football", "football", "industry", ()),
        ("report", "战报", "type", ()),
        ("type-2", "转会", "type", ()),
    ]
    assert home.settings().facets.type.min == 1
    assert run("rules", "fmt", "--check", "--home", "mine", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--types", "a", "--industries", "a"), "标签 `a` 重复"),
        (("--industries", "semiconductor"), "标签 `semiconductor` 重复"),
        (("--blank", "--types", "a=1e5"), ""),
    ],
)
def test_a_home_is_written_whole_or_not_at_all(tmp_path: Path, options: tuple[str, ...], told: str) -> None:
    done = run("init", "mine", *options, cwd=tmp_path)
    assert told in done.stderr
    assert done.returncode == (2 if told else 0)
    assert [path.name for path in tmp_path.iterdir()] == ([] if told else ["mine"])


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("x", encoding="utf-8")
    done = run("init", "mine", cwd=tmp_path)
    assert done.returncode == 2
    assert "已有内容" in done.stderr
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]


FOOTBALL = """\
tag: football
name: 足球
terms:
  3: [足球, 点球]
  2: [中超, 门将, 客场]
except:
  - 桌上足球
tests:
  - {hit: 中超第三轮，主队在客场取胜。}
  - {miss: 商场里摆着桌上足球。}
"""
REPORT = """\
tag: report
name: 战报
facet: type
terms:
  3: [取胜, 比分]
  1: [上半场]
tests:
  - {hit: 主队以二比一的比分取胜。}
  - {miss: 后卫转会到客队。}
"""
TRANSFER = """\
tag: transfer
name: 转会
facet: type
terms:
  3: [转会, 加盟]
tests:
  - {hit: 门将加盟新球队。}
  - {miss: 主队在客场取胜。}
"""


def test_another_field_from_init_to_tag(tmp_path: Path) -> None:
    """Sports news with three tags: init, write, check, test, tag."""
    run(
        "init",
        "sport",
        "--blank",
        "--types",
        "report=战报,transfer=转会",
        "--industries",
        "football=足球",
        cwd=tmp_path,
    )
    rules = tmp_path / "sport" / "rules"
    (rules / "industries" / "football.yaml").write_text(FOOTBALL.replace("terms:", "term:"), encoding="utf-8")
    (rules / "types" / "report.yaml").write_text(REPORT, encoding="utf-8")
    (rules / "types" / "transfer.yaml").write_text(TRANSFER, encoding="utf-8")
    checked = run("rules", "check", cwd=tmp_path / "sport")
    assert checked.returncode == 3
    assert "是不是 `terms`？" in checked.stdout
    (rules / "industries" / "football.yaml").write_text(FOOTBALL, encoding="utf-8")
    checked = run("rules", "check", "--strict", cwd=tmp_path / "sport")
    assert (checked.returncode, checked.stdout) == (0, "4 个规则文件：没有问题\n")
    assert run("rules", "test", cwd=tmp_path / "sport").returncode == 0
    (tmp_path / "news.txt").write_text(
        "门将加盟海港队\n本报讯 中超球队海港队宣布，门将李海加盟。他曾在客场扑出点球。\n", "utf-8"
    )
    done = run("tag", "../news.txt", "--format", "jsonl", cwd=tmp_path / "sport")
    assert done.returncode == 0, done.stderr
    (record,) = map(json.loads, done.stdout.splitlines())
    assert record["type"]["tag"] == "transfer"
    assert [tag["tag"] for tag in record["industries"]] == ["football"]


@pytest.mark.parametrize("given", ["semiconductor", "半导体与集成电路", "Semiconductor"])
def test_show_takes_slugs_and_names(given: str) -> None:
    done = run("rules", "show", given, cwd=ROOT)
    lines = done.stdout.splitlines()
    assert lines[0].startswith("半导体与集成电路  semiconductor")
    assert "  类别  行业 > 新一代信息技术" in lines
    assert any(line.startswith("  应标  ") for line in lines)


def test_show_of_an_unknown_tag_is_wrong_use() -> None:
    done = run("rules", "show", "半导体", cwd=ROOT)
    assert done.returncode == 2
    assert "半导体与集成电路" in done.stderr
