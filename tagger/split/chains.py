"""Chains of fragments: which column of a page goes on with which article.

Fragments are taken in the order of the page. Each goes on with one of the chains so far or opens one, so that the whole
scores best under a log-linear model (beam search) of the joint, of likeness, of widths and of places.
``tools/train_links.py`` learns its weights.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tagger.split import signs
from tagger.split.background import bigrams, idf
from tagger.split.cells import Cell
from tagger.split.joints import joint, triples
from tagger.split.steps import step
from tagger.split.tracks import how_ends, look

_BEAM = 6
# What opening a chain is worth beyond its weights (log odds): pieces of one article are brought together later, two
# articles in one chain are not parted any more. Found on set pages.
_NEW = 2.0
_SURE = 1.0  # by how much (log odds) the best place of a fragment must beat the next
_ALIKE = (0.0001, 0.01, 0.025, 0.05, 0.09, 0.15)
_LEADS = (0.0, 0.01, 0.03, 0.06)
_SIZES = (20, 60, 150)
_PROSE = re.compile("[，。]")


@dataclass(slots=True, eq=False)
class Fragment:
    """Lines below one another in one column: those of rows ``row`` to ``end`` of a block, its ``order`` in the block.

    A block whose place on the page is known is a column of its own.
    """

    cells: list[Cell]
    block: int = 0
    row: int = 0
    end: int = 0
    order: int = 0
    of: int = 1
    rows: int = 0
    width: float = 0.0
    text: str = ""
    grams: dict[str, float] = field(default_factory=dict)
    norm: float = 0.0
    look: str = ""
    ends: str = ""
    begins: str = ""
    number: int = 0

    def __post_init__(self) -> None:
        self.width = max(cell.width for cell in self.cells)
        self.text = "".join([cell.text for cell in self.cells])
        counts = Counter(bigrams(self.text))
        self.grams = {gram: count**0.5 * idf(gram) for gram, count in counts.items()}
        self.norm = sum([weight * weight for weight in self.grams.values()])
        first, last = self.cells[0], self.cells[-1]
        bare = len(self.cells) <= 3 and not _PROSE.search(self.text)
        self.look = look(first.text) if len(self.cells) == 1 else "bare" if bare else "prose"
        self.ends = how_ends(last.text, len(self.cells) > 1 and last.width < self.width - 1.6)
        self.begins = self._begins(first)

    def _begins(self, first: Cell) -> str:
        if signs.LEAD.match(first.text):
            return "lead"
        if len(self.cells) == 1:
            return "single"
        apart = first.width - self.width
        return "indent" if abs(apart + 2) <= 0.9 else "flush" if apart > -0.9 else "short"

    @property
    def size(self) -> int:
        return sum([len(self.text) >= edge for edge in _SIZES])


class Likeness:
    """Cosines of fragments, each product worked out once a page."""

    def __init__(self, found: Sequence[Fragment]) -> None:
        self._found = found
        self._known: dict[tuple[int, int], float] = {}

    def dot(self, one: int, other: int) -> float:
        """The scalar product of two fragments, by their numbers."""
        key = (one, other) if one < other else (other, one)
        known = self._known.get(key)
        if known is None:
            a, b = self._found[one].grams, self._found[other].grams
            if len(a) > len(b):
                a, b = b, a
            known = self._known[key] = sum([weight * b[gram] for gram, weight in a.items() if gram in b])
        return known

    def of(self, members: Sequence[Fragment], fragment: Fragment) -> float:
        """About the cosine of fragments as a whole with another: the squares of their norms are added."""
        norm = sum([member.norm for member in members]) * fragment.norm
        return sum([self.dot(member.number, fragment.number) for member in members]) / norm**0.5 if norm else 0.0


def link_features(
    tail: Fragment, head: Fragment, found: Sequence[Fragment], likeness: Likeness, runs: Counter[str]
) -> list[str]:
    """What is to be said of a fragment going on with another, by what both read and where they lie."""
    low, high = sorted((tail.number, head.number))
    alike_wide = sum([abs(other.width - tail.width) < 0.7 for other in found[low + 1 : high]])
    between = f"as wide between {min(4, alike_wide)} {low == tail.number:d}"
    return [*reads_on(tail, head, likeness, runs), between, *lies(tail, head)]


def reads_on(tail: Fragment, head: Fragment, likeness: Likeness, runs: Counter[str]) -> list[str]:
    """What is to be said of a fragment going on with another by what both read, at the joint and as a whole."""
    last, first = tail.cells[-1].text, head.cells[0].text
    end = tail.ends
    names = [end, f"{end} {joint(last, first, end)}", *triples(last, first, end)]
    if not end.startswith("ended"):
        seen = [run in runs for run in (last[-2:] + first[:2], last[-2:] + first[:1], last[-1:] + first[:2])]
        names += [f"seen {seen[0]:d}{seen[1] + seen[2]}"]
        pair = last[-1:] + first[:1]
        names.append("seen two here" if pair in tail.text or pair in head.text else f"seen two {pair in runs:d}")
    looks = f"{tail.look[:2]}{head.look[:2]}"
    names += [looks, f"{looks} {end}", f"{end} {head.begins}", f"{look(first)} {end[:4]}"]
    apart = step(abs(head.width - tail.width), (0.5, 0.9, 1.6, 2.6, 4.0))
    few = min(3, len(tail.cells), len(head.cells))
    names += [f"apart {apart} {few}", f"apart {apart} {looks}", f"apart {apart} {end[:4]}"]
    norm = tail.norm * head.norm
    value = likeness.dot(tail.number, head.number) / norm**0.5 if norm else 0.0
    names.append(f"alike {step(value, _ALIKE)} {min(tail.size, head.size)}")
    return names


def lies(tail: Fragment, head: Fragment) -> list[str]:
    """What is to be said of a fragment going on with another by where they lie."""
    distance = max(-5, min(7, head.number - tail.number))
    blocks = max(-3, min(5, head.block - tail.block))
    looks = f"{tail.look[:2]}{head.look[:2]}"
    places = [f"far {distance} {looks}", f"blocks {blocks} {looks}"]
    foot = "foot" if tail.end >= tail.rows - 2 else "inside"
    top = "top" if head.row <= 1 else "inside"
    if blocks == 0:
        order = max(-3, min(3, head.order - tail.order))
        over = "below" if head.row > tail.end else "beside" if head.row <= tail.row + 1 else "across"
        places += [f"same {order} {over} {looks}", f"same {over} {foot} {top}", f"same {over} {tail.ends}"]
    else:
        from_to = f"from {min(3, tail.order)} of {min(4, tail.of)} to {min(2, head.order)} of {min(3, head.of)}"
        places += [f"blocks {blocks} {foot} {top}", f"{foot} {top} {blocks > 0:d}", f"{from_to} {blocks > 0:d}"]
        places.append(f"blocks {blocks} of {min(5, tail.of)} to {min(3, head.of)}")
    lines = len(tail.cells) - len(head.cells)
    places.append(f"lines {max(-3, min(3, lines)) if min(len(tail.cells), len(head.cells)) > 4 else 9}")
    return places


class Links:
    """The score of each fragment going on with each other, and how it compares with what else both could do."""

    def __init__(
        self, found: Sequence[Fragment], likeness: Likeness, runs: Counter[str], weights: Mapping[str, float]
    ) -> None:
        get = weights.get
        size = len(found)
        self.scores = [[-9.0] * size for _ in found]
        self.names: dict[tuple[int, int], list[str]] = {}
        for one in found:
            row = self.scores[one.number]
            for other in found:
                if one is not other and other.begins != "lead":
                    names = link_features(one, other, found, likeness, runs)
                    self.names[one.number, other.number] = names
                    row[other.number] = sum([get(name, 0.0) for name in names])
        self._on = [_top_two(row) for row in self.scores]
        self._back = [_top_two(column) for column in zip(*self.scores, strict=True)]

    def best(
        self, members: Sequence[Fragment], fragment: Fragment, ahead: bool
    ) -> tuple[float, float, float, list[str]]:
        """The best link of a fragment behind (or before) one of some, and its lead over what else both could do."""
        number = fragment.number
        if ahead:
            score, other = max([(self.scores[member.number][number], member.number) for member in members])
            one, two = other, number
        else:
            score, other = max([(self.scores[number][member.number], member.number) for member in members])
            one, two = number, other
        return score, _lead(score, self._on[one]), _lead(score, self._back[two]), self.names.get((one, two), [])


def _top_two(scores: Sequence[float]) -> tuple[float, float]:
    first, second = sorted([*scores, -9.0])[:-3:-1]
    return first, second


def _lead(score: float, top: tuple[float, float]) -> float:
    return score - (top[1] if score >= top[0] else top[0])


_SCORES = (-7.0, -5.0, -3.5, -2.0, -1.0, 0.0, 1.0, 2.5)
_LEADING = (-5.0, -3.0, -1.5, -0.5, 0.0, 0.5, 1.5, 3.0, 5.0)


Chain = tuple[Fragment, ...]


def candidates(chains: Sequence[Chain], fragment: Fragment, likeness: Likeness, links: Links) -> list[list[str]]:
    """What is to be said of a fragment belonging to each of the chains, and, last, of it opening one."""
    alike = [likeness.of(chain, fragment) for chain in chains]
    on = [links.best(chain, fragment, True) for chain in chains]
    back = [links.best(chain, fragment, False) for chain in chains]
    kind = fragment.look[:2]
    top_on, top_back = max(on, default=(-9.0,)), max(back, default=(-9.0,))
    top = max(alike, default=0.0)
    second = max([value for value in alike if value < top], default=0.0)
    found = []
    for number, chain in enumerate(chains):
        value, size = alike[number], min(3, fragment.size)
        mark = kind + max(chain, key=lambda member: len(member.cells)).look[:2]
        names = [mark, f"alike {step(value, _ALIKE)} {size} {min(3, len(chain))}"]
        lead = value - (second if value == top else top)
        names.append(f"leads {step(lead, _LEADS) if value == top else -1 - step(-lead, _LEADS)} {size}")
        names += on[number][3]
        for name, (score, one, two, _), best in (("on", on[number], top_on), ("back", back[number], top_back)):
            names += [f"{name} {step(score, _SCORES)}", f"{name} {step(one, _LEADING)} {step(two, _LEADING)}"]
            names += [f"{name} {step(score, _SCORES)} best {score >= best[0]:d} {size}"]
        names.append(f"both {step(on[number][0], _SCORES)} {step(back[number][0], _SCORES)}")
        wide = min([abs(member.width - fragment.width) for member in chain if len(member.cells) > 1] or [9.0])
        names += [f"wide {step(wide, (0.5, 0.9, 1.6, 2.6))} {min(3, len(fragment.cells))} {mark}"]
        near = fragment.number - chain[-1].number
        names += [f"near {min(9, near)} {mark}", f"begins {fragment.begins} {mark}"]
        found.append(names)
    names = ["new", f"new {kind}", f"new {fragment.begins} {kind}", f"new size {fragment.size} {kind}"]
    names += [
        f"new top {step(top, _ALIKE)} {fragment.size}",
        f"new on {step(top_on[0], _SCORES)} {kind}",
        f"new back {step(top_back[0], _SCORES)} {kind}",
    ]
    names += [f"new lead {step(second - top, _LEADS)}", f"new at {fragment.order == 0:d}{fragment.row == 0:d} {kind}"]
    found.append(names)
    return found


class State(NamedTuple):
    """Chains so far, what they score, and the fragments that might as well have gone elsewhere."""

    score: float
    chains: tuple[Chain, ...]
    unsure: frozenset[int]


def chain(found: Sequence[Fragment], likeness: Likeness, links: Links, weights: Mapping[str, float]) -> State:
    """The best chains of a page's fragments, by beam search."""
    get = weights.get
    beam = [State(0.0, (), frozenset())]
    for fragment in found:
        grown = []
        for state in beam:
            options = candidates(state.chains, fragment, likeness, links)
            scores = [sum([get(name, 0.0) for name in names]) for names in options]
            close = sum([score > max(scores) - _SURE for score in scores]) > 1
            unsure = state.unsure | {fragment.number} if close else state.unsure
            scores[-1] += _NEW
            grown += [(state.score + score, number, state.chains, unsure) for number, score in enumerate(scores)]
        grown.sort(key=lambda option: -option[0])
        beam = [State(one[0], extend(one[2], one[1], fragment), one[3]) for one in grown[:_BEAM]]
    return beam[0]


def extend(chains: tuple[Chain, ...], number: int, fragment: Fragment) -> tuple[Chain, ...]:
    """The chains with the fragment in the one of that number, or as one of its own."""
    if number == len(chains):
        return (*chains, (fragment,))
    return (*chains[:number], (*chains[number], fragment), *chains[number + 1 :])
