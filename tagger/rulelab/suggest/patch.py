"""Edits of rules as a patch that ``git apply`` takes: words in the text of rule files, and nothing else of it."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable
from pathlib import Path

import yaml

from tagger.errors import RuleFault
from tagger.home import Home
from tagger.rulebook import rule_files
from tagger.rulebook.load import load_rulebook
from tagger.rulebook.rules import Rule
from tagger.rulelab.suggest.edits import Edit, edited
from tagger.text import squeeze

_BOM = "\ufeff"
_HEAD = frozenset(("tag", "name", "facet", "parent", "about"))
_AWKWARD, _BY_HAND = "这个文件的写法不便自动修改", "按建议手工修改"


def patch(home: Home, edits: Iterable[Edit]) -> tuple[str, list[RuleFault]]:
    """A unified diff of the rule files of a home, with paths from the root of its git repository, or else from the home.

    A file that is written so that the edits cannot be made in its text stays as it is and is told as a RuleFault.
    """
    by_tag: dict[str, list[Edit]] = {}
    for edit in edits:
        by_tag.setdefault(edit.tag, []).append(edit)
    files = rule_files(home)
    texts = {str(home.path / name): data.decode("utf-8") for name, data in files}
    root = _root(home.path)
    parts, faults = [], []
    for rule in load_rulebook(home, files).rules:
        if rule.tag in by_tag:
            try:
                new = edit_text(texts[rule.path], rule, by_tag[rule.tag])
            except RuleFault as fault:
                faults.append(fault)
            else:
                parts.append(_diff(texts[rule.path], new, Path(rule.path).relative_to(root).as_posix()))
    return "".join(parts), faults


def _root(folder: Path) -> Path:
    """The root of the git repository that holds a folder, or the folder."""
    return next((above for above in (folder, *folder.parents) if (above / ".git").exists()), folder)


def _diff(old: str, new: str, name: str) -> str:
    """One file of a unified diff; only line feeds end lines, so that carriage returns stay as they are."""
    before, after = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (old, new))
    tab = "\t" if " " in name else ""
    found = difflib.unified_diff(before, after, f"a/{name}{tab}", f"b/{name}{tab}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in found)


def edit_text(text: str, rule: Rule, edits: list[Edit]) -> str:
    """The text of a rule file with words added, taken out, or moved to another weight.

    Raises RuleFault where what is then read is not the rule with exactly these edits.
    """
    mark = _BOM if text.startswith(_BOM) else ""
    body = text.removeprefix(_BOM)
    for edit in edits:  # what comes before what goes, so that no list is emptied on the way
        if edit.after is not None:
            body = _with(body, edit.word, edit.after, rule.path)
    for edit in edits:
        if edit.before is not None:
            body = _without(body, edit.word, edit.before, rule.path)
    _check(body, rule, edits)
    return mark + body


def _check(text: str, rule: Rule, edits: list[Edit]) -> None:
    from tagger.rulebook.reader import read_rule
    from tagger.rulebook.rules import Rulebook

    found, faults = read_rule(text, rule.path)
    (wanted,) = edited(Rulebook((rule,)), edits).rules
    if faults or found is None or _terms(found) != _terms(wanted) or _rest(found) != _rest(wanted):
        raise RuleFault(_AWKWARD, rule.path, hint=_BY_HAND)


def _terms(rule: Rule) -> dict[str, float]:
    return {squeeze(term.text): term.weight for term in rule.terms}


def _rest(rule: Rule) -> tuple[object, ...]:
    together = tuple((group.words, group.weight) for group in rule.together)
    exempt = tuple((exempt.text, exempt.near) for exempt in rule.exempt)
    tests = tuple((test.text, test.hit, test.todo) for test in rule.tests)
    patterns = tuple((pattern.text, pattern.weight) for pattern in rule.patterns)
    return (
        rule.tag,
        rule.name,
        rule.facet,
        rule.about,
        rule.parent,
        rule.codes,
        rule.threshold,
        together,
        exempt,
        patterns,
        tests,
    )


class _Terms:
    """The nodes of ``terms`` in the text of a rule file."""

    def __init__(self, text: str, path: str) -> None:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        keys = root.value if isinstance(root, yaml.MappingNode) else []
        found = [value for key, value in keys if key.value == "terms"]
        pairs = found[0].value if found and isinstance(found[0], yaml.MappingNode) else []
        if (found and not pairs) or not all(isinstance(words, yaml.SequenceNode) and words.value for _, words in pairs):
            raise RuleFault(_AWKWARD, path, hint=_BY_HAND)
        self.weights: list[tuple[yaml.Node, yaml.SequenceNode]] = pairs
        self.flow = bool(found) and bool(found[0].flow_style)
        self.head_end = max((value.end_mark.index for key, value in keys if key.value in _HEAD), default=0)


def _with(text: str, word: str, weight: float, path: str) -> str:
    """The word behind the last one of its weight, or in a line of its own where the weight is new."""
    terms = _Terms(text, path)
    for key, words in terms.weights:
        if float(key.value) == weight:
            last = words.value[-1]
            if words.flow_style:
                return f"{text[: last.end_mark.index]}, {_scalar(word)}{text[last.end_mark.index :]}"
            start = text.rfind("\n", 0, last.start_mark.index) + 1
            lead = text[start : last.start_mark.index]
            return _with_line(text, _line_end(text, last.end_mark.index), f"{lead}{_scalar(word)}")
    return _with_weight(text, terms, f"{weight:g}: [{_scalar(word)}]", weight)


def _with_weight(text: str, terms: _Terms, entry: str, weight: float) -> str:
    """A weight with its words: before the next lighter one, else behind the last."""
    if not terms.weights:
        end = _line_end(text, terms.head_end)
        return _with_line(_with_line(text, end, f"  {entry}"), end, "terms:")
    if terms.flow:  # {3: [..], 2: [..]}
        end = terms.weights[-1][1].end_mark.index
        return f"{text[:end]}, {entry}{text[end:]}"
    line = " " * terms.weights[0][0].start_mark.column + entry
    lighter = next((key for key, _ in terms.weights if float(key.value) < weight), None)
    if lighter is not None:
        return _with_line(text, lighter.start_mark.index - lighter.start_mark.column, line)
    return _with_line(text, _line_end(text, terms.weights[-1][1].value[-1].end_mark.index), line)


def _with_line(text: str, offset: int, line: str) -> str:
    """A line at the beginning of another one or at the end of the text, ended as the first line is."""
    end = "\r\n" if "\r\n" in text else "\n"
    before = text[:offset] if not offset or text[offset - 1] == "\n" else text[:offset] + end
    return f"{before}{line}{end}{text[offset:]}"


def _without(text: str, word: str, weight: float, path: str) -> str:
    """Without the word and what parted it from its neighbours; without its weight where it was the only one."""
    terms = _Terms(text, path)
    key, words, place = next(
        (key, words, place)
        for key, words in terms.weights
        for place, item in enumerate(words.value)
        if float(key.value) == weight and squeeze(str(item.value)) == squeeze(word)
    )
    item = words.value[place]
    if len(words.value) == 1:
        return _without_weight(text, terms, key, words)
    if not words.flow_style:
        start = text.rfind("\n", 0, item.start_mark.index) + 1
        return text[:start] + text[_line_end(text, item.end_mark.index) :]
    if place:
        return text[: words.value[place - 1].end_mark.index] + text[item.end_mark.index :]
    return text[: item.start_mark.index] + text[words.value[1].start_mark.index :]


def _without_weight(text: str, terms: _Terms, key: yaml.Node, words: yaml.SequenceNode) -> str:
    place = next(number for number, pair in enumerate(terms.weights) if pair[0] is key)
    if not terms.flow:
        start = key.start_mark.index - key.start_mark.column
        return text[:start] + text[_line_end(text, words.value[-1].end_mark.index) :]
    if place:
        return text[: terms.weights[place - 1][1].end_mark.index] + text[words.end_mark.index :]
    following = terms.weights[1][0].start_mark.index if len(terms.weights) > 1 else words.end_mark.index
    return text[: key.start_mark.index] + text[following:]


def _line_end(text: str, offset: int) -> int:
    """Behind the end of the line of an offset."""
    end = text.find("\n", offset)
    return len(text) if end < 0 else end + 1


def _scalar(word: str) -> str:
    """A word as YAML: plain where that is read as the same text, else in quotes."""
    try:
        (found,) = yaml.safe_load(f"[{word}]")
    except (yaml.YAMLError, ValueError):
        found = None
    return word if found == word else json.dumps(word, ensure_ascii=False)
