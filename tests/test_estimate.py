"""``tagger eval`` on a sample tells how good the tags of the whole archive are: an archive whose truth is known."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tagger.corrections.sample import draw
from tagger.evaluate.estimates import estimates
from tagger.evaluate.figures import figures
from tagger.evaluate.run import Measured, measure
from tagger.home import Home
from tagger.match import load_compiled
from tagger.pipeline import Pipeline
from tagger.records import Article
from tagger.tables.delimited import Cells
from tagger.tables.labelled import Labelled, Labels
from tagger.tables.rows import digest

RULES = {
    "chips": "tag: chips\nname: 芯片\nfacet: industry\nterms: {3: [晶圆, 光刻]}\n",
    "ships": "tag: ships\nname: 船舶\nfacet: industry\nterms: {3: [船厂, 散货轮]}\n",
    "event": "tag: event\nname: 会议活动\nfacet: type\nterms: {3: [开幕]}\n",
    "policy": "tag: policy\nname: 政策法规\nfacet: type\nterms: {3: [印发]}\n",
}
WORDS = {
    "chips": ["晶圆", "光刻", "硅片"],
    "ships": ["船厂", "散货轮", "龙骨"],
}  # the last of each the rules do not know
OPENINGS = {"event": ["论坛开幕", "展会开幕", "大会召开"], "policy": ["办法印发", "意见印发", "细则出台"]}


def archive(size: int) -> list[Labelled]:
    """Articles with the truth, of which the rules find a part and some of what they find is wrong."""
    chance = random.Random(5)
    rows = []
    for number in range(size):
        kind = chance.choices(["event", "policy"], [85, 15])[0]
        tags = [tag for tag in WORDS if chance.random() < 0.35]
        said = [chance.choice(WORDS[tag]) for tag in tags]
        stray = [chance.choice(words[:2]) for tag, words in WORDS.items() if tag not in tags and chance.random() < 0.1]
        text = f"第{number}期。{chance.choice(OPENINGS[kind])}。" + "".join(
            f"文中说到{word}。" for word in said + stray
        )
        article = Article("a.txt", "a", "", text, id=str(number))
        rows.append(Labelled(article, Labels(frozenset(tags), type=kind), number + 2, digest(article)))
    return rows


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("estimate") / "home"
    (path / "rules").mkdir(parents=True)
    for name, text in RULES.items():
        (path / "rules" / f"{name}.yaml").write_text(text, "utf-8")
    return path


def cells(each: Measured) -> Cells:
    """A row of results."""
    return {
        "id": each.row.article.id or "", "text": each.row.article.text,
        "type": each.decision.type.tag if each.decision.type else "",
        "industries": "；".join(tag.tag for tag in each.decision.industries), "review": "1" * each.decision.review,
    }  # fmt: skip


def checked(drawn: list[Cells], measured: dict[str, Measured], share: float, chance: random.Random) -> list[Labelled]:
    """The rows drawn, of which a person checked a share."""
    rows = []
    for row in drawn:
        labels = measured[row["id"]].row.labels if chance.random() < share else Labels()
        rows.append(
            measured[row["id"]].row._replace(labels=labels, weight=float(row["weight"]), stratum=row["stratum"])
        )
    return rows


@pytest.mark.parametrize("share", [1.0, 0.8])
def test_intervals_hold_the_figures_of_the_whole_archive(home: Path, share: float) -> None:
    measured = {m.row.article.id or "": m for m in measure(Pipeline(load_compiled(Home(home))), archive(1500))}
    whole = figures([m.marks for m in measured.values()])
    truth = {(part, key): whole[part][key] for part, key in KEYS}
    results = [cells(m) for m in measured.values()]
    held, values = dict.fromkeys(KEYS, 0), dict.fromkeys(KEYS, 0.0)
    for seed in range(100):
        rows = checked(draw(results, 120, seed), measured, share, random.Random(seed))
        answers = [measured[row.article.id or ""]._replace(row=row) for row in rows if row.labels.said]
        found = estimates(rows, answers)
        assert found["articles"] == 1500
        for part, key in KEYS:
            each = found[part][key]
            values[part, key] += each["value"] / 100
            held[part, key] += each["low"] <= truth[part, key] <= each["high"]
    assert 0.6 < truth["industries", "recall"] < 0.8
    assert values == pytest.approx(truth, abs=0.012)
    assert min(held.values()) >= 90


KEYS = [("industries", key) for key in ("precision", "recall", "f1", "exact")] + [("type", "accuracy")]


def tagger(*arguments: object, home: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tagger", *map(str, arguments), "--home", str(home)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)


def test_from_an_archive_to_its_figures_by_the_commands(home: Path, tmp_path: Path) -> None:
    rows, table = archive(400), tmp_path / "archive.jsonl"
    table.write_text("".join(json.dumps({"id": r.article.id, "text": r.article.text}) + "\n" for r in rows), "utf-8")
    assert tagger("batch", table, "-o", tmp_path / "out.csv", home=home).returncode == 0
    assert tagger("sample", tmp_path / "out.csv", "-n", 90, "-o", tmp_path / "check.csv", home=home).returncode == 0
    truth = {row.article.id: row.labels for row in rows}
    with (tmp_path / "check.csv").open(encoding="utf-8-sig", newline="") as stream:
        drawn = list(csv.DictReader(stream))
    for row in drawn:
        labels = truth[row["id"]]
        row |= {"correct_type": labels.type, "correct_industries": "；".join(labels.industries or ()) or "无"}
    with (tmp_path / "check.csv").open("w", encoding="gb18030", newline="") as stream:  # as WPS saves it
        writer = csv.DictWriter(stream, list(drawn[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(drawn)
    done = tagger("eval", tmp_path / "check.csv", "-f", "json", home=home)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)["estimate"]
    assert (found["articles"], found["drawn"], found["checked"], found["left_out"]) == (400, 90, 90, 0)
    whole = figures([m.marks for m in measure(Pipeline(load_compiled(Home(home))), rows)])
    for part, key in KEYS:
        assert found[part][key]["low"] <= whole[part][key] <= found[part][key]["high"], key
    shown = tagger("eval", tmp_path / "check.csv", home=home).stdout.splitlines()
    assert shown[0].startswith("全部 400 篇的估计（抽 90 篇，核对 90 篇）")


def test_strata_that_nobody_checked_are_told(home: Path) -> None:
    rows = [row._replace(weight=10.0, stratum="ab"[number % 2]) for number, row in enumerate(archive(20))]
    rows = [row._replace(labels=Labels()) if row.stratum == "b" else row for row in rows]
    found = estimates(rows, measure(Pipeline(load_compiled(Home(home))), rows))
    assert (found["articles"], found["checked"], found["left_out"]) == (200, 10, 100)
    nothing = estimates([row._replace(labels=Labels(type="event")) for row in rows], [])
    assert nothing["industries"]["recall"] is None
