"""What a person wrote into the cells of a row, and what a spreadsheet made of the rest."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Any

from tagger.errors import TableFault, UnknownLabel, UnknownTag
from tagger.names import NONE, TagNames
from tagger.readers.imprint import date_in

CORRECTIONS = ("correct_type", "correct_industries", "checked")
_YES = frozenset(("1", "1.0", "x", "√", "✓", "✔", "是", "true", "yes", "y"))
_NO = frozenset(("", "0", "0.0", "否", "false", "no", "n"))
_OUTER, _INNER = re.compile("[；;\n]"), re.compile("[，,、]")
_DIGEST = re.compile("[0-9a-f]{16}")
_ROUNDED = re.compile(r"\d(\.\d+)?E\+\d+")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+0?0:00(?::00)?)?")
_SLIP = 0.8  # a heading this like one of the contract is a slip


def is_digest(cell: str) -> bool:
    """Whether a cell surely holds a digest as the tagger wrote it: one of digits alone may have been rounded as a number."""
    return _DIGEST.fullmatch(cell) is not None and not cell.isdigit()


def plain_date(cell: str) -> str:
    """A date as spreadsheets show it, as YYYY-MM-DD; anything else as it is."""
    found = _DATE.fullmatch(cell.strip())
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else cell


def mangled(row: Mapping[str, Any]) -> list[str]:
    """The columns that a spreadsheet spoilt: a long number that was rounded (1.23457E+17), a date that is none (#####)."""
    found = [key for key in ("id", "digest") if _ROUNDED.fullmatch(str(row.get(key) or "").strip().upper())]
    date = str(row.get("date") or "").strip()
    return found + (["date"] if date and date_in(plain_date(date)) is None else [])


def misnamed(row: Mapping[str, Any], file: str) -> TableFault | None:
    """The fault of a table whose headings hide what was said: one that is nearly a heading of the contract."""
    for name in row:
        near = difflib.get_close_matches(name.replace(" ", "_"), CORRECTIONS, 1, _SLIP)
        if near and name not in CORRECTIONS and near[0] not in row:
            return TableFault(f"未知的列 `{name}`", file, 1, None, f"是不是 `{near[0]}`？")
    return None


class Said:
    """The labels in one row. Faults are gathered in ``faults``; a faulty cell says nothing."""

    def __init__(self, row: Mapping[str, Any], file: str, place: int, industries: TagNames, types: TagNames) -> None:
        self._row, self._file, self._place = row, file, place
        self._known = {"industries": industries, "type": types}
        self.faults: list[TableFault] = []
        self.is_correction = any(key in row for key in CORRECTIONS)
        self.checked = self._is_checked()

    def fault(self, column: str, reason: str, hint: str | None = None) -> TableFault:
        """A fault in a column of this row."""
        return TableFault(f"{column}：{reason}", self._file, self._place, None, hint)

    def corrected(self, facet: str) -> frozenset[str] | None:
        """What a filled ``correct_*`` cell says, or what a checked row confirms; None where nothing is said."""
        column = f"correct_{facet}"
        if not _filled(self._row.get(column)):
            if not (self.checked and facet in self._row):
                return None
            column = facet
        tags = self.tags(column, facet)
        if facet == "type" and len(tags) > 1:
            self.faults.append(self.fault(column, f"一篇文章只能有一个类型，却是 `{self._row[column]}`", "留下一个"))
        return tags

    def tags(self, column: str, facet: str) -> frozenset[str]:
        """The slugs that a cell names."""
        names = _names(self._row.get(column), self._known[facet])
        found = {slug for name in names if name not in NONE and (slug := self._find(name, column, facet))}
        if found and len(found) < len(names) and any(name in NONE for name in names):
            self.faults.append(self.fault(column, f"`{self._row[column]}` 又有标签又有“无”", "只留一样"))
        return frozenset(found)

    def number(self, column: str, default: float) -> float:
        """A positive number in a cell; the default where it is blank."""
        cell = str(self._row.get(column) or "").strip()
        try:
            value = float(cell) if cell else default
        except ValueError:
            value = 0.0
        if not 0 < value < float("inf"):
            self.faults.append(self.fault(column, f"`{cell}` 不是正数"))
        return value

    def _find(self, name: str, column: str, facet: str) -> str:
        try:
            return self._known[facet].find(name)
        except UnknownTag as error:
            other = "type" if facet == "industries" else "industries"
            if name in self._known[other]:
                self.faults.append(self.fault(column, error.reason, f"它属于 correct_{other} 列"))
            else:
                kind = "type" if facet == "type" else "industry"
                reason = f"{column}：{error.reason}"
                self.faults.append(UnknownLabel(reason, self._file, self._place, None, error.hint, name, kind))
            return ""

    def _is_checked(self) -> bool:
        cell = str(self._row.get("checked") or "").strip().lower()
        if cell not in _YES | _NO:
            self.faults.append(self.fault("checked", f"看不懂 `{cell}`", "核对过写 1，没有就留空"))
        return cell in _YES


def _filled(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _names(value: Any, known: TagNames) -> list[str]:
    """The names in a cell, a list, or a tagger's record of a tag; a name may hold what else parts names."""
    if isinstance(value, Mapping):
        value = [value]
    if isinstance(value, str):
        parts = [part.strip() for part in ([value] if value in known else _OUTER.split(value))]
        split = [[part] if part in known else _INNER.split(part) for part in parts]
        return [name.strip() for names in split for name in names if name.strip()]
    return [str(tag["tag"] if isinstance(tag, Mapping) else tag).strip() for tag in value or ()]
