"""Figures as numbers of steps: what a learned model is told of a length or a likeness."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence


def step(value: float, edges: Sequence[float]) -> int:
    """How many of the edges, which rise, a value reaches."""
    return bisect_right(edges, value)
