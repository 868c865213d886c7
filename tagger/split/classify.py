"""What each cell is: the best path over kinds of line, on display width, signs and likeness.

The kinds: first line of an article, first line of another paragraph, continuation, headline or subhead, byline,
caption, caption inside an open paragraph, furniture. The model is a conditional random field (Lafferty, McCallum,
Pereira 2001): weights of a cell's features for each kind, and of a kind after a kind by how the line before ended.
They were learned from set pages; ``tools/train_lines.py`` learns them anew.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache

from tagger.split import signs
from tagger.split.background import bigrams, weight
from tagger.split.cells import Cell
from tagger.split.features import features, full_widths
from tagger.split.lattice import ARTICLE, HEAD, MORE, MOST_HEADLINES, START, Lattice, Row

JUNCTIONS = 16
_REACH = 16
_TITLE_STEPS = (0.05, 0.15, 0.3, 0.5)

Weights = tuple[Mapping[str, Row], Sequence[Sequence[Row]]]


def classify(cells: Sequence[Cell], *, scattered: bool = False) -> Lattice:
    """What every cell may be; a page whose columns were out of order has weights of its own."""
    return with_weights(cells, _weights(scattered))


def with_weights(cells: Sequence[Cell], passes: Sequence[Weights]) -> Lattice:
    """What every cell may be by the weights of two passes: the second knows the headlines that the first one saw."""
    widths = full_widths(cells)
    steps, active = junctions(cells, widths), features(cells, widths)
    _, kinds = lattice(active, steps, passes[0]).best()
    return lattice(with_titles(cells, active, kinds), steps, passes[1])


@lru_cache(maxsize=2)
def _weights(scattered: bool) -> tuple[Weights, ...]:
    if scattered:
        from tagger.split.scattered_weights import PASSES
    else:
        from tagger.split.line_weights import PASSES
    return PASSES


def lattice(active: Sequence[Sequence[str]], steps: Sequence[int], weights: Weights) -> Lattice:
    """Scores of all kinds: ``active`` lists each cell's features, ``steps`` its junction with the cell before."""
    emission, transition = weights
    return Lattice([_emitted(own, emission) for own in active], [transition[step] for step in steps])


def _emitted(active: Sequence[str], emission: Mapping[str, Row]) -> list[float]:
    rows = [row for name in active if (row := emission.get(name))]
    return list(map(sum, zip(*rows, strict=True)))


def junctions(cells: Sequence[Cell], widths: tuple[Sequence[float], Sequence[float]]) -> list[int]:
    """For each cell how the cell before it ended: mark (sentence, open mark, none), on a short line or not, a gap.

    ``widths`` are ``full_widths`` of the cells.
    """
    back, ahead = widths
    found = [0]
    for i in range(1, len(cells)):
        last = cells[i - 1]
        end = 0 if signs.ends_sentence(last.text) else 1 if signs.leaves_open(last.text) else 2
        end = 3 if end == 2 and last.text[-1] in "）)】”" else end
        usual = back[i - 1] or ahead[i - 1]
        short = bool(usual) and last.width < usual - 1.3
        found.append(end + 4 * short + 8 * cells[i].gap)
    return found


def with_titles(cells: Sequence[Cell], active: Sequence[Sequence[str]], kinds: Sequence[int]) -> list[list[str]]:
    """The features with those that need a first guess: does a headline speak of what follows and not of what was?"""
    text = (ARTICLE, START, MORE)
    grams = [bigrams(cell.text) for cell in cells]
    titles = _headlines(grams, kinds)
    words = [own if kind in text else [] for own, kind in zip(grams, kinds, strict=True)]
    seen = {gram for own in words for gram in own}
    found = []
    for i, own in enumerate(active):
        more = [f"was {kinds[i]}"]
        if kinds[i] in (ARTICLE, START) or (kinds[i] == MORE and signs.ends_sentence(cells[i - 1].text)):
            before, behind = _title_gains(titles, words, i)
            more += [f"title {behind}", f"titles {before} {behind}"]
        if i:
            more += [f"after {kinds[i - 1]}", f"between {kinds[i - 1]} {kinds[i + 1] if i + 1 < len(kinds) else -1}"]
        if kinds[i] not in text:
            more.append(f"echo {_share(grams[i], seen)}")
        found.append([*own, *more])
    return found


def _headlines(grams: Sequence[Sequence[str]], kinds: Sequence[int]) -> list[list[str]]:
    """The pairs of the first headlines: those of lines that follow one another together."""
    found: list[list[str]] = []
    for i, own in enumerate(grams):
        if kinds[i] == HEAD:
            if i and kinds[i - 1] == HEAD:
                found[-1] += own
            else:
                found.append(list(own))
    return [title for title in found if title][:MOST_HEADLINES]


def _title_gains(titles: Sequence[Sequence[str]], words: Sequence[Sequence[str]], i: int) -> tuple[int, int]:
    """The most that one headline has in common with the lines before ``i`` only, and with those from it on only."""
    before = set().union(*words[max(0, i - _REACH) : i])
    behind = set().union(*words[i : i + _REACH])
    return (
        max((_share(title, before - behind) for title in titles), default=0),
        max((_share(title, behind - before) for title in titles), default=0),
    )


def _share(grams: Sequence[str], among: set[str]) -> int:
    """How much of the words of a line stand among others, in steps."""
    total = weight(grams)
    share = weight(gram for gram in grams if gram in among) / total if total else 0.0
    return bisect_right(_TITLE_STEPS, share)
