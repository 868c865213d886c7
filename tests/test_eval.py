"""``tagger eval``: the scorer's figures to the last digit, and figures that can be counted by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tagger.evaluate.calibration import calibration_error, reliability
from tagger.evaluate.figures import figures, intervals
from tagger.evaluate.marks import Marks, mark
from tagger.evaluate.zones import same_zone
from tagger.judge import Tree
from tagger.records import Article, Decision, TagScore
from tagger.tables.labelled import Labels

ROOT = Path(__file__).resolve().parent.parent
TREE = Tree({"energy": None, "solar": "energy", "wind": "energy", "food": None})


def tagger(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tagger", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=240)


def decided(*tags: str, kind: str = "policy", zone: str = "") -> Decision:
    return Decision(
        article=Article(file="", page="", title="", text=""),
        type=TagScore(kind, kind, 0.9),
        types=(),
        industries=tuple(TagScore(tag, tag, 0.8) for tag in tags),
        zone=zone,
    )


def marks(*tags: str, wanted: tuple[str, ...] = (), ok: tuple[str, ...] = ()) -> Marks:
    return mark(decided(*tags), Labels(frozenset(wanted), frozenset(ok), "policy"), TREE)


@pytest.mark.parametrize(
    ("given", "wanted", "ok", "found", "wrong", "missed"),
    [
        (["food"], ["food"], [], {"food"}, set(), set()),
        (["food"], ["wind"], [], set(), {"food"}, {"wind"}),
        (["solar"], ["energy"], [], {"energy"}, set(), set()),
        (["energy", "solar"], ["solar"], [], {"solar"}, set(), set()),
        (["energy"], [], ["wind"], set(), set(), set()),
        (["energy"], ["wind"], [], set(), set(), {"wind"}),
    ],
    ids=["hit", "wrong", "child meets parent", "parent beside child", "parent of accepted", "parent meets no child"],
)
def test_marks(
    given: list[str], wanted: list[str], ok: list[str], found: set[str], wrong: set[str], missed: set[str]
) -> None:
    assert marks(*given, wanted=tuple(wanted), ok=tuple(ok))[:3] == (found, wrong, missed)


def test_figures_by_hand() -> None:
    done = figures([marks("food", wanted=("food",)), marks("food", wanted=("wind",)), marks()])
    assert done["industries"]["precision"] == done["industries"]["recall"] == 0.5
    assert done["industries"]["exact"] == 0.6667
    assert done["type"] == {"accuracy": 1.0, "strict": 1.0}
    assert done["per_tag"]["food"]["support"] == 1


def test_intervals_hold_the_figure_and_stay_the_same() -> None:
    some = [marks("food", wanted=("food",)), marks("food", wanted=("wind",))] * 20
    low, high = intervals(some)["industries"]["f1"]
    assert low < figures(some)["industries"]["f1"] < high
    assert intervals(some) == intervals(some)


def test_what_was_not_said_counts_for_nothing() -> None:
    some = [marks("food", wanted=("food",)), mark(decided("wind"), Labels(type="policy"), TREE)]
    some += [mark(decided("food"), Labels(frozenset(["food"])), TREE)] * 2
    done, spans = figures(some), intervals(some)
    assert (done["industries"]["f1"], done["industries"]["exact"], done["type"]["accuracy"]) == (1.0, 1.0, 1.0)
    assert spans["type"]["accuracy"][1] == spans["industries"]["exact"][1] == 1.0
    wrong = mark(decided("food"), Labels(frozenset()), TREE)
    assert figures([*some, wrong])["type"]["accuracy"] == 1.0
    assert figures([*some, wrong])["industries"]["exact"] == 0.75


def test_no_article_no_fault() -> None:
    assert figures([])["articles"] == 0
    assert intervals([])["type"]["accuracy"] == [0.0, 0.0]


def test_calibration_error_by_hand() -> None:
    pairs = [(0.9, True), (0.9, False), (0.1, False), (0.1, False)]
    assert calibration_error(pairs) == pytest.approx((2 * 0.4 + 2 * 0.1) / 4)
    assert reliability(pairs)[9] == (0.9, 0.9, 0.5, 2)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("澄江高新技术产业开发区", "澄江高新区", True),
        ("湖东省澄江高新区", "澄江高新区", True),
        ("澄江高新区", "明河高新区", False),
        ("", "", False),
    ],
)
def test_zones(one: str, other: str, same: bool) -> None:
    assert same_zone(one, other) is same


@pytest.mark.parametrize("use", ["rules", "both"])
def test_equal_to_the_scorer_to_the_last_digit(shared: Path, tmp_path: Path, use: str) -> None:
    gold = shared / "gold" / "dev.jsonl"
    own = json.loads(tagger("eval", str(gold), "--use", use, "--format", "json").stdout)
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text(tagger("tag", str(gold), "--use", use, "--format", "jsonl").stdout, encoding="utf-8")
    scorer = [sys.executable, str(shared / "score" / "score_tags.py"), str(gold), str(predicted), "--json"]
    theirs = json.loads(subprocess.run(scorer, capture_output=True, check=True).stdout)
    assert theirs["articles"] > 200
    assert {key: own[key] for key in theirs} == theirs


def test_figures_stand_side_by_side(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    rows = [
        {
            "id": "a",
            "text": "晶圆厂二期开工，光刻设备进场。" * 3,
            "industries": ["半导体与集成电路"],
            "type": "project-launch",
        }
    ]
    gold.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    done = tagger("eval", str(gold))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].split("\t")[:2] == ["", "规则"]
    assert "半导体与集成电路\t1\tP 1.00 R 1.00 F1 1.00" in done.stdout


def test_a_row_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"text": "某文", "industries": ["no-such"], "type": "policy"}\n', encoding="utf-8")
    done = tagger("eval", str(gold))
    assert done.returncode == 1
    assert "no-such" in done.stderr
