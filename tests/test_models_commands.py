"""``tagger models`` on a home with two models: listed, shown, compared, put to use, taken back."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from test_model import RULES, train

from tagger.home import Home
from tagger.model.manifest import Record, TagFigures
from tagger.model.registry import Registry

MARINE = TagFigures(precision=0.9, recall=0.8, f1=0.847, low=0.71, high=0.93, support=32)
SHIPS = "记者走访，散货轮下水，锚链出厂，船东验收，全厂的人都来看热闹。"
PARK = "街谈巷议，广场添了长椅，社区义诊，读书会开讲。"


def models(home: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "tagger", "models", *arguments, "--home", str(home)]
    return subprocess.run(command, capture_output=True, check=False, timeout=120)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A home and its models, the last in use: one that knows ships, one that does not and was forced, one set aside."""
    path = tmp_path_factory.mktemp("models") / "home"
    (path / "rules").mkdir(parents=True)
    for name, text in RULES.items():
        (path / "rules" / f"{name}.yaml").write_text(text, encoding="utf-8")
    good = train(Home(path))
    good = dataclasses.replace(good, manifest=msgspec.structs.replace(good.manifest, per_tag={"marine": MARINE}))
    tags = list(good.manifest.tags)
    bias = good.arrays["bias"].copy()
    bias[tags.index("marine")] = -99
    bad = dataclasses.replace(good, arrays={**good.arrays, "bias": bias})
    with Registry(Home(path)).writing("test") as registry:
        names = [
            registry.install(
                dataclasses.replace(model, manifest=msgspec.structs.replace(model.manifest, record=record))
            )
            for model, record in (
                (good, Record(sources={"a.csv": 48})),
                (bad, Record(aside="船舶变差", forced=True)),
                (bad, Record(aside="类型变差")),
            )
        ]
        for name in names[:2]:
            registry.use(name, tags)
    (path / "articles.jsonl").write_text(
        "".join(json.dumps({"text": text, "id": id}) + "\n" for id, text in (("ships", SHIPS), ("park", PARK))), "utf-8"
    )
    return path, names


@pytest.fixture
def home(made: tuple[Path, list[str]], tmp_path: Path) -> Path:
    """A copy to change."""
    return Path(shutil.copytree(made[0], tmp_path / "home"))


def test_the_list_says_what_is_in_use_and_what_was_set_aside_and_why(made: tuple[Path, list[str]]) -> None:
    home, names = made
    done = models(home, "list")
    assert done.returncode == 0, done.stderr
    rows = [line.split("\t") for line in done.stdout.decode().splitlines()]
    assert [row[0] for row in rows] == ["名字", *names]
    assert [row[-1] for row in rows[1:]] == ["用过", "使用中；强制启用：船舶变差", "搁置：类型变差"]
    assert {row[3] for row in rows[1:]} == {"96"}
    record = json.loads(models(home, "list", "-f", "json").stdout)
    assert [row["name"] for row in record] == names
    shown = csv.DictReader(io.StringIO(models(home, "list", "-f", "csv").stdout.decode("utf-8-sig")))
    assert [row["name"] for row in shown] == names


def test_one_in_full(made: tuple[Path, list[str]]) -> None:
    home, names = made
    done = models(home, "info", names[0])
    assert done.returncode == 0, done.stderr
    for said in ("修订 a.csv：48 篇", "与现在的规则相同", "交叉验证"):
        assert said in done.stdout.decode()
    rows = [line.split("\t") for line in done.stdout.decode().splitlines() if "\t" in line]
    assert rows[0] == ["标签", "标识", "学了", "核对", "精确率", "召回率", "F1", "95% 区间"]
    assert ["船舶", "marine", "32", "32", "0.900", "0.800", "0.847", "0.71–0.93"] in rows
    assert rows[-1][3:] == ["—"] * 5
    record = json.loads(models(home, "info", "-f", "json").stdout)
    assert (record["name"], record["forced"], record["aside"]) == (names[1], True, "船舶变差")
    assert record["tags"]["marine"] == 32
    assert record["per_tag"] == {"marine": msgspec.to_builtins(MARINE)}


def test_what_changes_between_two(made: tuple[Path, list[str]]) -> None:
    home, names = made
    articles = str(home / "articles.jsonl")
    done = models(home, "diff", names[0], names[1], articles)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.decode().splitlines()
    assert "散货轮下水" in lines[0]
    assert lines[1].startswith("  - 船舶 ")
    assert "2 篇中有 1 篇变了" in done.stderr.decode()
    record = json.loads(models(home, "diff", names[1], names[0], articles, "-f", "json").stdout)
    assert [(change["id"], change["change"], change["tag"]) for change in record["changes"]] == [
        ("ships", "+", "marine")
    ]
    assert models(home, "diff", names[1], names[2], articles).stdout == b""


def test_labels_say_whether_it_is_for_the_better(made: tuple[Path, list[str]], tmp_path: Path) -> None:
    home, names = made
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({"text": SHIPS, "industries": ["marine"], "type": "other"}) + "\n", "utf-8")
    done = models(home, "diff", names[0], names[1], str(gold))
    assert done.stdout.decode().splitlines()[1].endswith(" 错")
    assert "micro-F1 1.0000 → 0.0000（变坏）" in done.stderr.decode()


def test_to_another_and_back(home: Path, made: tuple[Path, list[str]]) -> None:
    names = made[1]
    done = models(home, "use", names[2])
    assert (done.returncode, names[2] in done.stderr.decode()) == (0, True)
    for expected in (names[1], names[0]):
        assert models(home, "rollback").returncode == 0
        assert Registry(Home(home)).used()[-1] == expected
    done = models(home, "rollback")
    assert (done.returncode, "没有用过别的模型" in done.stderr.decode()) == (2, True)


def test_a_model_with_other_tags_than_the_rules_is_refused_with_the_cure(
    home: Path, made: tuple[Path, list[str]]
) -> None:
    (home / "rules" / "textile.yaml").write_text("tag: textile\nname: 纺织\nfacet: industry\n", "utf-8")
    done = models(home, "use", made[1][0])
    assert done.returncode == 3
    assert all(said in done.stderr.decode() for said in ("textile", "tagger retrain"))
    assert Registry(Home(home)).used()[-1] == made[1][1]


@pytest.mark.parametrize("arguments", [("use", "no-such"), ("info", "no-such"), ("diff", "no-such", "base", "x")])
def test_an_unknown_model_is_wrong_use(made: tuple[Path, list[str]], arguments: tuple[str, ...]) -> None:
    done = models(made[0], *arguments)
    assert (done.returncode, "没有模型 `no-such`" in done.stderr.decode()) == (2, True)


def test_a_damaged_model_is_listed_as_such(home: Path, made: tuple[Path, list[str]]) -> None:
    (home / "models" / made[1][0] / "manifest.json").write_text("{", "utf-8")
    done = models(home, "list")
    assert done.returncode == 0
    assert "这不是完好的模型清单" in done.stdout.decode()
    assert models(home, "info", made[1][0]).returncode == 3


def test_a_home_without_models_says_so(tmp_path: Path) -> None:
    for verb in ("list", "info"):
        done = models(tmp_path, verb)
        assert (done.returncode, "还没有模型" in done.stderr.decode()) == (0, True)
