"""When two names of a zone mean the same: the rule of the measure, apart from how zones are found."""

from __future__ import annotations

import re

_FORMS = (
    ("[（(].*?[)）]", ""),
    ("国家级|国家|中国[-—]?", ""),
    ("高新技术产业(开发区|园区)|高新技术开发区|高新技术园区|新技术(产业)?开发区|高新开发区", "高新区"),
    ("经济技术开发区|经济开发区|经济技术产业开发区", "经开区"),
    ("自由贸易试验区|自由贸易区|自贸试验区", "自贸区"),
    ("自由贸易港", "自贸港"),
    ("综合保税区", "综保区"),
    ("[省市县]", ""),
    (r"\s", ""),
)
_ALIASES = {
    "北京亦庄": "北京经开区", "亦庄经开区": "北京经开区", "亦庄": "北京经开区",
    "东湖高新区": "武汉东湖高新区", "光谷": "武汉东湖高新区", "武汉光谷": "武汉东湖高新区",
    "张江": "上海张江高新区", "中关村": "中关村科技园区",
}  # fmt: skip
_LEAST = 4


def canonical(name: str) -> str:
    """One form of a name: kind abbreviated, brackets and administrative suffixes dropped, aliases resolved."""
    for old, new in _FORMS:
        name = re.sub(old, new, name)
    return _ALIASES.get(name, name)


def same_zone(one: str, other: str) -> bool:
    """Equal in canonical form, or one is the other, of at least four characters, with its province or city in front."""
    short, long = sorted((canonical(one), canonical(other)), key=len)
    return bool(short) and (short == long or (len(short) >= _LEAST and long.endswith(short)))
