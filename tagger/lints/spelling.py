"""How words are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import chain

from tagger.lints.findings import Finding, at
from tagger.rulebook.rules import Exempt, Genre, Rule, Term, Together
from tagger.text import fold, squeeze

_LIST = re.compile("[，、；,;]")
_SPACE = re.compile(r"(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])")


def _written(rule: Rule) -> Iterator[tuple[Term | Together | Exempt, str]]:
    """Every word of a rule that is looked for, with the part it stands in."""
    for term in rule.terms:
        yield term, term.text
    for group in rule.together:
        yield from ((group, word) for word in group.words)
    for exempt in rule.exempt:
        yield from ((exempt, word) for word in chain([exempt.text], exempt.near))


def unusual_form(rules: Sequence[Rule], genre: Genre) -> Iterator[Finding]:
    """A word in full-width letters, with spaces, or in radicals: found all the same, but a search for it in the file
    may fail.

    Example: ``3: [ＡＩ芯片, 人工 智能]``
    """
    for rule in rules:
        for part, word in _written(rule):
            usual = _SPACE.sub("", "".join(map(_usual, word)))
            if usual != word:
                yield at(rule, part, "unusual-form", "note", f"`{word}` 与 `{usual}` 等同：空格、全角、部首字不起作用",
                         f"写成 `{usual}`")  # fmt: skip


def _usual(char: str) -> str:
    """A character as the keyboard gives it, where matching makes no difference; dashes are left."""
    changed = fold(char) != char.lower() and unicodedata.category(char) != "Pd"
    return unicodedata.normalize("NFKC", char) if changed else char


def several_in_one(rules: Sequence[Rule], genre: Genre) -> Iterator[Finding]:
    """A word with a comma of the Chinese keyboard in it: it is one word, and hardly ever found.

    Example: ``3: [晶圆，封测]``
    """
    for rule in rules:
        for part, word in _written(rule):
            if isinstance(part, Exempt):  # its text may well hold a comma
                continue
            if found := _LIST.search(word):
                yield at(rule, part, "several-in-one", "warning", f"`{word}` 里有 `{found[0]}`，整个算一个词",
                         "要分成几个词，就用半角 `,` 加空格隔开")  # fmt: skip


def traditional(rules: Sequence[Rule], genre: Genre) -> Iterator[Finding]:
    """A word in traditional characters: simplified newspapers do not hold it.

    A character that Big5 knows and GB 2312 does not. Example: ``3: [晶圓]``
    """
    for rule in rules:
        for part, word in _written(rule):
            if odd := "".join(char for char in word if not char.isascii() and _is_traditional(char)):
                yield at(rule, part, "traditional", "warning", f"`{word}` 里的 `{odd}` 像是繁体字，简体文章里找不到",
                         "改成简体")  # fmt: skip


def _is_traditional(char: str) -> bool:
    return _in(char, "big5") and not _in(char, "gb2312") and unicodedata.category(char) == "Lo"


def _in(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def one_character(rules: Sequence[Rule], genre: Genre) -> Iterator[Finding]:
    """A term of one character: it stands inside words of any meaning. Worse where it gives the tag alone.

    Example: ``3: [车]``
    """
    for rule in rules:
        for term in rule.terms:
            if len(squeeze(term.text)) == 1:
                alone = term.weight >= rule.threshold
                yield at(rule, term, "one-character", "warning" if alone else "note",
                         f"`{term.text}` 只有一个字，会在别的词里找到" + ("，一处就够标上" if alone else ""),
                         "写成完整的词，或调低分量")  # fmt: skip
