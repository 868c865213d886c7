"""Paths over the kinds of a page's lines: the best one, and what any other choice for a line would cost."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import inf
from operator import add

KINDS = ARTICLE, START, MORE, HEAD, BYLINE, CAPTION, INSERT, FURNITURE = range(8)
MOST_HEADLINES = 64  # that are looked at: pages have fewer, and time stays linear in the lines
_NEVER = -1e6
_TEXT = (ARTICLE, START, MORE)

Row = Sequence[float]


def allowed(old: int, kind: int) -> bool:
    """Whether a kind may follow another: text continues only text, a caption inside a paragraph stays inside it."""
    if kind in (MORE, INSERT):
        return old in (*_TEXT, INSERT)
    return old != INSERT


_BEFORE = tuple(tuple(old for old in KINDS if allowed(old, kind)) for kind in KINDS)
_BEHIND = tuple(tuple(kind for kind in KINDS if allowed(old, kind)) for old in KINDS)


class Lattice:
    """What the lines may be: the score of each kind for each line, and of each step between kinds into each line."""

    def __init__(self, emitted: Sequence[Row], moved: Sequence[Sequence[Row]]) -> None:
        self.emitted = emitted
        self.moved = moved
        self._steps: dict[tuple[int, int], int] = {}  # paths soon run together: each step is sought once
        self._steps_back: dict[tuple[int, int], int] = {}

    @cached_property
    def _forward(self) -> list[list[float]]:
        """The best score of a path that ends at each line in each kind (Viterbi)."""
        scores = [list(map(add, self.emitted[0], _FIRST))]
        for own, moved in zip(self.emitted[1:], self.moved[1:], strict=True):
            before, columns = scores[-1], self._allowed[id(moved)][1]
            scores.append([max(map(add, before, column)) + score for column, score in zip(columns, own, strict=True)])
        return scores

    @cached_property
    def _backward(self) -> list[list[float]]:
        """The best score of the rest of a path behind each line in each kind."""
        scores = [list(_LAST)]
        for own, moved in zip(reversed(self.emitted[1:]), reversed(self.moved[1:]), strict=True):
            behind = list(map(add, own, scores[-1]))
            scores.append([max(map(add, row, behind)) for row in self._allowed[id(moved)][0]])
        return scores[::-1]

    @cached_property
    def _allowed(self) -> dict[int, tuple[Sequence[Row], Sequence[Row]]]:
        """The rows and the columns of each table of steps, of which a page has few; minus infinity where no step is
        allowed."""
        found: dict[int, tuple[Sequence[Row], Sequence[Row]]] = {}
        for moved in {id(moved): moved for moved in self.moved}.values():
            rows = [[moved[old][k] if k in _BEHIND[old] else -inf for k in KINDS] for old in KINDS]
            found[id(moved)] = rows, list(zip(*rows, strict=True))
        return found

    def best(self) -> tuple[float, list[int]]:
        """The score and the kinds of the best path."""
        final = [score + last for score, last in zip(self._forward[-1], _LAST, strict=True)]
        kind = max(KINDS, key=final.__getitem__)
        return final[kind], self._path_to(len(self.emitted) - 1, kind)

    def _path_to(self, line: int, kind: int) -> list[int]:
        """The best path from the first line to a kind of a line."""
        path = [kind]
        for i in range(line, 0, -1):
            if (i, kind) not in self._steps_back:
                before, moved = self._forward[i - 1], self.moved[i]
                step = max([(before[old] + moved[old][kind], old) for old in _BEFORE[kind]])[1]
                self._steps_back[i, kind] = step
            kind = self._steps_back[i, kind]
            path.append(kind)
        return path[::-1]

    def _path_from(self, line: int, kind: int) -> list[int]:
        """The best path from behind a kind of a line to the last line."""
        path = []
        for i in range(line + 1, len(self.emitted)):
            if (i, kind) not in self._steps:
                own, moved, rest = self.emitted[i], self.moved[i][kind], self._backward[i]
                self._steps[i, kind] = max([(moved[k] + own[k] + rest[k], k) for k in _BEHIND[kind]])[1]
            kind = self._steps[i, kind]
            path.append(kind)
        return path

    @cached_property
    def _through(self) -> list[list[float]]:
        """For each line and each of its kinds the score of the best path through it."""
        return [list(map(add, *ends)) for ends in zip(self._forward, self._backward, strict=True)]

    def margins(self, kind: int) -> list[float]:
        """For each line by how much the best path in which it is of a kind beats the best in which it is not."""
        return [scores[kind] - max(scores[:kind] + scores[kind + 1 :]) for scores in self._through]

    def best_where(self, line: int, kind: int, holds: bool) -> tuple[float, list[int]]:
        """The score and the kinds of the best path in which a line is of a kind, or in which it is not."""
        through = self._through[line]
        score, own = max((through[k], k) for k in KINDS if (k == kind) == holds)
        return score, self._path_to(line, own) + self._path_from(line, own)

    def held(self, line: int, kind: int, holds: bool) -> Lattice:
        """The same where a line must be of a kind, or must not."""
        row = [score if (k == kind) == holds else _NEVER for k, score in enumerate(self.emitted[line])]
        return Lattice([*self.emitted[:line], row, *self.emitted[line + 1 :]], self.moved)


_FIRST = [_NEVER if kind in (MORE, INSERT) else 0.0 for kind in KINDS]
_LAST = [_NEVER if kind == INSERT else 0.0 for kind in KINDS]
