"""The JSON Schema of a rule file and the loader agree on what is valid."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tagger.rulebook.fields import RULE, json_schema
from tagger.rulebook.reader import read_rule

ROOT = Path(__file__).resolve().parent.parent
CHECK = jsonschema.Draft202012Validator(json_schema())
SHIPPED = [path for path in sorted((ROOT / "rules").rglob("*.yaml")) if path.name != "genre.yaml"]


def as_json(text: str) -> Any:
    """As an editor sees a YAML file: keys of mappings are texts."""
    return json.loads(json.dumps(yaml.safe_load(text)))


def test_the_command_prints_the_schema() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tagger", "rules", "schema"], capture_output=True, cwd=ROOT, check=True
    )
    assert json.loads(done.stdout) == json_schema()


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_every_key_says_what_it_is_for() -> None:
    assert list(json_schema()["properties"]) == list(RULE.keys)
    assert all(key["description"] for key in json_schema()["properties"].values())


@pytest.mark.parametrize("path", SHIPPED, ids=[path.stem for path in SHIPPED])
def test_a_shipped_rule_file_is_valid(path: Path) -> None:
    CHECK.validate(as_json(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("tag: a", True),
        ("tag: a\nterms: {3: [甲, 5G, 2025], -0.5: [乙]}", True),
        ("tag: a\nexcept: [甲, {term: 乙, near: [丙]}]\nthreshold: 0.5", True),
        ("tag: a\ntests: [{hit: 甲, todo: 乙}, {miss: 丙}]", True),
        ("tag: a\npatterns: [{re: '甲+', weight: 1}]\ncodes: {x: ['1']}", True),
        ("name: a", False),
        ("tag: 甲", False),
        ("tag: a\ntems: {}", False),
        ("tag: a\nterms: [甲]", False),
        ("tag: a\nterms: {x: [甲]}", False),
        ("tag: a\nterms: {3: 甲}", False),
        ("tag: a\nfacet: x", False),
        ("tag: a\nthreshold: 0", False),
        ("tag: a\nthreshold: 1001", False),
        ("tag: a\ntogether: [{all: [甲]}]", False),
        ("tag: a\nexcept: [{term: 甲}]", False),
        ("tag: a\ntests: [{hit: 甲, miss: 乙}]", False),
        ("tag: a\ntests: [{todo: 甲}]", False),
        ("tag: a\nname:", False),
    ],
)
def test_schema_and_loader_agree(text: str, valid: bool) -> None:
    _, faults = read_rule(text, "a.yaml")
    assert CHECK.is_valid(as_json(text)) is valid
    assert (not faults) is valid
