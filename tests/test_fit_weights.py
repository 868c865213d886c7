"""The program that fits weights: what it changes in a rule file, what counts as wrong, and that it learns."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import yaml
from scipy.sparse import csr_matrix

PATH = Path(__file__).resolve().parent.parent / "tools" / "fit_weights.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    sys.path.insert(0, str(PATH.parent))  # where a program finds its neighbours when it is run
    spec = importlib.util.spec_from_file_location("fit_weights", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["fit_weights"] = module
    spec.loader.exec_module(module)
    return module


def test_only_the_terms_of_a_rule_file_change(tool: ModuleType) -> None:
    text = 'tag: a  # why\nterms:\n  3: [晶圆, "5G"]\n  1: [芯片,\n      封测]\n# kept\nthreshold: 2\n'
    new = tool.rewrite(text, {"晶圆": 1.0, "5G": 2.5, "芯片": 0.0, "封测": 1.0})
    assert new == 'tag: a  # why\nterms:\n  2.5: ["5G"]\n  1: [晶圆, 封测]\n# kept\nthreshold: 2\n'
    assert yaml.safe_load(new)["terms"] == {2.5: ["5G"], 1: ["晶圆", "封测"]}


@pytest.mark.parametrize(
    "path", sorted((PATH.parent.parent / "rules" / "industries").glob("*.yaml")), ids=lambda p: p.stem
)
def test_rewriting_the_shipped_files_with_their_own_weights_changes_nothing(tool: ModuleType, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    weights = {str(word): float(w) for w, words in yaml.safe_load(text)["terms"].items() for word in words}
    assert tool.rewrite(text, weights) == text


def test_a_parent_and_a_child_of_what_is_required_are_not_wrong(tool: ModuleType) -> None:
    parents = {"it": None, "chip": "it", "food": None, "farm": None}
    article = {"industries": ["chip"], "industries_ok": ["farm"]}
    assert [tool.label(article, tag, parents) for tag in ("chip", "it", "farm", "food")] == [1, None, None, 0]
    assert tool.label({"industries": ["it"]}, "chip", parents) is None


def test_a_term_of_wrong_articles_loses_and_an_unseen_one_keeps_its_prior(tool: ModuleType) -> None:
    counts = csr_matrix(np.array([[1.0, 0, 0]] * 10 + [[0, 1.0, 0]] * 10))
    labels = np.array([1.0] * 10 + [0.0] * 10)
    columns = tool.Columns(counts, np.full(3, 2.0), [[], [], []], np.ones(20, dtype=bool), labels)
    right, wrong, unseen = tool.fit(columns, columns.prior, np.ones(20, dtype=bool), 3.0)
    assert right > 3.0 > 2.0 > wrong
    assert unseen == 2.0
