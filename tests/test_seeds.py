"""The seed articles: well-formed, labelled with known tags, enough of every tag."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tagger.home import shipped_home
from tagger.rulebook.load import load_rulebook

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "seeds" / "articles").glob("*.jsonl"))
KEYS = {"id", "title", "text", "industries", "industries_ok", "type", "types_ok", "zone"}

Seed = dict[str, Any]


def read(file: Path) -> list[Seed]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


SEEDS = [seed for file in FILES for seed in read(file)]
FACETS = {rule.tag: rule.facet for rule in load_rulebook(shipped_home()).rules}
INDUSTRIES = sorted(tag for tag, facet in FACETS.items() if facet == "industry")
TYPES = sorted(tag for tag, facet in FACETS.items() if facet == "type")


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_every_seed_is_whole_and_its_labels_are_known(file: Path) -> None:
    for seed in read(file):
        assert set(seed) == KEYS, seed["id"]
        industries, types = seed["industries"] + seed["industries_ok"], [seed["type"], *seed["types_ok"]]
        assert set(industries) <= set(INDUSTRIES), seed["id"]
        assert set(types) <= set(TYPES), seed["id"]
        assert len(set(industries)) == len(industries), f"{seed['id']}: an industry twice"
        assert len(set(types)) == len(types), f"{seed['id']}: a type twice"
        assert seed["zone"] in seed["title"] + seed["text"], f"{seed['id']}: the zone is not named"
        assert seed["text"].strip(), seed["id"]


@pytest.mark.parametrize("tag", INDUSTRIES)
def test_every_industry_is_required_by_six_seeds(tag: str) -> None:
    assert sum(tag in seed["industries"] for seed in SEEDS) >= 6


@pytest.mark.parametrize("tag", TYPES)
def test_every_type_has_twelve_seeds(tag: str) -> None:
    assert sum(seed["type"] == tag for seed in SEEDS) >= 12


def test_there_are_enough_seeds_and_none_stands_twice() -> None:
    assert len(SEEDS) >= 300
    for key in ("id", "text"):
        assert max(Counter(seed[key] for seed in SEEDS).values()) == 1, f"a {key} stands twice"


def test_some_seeds_have_no_industry_and_some_no_title() -> None:
    assert any(not seed["industries"] for seed in SEEDS)
    assert any(not seed["title"] for seed in SEEDS)
