"""``tagger retrain``: a blank home learns from a table, and learns on without forgetting."""

from __future__ import annotations

import csv
import json
import random
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tagger.corrections.store import Store
from tagger.evaluate.run import vocabulary
from tagger.home import Home, shipped_home
from tagger.match import Matcher, load_compiled
from tagger.model.examples import HAS, HAS_NOT, UNSAID, Examples, read_examples
from tagger.model.manifest import read_manifest
from tagger.model.registry import Registry, current_model
from tagger.pipeline import open_pipeline
from tagger.readers import Source
from tagger.records import Article
from tagger.settings import Facets
from tagger.tables.labelled import Labelled, read_labelled
from tagger.training.curve import Point, gain
from tagger.training.learn import folds, learn
from tagger.training.material import collect
from tagger.training.texts import TextReader

BASE = Path(__file__).resolve().parent.parent / "models" / "base"
TOPICS = {
    "sports": ["主场告捷", "门将扑点", "联赛收官", "梅开二度", "加时绝杀", "教练下课", "小组出线", "替补建功"],
    "stocks": ["大盘收红", "券商看多", "两市缩量", "题材轮动", "个股涨停", "沪指震荡", "基金调仓", "停牌核查"],
    "games": ["新副本上线", "公会招新", "角色补丁", "封测发号", "赛季更新", "坐骑图鉴", "玩家开荒", "服务器合并"],
}
RULE = "tag: {0}\nname: {0}\nfacet: {1}\n"


def tagger(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tagger", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=240)


def blank(path: Path, facet: str = "type") -> Path:
    (path / "rules").mkdir(parents=True)
    (path / "tagger.toml").write_text("[facets.industry]\nname = '行业'\nmin = 1\n", encoding="utf-8")
    for tag in TOPICS:
        (path / "rules" / f"{tag}.yaml").write_text(RULE.format(tag, facet), encoding="utf-8")
    return path


def table(
    path: Path, topics: list[str], seed: int, column: str = "correct_type", *, rows: int = 90, shift: int = 0
) -> Path:
    """Articles of these topics in turn; with ``shift`` each is said to be of another."""
    draw = random.Random(seed)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "text", column, "checked"])
        for number in range(rows):
            topic = topics[number % len(topics)]
            writer.writerow(
                [number, "，".join(draw.sample(TOPICS[topic], 3)), topics[(number + shift) % len(topics)], "1"]
            )
    return path


def accuracy(home: Path, gold: Path) -> float:
    done = tagger("eval", str(gold), "--home", str(home), "--format", "json")
    assert done.returncode == 0, done.stderr
    return float(json.loads(done.stdout)["type"]["accuracy"])


def test_a_blank_home_learns_and_does_not_forget(tmp_path: Path) -> None:
    home, gold = blank(tmp_path / "home"), table(tmp_path / "gold.csv", list(TOPICS), 2)
    done = tagger("retrain", str(table(tmp_path / "a.csv", ["sports", "stocks"], 1)), "--home", str(home))
    assert done.returncode == 0, done.stderr
    first = accuracy(home, gold)
    assert first <= 0.67
    done = tagger("retrain", str(table(tmp_path / "b.csv", ["games"], 3)), "--home", str(home))
    assert done.returncode == 0, done.stderr
    assert accuracy(home, gold) >= 0.95
    registry = Registry(Home(home))
    assert registry.used() == registry.names()
    assert len(registry.names()) == 2


def test_tags_that_any_number_may_hold_get_at_least_one_where_the_home_says_so(tmp_path: Path) -> None:
    home = blank(tmp_path / "home", "industry")
    done = tagger("retrain", str(table(tmp_path / "a.csv", list(TOPICS), 1, "correct_industries")), "--home", str(home))
    assert done.returncode == 0, done.stderr
    page = tmp_path / "page.txt"
    page.write_text("与哪个话题都不相干的一句话。\n", encoding="utf-8")
    record = json.loads(tagger("tag", str(page), "--home", str(home), "--no-split", "--format", "jsonl").stdout)
    assert len(record["industries"]) == 1
    assert record["type"] is None


