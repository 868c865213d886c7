"""Figures that may not fall: pinned with the digest of the data, so that lowering one shows in the diff."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FLOORS: dict[str, Any] = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
CASES = [(use, figure) for use, figures in FLOORS["at least"].items() for figure in figures]


@cache
def measured(gold: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tagger", "eval", str(gold), "--format", "json"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=240)
    found: dict[str, Any] = json.loads(done.stdout)["uses"]
    return found


@pytest.fixture
def gold(shared: Path) -> Path:
    path = shared / FLOORS["data"]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == FLOORS["sha256"], "other data: measure anew, then pin"
    return path


def value(report: dict[str, Any], figure: str) -> float:
    part, key = figure.split(".")
    return float(report[part][key])


@pytest.mark.parametrize(("use", "figure"), CASES, ids=[f"{use}-{figure}" for use, figure in CASES])
def test_a_figure_stands_above_its_floor(gold: Path, use: str, figure: str) -> None:
    assert value(measured(gold)[use], figure) >= FLOORS["at least"][use][figure]


@pytest.mark.parametrize("figure", FLOORS["at most"])
def test_a_figure_stands_below_its_ceiling(gold: Path, figure: str) -> None:
    assert value(measured(gold)["both"], figure) <= FLOORS["at most"][figure]


@pytest.mark.parametrize("figure", ["industries.f1", "industries.exact", "type.accuracy"])
@pytest.mark.parametrize("alone", ["rules", "model"])
def test_both_are_not_below_one_alone(gold: Path, figure: str, alone: str) -> None:
    """Not by more than one standard error of the difference of two shares of so many articles: less the data cannot tell."""
    together, single = value(measured(gold)["both"], figure), value(measured(gold)[alone], figure)
    error = (2 * single * (1 - single) / measured(gold)["both"]["articles"]) ** 0.5
    assert together >= single - error
