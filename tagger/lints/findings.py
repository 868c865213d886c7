"""What a lint says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tagger.errors import TaggerError
from tagger.rulebook.rules import Exempt, Pattern, Rule, RuleTest, Term, Together

_CODES = {"RuleFault": "rule-file", "HomeFault": "home"}
Severity = Literal["error", "warning", "note"]

_GRAVITY: dict[Severity, int] = {"note": 0, "warning": 1, "error": 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a rule file. ``line`` and ``column`` count from 1; None: the file as a whole.

    error: nothing is tagged. warning: articles are tagged otherwise than the file seems to mean. note: the file works,
    but hides something or lacks something.
    """

    code: str
    severity: Severity
    message: str
    path: str
    line: int | None = None
    column: int | None = None
    hint: str | None = None

    @property
    def order(self) -> tuple[int, str, int, int, str]:
        """The gravest last, where the eye is when a report has run by; then by file and place."""
        return _GRAVITY[self.severity], self.path, self.line or 0, self.column or 0, self.code


def of_fault(fault: TaggerError) -> Finding:
    """A fault of rules or home as a finding."""
    return Finding(
        _CODES.get(type(fault).__name__, "fault"),
        "error",
        fault.reason,
        fault.path or "",
        fault.line,
        fault.column,
        fault.hint,
    )


def at(
    rule: Rule, part: Term | Together | Pattern | Exempt | RuleTest | str, code: str, severity: Severity,
    message: str, hint: str | None = None,
) -> Finding:  # fmt: skip
    """A finding at a part of a rule, or at the value of one of its keys."""
    line, column = rule.place(part) if isinstance(part, str) else (part.line, part.column)
    return Finding(code, severity, message, rule.path, line, column, hint)
