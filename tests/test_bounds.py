"""The versions that pyproject.toml allows; ``make bounds`` runs all tests with the oldest and the newest of them."""

from __future__ import annotations

import importlib.metadata
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NAMED = [
    requirement
    for line in [
        *PROJECT["project"]["dependencies"],
        *(line for lines in PROJECT["project"]["optional-dependencies"].values() for line in lines),
        *PROJECT["dependency-groups"]["test"],
    ]
    if (requirement := Requirement(line)).name != "tagger"
]


@pytest.mark.parametrize("requirement", NAMED, ids=lambda requirement: requirement.name)
def test_what_is_needed_has_a_lower_bound_which_is_met_here(requirement: Requirement) -> None:
    assert [bound.operator for bound in requirement.specifier] == [">="]
    if requirement.marker is None or requirement.marker.evaluate():
        assert requirement.specifier.contains(importlib.metadata.version(requirement.name))


def test_both_ends_are_tried() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "for end in lowest-direct highest" in makefile
