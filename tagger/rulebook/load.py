"""All rule files of a home to one Rulebook. The only module of tagging that needs YAML."""

from __future__ import annotations

from pathlib import Path

from tagger.errors import RuleFault, RuleFaults
from tagger.home import Home
from tagger.rulebook import RuleFile, rule_files, rules_digest
from tagger.rulebook.reader import read_genre, read_rule
from tagger.rulebook.rules import Genre, Rule, Rulebook


def load_rulebook(home: Home, files: list[RuleFile] | None = None) -> Rulebook:
    """Read all rules of a home.

    Raises RuleFaults with every fault of every file, or HomeFault.
    """
    files = rule_files(home) if files is None else files
    faults: list[RuleFault] = []
    rules: dict[str, Rule] = {}
    genre = Genre()
    for name, data in files:
        path = str(home.path / name)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            faults.append(RuleFault("not UTF-8", path, line, hint="save the file as UTF-8"))
            continue
        if Path(name).name == "genre.yaml":
            genre, found = read_genre(text, path)
        else:
            rule, found = read_rule(text, path)
            if rule is not None and rule.tag in rules:
                hint = f"{rules[rule.tag].path} has it already"
                found.append(RuleFault(f"tag `{rule.tag}` twice", path, 1, 1, hint))
            elif rule is not None:
                rules[rule.tag] = rule
        faults += found
    faults += _unknown_names(rules, genre)
    if faults:
        raise RuleFaults(faults=tuple(faults))
    ordered = sorted(rules.values(), key=lambda rule: (rule.facet, rule.tag))
    return Rulebook(tuple(ordered), genre, rules_digest(files))


def _unknown_names(rules: dict[str, Rule], genre: Genre) -> list[RuleFault]:
    """Parents and defaults that name no tag; only told once every file is sound, else they may be mere echoes."""
    found = []
    for rule in rules.values():
        parent = rules.get(rule.parent) if rule.parent else None
        if rule.parent and (parent is None or parent.facet != rule.facet):
            found.append(RuleFault(f"unknown parent `{rule.parent}`", rule.path, hint="name a tag of the same facet"))
    if genre.default_type and genre.default_type not in rules:
        found.append(RuleFault(f"default_type `{genre.default_type}` is no tag", "rules/genre.yaml"))
    return found
