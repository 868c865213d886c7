"""Date, paper and page of an issue: from the path by a pattern, from a cell, or from the furniture of a page."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from functools import lru_cache

from tagger.errors import TaggerError
from tagger.records import Imprint

_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*(?:[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?|(\d\d)(\d\d))(?!\d)"
    r"(?:\s*(?:星期|周)\s*([一二三四五六日天]))?"
)
_WEEKDAYS = "一二三四五六日"
_PAPER = re.compile(
    r"(?:^|\s)([\u4e00-\u9fff]{2,8}(?:日报|晚报|早报|晨报|时报|商报|导报|都市报|周报))(?:$|\s|[A-Za-z：:])"
)
_PAGE = re.compile(r"(?<![\dA-Za-z第])第?\s*([A-Z]?\s?\d{1,3})\s*版")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_FIELDS = {
    "date": r"(?P<date>(?:19|20)\d\d[-._年]?\d\d?[-._月]?\d\d?日?)",
    "year": r"(?P<year>(?:19|20)\d\d)",
    "month": r"(?P<month>\d\d?)",
    "day": r"(?P<day>\d\d?)",
    "paper": r"(?P<paper>[^/]+?)",
    "page": r"(?P<page>[A-Z]?\d{1,3})",
}
_MOST_STARS = 6  # each may try every length: more of them take time without a bound that is felt
_PIECE = re.compile(r"\{([^{}]*)\}|(\*)|([^{}*]+)|([{}])")


class PatternFault(TaggerError):
    """A pattern of paths that cannot be used."""


@lru_cache(maxsize=4)
def path_pattern(given: str) -> re.Pattern[str]:
    """The expression of a pattern such as ``{paper}/{date}/{page}*``: held against the end of a path.

    ``{year}`` ``{month}`` ``{day}`` may stand for ``{date}``; ``*`` is anything without ``/``. Raises PatternFault.
    """
    known = "、".join(f"{{{name}}}" for name in _FIELDS)
    parts: list[str] = []
    names: list[str] = []
    for name, star, plain, brace in _PIECE.findall(given):
        if brace or (not star and not plain and (name not in _FIELDS or name in names)):
            said = "出现了两次" if name in names else "不认识"
            raise PatternFault(f"--path-pattern 里的 {{{name}}} {said}", hint=f"可用的：{known} 和 *，每个至多一次")
        names += [name] if name else []
        parts.append(_FIELDS[name] if name else "[^/]*?" if star else re.escape(plain))
    if not names or given.count("*") > _MOST_STARS:
        raise PatternFault("--path-pattern 至少要有一个字段，* 至多六个", hint=f"可用的：{known} 和 *")
    return re.compile(rf"(?:^|/){''.join(parts)}(?:\.[^/.]*)?$")


def imprint_of_path(path: str, pattern: str) -> Imprint:
    """What the path of a file says of its issue; nothing where the pattern does not fit."""
    found = path_pattern(pattern).search(path)
    if found is None:
        return Imprint()
    said = found.groupdict()
    date = said.get("date") or "-".join(said[key] for key in ("year", "month", "day") if said.get(key))
    return Imprint(date_in(date.replace("_", "-")), said.get("paper"), said.get("page"))


def date_in(text: str) -> str | None:
    """The first date of a text that the calendar has, as YYYY-MM-DD; a weekday beside it must be right."""
    return next((date for date, _ in _dates(text)), None)


def imprint_of_furniture(lines: Iterable[str]) -> Imprint:
    """Date, paper and page as the lines around the articles of a page tell them; dates with a weekday first."""
    text = "\n".join(lines).translate(_WIDE)
    dates = sorted(_dates(text), key=lambda found: not found[1])
    paper, page = _PAPER.search(text), _PAGE.search(text)
    return Imprint(
        dates[0][0] if dates else None, paper[1] if paper else None, "".join(page[1].split()) if page else None
    )


def _dates(text: str) -> Iterable[tuple[str, bool]]:
    """Every date of a text, and whether its weekday stands beside it."""
    for year, month, day, month2, day2, weekday in _DATE.findall(text.translate(_WIDE)):
        try:
            date = datetime.date(int(year), int(month or month2), int(day or day2))
        except ValueError:
            continue
        if not weekday or _WEEKDAYS[date.weekday()] == weekday.replace("天", "日"):
            yield date.isoformat(), bool(weekday)