def test_a_dry_run_changes_nothing(tmp_path: Path) -> None:
    home = blank(tmp_path / "home")
    done = tagger("retrain", str(table(tmp_path / "a.csv", list(TOPICS), 1)), "--home", str(home), "--dry-run")
    assert done.returncode == 0, done.stderr
    assert not (home / "models").exists()


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("text,correct_type,checked\n一句话,no-such,1\n", 1, "no-such"),
        ("text,correct_type,checked\n一句话,,\n", 1, "没有一篇"),
    ],
    ids=["unknown tag", "nothing said"],
)
def test_a_table_that_teaches_nothing_is_refused(tmp_path: Path, text: str, code: int, said: str) -> None:
    home, given = blank(tmp_path / "home"), tmp_path / "a.csv"
    given.write_text(text, encoding="utf-8")
    done = tagger("retrain", str(given), "--home", str(home))
    assert done.returncode == code
    assert said in done.stderr
    assert not (home / "models").exists()


def test_the_shipped_home_is_not_changed(tmp_path: Path) -> None:
    given = tmp_path / "a.csv"
    given.write_text("text,correct_type\n一句话,policy\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tagger", "retrain", str(given)],
        capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path, timeout=120,
    )  # fmt: skip
    assert done.returncode == 2
    assert "--home" in done.stderr


def model_in_use(home: Path) -> str:
    folder = current_model(Home(home))
    assert folder is not None
    return folder.name


def test_a_model_that_is_worse_is_kept_aside_unless_forced(tmp_path: Path) -> None:
    home, wrong = blank(tmp_path / "home"), table(tmp_path / "b.csv", list(TOPICS), 3, rows=240, shift=1)
    assert tagger("retrain", str(table(tmp_path / "a.csv", list(TOPICS), 1)), "--home", str(home)).returncode == 0
    first = model_in_use(home)
    done = tagger("retrain", str(wrong), "--home", str(home))
    assert done.returncode == 1, done.stderr
    assert "新模型变差" in done.stderr
    assert "修订过的" in done.stderr
    assert model_in_use(home) == first
    (aside,) = set(Registry(Home(home)).names()) - {first}
    record = read_manifest(home / "models" / aside).record
    assert "类型" in record.aside
    assert not record.forced
    assert set(record.sources) == {"a.csv", "b.csv"}
    with wrong.open(encoding="utf-8-sig", newline="") as stream:
        row = next(csv.DictReader(stream))
    decided = open_pipeline(Home(home)).tag(Article("", "", "", row["text"]))
    assert decided.type is not None
    assert (decided.type.tag, decided.type.by) == (row["correct_type"], "correction")
    done = tagger("retrain", "--force", "--home", str(home))
    assert done.returncode == 0, done.stderr
    forced = read_manifest(home / "models" / model_in_use(home)).record
    assert forced.forced
    assert forced.aside


def test_fewer_than_ten_articles_of_a_tag_leave_it_to_the_rules(tmp_path: Path) -> None:
    home = blank(tmp_path / "home", "industry")
    (home / "tagger.toml").unlink()
    (home / "rules" / "games.yaml").write_text("tag: games\nfacet: industry\nterms: {3: [副本]}\n", encoding="utf-8")
    given = table(tmp_path / "a.csv", ["sports", "stocks"], 1, "correct_industries")
    with given.open("a", encoding="utf-8") as stream:
        stream.writelines(f"g{number},新副本上线第{number}天,games,1\n" for number in range(9))
    done = tagger("retrain", str(given), "--home", str(home))
    assert "样本不足 10 篇，仍只凭规则：games 9" in done.stderr
    assert by_of_games(home, tmp_path) == {"games": "rules"}
    given.write_text("text,correct_industries\n新副本上线第十天,games\n", encoding="utf-8")
    done = tagger("retrain", str(given), "--home", str(home))
    assert "样本不足" not in done.stderr
    assert by_of_games(home, tmp_path) == {"games": "both"}


