"""A review of results, one article at a time: what each key does, apart from any terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from tagger.corrections.answers import Tags, correct, given, is_confirmed, shown
from tagger.corrections.doubt import by_doubt
from tagger.corrections.session import Key, Words
from tagger.tables.delimited import Cells
from tagger.tables.labelled import Vocabulary
from tagger.tables.rows import JOINT

Save = Callable[[list[Cells]], None]


class Review:
    """Goes through rows of results, the most doubtful first, and keeps the corrections table; every change is saved at once."""

    words = Words("加上", "去掉", "原为")
    keys: Sequence[Key] = ()

    def __init__(self, rows: Iterable[Cells], before: Sequence[Cells], vocabulary: Vocabulary, save: Save) -> None:
        """``before`` are the rows of the corrections table so far: what is confirmed there is not asked again."""
        self._vocabulary, self._save = vocabulary, save
        self._said = {row["digest"]: row for row in before}
        unique = {row["digest"]: row for row in rows}
        self._total = len(unique)
        self._open = by_doubt([row for digest, row in unique.items() if not self._is_done(digest)])
        self._place = 0
        self._past: list[tuple[int, str, Cells | None]] = []

    @property
    def total(self) -> int:
        """How many articles there are."""
        return self._total

    @property
    def done(self) -> int:
        """How many of the articles in the corrections table are confirmed."""
        return sum(map(self._is_done, self._said))

    @property
    def row(self) -> Cells | None:
        """The article to look at; None when none is left."""
        return self._open[self._place] if self._place < len(self._open) else None

    @property
    def tags(self) -> Tags:
        """What is said of the article as it stands now."""
        return shown(self._now(), self._vocabulary)

    def offered(self) -> list[str]:
        """The industries that keys stand for: those given, those added, those named among the reasons for doubt."""
        row, names = self._current(), self._vocabulary.industries
        first = [tag for tag in row.get("industries", "").split(JOINT) if tag in names]
        reasons = row.get("review_reason", "")
        near = [slug for slug in names.slugs if names.shown(slug) in reasons]
        return list(dict.fromkeys([*first, *sorted(self.tags.industries), *near]))

    @property
    def given(self) -> Tags:
        """What the tagger gave."""
        return given(self._current(), self._vocabulary)

    def accept(self) -> None:
        """What is shown is right: go on to the next."""
        self._change(correct(self._current(), self.tags, self._vocabulary), step=1)

    def skip(self) -> None:
        """Say nothing and go on to the next; a later review asks again."""
        self._past.append((self._place, self._current()["digest"], self._said.get(self._current()["digest"])))
        self._place += 1

    def toggle(self, industry: str) -> None:
        """Add an industry, or take it away."""
        tags = self.tags
        self._draft(Tags(tags.type, tags.industries ^ {industry}))

    def choose(self, kind: str) -> None:
        """Another type."""
        self._draft(Tags(kind, self.tags.industries))

    def undo(self) -> bool:
        """Take back the last key; False where there is none."""
        if not self._past:
            return False
        self._place, digest, before = self._past.pop()
        self._put(digest, before)
        return True

    def _current(self) -> Cells:
        row = self.row
        if row is None:
            raise IndexError("no article is left")
        return row

    def _now(self) -> Cells:
        row = self._current()
        return self._said.get(row["digest"], row)

    def _draft(self, tags: Tags) -> None:
        self._change({**correct(self._current(), tags, self._vocabulary), "checked": ""}, step=0)

    def _change(self, cells: Cells, step: int) -> None:
        digest = cells["digest"]
        self._past.append((self._place, digest, self._said.get(digest)))
        self._place += step
        says = any(cells[column] for column in ("correct_type", "correct_industries", "checked"))
        self._put(digest, cells if says else None)

    def _put(self, digest: str, cells: Cells | None) -> None:
        if cells is None:
            self._said.pop(digest, None)
        else:
            self._said[digest] = cells
        self._save(list(self._said.values()))

    def _is_done(self, digest: str) -> bool:
        return digest in self._said and is_confirmed(self._said[digest], self._vocabulary)
