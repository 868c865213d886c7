"""All rule files of a home to one Rulebook. The only module of tagging that needs YAML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from tagger.errors import RuleFault, RuleFaults
from tagger.home import Home
from tagger.rulebook import RuleFile, is_genre, rule_files, rules_digest
from tagger.rulebook.nodes import Faults, decode
from tagger.rulebook.reader import read_genre, read_rule
from tagger.rulebook.rules import Genre, Rule, Rulebook
from tagger.rulebook.shapes import suggestion


@dataclass(slots=True)
class Reading:
    """What the files of a home said, sound or not. Rules of faulty files lack their faulty parts."""

    rules: dict[str, Rule] = field(default_factory=dict)
    genre: Genre = Genre()
    faults: list[RuleFault] = field(default_factory=list)

    @property
    def sound(self) -> list[Rule]:
        """The rules whose files have no fault."""
        faulty = {fault.path for fault in self.faults}
        return [rule for rule in self.rules.values() if rule.path not in faulty]


def load_rulebook(home: Home, files: list[RuleFile] | None = None) -> Rulebook:
    """Read all rules of a home.

    Raises RuleFaults with every fault of every file, or HomeFault.
    """
    files = rule_files(home) if files is None else files
    reading = read_rules(home, files)
    if reading.faults:
        raise RuleFaults(faults=tuple(reading.faults))
    ordered = sorted(reading.rules.values(), key=lambda rule: (rule.facet, rule.tag))
    return Rulebook(tuple(ordered), reading.genre, rules_digest(files))


def read_rules(home: Home, files: list[RuleFile]) -> Reading:
    """Every file, with every fault in the order of the files."""
    reading, unread = Reading(), False
    default_at = ("", 1, 1)
    for name, data in files:
        path = str(home.path / name)
        faults = Faults(path)
        text = decode(data, faults)
        reading.faults += faults.found
        if text is None:
            unread = True
        elif is_genre(name):
            default_at = path, *_place_of_default(text)
            reading.genre, found = read_genre(text, path)
            reading.faults += found
        else:
            rule, found = read_rule(text, path)
            reading.faults += found
            unread |= rule is None
            if rule is not None:
                _keep(rule, reading)
    if not unread:  # else a tag that seems unknown may stand in the file that could not be read
        reading.faults += _unknown_names(reading, default_at)
    reading.faults.sort(key=lambda fault: (fault.path or "", fault.line or 0, fault.column or 0))
    return reading


def _keep(rule: Rule, reading: Reading) -> None:
    first = reading.rules.setdefault(rule.tag, rule)
    if first is not rule:
        line, column = rule.place("tag")
        hint = f"{Path(first.path).name} 已用了它；换一个标识，或合并两个文件"
        reading.faults.append(RuleFault(f"标签 `{rule.tag}` 重复", rule.path, line, column, hint))


def _unknown_names(reading: Reading, default_at: tuple[str, int, int]) -> list[RuleFault]:
    """Parents and defaults that name no tag, and parents that lead in a circle."""
    found = []
    for rule in reading.rules.values():
        if rule.parent is None:
            continue
        parent = reading.rules.get(rule.parent)
        others = tuple(o.tag for o in reading.rules.values() if o.facet == rule.facet and o is not rule)
        if parent is None:
            found.append(_fault(rule, f"没有标签 `{rule.parent}`", suggestion(rule.parent, others[:20], "可以是 ")))
        elif parent.facet != rule.facet:
            found.append(_fault(rule, f"上级 `{rule.parent}` 属于另一类别 {parent.facet}", "上级要与本标签同类别"))
        elif _circle(rule, reading.rules):
            found.append(_fault(rule, f"上级 `{rule.parent}` 又以本标签为上级", "去掉其中一个 parent"))
    default = reading.genre.default_type
    if default and default not in reading.rules:
        types = tuple(rule.tag for rule in reading.rules.values() if rule.facet == "type")
        hint = suggestion(default, types, "可以是 ")
        found.append(RuleFault(f"default_type：没有标签 `{default}`", *default_at, hint=hint))
    return found


def _place_of_default(text: str) -> tuple[int, int]:
    """Line and column of the value of ``default_type`` in ``genre.yaml``."""
    found = re.search(r"^default_type\s*:[^\S\n]*", text, re.M)
    return (text.count("\n", 0, found.start()) + 1, len(found[0]) + 1) if found else (1, 1)


def _fault(rule: Rule, reason: str, hint: str | None) -> RuleFault:
    line, column = rule.place("parent")
    return RuleFault(reason, rule.path, line, column, hint)


def _circle(rule: Rule, rules: dict[str, Rule]) -> bool:
    """Whether parents lead back to the rule."""
    above, seen = rule.parent, set[str]()
    while above in rules and above not in seen:
        if above == rule.tag:
            return True
        seen.add(above)
        above = rules[above].parent
    return False
