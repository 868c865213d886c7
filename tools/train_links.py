"""Learn how columns of pages out of order go on, from set pages; writes three tables of weights of tagger/split.

usage: train_links.py PAGES_DIR...

PAGES_DIR holds pNNN.txt and pages.jsonl, as the page setter writes them; those in the style `default` are used.
track_weights.py: lines to the columns of a block. link_weights.py: one fragment behind another, by logistic regression
(scikit-learn). chain_weights.py: fragments to articles. Those of tracks and chains are conditional logits (McFadden
1973) over all choices at each line or fragment, what came before being right. What learns from the choices of a model
before it sees those of one that was trained on the other half of the pages.
"""

from __future__ import annotations

import argparse
import itertools
import json
import pathlib
import random
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from scipy import sparse
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from truth import Piece, Truth

from tagger.split import chains, columns, tracks
from tagger.split.cells import Cell, read_cells

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "tagger" / "split"
MOST, CELLS = 60, 4  # choices of a line that are learned from, about; cells of a line at most
FAR, SHARE = 12, 0.4  # fragments apart from which on only a share of the pairs is learned from
ENDS = ("ended short", "ended full", "open", "open short", "within", "within short")

Names = list[str]
Choices = list[tuple[bool, Names]]
Weights = dict[str, float]


class Page:
    """A page's blocks of lines with what each line truly holds."""

    def __init__(self, text: str, page: dict) -> None:
        lines = tracks.whole_lines(read_cells(text))
        self.usual = tracks.Usual.of(lines)
        self.lines = lines
        self.blocks = tracks.blocks(lines)
        self.truth = Truth(text, page)

    def fragments(self, weights: Weights) -> list[chains.Fragment]:
        return columns.fragments(self.lines, self.usual, weights)


def load(folder: pathlib.Path) -> list[Page]:
    pages = []
    for line in (folder / "pages.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        text = (folder / f"{page['page']}.txt").read_text(encoding="utf-8")
        if page.get("style") == "default" and columns.scattered(read_cells(text)):
            pages.append(Page(text, page))
    return pages


def line_choices(page: Page, rng: random.Random) -> Iterator[Choices]:
    """For every line of a page all ways to cut it and to give its pieces to columns, the right one marked."""
    for block in page.blocks:
        now: tracks.Tracks = ()
        for row, line in enumerate(block):
            ways = tracks.pieces(line)
            true = page.truth.pieces(line)
            way = _nearest(ways, true)
            goal = _goal(page.truth, now, way, row)
            share = MOST / max(1, sum((1 + len(now)) ** len(other) for other in ways))
            yield [
                (right, line_features(now, other, chosen, row, page.usual))
                for other in ways
                if len(other) <= CELLS
                for chosen in choices(now, other, row)
                if (right := other is way and chosen == goal) or rng.random() < share
            ]
            now = grow(now, way, goal, row)


def choices(now: tracks.Tracks, way: Sequence[Cell], row: int) -> Iterator[list[tracks.Track | None]]:
    """Every way to give the cells of a line to different columns (the column of each cell) or to new ones (None)."""
    reached = [track for track in now if track.row < row <= track.row + tracks.REACH]
    for chosen in itertools.product([*reached, None], repeat=len(way)):
        taken = [track for track in chosen if track is not None]
        if len(set(map(id, taken))) == len(taken):
            yield list(chosen)


def grow(now: tracks.Tracks, way: Sequence[Cell], chosen: Sequence[tracks.Track | None], row: int) -> tracks.Tracks:
    """The columns with the cells of a line added."""
    grown = list(now)
    for cell, track in zip(way, chosen, strict=True):
        if track is None:
            grown.append(tracks.Track(cell, None, cell.width, 1, row))
        else:
            grown[grown.index(track)] = track.longer(cell, row)
    return tuple(grown)


def line_features(
    now: tracks.Tracks, way: Sequence[Cell], chosen: Sequence[tracks.Track | None], row: int, usual: tracks.Usual
) -> Names:
    """All that is to be said of a line cut so and given to columns so."""
    names, last = tracks.line_features(way, usual), tracks.latest(now)
    for cell, track in zip(way, chosen, strict=True):
        if track is None:
            names += tracks.opens(cell, last, usual)
        else:
            names += tracks.joins(track.cell, cell, tracks.short(track), usual)
            names += tracks.lies(track, cell, row, tracks.turn(now, track))
    return names


def _nearest(ways: Sequence[list[Cell]], true: Sequence[Piece]) -> list[Cell]:
    """The way that cuts most, and only where pieces truly part."""
    starts = {piece.start for piece in true}
    fitting = [way for way in ways if all(cell.start in starts for cell in way[1:])]
    return max(fitting, key=len)


def _goal(truth: Truth, now: tracks.Tracks, way: Sequence[Cell], row: int) -> list[tracks.Track | None]:
    """The column that each cell of a line truly goes on with; None where it goes on with none."""
    goal: list[tracks.Track | None] = []
    for cell in way:
        here = truth.piece(cell)
        found = None
        if here is not None and here.running:
            for track in now:
                last = truth.pieces(track.cell)
                if last and last[-1].goes_on(here) and track not in goal and row - track.row <= tracks.REACH:
                    found = track
        goal.append(found)
    return goal


def fragment_choices(page: Page, found: Sequence[chains.Fragment], links: Weights) -> Iterator[Choices]:
    """For every fragment the articles begun so far and a new one, the right one marked."""
    likeness = chains.Likeness(found)
    scores = chains.Links(found, likeness, page.usual.runs, links)
    streams = [page.truth.stream(fragment.cells) for fragment in found]
    now: tuple[chains.Chain, ...] = ()
    for fragment in found:
        own = streams[fragment.number]
        goal = len(now)
        for number, members in enumerate(now):
            if own is not None and own[:2] in {s[:2] for m in members if (s := streams[m.number]) is not None}:
                goal = number
        names = chains.candidates(now, fragment, likeness, scores)
        yield [(number == goal, of) for number, of in enumerate(names)]
        now = chains.extend(now, goal, fragment)


def link_pairs(pages: Sequence[tuple[Page, list[chains.Fragment]]]) -> Iterator[tuple[bool, Names]]:
    """Pairs of fragments, and whether the second truly goes on with the first."""
    rng = random.Random(3)
    for page, found in pages:
        likeness = chains.Likeness(found)
        streams = [page.truth.stream(fragment.cells) for fragment in found]
        for one, other in itertools.permutations(found, 2):
            tail, head = streams[one.number], streams[other.number]
            right = bool(tail and head and tail[:2] == head[:2] and abs(head[2] - tail[3]) <= 2)
            if other.begins != "lead" and (right or abs(one.number - other.number) < FAR or rng.random() < SHARE):
                yield right, chains.link_features(one, other, found, likeness, page.usual.runs)


class Matrix:
    """Rows of names as a sparse matrix of ones."""

    def __init__(self) -> None:
        self.names: dict[str, int] = {}
        self._indices: list[int] = []
        self._ends = [0]

    def add(self, names: Iterable[str]) -> None:
        self._indices += [self.names.setdefault(name, len(self.names)) for name in names]
        self._ends.append(len(self._indices))

    @property
    def matrix(self) -> sparse.csr_matrix:
        shape = len(self._ends) - 1, len(self.names)
        return sparse.csr_matrix((np.ones(len(self._indices), np.float32), self._indices, self._ends), shape)

    def weights(self, learned: np.ndarray) -> Weights:
        return {name: round(float(learned[at]), 2) for name, at in self.names.items() if abs(learned[at]) >= 0.02}


def conditional_logit(groups: Iterable[Choices], penalty: float) -> Weights:
    """Weights under which the right choice of each group is most likely, with a penalty on their squares."""
    rows, right, starts = Matrix(), [], []
    for choices in groups:
        if len(choices) > 1 and any(good for good, _ in choices):
            starts.append(len(right))
            for good, names in choices:
                rows.add(names)
                right.append(good)
    matrix, good = rows.matrix, np.array(right)
    sizes = np.diff([*starts, len(right)])
    wanted = np.asarray(matrix[np.flatnonzero(good)].sum(axis=0)).ravel()
    turned = matrix.T.tocsr()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weights
        top = np.maximum.reduceat(scores, starts)
        shares = np.exp(scores - np.repeat(top, sizes))
        sums = np.add.reduceat(shares, starts)
        likely = scores[good].sum() - (top + np.log(sums)).sum()
        gradient = turned @ (shares / np.repeat(sums, sizes)) - wanted + penalty * weights
        return penalty / 2 * weights @ weights - likely, gradient

    found = minimize(loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 150})
    print(f"{len(starts)} choices, {len(right)} options, loss {found.fun:.0f}", flush=True)
    return rows.weights(found.x)


