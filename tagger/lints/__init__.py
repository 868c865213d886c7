"""Faults and warnings of rule files, as values. One module a family, one function a lint, with an example."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from tagger.errors import HomeFault
from tagger.home import Home
from tagger.lints import naming, rivals, spelling, weights
from tagger.lints.files import unread_file
from tagger.lints.findings import Finding, Severity, of_fault
from tagger.rulebook import RuleFile, rule_files
from tagger.rulebook.load import read_rules
from tagger.rulebook.rules import Genre, Rule

__all__ = ["LINTS", "Finding", "Report", "Severity", "check_home", "of_fault"]

Lint = Callable[[Sequence[Rule], Genre], Iterator[Finding]]

LINTS: tuple[Lint, ...] = (
    weights.duplicate_term,
    weights.idle_term,
    weights.idle_exception,
    weights.unreachable_threshold,
    rivals.shared_term,
    rivals.swallowed_term,
    spelling.several_in_one,
    spelling.traditional,
    spelling.one_character,
    spelling.unusual_form,
    naming.ambiguous_name,
    naming.odd_slug,
    naming.missing_tests,
)


class Report(NamedTuple):
    """What was found, the gravest last, by file and place, in how many rule files."""

    findings: list[Finding]
    files: int


def check_home(home: Home) -> Report:
    """Every fault of settings and rule files, and what the lints say of the sound ones."""
    found: list[Finding] = []
    files: list[RuleFile] = []
    try:
        home.settings()
    except HomeFault as fault:
        found.append(of_fault(fault))
    try:
        files = rule_files(home)
    except HomeFault as fault:
        found.append(of_fault(fault))
    reading = read_rules(home, files)
    found += map(of_fault, reading.faults)
    for lint in LINTS:
        found += lint(reading.sound, reading.genre)
    found += unread_file(home)
    return Report(sorted(found, key=lambda finding: finding.order), len(files))
