"""The loader on anything: no exception but its own, no hang, no value that YAML constructs."""

from __future__ import annotations

import random
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tagger.errors import HomeFault, RuleFaults
from tagger.home import Home
from tagger.rulebook.fields import GENRE, RULE
from tagger.rulebook.load import load_rulebook
from tagger.rulebook.nodes import MAX_BYTES, Faults, decode
from tagger.rulebook.reader import read_genre, read_rule
from tagger.rulelab.fmt import canonical

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = [path.read_bytes() for path in sorted((ROOT / "rules").rglob("*.yaml"))]
PIECES = [
    *RULE.keys, *GENRE.keys, ": ", ":", "- ", "[", "]", "{", "}", ",", "&a ", "*a", "!!python/object ", "!x ", "|", ">",
    "'", '"', "#", "\n", "\n  ", "\n    ", "\t", "---\n", "...\n", "%YAML 1.1\n", "? ", "~", "1e999", ".nan", "0x1F",
    "甲", "，", "：", "\x00", "\x85", "\u2028", "\ufeff", "🀄", "<<", "=", "`", "@",
]  # fmt: skip


def read(data: bytes) -> None:
    """Both readers on the bytes of a file; a sound rule has a canonical form."""
    started = time.process_time()
    faults = Faults("a.yaml")
    text = decode(data, faults)
    if text is None:
        assert faults.found
        return
    rule, found = read_rule(text, "a.yaml")
    assert rule is not None or found
    if not found:
        canonical(text)
    read_genre(text, "genre.yaml")
    for fault in found:
        assert fault.reason
        assert fault.line is None or 1 <= fault.line <= data.count(b"\n") + data.count(b"\r") + len(text) + 2
    assert time.process_time() - started < 3


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_pieces_of_rule_files(text: str) -> None:
    read(text.encode("utf-8", "surrogatepass"))


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    read(data)


@pytest.mark.parametrize("seed", range(60))
def test_a_shipped_file_with_mutations(seed: int) -> None:
    draw = random.Random(seed)
    data = bytearray(draw.choice(SHIPPED))
    for _ in range(draw.randint(1, 12)):
        at = draw.randrange(len(data) + 1)
        kind = draw.randrange(4)
        if kind == 0:
            data[at : at + draw.randint(1, 30)] = b""
        elif kind == 1:
            data[at:at] = draw.choice(PIECES).encode()
        elif kind == 2:
            data[at : at + 1] = bytes([draw.randrange(256)])
        else:
            cut = draw.randrange(len(data) + 1)
            data[at:at] = data[cut : cut + draw.randint(1, 200)]
    read(bytes(data))


def bomb(levels: int, width: int) -> str:
    lines = ["tag: a", "a0: &a0 [x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        bomb(30, 9),
        "a: &a [*a]",
        "a: &a {b: *a}",
        "&a [&b [*a, *b], *a]",
        "[" * 100_000,
        "{a: " * 100_000,
        "- " * 100_000,
        "? " * 100_000,
        "a: " + "'" * 100_001,
        "terms: {" + ", ".join(f"{n}: [x]" for n in range(5_000)) + "}",
        "tag: a\n" + "".join(f"key{n}: 1\n" for n in range(5_000)),
        "tag: " + "a" * 1_900_000,
        "tag: a\nabout: |\n" + "  x\n" * 100_000,
        "x" * (MAX_BYTES + 1),
        "tag: a\npatterns: [" + ", ".join("{re: '((甲{100}){100}){100}'}" for _ in range(50)) + "]",
    ],
    ids=range(15),
)
def test_what_is_made_to_hang_or_to_fill_memory(text: str) -> None:
    read(text.encode())


def test_nothing_is_constructed(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    text = f"tag: a\nabout: !!python/object/apply:pathlib.Path.touch [!!python/object/apply:pathlib.Path ['{mark}']]\n"
    _, faults = read_rule(text, "a.yaml")
    assert "不支持的类型标记" in faults[0].reason
    assert not mark.exists()


@settings(deadline=None, max_examples=50)
@given(files=st.dictionaries(st.sampled_from("abcd"), st.lists(st.sampled_from(PIECES), max_size=12).map("".join)))
def test_a_home_of_anything(files: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("home")
    (home / "rules").mkdir()
    for name, text in files.items():
        (home / "rules" / f"{name}.yaml").write_bytes(text.encode())
    with suppress(RuleFaults, HomeFault):
        load_rulebook(Home(home))