def learn_tracks(pages: Sequence[Page]) -> Weights:
    rng = random.Random(0)
    return conditional_logit((choices for page in pages for choices in line_choices(page, rng)), 1.0)


def learn_links(pages: Sequence[tuple[Page, list[chains.Fragment]]]) -> Weights:
    rows, right = Matrix(), []
    for good, names in link_pairs(pages):
        rows.add(names)
        right.append(good)
    model = LogisticRegression(C=0.5, max_iter=400).fit(rows.matrix, right)
    print(f"{sum(right)} links of {len(right)} pairs", flush=True)
    weights = rows.weights(model.coef_[0])
    for end in ENDS:  # one of them is said of every pair
        weights[end] = round(weights.get(end, 0.0) + float(model.intercept_[0]), 2)
    return weights


def learn_chains(halves: Sequence[list[tuple[Page, list[chains.Fragment]]]], links: Sequence[Weights]) -> Weights:
    return conditional_logit(
        (
            choices
            for half, weights in zip(halves, links, strict=True)
            for page, found in half
            for choices in fragment_choices(page, found, weights)
        ),
        3.0,
    )


def write(name: str, doc: str, weights: Weights) -> None:
    lines = [f'"""{doc}; learned by tools/train_links.py."""', "", "# fmt: off", "WEIGHTS: dict[str, float] = {"]
    lines += [f'    "{key}": {weight},' for key, weight in sorted(weights.items())]
    (FOLDER / f"{name}.py").write_text("\n".join([*lines, "}", ""]), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="+", type=pathlib.Path)
    pages = [page for folder in parser.parse_args().pages for page in load(folder)]
    print(len(pages), "pages", flush=True)
    one, other = pages[::2], pages[1::2]
    write("track_weights", "Weights of lines as parts of columns", learn_tracks(pages))
    by_one, by_other = learn_tracks(one), learn_tracks(other)
    halves = [[(page, page.fragments(by_other)) for page in one], [(page, page.fragments(by_one)) for page in other]]
    write("link_weights", "Weights of links between fragments", learn_links(halves[0] + halves[1]))
    links = learn_links(halves[1]), learn_links(halves[0])
    write("chain_weights", "Weights of fragments as parts of articles", learn_chains(halves, links))


if __name__ == "__main__":
    main()
