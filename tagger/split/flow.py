"""Which column of a page goes on with which, where columns have boxes: by where they stand and by what they read.

For each column the choice is which other one it goes on with, or that it opens an article: a conditional logit, whose
weights ``tools/train_flow.py`` learns from set pages. What two columns read is weighed as without boxes (``chains``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from tagger.records import Box
from tagger.split.chains import Fragment, Likeness, reads_on
from tagger.split.steps import step

_NEAR, _SAME_WIDTH, _LEVEL = 0.5, 0.7, 0.8  # in sizes of the text
_WORDS = (-4.0, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 4.0)
_ALIKE = (0.001, 0.015, 0.04, 0.08, 0.14)
_AWAY = (0.8, 3.0, 8.0, 16.0)  # in sizes
_FEW = 3  # lines, from which on a column has shown how wide it is


class Sheet:
    """The columns of text of a page with their boxes, what stands around them, and the size of the text."""

    def __init__(
        self,
        found: Sequence[Fragment],
        boxes: Sequence[Box],
        heads: Sequence[Box],
        size: float,
        signed: Collection[int] = (),
    ) -> None:
        """``signed`` are the numbers of the columns behind whose text a byline stands."""
        from tagger.split.link_weights import WEIGHTS

        self._signed = signed
        self.found, self.boxes, self.size = found, boxes, size
        for number, fragment in enumerate(found):
            fragment.number = number
        self._likeness, self._words = Likeness(found), WEIGHTS
        self._runs = Counter(
            one.text[i : i + n] for one in found for n in (2, 3, 4) for i in range(len(one.text) - n + 1)
        )
        self._above = [self._over(box, heads) for box in boxes]

    def _over(self, box: Box, heads: Sequence[Box]) -> Box | None:
        """The headline right above a column."""
        best, head = -1e9, None
        for other, display in [(one, None) for one in self.boxes] + [(one, one) for one in heads]:
            over = min(box.right, other.right) - max(box.left, other.left) > _NEAR * self.size
            if over and other is not box and other.top < box.top - _NEAR * self.size and other.bottom > best:
                best, head = other.bottom, display
        return head

    def options(self, other: int) -> Iterator[tuple[int, list[str]]]:
        """The columns that a column may go on with, or none (-1), and what is to be said of each."""
        fragment = self.found[other]
        head, begins = self._head(None, other), self._begins(fragment)
        yield -1, [f"new {head}", f"new {begins}", f"new {head} {begins}", f"new {fragment.look} {fragment.size}"]
        for one in self.found:
            names = self._lie(one.number, other) if one is not fragment else []
            if names:
                yield one.number, names + self._read(one, fragment)

    def _read(self, one: Fragment, other: Fragment) -> list[str]:
        get = self._words.get
        words = sum([get(name, 0.0) for name in reads_on(one, other, self._likeness, self._runs)])
        norm = one.norm * other.norm
        alike = self._likeness.dot(one.number, other.number) / norm**0.5 if norm else 0.0
        begins = self._begins(other)
        return [
            f"words {step(words, _WORDS)}",
            f"{one.ends} {begins}",
            f"alike {step(alike, _ALIKE)} {min(one.size, other.size)}",
            f"looks {one.look} {other.look}",
            f"signed {one.number in self._signed:d}",
        ]

    def _begins(self, fragment: Fragment) -> str:
        first, box = fragment.cells[0], self.boxes[fragment.number]
        if fragment.begins == "lead" or len(fragment.cells) == 1 or first.box is None:
            return fragment.begins
        return "indent" if first.box.left > box.left + 1.2 * first.size else "flush"

    def _lie(self, one: int, other: int) -> list[str]:
        """What is to be said of where two columns stand; nothing where the second cannot go on with the first."""
        a, b, size = self.boxes[one], self.boxes[other], self.size
        if b.left > a.right - _NEAR * size and b.top < a.bottom:
            names = self._beside(one, other)
        elif min(a.right, b.right) - max(a.left, b.left) > _NEAR * size and b.top > a.bottom - size:
            names = self._below(one, other)
        elif b.right < a.left + _NEAR * size and b.top > a.top + size:
            names = [f"back {'under' if b.top > a.bottom - size else 'level'}"]
        else:
            return []
        relation, width = names[0].partition(" ")[0], self._widths(one, other)
        head = self._head(one, other)
        return [relation, *names, f"{relation} width {width}", f"{relation} head {head}", f"{names[0]} {width} {head}"]

    def _beside(self, one: int, other: int) -> list[str]:
        a, b, size = self.boxes[one], self.boxes[other], self.size
        between = sum(
            a.right < box.right and box.left < b.left and box.left > a.left and box.top < min(a.bottom, b.bottom)
            and box.bottom > max(a.top, b.top) for number, box in enumerate(self.boxes) if number not in (one, other)
        )  # fmt: skip
        top = "level" if abs(a.top - b.top) < _LEVEL * size else "rises" if b.top < a.top else "falls"
        foot = "even" if abs(a.bottom - b.bottom) < 1.8 * size else "longer" if b.bottom > a.bottom else "shorter"
        apart = step((b.left - a.right) / size, (4.0, 12.0))
        return [
            f"beside {top} {min(between, 2)}",
            f"beside foot {foot} {top}",
            f"beside apart {apart} {min(between, 1)}",
        ]

    def _below(self, one: int, other: int) -> list[str]:
        a, b, size = self.boxes[one], self.boxes[other], self.size
        edge = "flush" if abs(a.left - b.left) < _LEVEL * size else "off"
        between = any(
            min(box.right, b.right) - max(box.left, b.left) > 0 and a.bottom - size < box.top < b.top - size
            for number, box in enumerate(self.boxes) if number not in (one, other)
        )  # fmt: skip
        return [f"below {edge} {between:d}", f"below away {step((b.top - a.bottom) / size, _AWAY)} {between:d}"]

    def _widths(self, one: int, other: int) -> str:
        a, b = self.boxes[one], self.boxes[other]
        if min(len(self.found[one].cells), len(self.found[other].cells)) < _FEW:
            return "fits" if b.width < a.width + self.size or len(self.found[one].cells) < _FEW else "over"
        apart = abs(a.width - b.width) / self.size
        return "same" if apart < _SAME_WIDTH else "near" if apart < 2 else "other"

    def _head(self, one: int | None, other: int) -> str:
        """Which headline stands above the second of two columns: one that the first has too, or its own."""
        own, before = self._above[other], self._above[one] if one is not None else None
        if own is None:
            return "none" if before is None else "none behind"
        if own is before:
            return "shared"
        return "own" if abs(own.left - self.boxes[other].left) < self.size else "over"


def chains(sheet: Sheet, weights: Mapping[str, float]) -> list[list[int]]:
    """The numbers of the columns in the order in which they are read, a list an article.

    A pair is worth by how much it beats that the second column opens an article; the best pair is joined first.
    """
    get = weights.get
    pairs = []
    for other in range(len(sheet.found)):
        scored = [(sum([get(name, 0.0) for name in names]), one) for one, names in sheet.options(other)]
        new = scored[0][0]
        pairs += [(score - new, one, other) for score, one in scored[1:] if score > new]
    behind: dict[int, int] = {}
    before: dict[int, int] = {}
    for _, one, other in sorted(pairs, reverse=True):
        if one not in behind and other not in before and _run(behind, other)[-1] != one:
            behind[one], before[other] = other, one
    return [_run(behind, number) for number in range(len(sheet.found)) if number not in before]


def _run(behind: Mapping[int, int], number: int) -> list[int]:
    run = [number]
    while run[-1] in behind:
        run.append(behind[run[-1]])
    return run
