"""Rule files: what is read, and that every fault has its place."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from tagger.errors import HomeFault, RuleFault, RuleFaults
from tagger.home import Home
from tagger.rulebook.load import load_rulebook
from tagger.rulebook.nodes import MAX_BYTES, MAX_FAULTS
from tagger.rulebook.reader import read_genre, read_rule
from tagger.rulebook.rules import Exempt, Places

FULL = """\
tag: semiconductor
name: 半导体
facet: industry
codes: {gbt4754: ["3973"]}
about: chips
terms:
  3: [晶圆, 封测]
  1.5: [芯片]
together:
  - {all: [芯片, 设计企业], weight: 2}
except:
  - 农业芯片
  - {term: 芯片, near: [种业]}
threshold: 4
tests:
  - {hit: 晶圆厂投产}
  - {miss: 种子是芯片, todo: a metaphor}
"""


def test_a_full_rule_file_is_read() -> None:
    rule, faults = read_rule(FULL, "a.yaml")
    assert not faults
    assert rule is not None
    assert [(term.text, term.weight, term.line) for term in rule.terms] == [
        ("晶圆", 3.0, 7), ("封测", 3.0, 7), ("芯片", 1.5, 8)
    ]  # fmt: skip
    assert rule.exempt == (Exempt("农业芯片", (), 12, 5), Exempt("芯片", ("种业",), 13, 5))
    assert rule.together[0].words == ("芯片", "设计企业")
    assert rule.codes == (("gbt4754", ("3973",)),)
    assert (rule.threshold, rule.tests[0].hit, rule.tests[1].todo) == (4.0, True, "a metaphor")


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        ("", None, None, "文件是空的"),
        ("# nothing", None, None, "文件是空的"),
        ("tag: [a", 2, 1, "不是有效的 YAML"),
        ("tag: a b", 1, 6, "`tag` 不能是 `a b`"),
        ("name: 甲", 1, 1, "缺少 `tag`"),
        ("tag: a\ntag: b", 2, 1, "重复的键 `tag`，第 1 行已有"),
        ("tag: a\ntems: {}", 2, 1, "未知的键 `tems`"),
        ("tag: a\n? [b]\n: 1", 2, 3, "未知的键一个列表"),
        ("tag: a\nname: ~", 2, 7, "应是文字"),
        ("tag: a\nname: !!python/name:os.system x", 2, 7, "不支持的类型标记"),
        ("tag: a\nfacet: industri", 2, 8, "`facet` 不能是 `industri`"),
        ("tag: a\nterms: [甲]", 2, 8, "应是一组 `键: 值`，却是一个列表"),
        ("tag: a\nterms: {x: [甲]}", 2, 9, "应是数"),
        ("tag: a\nterms: {.nan: [甲]}", 2, 9, "应是数"),
        ("tag: a\nterms: {3: [甲], 3.0: [乙]}", 2, 17, "重复的键 `3.0`，第 2 行已有"),
        ("tag: a\nterms: {3: 甲}", 2, 12, "应是列表，却是 `甲`"),
        ("tag: a\nterms: {3: [甲, '']}", 2, 16, "应是文字，却是空的"),
        ("tag: a\ntogether: [{all: [甲]}]", 2, 18, "至少要有 2 项，却有 1 项"),
        ("tag: a\ntogether: [{weight: 3}]", 2, 12, "缺少 `all`"),
        ("tag: a\nexcept: [{term: 甲}]", 2, 10, "缺少 `near`"),
        ("tag: a\nexcept: [{term: 甲, near: []}]", 2, 26, "至少要有 1 项"),
        ("tag: a\nthreshold: 0", 2, 12, "大于 0"),
        ("tag: a\nthreshold: 1e9", 2, 12, "不大于 1000"),
        ("tag: a\ntests: [{hit: 甲, miss: 乙}]", 2, 9, "`hit` 或 `miss`，且只能有一个"),
        ("tag: a\ncodes: [1]", 2, 8, "应是一组"),
        ("- a", 1, 1, "应是一组"),
        ("tag: a\nterms:\n\t3: [甲]", 3, 1, "不能以这个字符开头"),
        ("tag: a\nname: \x07", 2, 7, "控制字符"),
        ("[" * 60, 1, 51, "嵌套超过 50 层"),
        ("- " * 60 + "a", 1, 101, "嵌套超过 50 层"),
        ("tag: a\n---\ntag: b", 2, 1, "一个文件只能有一份规则"),
    ],
)
def test_a_fault_says_where_and_what(text: str, line: int | None, column: int | None, reason: str) -> None:
    _, faults = read_rule(text, "a.yaml")
    assert reason in faults[0].reason
    assert faults[0].line == line
    assert column == 1 or faults[0].column == column


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("tag: a\nterm: {}", "是不是 `terms`？可用的键：tag、name"),
        ("tag: a\nfacet: industri", "是不是 `industry`？可以是 industry、type"),
        ("tag：a\nname: b", "第 1 行有 `：`"),
        ("tag: a\nterms:\n\t3: [甲]", "缩进请用空格"),
    ],
)
def test_a_fault_says_what_to_do(text: str, hint: str) -> None:
    _, faults = read_rule(text, "a.yaml")
    assert hint in (faults[0].hint or "")


def test_all_faults_of_a_file_are_told_at_once() -> None:
    _, faults = read_rule("tag: a\ncolour: red\nterms: {3: [甲, '']}\nthreshold: x", "a.yaml")
    assert [fault.line for fault in faults] == [2, 3, 4]


def test_the_sound_parts_of_a_faulty_file_are_read() -> None:
    rule, faults = read_rule("tag: a\nterms: {3: [甲, '']}\nthreshold: x", "a.yaml")
    assert rule is not None
    assert ([term.text for term in rule.terms], rule.threshold, len(faults)) == (["甲"], 3.0, 2)


def test_of_very_many_faults_the_first_are_told() -> None:
    _, faults = read_rule("tag: a\n" + "".join(f"key{n}: 1\n" for n in range(20_000)), "a.yaml")
    assert len(faults) == MAX_FAULTS + 1
    assert "以下不再列出" in faults[-1].reason


def test_a_file_without_bound_is_refused(write_home) -> None:  # type: ignore[no-untyped-def]
    home = write_home(a="tag: a\n#" + "x" * MAX_BYTES)
    with pytest.raises(RuleFaults, match="上限"):
        load_rulebook(Home(home))


def test_anchors_that_expand_without_end_are_refused() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(8)
    )
    rule, faults = read_rule(bomb, "a.yaml")
    assert rule is None
    assert "展开 `&`、`*` 之后超过" in faults[0].reason


def test_genre_places_and_calibration_are_read() -> None:
    genre, faults = read_genre("places: {type: {title: 9}}\ncalibration: {type: {slope: 3}}\nnames: [集团]", "g.yaml")
    assert not faults
    assert genre.type == Places(9.0, 2.0, 1.0)
    assert dict(genre.calibration)["type"] == (3.0, 0.0)
    assert genre.names == ("集团",)


def faults_of(home: Path) -> list[tuple[str, int | None, str]]:
    with pytest.raises(RuleFaults) as caught:
        load_rulebook(Home(home))
    return [(Path(fault.path or "").name, fault.line, fault.reason) for fault in caught.value.faults]


def test_faults_of_all_files_come_together(write_home) -> None:  # type: ignore[no-untyped-def]
    home = write_home(a="tag: a\nx: 1", b="tag: b\nparent: nobody", c="tag: c\nfacet: x")
    assert [(name, line) for name, line, _ in faults_of(home)] == [("a.yaml", 2), ("b.yaml", 2), ("c.yaml", 2)]


def test_a_parent_in_a_faulty_file_is_known_and_one_in_an_unreadable_file_is_not_doubted(write_home) -> None:  # type: ignore[no-untyped-def]
    assert [name for name, *_ in faults_of(write_home(a="tag: a\nx: 1", b="tag: b\nparent: a"))] == ["a.yaml"]
    assert [name for name, *_ in faults_of(write_home(a="tag: [", b="tag: b\nparent: a"))] == ["a.yaml"]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"a": "tag: a", "b": "tag: a"}, "标签 `a` 重复"),
        ({"a": "tag: a\nparent: a"}, "又以本标签为上级"),
        ({"a": "tag: a\nparent: b", "b": "tag: b\nparent: c", "c": "tag: c\nparent: b"}, "又以本标签为上级"),
        ({"a": "tag: a\nparent: b", "b": "tag: b\nfacet: type"}, "属于另一类别 type"),
        ({"a": "tag: a", "genre": "default_type: b"}, "default_type：没有标签 `b`"),
    ],
)
def test_names_must_fit_together(write_home, files: dict[str, str], told: str) -> None:  # type: ignore[no-untyped-def]
    assert told in faults_of(write_home(**files))[0][2]


def test_a_file_that_is_not_utf8_is_a_fault(write_home) -> None:  # type: ignore[no-untyped-def]
    home = write_home(a="tag: a")
    (home / "rules" / "b.yaml").write_bytes("tag: b\nname: 半导体".encode("gb18030"))
    assert faults_of(home) == [("b.yaml", 2, "不是 UTF-8：遇到字节 0xB0")]


def test_a_link_that_leads_nowhere_is_told(write_home) -> None:  # type: ignore[no-untyped-def]
    home = write_home(a="tag: a")
    (home / "rules" / "b.yaml").symlink_to("nowhere.yaml")
    with pytest.raises(HomeFault, match="链接已断"):
        load_rulebook(Home(home))


def test_a_home_without_rules_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(HomeFault, match="没有 rules 文件夹"):
        load_rulebook(Home(tmp_path))
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "genre.yaml").write_text("lead: 100", encoding="utf-8")
    with pytest.raises(HomeFault, match="没有规则文件"):
        load_rulebook(Home(tmp_path))


def test_a_rule_without_terms_is_valid() -> None:
    rule, faults = read_rule("tag: a", "a.yaml")
    assert not faults
    assert rule is not None
    assert rule.terms == ()


@pytest.mark.parametrize(
    "error", [RuleFault("r", "p", 1, 2, "h"), RuleFaults(faults=(RuleFault("r", "p"),)), HomeFault("x", hint="y")]
)
def test_errors_survive_pickling(error: Exception) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error)
    assert type(again) is type(error)
