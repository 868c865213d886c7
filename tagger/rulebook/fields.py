"""The keys of rule files and of ``genre.yaml``: what the loader reads and what editors are told, from one table."""

from __future__ import annotations

from typing import Any

from tagger.rulebook.rules import FACETS, Genre
from tagger.rulebook.shapes import Choice, Key, Keys, ListOf, MapOf, Number, Text, TextOr

_BASE = Genre()
_WORD = Text()
_WORDS = ListOf(_WORD)
_SLUG = Text("[A-Za-z0-9_-]+", "只能有字母、数字、`-` 和 `_`")

TOGETHER = Keys(
    "`together` 的一项",
    {
        "all": Key(ListOf(_WORD, 2), "要在同一句里出现的词，至少两个"),
        "weight": Key(Number(), "全部出现时加多少", 3),
    },
    required=("all",),
)
PATTERN = Keys(
    "`patterns` 的一项",
    {
        "re": Key(Text(), "正则表达式（RE2 语法），在去掉空白、全角变半角、转成小写的文字上匹配"),
        "weight": Key(Number(), "每次匹配加多少", 3),
    },
    required=("re",),
)
EXEMPT = Keys(
    "`except` 的一项",
    {
        "term": Key(_WORD, "本标签的一个词"),
        "near": Key(ListOf(_WORD, 1), "同一句里有其中一个，这个词就不算"),
    },
    required=("term", "near"),
)
TEST = Keys(
    "`tests` 的一项",
    {
        "hit": Key(_WORD, "应当标上本标签的句子"),
        "miss": Key(_WORD, "不应标上本标签的句子"),
        "todo": Key(_WORD, "已知还做不到，这里写原因"),
    },
    one_of=("hit", "miss"),
)
RULE = Keys(
    "规则文件",
    {
        "tag": Key(_SLUG, "标识：字母、数字、`-`、`_`；全部规则里只有一个"),
        "name": Key(_WORD, "名称，给人看的；不写则同 tag"),
        "facet": Key(Choice(FACETS), "类别：industry 行业，type 文章类型", "industry"),
        "parent": Key(_WORD, "上级标签的 tag，与本标签同类别"),
        "codes": Key(MapOf(Text(), ListOf(Text()), 'codes: {gbt4754: ["3973"]}'), "在官方分类里的代码：分类名到代码"),
        "about": Key(_WORD, "本标签的范围，一句话"),
        "terms": Key(
            MapOf(Number(), _WORDS, "terms: {3: [晶圆]}", r"^-?\d+(\.\d+)?$"),
            "分量到词；跨行、夹空格、全角的写法都能找到；负分量表示反对",
        ),
        "together": Key(ListOf(TOGETHER), "同一句里全部出现才算的词组"),
        "patterns": Key(ListOf(PATTERN), "正则表达式；需要 tagger[patterns]"),
        "except": Key(
            ListOf(TextOr(_WORD, EXEMPT)), "例外：这些词占住的地方不算本标签；或 {term, near}：附近有某词时不算"
        ),
        "threshold": Key(Number(0.0, open=True), "总分到多少才标上", 3),
        "tests": Key(ListOf(TEST), "测试句：hit 应标上，miss 不应标上"),
    },
    required=("tag",),
)

_FACTOR = Number(0.0)


def _by_facet(what: str, names: dict[str, str]) -> Keys:
    inner = {name: Key(_FACTOR if what == "places" else Number(), about) for name, about in names.items()}
    return Keys(f"`{what}` ", {facet: Key(Keys(f"`{what}: {facet}` ", inner), facet) for facet in FACETS})


GENRE = Keys(
    "genre.yaml ",
    {
        "places": Key(
            _by_facet("places", {"title": "标题", "lead": "导语", "body": "正文"}), "词在标题、导语、正文里各乘多少"
        ),
        "repeat": Key(_FACTOR, "同一个词每多出现一次，再乘多少", _BASE.repeat),
        "lead": Key(_FACTOR, "导语至少多少字", _BASE.lead),
        "name": Key(_FACTOR, "公司、机构名称里的词乘多少", _BASE.name),
        "slogan": Key(_FACTOR, "口号式列举里的词乘多少", _BASE.slogan),
        "listing": Key(_FACTOR, "其他列举里的词乘多少", _BASE.listing),
        "measured": Key(_FACTOR, "正文里带数量的句子，其中的词乘多少", _BASE.measured),
        "names": Key(_WORDS, "公司、机构名称的结尾"),
        "slogans": Key(_WORDS, "引出口号式列举的动词"),
        "contents": Key(_WORDS, "引出内容列举的动词：照常计分"),
        "measures": Key(_WORDS, "说明数量的单位：句子里有它，就有具体内容"),
        "default_type": Key(_SLUG, "没有依据时的类型"),
        "calibration": Key(
            _by_facet("calibration", {"slope": "斜率", "offset": "截距"}), "总分到概率的曲线，每类别两个数"
        ),
    },
)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a rule file (draft 2020-12), for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "tagger 规则文件",
        "description": "一个文件一个标签",
        **RULE.schema(),
    }
