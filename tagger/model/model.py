"""A model folder ready to score: an article to one margin a tag. No scikit-learn, scipy, jieba or joblib here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tagger.features import Counts, Numbers, Vocabulary, tfidf, unpack
from tagger.match import Document
from tagger.model.folder import read_array
from tagger.model.manifest import FILE, Manifest, fault, read_manifest

Floats = NDArray[np.float64]


class Row(NamedTuple):
    """An article as the model sees it: its features, and beside them its TF-IDF values."""

    counts: Counts
    values: Floats


class Model:
    """Linear one-vs-rest scores: margins = row . weights + bias. Threads may share it.

    ``ngrams`` (features,) rise; ``idf`` (features,), ``weights`` (features, tags), ``bias`` (tags,).
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        """Raises ModelFault where an array does not fit the manifest or the others."""
        self.name, self.manifest, self.tags = folder.name, manifest, manifest.tags
        ngrams, self._idf, self._weights, self._bias = (
            read_array(folder, manifest, name) for name in ("ngrams", "idf", "weights", "bias")
        )
        size, tags = len(ngrams), len(self.tags)
        if (self._idf.shape, self._weights.shape, self._bias.shape) != ((size,), (size, tags), (tags,)):
            raise fault(folder / FILE, "模型各文件的大小不相配")
        self.vocabulary = Vocabulary(ngrams, manifest.places.title, manifest.places.lead)
        self._wide: Floats | None = None
        self._widened = 0

    def read(self, documents: Sequence[Document]) -> list[Row]:
        """The rows of articles, in one pass over all of them."""
        return [Row(counts, tfidf(counts, self._idf)) for counts in self.vocabulary.count_all(documents)]

    def margins(self, row: Row) -> Floats:
        """How far an article is on the side of each tag, of shape (tags,), in the order of ``tags``."""
        margins: Floats = row.values @ self._rows(row.counts.numbers) + self._bias
        return margins

    def _rows(self, numbers: Numbers) -> Floats:
        """The weights of some features in double precision; once as many were widened as there are, all are kept so."""
        if self._wide is None:
            self._widened += len(numbers)
            if self._widened < len(self._weights):
                return self._weights.take(numbers, axis=0).astype(np.float64)
            self._wide = self._weights.astype(np.float64)
        return self._wide.take(numbers, axis=0)

    def words_for(self, row: Row, tag: int, most: int, sign: int = 1) -> list[tuple[str, float]]:
        """The ``most`` n-grams that speak most for a tag, against it with ``sign`` -1, each with what it adds to the
        margin; of two that overlap the weightier."""
        numbers = row.counts.numbers
        values = row.values * self._weights[numbers, tag]
        found = (sign * values > 0).nonzero()[0]
        found = found.take((-sign * values.take(found)).argsort(kind="stable"))
        spoke: dict[str, float] = {}
        known = ""  # their texts, a line each
        for ngram, value in zip(self.vocabulary.ngrams.take(numbers.take(found)), values.take(found), strict=True):
            text = unpack(int(ngram))
            if len(text) == 1 or "\n" in text or text in known or any(other in text for other in spoke):
                continue
            spoke[text] = float(value)
            if len(spoke) == most:
                break
            known += f"{text}\n"
        return list(spoke.items())


def load_model(folder: Path, tags: Sequence[str]) -> Model:
    """The model in a folder, for rules with these tags in this order.

    Raises ModelFault where the folder is not whole, or where its tags are not those of the rules.
    """
    manifest = read_manifest(folder)
    if manifest.tags != tuple(tags):
        missing, foreign = set(tags) - set(manifest.tags), set(manifest.tags) - set(tags)
        said = [f"模型不认识规则的标签 {_list(missing)}"] if missing else []
        said += [f"规则里没有模型的标签 {_list(foreign)}"] if foreign else []
        raise fault(folder / FILE, "；".join(said) or "模型与规则的标签顺序不同")
    return Model(folder, manifest)


def _list(tags: set[str]) -> str:
    return "、".join(sorted(tags)[:5]) + ("…" if len(tags) > 5 else "")
