"""The articles a model was trained on, as features and labels: no text, and no order of the n-grams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tagger.model.folder import read_array
from tagger.model.manifest import Manifest

HAS, HAS_NOT, UNSAID = 1, 0, -1  # what is known of an article and a tag
MOST_COUNTED = 255
_RAGGED = ("starts", "numbers", "counts")


@dataclass(frozen=True, slots=True)
class Examples:
    """n articles, t tags.

    ``starts`` (n + 1,): article i has the features ``numbers[starts[i]:starts[i + 1]]`` with these ``counts``.
    ``strengths`` (n, t): its rule sums in
    thresholds; ``heads`` (n, t): which part of each stands in headline or lead. ``labels`` (n, t): HAS, HAS_NOT or UNSAID. ``weights`` (n,): how much
    it counts. ``groups`` (n,): articles of one group are never divided between training and testing. ``digests`` (n,).
    """

    starts: NDArray[np.int64]
    numbers: NDArray[np.uint32]
    counts: NDArray[np.uint8]
    strengths: NDArray[np.float32]
    heads: NDArray[np.float32]
    labels: NDArray[np.int8]
    weights: NDArray[np.float32]
    groups: NDArray[np.int32]
    digests: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.weights)

    def only(self, kept: NDArray[np.bool_]) -> Examples:
        """Some of the articles."""
        lengths = np.diff(self.starts)
        inside = np.repeat(kept, lengths)
        rows = {name: getattr(self, name)[kept] for name in self.__slots__ if name not in _RAGGED}
        starts = np.concatenate(([0], np.cumsum(lengths[kept])))
        return Examples(starts, self.numbers[inside], self.counts[inside], **rows)

    def with_columns(self, **columns: NDArray[Any]) -> Examples:
        """The same articles with some columns anew."""
        return Examples(**{name: columns.get(name, getattr(self, name)) for name in self.__slots__})

    @classmethod
    def concatenate(cls, parts: Sequence[Examples]) -> Examples:
        """All articles of several; groups stay apart."""
        lengths = [np.diff(part.starts) for part in parts]
        columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in cls.__slots__[1:]}
        offsets = np.cumsum([0, *(int(part.groups.max(initial=-1)) + 1 for part in parts[:-1])])
        groups = [part.groups + offset for part, offset in zip(parts, offsets, strict=True)]
        columns["groups"] = np.concatenate(groups).astype(np.int32)
        return cls(np.concatenate(([0], np.cumsum(np.concatenate(lengths)))), **columns)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The columns under the names of their files, in the smallest types that hold them."""
        small = self.numbers.astype(np.uint16) if self.numbers.max(initial=0) < 1 << 16 else self.numbers
        columns = {name: getattr(self, name) for name in self.__slots__}
        columns |= {"numbers": small, **{name: columns[name].astype(np.float16) for name in ("strengths", "heads")}}
        return {f"examples-{name}": column for name, column in columns.items()}


def read_examples(folder: Path, manifest: Manifest) -> Examples:
    """The examples in a model folder. Raises ModelFault."""
    kinds = {"numbers": np.uint32, "strengths": np.float32, "heads": np.float32}
    columns = {name: read_array(folder, manifest, f"examples-{name}") for name in Examples.__slots__}
    return Examples(**{name: column.astype(kinds.get(name, column.dtype)) for name, column in columns.items()})
