"""Edits of rules as patches: only the words change, and ``git apply`` takes them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tagger.errors import RuleFault
from tagger.home import Home, shipped_home
from tagger.rulebook.load import load_rulebook
from tagger.rulebook.reader import read_rule
from tagger.rulelab.suggest.edits import Edit
from tagger.rulelab.suggest.patch import edit_text, patch
from tagger.text import squeeze

HEAD = "tag: a\nname: 甲\n"


def edit(text: str, *edits: Edit) -> str:
    rule, faults = read_rule(text, "a.yaml")
    assert rule is not None
    assert not faults
    return edit_text(text, rule, list(edits))


def add(word: str, weight: float) -> Edit:
    return Edit("a", word, None, weight)


@pytest.mark.parametrize(
    ("terms", "change", "expected"),
    [
        ("terms:\n  3: [晶圆, 封测]  # 主词\n", add("流片", 3), "terms:\n  3: [晶圆, 封测, 流片]  # 主词\n"),
        ("terms:\n  3: [晶圆,\n      封测,]\n", add("流片", 3), "terms:\n  3: [晶圆,\n      封测, 流片,]\n"),
        ("terms:\n  3:\n    - 晶圆  # 主词\nthreshold: 2\n", add("流片", 3), "terms:\n  3:\n    - 晶圆  # 主词\n    - 流片\nthreshold: 2\n"),
        ("terms:\n  3: [晶圆]\n  1: [硅]\n", add("流片", 2), "terms:\n  3: [晶圆]\n  2: [流片]\n  1: [硅]\n"),
        ("terms:\n  3: [晶圆]\n", add("流片", 2.5), "terms:\n  3: [晶圆]\n  2.5: [流片]\n"),
        ("terms:\n  3: [晶圆]", add("流片", 2), "terms:\n  3: [晶圆]\n  2: [流片]\n"),
        ("terms: {3: [晶圆]}\n", add("流片", 2), "terms: {3: [晶圆], 2: [流片]}\n"),
        ("threshold: 2\n", add("流片", 2), "terms:\n  2: [流片]\nthreshold: 2\n"),
        ("terms:\r\n  3: [晶圆]\r\n", add("流片", 2), "terms:\r\n  3: [晶圆]\r\n  2: [流片]\r\n"),
        ("terms:\n  3: [晶圆]\n", add("10", 3), 'terms:\n  3: [晶圆, "10"]\n'),
        ("terms:\n  3: [晶圆]\n", add("no", 3), 'terms:\n  3: [晶圆, "no"]\n'),
        ("terms:\n  3: [晶圆, 封测]\n", Edit("a", "晶圆", 3, None), "terms:\n  3: [封测]\n"),
        ("terms:\n  3: [晶圆, 封测]\n", Edit("a", "封测", 3, None), "terms:\n  3: [晶圆]\n"),
        ("terms:\n  3: [晶圆]\n  1: [硅]\n", Edit("a", "晶圆", 3, None), "terms:\n  1: [硅]\n"),
        ("terms:\n  3:\n    - 晶圆\n    - 封测\n", Edit("a", "晶圆", 3, None), "terms:\n  3:\n    - 封测\n"),
        ("terms: {3: [晶圆], 2: [硅]}\n", Edit("a", "晶圆", 3, None), "terms: {2: [硅]}\n"),
        ("terms: {3: [晶圆], 2: [硅]}\n", Edit("a", "硅", 2, None), "terms: {3: [晶圆]}\n"),
        ("terms:\n  3: [晶圆, 5G工厂]\n  1: [硅]\n", Edit("a", "5g工厂", 3, 1.5), "terms:\n  3: [晶圆]\n  1.5: [5g工厂]\n  1: [硅]\n"),
    ],
)  # fmt: skip
def test_only_the_words_change(terms: str, change: Edit, expected: str) -> None:
    newline = "\r\n" if "\r" in terms else "\n"
    head = HEAD.replace("\n", newline)
    assert edit(head + terms, change) == head + expected
    assert edit("\ufeff" + head + terms, change) == "\ufeff" + head + expected


def test_a_file_that_shares_words_by_anchors_is_left_alone() -> None:
    text = HEAD + "terms:\n  3: &w [晶圆]\nexcept: *w\n"
    with pytest.raises(RuleFault, match="不便自动修改"):
        edit(text, add("流片", 3))


RULES = load_rulebook(shipped_home()).rules


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_shipped_files_take_any_edits(data: st.DataObject) -> None:
    """``edit_text`` itself refuses a text that is not read as the rule with exactly these edits."""
    rule = data.draw(st.sampled_from(RULES))
    known = {squeeze(term.text) for term in rule.terms}
    weights = st.sampled_from([term.weight for term in rule.terms] + [0.3, 2.2, 7.0])
    new = st.text("甲乙丙no10-+5g", min_size=2, max_size=5).filter(lambda word: squeeze(word) not in known)
    chosen = data.draw(st.lists(st.sampled_from(rule.terms), max_size=4, unique=True))
    edits = [Edit(rule.tag, t.text, t.weight, data.draw(st.none() | weights)) for t in chosen]
    edits += [
        Edit(rule.tag, word, None, data.draw(weights))
        for word in data.draw(st.lists(new, max_size=3, unique_by=squeeze))
    ]
    text = Path(rule.path).read_text("utf-8")
    before, after = text.splitlines(), edit_text(text, rule, edits).splitlines()
    assert [line for line in before if line.startswith("  - ")] == [line for line in after if line.startswith("  - ")]


def test_a_file_that_cannot_be_edited_is_told_and_the_others_are(write_home) -> None:  # type: ignore[no-untyped-def]
    home = write_home(a=HEAD + "terms:\n  3: &w [晶圆]\nexcept: *w\n", b="tag: b\nterms: {2: [硅]}\n")
    text, faults = patch(Home(home), [add("流片", 3), Edit("b", "硅片", None, 2)])
    assert [Path(fault.path or "").name for fault in faults] == ["a.yaml"]
    assert "+terms: {2: [硅, 硅片]}" in text


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("below", ["", "家 里"])
def test_git_applies_the_patch(tmp_path: Path, below: str) -> None:
    home = tmp_path / below
    files = {
        "甲 一.yaml": HEAD + "terms:\n  3: [晶圆]",
        "b.yaml": "tag: b\r\nterms:\r\n  2: [硅]\r\n",
        "c.yaml": "tag: c\n",
    }
    (home / "rules").mkdir(parents=True)
    for name, text in files.items():
        (home / "rules" / name).write_bytes(text.encode())
    assert git(tmp_path, "init").returncode == 0
    edits = [add("流片", 3), Edit("b", "硅", 2, None), Edit("b", "硅片", None, 2), Edit("c", "丙", None, 1)]
    text, faults = patch(Home(home), edits)
    assert faults == []
    (tmp_path / "p.patch").write_bytes(text.encode())
    done = git(tmp_path, "apply", "p.patch")
    assert (done.returncode, done.stderr) == (0, "")
    words = {rule.tag: [(term.text, term.weight) for term in rule.terms] for rule in load_rulebook(Home(home)).rules}
    assert words == {"a": [("晶圆", 3.0), ("流片", 3.0)], "b": [("硅片", 2.0)], "c": [("丙", 1.0)]}
    assert (home / "rules" / "b.yaml").read_bytes().count(b"\r\n") == 3
