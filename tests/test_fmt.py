"""``tagger rules fmt``: one form, the same meaning, comments kept."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tagger.rulebook.reader import read_rule
from tagger.rulebook.rules import Rule
from tagger.rulelab.fmt import canonical

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = [path for path in sorted((ROOT / "rules").rglob("*.yaml")) if path.name != "genre.yaml"]


def meaning(text: str) -> Rule:
    """A rule without its places; the order of weights carries no meaning."""
    rule, faults = read_rule(text, "a.yaml")
    assert not faults, faults
    assert rule is not None
    plain = {
        key: tuple(replace(part, line=0, column=0) for part in getattr(rule, key))
        for key in ("terms", "together", "patterns", "exempt", "tests")
    }
    plain["terms"] = tuple(sorted(plain["terms"], key=lambda term: -term.weight))
    return replace(rule, places=(), **plain)


WILD = """\
# what stands above all

terms:   # words
    2:
      - 芯片       # the commonest
      - '微电子'
    # what says most
    3.50: [ 集成电路,"晶圆" ]

    # 1: [硅]
name:  "半导体"


# who made it
tag: chips # slug
except: [农业芯片, {near: [种业], term: 芯片}]
tests:
- miss: 学校开学。
- {todo: 以后, hit: '晶圆：“好”'}
# last
"""

TAME = """\
# what stands above all
# who made it
tag: chips  # slug
name: 半导体
terms:  # words
  # what says most
  3.5: [集成电路, 晶圆]
  2: [芯片, 微电子]  # the commonest
  # 1: [硅]
except:
  - 农业芯片
  - {term: 芯片, near: [种业]}
tests:
  - {miss: 学校开学。}
  - {hit: "晶圆：“好”", todo: 以后}
# last
"""


def test_a_wild_file_is_tamed() -> None:
    assert canonical(WILD) == TAME
    assert canonical(TAME) == TAME
    assert meaning(WILD) == meaning(TAME)


def test_long_lists_are_broken_where_the_line_is_full() -> None:
    text = canonical(f"tag: a\nterms: {{2.5: [{', '.join(f'第{n}个长长的词' for n in range(20))}]}}")
    lines = text.splitlines()[2:]
    assert all(len(line.encode("gbk")) <= 120 for line in lines)
    assert [line[:9] for line in lines[1:]] == [" " * 8 + "第"] * (len(lines) - 1)


@pytest.mark.parametrize("path", SHIPPED, ids=[path.stem for path in SHIPPED])
def test_a_shipped_rule_file_is_in_canonical_form(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert canonical(text) == text, "run `tagger rules fmt`"


word = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).filter(
    lambda text: text.strip() and not text.isspace() and "\ufeff" not in text
)
words = st.lists(word, max_size=6)
number = st.one_of(st.integers(-9, 9), st.floats(-9, 9, allow_nan=False))
rule_files = st.fixed_dictionaries(
    {"tag": st.from_regex(r"[A-Za-z0-9_-]{1,8}", fullmatch=True)},
    optional={
        "name": word,
        "facet": st.sampled_from(["industry", "type"]),
        "about": word,
        "codes": st.dictionaries(word, words, max_size=2),
        "terms": st.dictionaries(number, words, max_size=4),
        "together": st.lists(
            st.fixed_dictionaries({"all": st.lists(word, min_size=2, max_size=3)}, optional={"weight": number}),
            max_size=2,
        ),
        "except": st.lists(
            st.one_of(word, st.fixed_dictionaries({"term": word, "near": st.lists(word, min_size=1, max_size=3)})),
            max_size=3,
        ),
        "threshold": st.floats(0.1, 10),
        "tests": st.lists(
            st.one_of(
                st.fixed_dictionaries({"hit": word}, optional={"todo": word}), st.fixed_dictionaries({"miss": word})
            ),
            max_size=3,
        ),
    },
)


@settings(deadline=None)
@given(data=rule_files, flow=st.sampled_from([None, True, False]), unicode=st.booleans(), width=st.integers(20, 200))
def test_meaning_is_kept_and_the_form_is_one(data: dict, flow: bool | None, unicode: bool, width: int) -> None:  # type: ignore[type-arg]
    text = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=unicode, width=width, sort_keys=False)
    _, faults = read_rule(text, "a.yaml")
    if faults:  # words that are empty once squeezed, or keys that are equal as numbers
        return
    once = canonical(text)
    assert meaning(once) == meaning(text)
    assert canonical(once) == once
    other = yaml.safe_dump(dict(reversed(data.items())), allow_unicode=True, sort_keys=False)
    assert canonical(other) == once


COMMENT = re.compile(r"# c\d+")


@settings(deadline=None)
@given(base=st.sampled_from([TAME, WILD, *(path.read_text(encoding="utf-8") for path in SHIPPED[:8])]), data=st.data())
def test_every_comment_is_kept(base: str, data: st.DataObject) -> None:
    lines = base.splitlines()
    places = data.draw(st.lists(st.integers(0, len(lines)), max_size=8))
    for number, place in enumerate(sorted(places, reverse=True)):
        indent = data.draw(st.sampled_from(["", "  ", "      "]))
        if place < len(lines) and lines[place].strip() and data.draw(st.booleans()):
            lines[place] += f"  # c{number}"
        else:
            lines.insert(place, f"{indent}# c{number}")
        if data.draw(st.booleans()):
            lines.insert(place, "")
    text = "\n".join(lines) + "\n"
    once = canonical(text)
    assert sorted(COMMENT.findall(once)) == sorted(COMMENT.findall(text))
    assert meaning(once) == meaning(base)
    assert canonical(once) == once


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tagger", "rules", "fmt", *arguments]
    return subprocess.run(command, capture_output=True, cwd=ROOT, encoding="utf-8", check=False, timeout=60)


def test_files_are_written_and_faulty_ones_left_alone(write_home) -> None:  # type: ignore[no-untyped-def]
    home = write_home(chips=WILD, bad="tag: bad\ntems: {}\n", good="tag: good\n", genre="lead:   100\n")
    told = run("--home", str(home), "--check")
    assert told.returncode == 3
    assert (home / "rules" / "chips.yaml").read_text(encoding="utf-8") == WILD
    done = run("--home", str(home))
    assert done.returncode == 3
    assert done.stdout.splitlines() == [str(home / "rules" / "chips.yaml")]
    assert "bad.yaml:2:1" in done.stderr
    assert (home / "rules" / "chips.yaml").read_text(encoding="utf-8") == TAME
    assert (home / "rules" / "bad.yaml").read_text(encoding="utf-8") == "tag: bad\ntems: {}\n"
    (home / "rules" / "bad.yaml").unlink()
    assert run("--home", str(home), "--check").returncode == 0


def test_check_says_what_would_change(write_home) -> None:  # type: ignore[no-untyped-def]
    home = write_home(chips=WILD)
    done = run("--home", str(home), "--check")
    assert (done.returncode, done.stdout.splitlines()) == (1, [str(home / "rules" / "chips.yaml")])
