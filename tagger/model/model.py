"""A model folder ready to score: an article to one margin a tag. No scikit-learn, scipy, jieba or joblib here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tagger.features import Counts, Numbers, Vocabulary, tfidf, unpack
from tagger.match import Document
from tagger.model.folder import read_array
from tagger.model.manifest import FILE, Manifest, fault, read_manifest

Floats = NDArray[np.float64]


class Word(NamedTuple):
    """An n-gram of an article, what it adds to a tag's margin, and its weighted count."""

    text: str
    value: float
    times: float


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
        self._read_one = False

    def margins(self, counts: Counts) -> Floats:
        """How far an article is on the side of each tag, of shape (tags,), in the order of ``tags``."""
        margins: Floats = tfidf(counts, self._idf) @ self._rows(counts.numbers) + self._bias
        return margins

    def _rows(self, numbers: Numbers) -> Floats:
        """The weights of some features in double precision; all are widened when a second article is read."""
        if self._wide is None:
            if not self._read_one:
                self._read_one = True
                return self._weights[numbers].astype(np.float64)
            self._wide = self._weights.astype(np.float64)
        return self._wide.take(numbers, axis=0)

    def words(self, counts: Counts, tag: int) -> Iterator[Word]:
        """The n-grams of an article with what each adds to the margin of a tag, those that weigh most first."""
        values = tfidf(counts, self._idf) * self._weights[counts.numbers, tag]
        ngrams = self.vocabulary.ngrams
        for i in np.argsort(-np.abs(values), kind="stable"):
            yield Word(unpack(ngrams[counts.numbers[i]]), float(values[i]), float(counts.counts[i]))

    def words_for(self, counts: Counts, tag: int, most: int, sign: int = 1) -> list[tuple[str, float]]:
        """The ``most`` n-grams that speak most for a tag, against it with ``sign`` -1; of two that overlap the
        weightier."""
        spoke: list[tuple[str, float]] = []
        for word in self.words(counts, tag):
            if sign * word.value > 0 and len(word.text) > 1 and "\n" not in word.text:
                if not any(word.text in other or other in word.text for other, _ in spoke):
                    spoke.append((word.text, word.value))
                if len(spoke) == most:
                    break
        return spoke

    def count(self, document: Document) -> Counts:
        """The features of an article."""
        return self.vocabulary.count(document)


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
