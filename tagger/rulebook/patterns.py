"""Regular expressions of rules, on RE2: its time is linear in the text, whatever the expression.

Source: R. Cox, Regular Expression Matching in the Wild (2010), https://swtch.com/~rsc/regexp/regexp3.html
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tagger.errors import HomeFault

if TYPE_CHECKING:
    from tagger.rulebook.nodes import Faults
    from tagger.rulebook.rules import Pattern

INSTALL = "pip install 'tagger[patterns]'"
_MEMORY = 1 << 20  # bytes an expression may take once compiled
_CHINESE = {
    "invalid perl operator": "不支持环视等写法",
    "invalid escape sequence": "不支持这个转义（反向引用、\\Z 等）",
    "bad repetition operator": "重复符号不能连用",
    "invalid repetition size": "重复次数过大",
    "no argument for repetition operator": "重复符号前面没有内容",
    "missing )": "缺右括号",
    "unexpected )": "多了右括号",
    "missing ]": "缺右方括号",
    "pattern too large": "展开后过大",
}


def compile_pattern(text: str) -> Any:
    """A compiled expression with ``finditer``; case does not matter.

    Raises HomeFault where RE2 is not installed, ValueError where the expression is outside its syntax.
    """
    try:
        import re2
    except ImportError as error:
        raise HomeFault("规则里有 `patterns`，但没有装 RE2", hint=INSTALL) from error
    options = re2.Options()
    options.case_sensitive, options.log_errors, options.max_mem = False, False, _MEMORY
    try:
        return re2.compile(text, options)
    except re2.error as error:
        raw = error.args[0] if error.args else ""
        raise ValueError(raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)) from error


def check_patterns(patterns: Sequence[Pattern], faults: Faults) -> None:
    """A fault for every expression that RE2 does not take, or that matches nothing at all."""
    for pattern in patterns:
        place = pattern.line, pattern.column
        try:
            compiled = compile_pattern(pattern.text)
        except HomeFault as fault:
            faults.at(place, fault.reason, fault.hint)
            return
        except ValueError as error:
            told = next((chinese for start, chinese in _CHINESE.items() if str(error).startswith(start)), "")
            faults.at(
                place, f"正则表达式不合 RE2 语法：{told}（{error}）", "见 https://github.com/google/re2/wiki/Syntax"
            )
            continue
        if compiled.search("") is not None:
            faults.at(place, "正则表达式能匹配空串", "去掉可有可无的部分，至少留一个必有的字")
