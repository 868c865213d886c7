"""One-vs-rest linear classifiers for all tags at once, an ensemble folded into one weight matrix."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tagger.model.examples import HAS, HAS_NOT, UNSAID
from tagger.training.matrix import Floats, Matrix

LOOSENESS = (0.1, 0.3, 1.0)  # inverse strength of the penalty: noisy titles want the first, articles the last
USUAL = LOOSENESS[-1]
_WEIGHTED_LOOSENESS, _SMOOTHING, _TINY = 0.3, 0.1, 1e-9
_NEWTON_STEPS, _GRADIENT_STEPS = 12, 10  # the most that are taken
_SETTLED = 0.05  # a step of so little, in parts of the margins
_SOLVED = 0.3  # a residual of so little, of what is wanted
_TOGETHER = 32  # tags in one product: as many weights as stay in the cache
_LONGEST, _HALVINGS = 2.0, 7  # a step in parts of Newton's; how often the lengths that come into question are halved

Singles = NDArray[np.float32]


class Linear(NamedTuple):
    """``weights`` (features, tags) and ``bias`` (tags,): margins = rows @ weights + bias."""

    weights: Floats
    bias: Floats

    def margins(self, rows: Matrix) -> Floats:
        """Of shape (articles, tags)."""
        return np.asarray(rows @ self.weights) + self.bias


def fit(rows: Matrix, labels: NDArray[np.int8], weights: NDArray[np.float32], looseness: float) -> Linear:
    """Support vectors on the rows, and on the rows weighted by naive Bayes, each one-vs-rest; their sum, each divided by
    the standard deviation of its margins on ``rows``.

    ``rows`` (n, features), ``labels`` (n, tags) HAS, HAS_NOT or UNSAID, ``weights`` (n,). An UNSAID label says nothing. A
    tag without an example for and one against has weights of nought. Source of the second: Wang and Manning, Baselines
    and bigrams (2012).
    """
    ratios = naive_bayes(rows, labels, weights)
    plain = support_vectors(rows, labels, weights, looseness)
    weighted = support_vectors(rows, labels, weights, looseness * _WEIGHTED_LOOSENESS, ratios)
    parts = [(each, each.margins(rows)) for each in (plain, weighted)]
    scales = [1 / max(float(margins.std()), _TINY) for _, margins in parts]
    return Linear(
        sum((scale * each.weights for scale, (each, _) in zip(scales, parts, strict=True)), np.zeros(1)),
        sum((scale * (each.bias - m.mean()) for scale, (each, m) in zip(scales, parts, strict=True)), np.zeros(1)),
    )


def support_vectors(
    rows: Matrix,
    labels: NDArray[np.int8],
    weights: NDArray[np.float32],
    looseness: float,
    ratios: Floats | None = None,
) -> Linear:
    """Linear support vector machines with squared hinge loss, one a tag, all found together; with ``ratios`` (features,
    tags) each feature counts that many times.

    Newton's method, its equations solved by conjugate gradients, in the duals: w = rows' b, so that a step costs two
    products of the sparse rows with a matrix of a column a tag. Source: Keerthi and DeCoste, A modified finite Newton
    method for fast solution of large scale linear SVMs (2005).
    """
    sides = np.where(labels == HAS, 1, -1).astype(np.float32)
    usable = (labels == HAS).any(axis=0) & (labels == HAS_NOT).any(axis=0)
    costs = (2 * looseness * weights[:, None] * (labels != UNSAID) * usable).astype(np.float32)
    system = _System.on(rows, ratios)
    found = np.zeros((rows.shape[1] + 1, labels.shape[1]))
    for start in range(0, labels.shape[1], _TOGETHER):
        tags = np.flatnonzero(usable)[start : start + _TOGETHER]
        part = system.of(tags)
        found[:, tags] = part.weights(_solve(part, sides[:, tags], costs[:, tags]))
    return Linear(found[:-1], np.where(usable, found[-1], -1.0))


def _solve(system: _System, sides: Singles, costs: Singles) -> Singles:
    """The duals of some tags, of shape (articles, tags)."""
    duals, margins = np.zeros_like(costs), np.zeros_like(costs)
    moving = np.arange(costs.shape[1])  # the tags that are not found yet
    for _ in range(_NEWTON_STEPS):
        before = _State(duals[:, moving], margins[:, moving], sides[:, moving], costs[:, moving])
        step, change = _newton_step(system.of(moving), before)
        length = _best_length(before, step, change)
        duals[:, moving] += length * step
        margins[:, moving] += length * change
        moved = np.square(change).sum(axis=0) > _SETTLED**2 * np.square(margins[:, moving]).sum(axis=0)
        moving = moving[moved]
        if not len(moving):
            break
    return duals


class _State(NamedTuple):
    """Of each article and tag: its dual, its margin, 1 or -1 for what is wanted, what an error costs."""

    duals: Singles
    margins: Singles
    sides: Singles
    costs: Singles

    @property
    def slack(self) -> Singles:
        """How far a margin is from what is enough."""
        return np.asarray(np.maximum(1 - self.sides * self.margins, 0))


class _System:
    """Rows with a last feature that is always 1, whose weight is the bias, as products need them."""

    def __init__(self, rows: Matrix, columns: Matrix, squares: Singles | None) -> None:
        self._rows, self._columns, self._squares = rows, columns, squares

    @classmethod
    def on(cls, rows: Matrix, ratios: Floats | None) -> _System:
        """The system of rows whose features count ``ratios`` (features, tags) times."""
        ones = np.ones((rows.shape[0], 1), np.float32)
        whole = sparse.hstack([rows.astype(np.float32), ones], format="csr")
        squares = None if ratios is None else np.square(np.vstack([ratios, np.ones((1, ratios.shape[1]))]))
        return cls(whole, whole.T.tocsr(), None if squares is None else squares.astype(np.float32))

    def of(self, tags: NDArray[np.int64]) -> _System:
        """The system of some tags."""
        return _System(self._rows, self._columns, None if self._squares is None else self._squares[:, tags])

    def weights(self, duals: Singles) -> Singles:
        """Of shape (features + 1, tags)."""
        weights = np.asarray(self._columns @ duals)
        if self._squares is not None:
            weights *= self._squares
        return weights

    def margins(self, duals: Singles) -> Singles:
        """Of shape (articles, tags)."""
        return np.asarray(self._rows @ self.weights(duals))


def _newton_step(system: _System, state: _State) -> tuple[Singles, Singles]:
    """The change of the duals that Newton's method asks for, and what it makes of the margins.

    With K the product ``system.margins`` and A the costs of the articles with slack, (1 + A K) step = wanted - duals,
    made symmetric by the roots of A; the dual of an article without slack goes to nought.
    """
    slack = state.slack
    roots = np.sqrt(state.costs * (slack > 0))
    wanted = state.costs * state.sides * slack - state.duals
    outside = np.where(roots > 0, 0, wanted).astype(np.float32)
    change = system.margins(outside) if outside.any() else np.zeros_like(outside)
    inside = np.divide(wanted, roots, out=np.zeros_like(wanted), where=roots > 0)
    enough = _SOLVED**2 * np.square(inside).sum(axis=0)  # not of the residual, which what goes to nought may swell
    residual = inside - roots * change
    solution, direction, size = np.zeros_like(residual), residual, np.square(residual).sum(axis=0)
    for _ in range(_GRADIENT_STEPS):
        seen = system.margins(roots * direction)
        image = direction + roots * seen
        length = size / np.maximum((direction * image).sum(axis=0), _TINY)
        solution, change, residual = solution + length * direction, change + length * seen, residual - length * image
        before, size = size, np.square(residual).sum(axis=0)
        if (size <= enough).all():
            break
        direction = residual + size / np.maximum(before, _TINY) * direction
    return outside + roots * solution, change


def _best_length(before: _State, step: Singles, change: Singles) -> Singles:
    """For each tag the length of its step after which the objective is least: the objective is convex, so its slope
    tells on which side of a length that lies."""
    own, square = (before.duals * change).sum(axis=0), (step * change).sum(axis=0)
    signed, slack = before.sides * change, 1 - before.sides * before.margins
    length, reach = np.full(step.shape[1], _LONGEST / 2, np.float32), _LONGEST / 2
    for _ in range(_HALVINGS):
        pull = (before.costs * signed * np.maximum(slack - length * signed, 0)).sum(axis=0)
        reach /= 2
        length += np.where(own + length * square > pull, -reach, reach).astype(np.float32)
    return length


def naive_bayes(rows: Matrix, labels: NDArray[np.int8], weights: NDArray[np.float32]) -> Floats:
    """Multinomial naive Bayes a tag on TF-IDF rows, of shape (features, tags): the log ratio of a feature's share in the
    articles with the tag to its share in those without.

    Source: Rennie et al., Tackling the poor assumptions of naive Bayes text classifiers (2003), without the prior.
    """
    logs = []
    for value in (HAS, HAS_NOT):
        mass = np.asarray(rows.T @ ((labels == value) * weights[:, None].astype(np.float64))) + _SMOOTHING
        logs.append(np.log(mass) - np.log(mass.sum(axis=0)))
    usable = (labels == HAS).any(axis=0) & (labels == HAS_NOT).any(axis=0)
    ratios: Floats = (logs[0] - logs[1]) * usable
    return ratios