def by_of_games(home: Path, folder: Path) -> dict[str, str]:
    (folder / "page.txt").write_text("新副本上线，玩家开荒。\n", encoding="utf-8")
    command = ("tag", str(folder / "page.txt"), "--home", str(home), "--no-split", "--format", "jsonl")
    return {tag["tag"]: tag["by"] for tag in json.loads(tagger(*command).stdout)["industries"]}


def test_a_curve_rises_with_the_corrections_and_says_what_more_would_bring(tmp_path: Path) -> None:
    home, given = blank(tmp_path / "home"), table(tmp_path / "a.csv", list(TOPICS), 1)
    done = tagger("retrain", str(given), "--home", str(home), "--curve", "--dry-run")
    assert done.returncode == 0, done.stderr
    lines = done.stdout[done.stdout.index("修订\t") :].splitlines()
    points = [line.split("\t") for line in lines[1:5]]
    counts, values = [int(count) for count, _ in points], [float(value.split()[0]) for _, value in points]
    assert counts == sorted(set(counts))
    assert values[0] < values[-1]
    assert lines[0] == "修订\t类型"
    assert re.fullmatch(r"再改 100 篇，类型 约 [+-]\d\.\d{3}.*", lines[5])


@pytest.mark.parametrize(
    ("errors", "rise", "sure"),
    [([0.4, 0.2, 0.1], 0.05, True), ([0.2, 0.2, 0.2], 0.0, False), ([0.2, 0.1, 0.2], 0.0, False)],
    ids=["halved with each doubling", "level", "up and down"],
)
def test_the_error_goes_on_as_a_power_of_the_articles(errors: list[float], rise: float, sure: bool) -> None:
    points = [
        Point(count, count, {"type": (1 - error, 0.0, 1.0)})
        for count, error in zip((100, 200, 400), errors, strict=True)
    ]
    assert gain(points, "type", 400) == (pytest.approx(rise, abs=1e-9), sure)
    assert gain(points[-1:], "type", 400) == (0.0, False)


def test_what_an_archive_is_filled_in_with_has_not_seen_the_fold_that_is_tested() -> None:
    compiled = load_compiled(shipped_home())
    examples = read_examples(BASE, read_manifest(BASE))
    examples = examples.only(np.arange(len(examples)) < 40)
    examples = examples.with_columns(weights=np.ones(40, np.float32))
    seen: list[frozenset[int]] = []

    def fill(some: Examples) -> Examples:
        seen.append(frozenset(some.digests.tolist()))
        return some

    learn(examples, 1 << 16, [tag.facet for tag in compiled.tags], Facets(), 1.0, fill=fill)
    fold = folds(examples)
    assert seen == [
        *(frozenset(examples.digests[fold != number].tolist()) for number in np.unique(fold)),
        frozenset(examples.digests.tolist()),
    ]


def test_what_a_table_only_accepts_is_neither_taught_nor_held_against_an_article(tmp_path: Path) -> None:
    home = Home(blank(tmp_path / "home", "industry"))
    compiled = load_compiled(home)
    tags, gold = vocabulary(compiled), tmp_path / "gold.jsonl"
    said = {"text": "两市缩量，基金调仓。", "industries": ["stocks"], "industries_ok": ["sports"]}
    gold.write_text(json.dumps(said, ensure_ascii=False) + "\n", encoding="utf-8")
    store = Store(home.path)
    store.add([row for row in read_labelled(Source(str(gold), gold.name), tags) if isinstance(row, Labelled)], "", None)
    examples = collect(home, TextReader(Matcher(compiled)), tags, store.current()).examples
    named = dict(zip((tag.slug for tag in compiled.tags), examples.labels[0].tolist(), strict=True))
    assert named == {"stocks": HAS, "sports": UNSAID, "games": HAS_NOT}
