"""The manifest of a model folder: what it is, how it was made, and how its margins are read."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from tagger.errors import ModelFault
from tagger.model.curves import Curve

FORMAT = 1
FILE = "manifest.json"
BEGINS = 10  # as many articles of a tag a person must have labelled for a model to learn it
_BLANK = "0" * 32  # stands for the digest of a manifest while it is worked out
_CURE = "重新训练（`tagger retrain`），或只用规则（`--use rules`）"


class Array(Struct, frozen=True):
    """A .npy file: the type and shape of its array, the digest of its bytes."""

    dtype: str
    shape: tuple[int, ...]
    digest: str


Times = Annotated[int, Meta(ge=1, le=255)]


class Places(Struct, frozen=True):
    """How often an n-gram counts in headline and lead; elsewhere once."""

    title: Times = 3
    lead: Times = 2


class Record(Struct, frozen=True, omit_defaults=True):
    """How a model came into a home: ``made`` when (ISO 8601, UTC); ``sources`` how many articles were learned from which
    file; ``aside`` why it was not found fit for use, ``forced`` used in spite of that; ``comparison`` with what was in
    use before it, in figures."""

    made: str = ""
    sources: dict[str, int] = {}
    aside: str = ""
    forced: bool = False
    comparison: dict[str, Any] = {}


class TagFigures(Struct, frozen=True):
    """How well a tag is given out of fold; ``low`` and ``high`` the 95 % interval of ``f1``, ``support`` how many of the
    articles that were counted have the tag."""

    precision: float
    recall: float
    f1: float
    low: float
    high: float
    support: int


class Manifest(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """``tags`` in the order of the arrays; ``supports`` how many articles a person gave each tag; ``curves`` by facet
    and what decides (model, both); ``scores`` out of fold on the articles it learned from, ``per_tag`` those of
    rules and model together a tag at a time; ``looseness`` of the classifiers; ``digest`` of the file's own bytes with
    zeros in its place, empty in what was written before manifests had one."""

    format: int
    tags: tuple[str, ...]
    supports: dict[str, int]
    places: Places
    curves: dict[str, dict[str, Curve]]
    digests: dict[str, str]
    libraries: dict[str, str]
    scores: dict[str, Any]
    arrays: dict[str, Array]
    record: Record = Record()
    looseness: float | None = None
    per_tag: dict[str, TagFigures] = {}
    digest: str = ""

    @property
    def articles(self) -> int:
        """How many articles it learned from."""
        listed = self.arrays.get("examples-weights")
        return listed.shape[0] if listed else 0

    def curve(self, facet: str, use: str) -> Curve:
        """The curve of a facet where ``use`` decides: model or both.

        Raises ModelFault where there is none.
        """
        try:
            return self.curves[facet][use]
        except KeyError:
            raise fault(Path(FILE), f"模型清单没有 `curves.{facet}.{use}`") from None


class _AnyManifest(Struct):
    format: int


def fault(path: Path, reason: str) -> ModelFault:
    """A ModelFault that names the cure."""
    return ModelFault(reason, str(path), hint=_CURE)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a folder.

    Raises ModelFault where it is missing, no manifest, of another format, or not as it was written, to the byte.
    """
    path = folder / FILE
    try:
        data = path.read_bytes()
    except OSError as error:
        raise fault(path, f"模型没有清单：{error.strerror}") from None
    try:
        number = msgspec.json.decode(data, type=_AnyManifest).format
        if number != FORMAT:
            newer = "；请升级 tagger" if number > FORMAT else ""
            raise fault(path, f"模型格式是 {number}，这个版本只读 {FORMAT}{newer}")
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise fault(path, f"这不是完好的模型清单：{error}") from error
    if manifest.digest and _digest(_replaced(data, manifest.digest, _BLANK)) != manifest.digest:
        raise fault(path, "模型清单写成之后被改过")
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a folder, with its own digest."""
    blank = msgspec.json.encode(msgspec.structs.replace(manifest, digest=_BLANK))
    data = msgspec.json.format(blank, indent=1) + b"\n"
    (folder / FILE).write_bytes(_replaced(data, _BLANK, _digest(data)))


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _replaced(data: bytes, digest: str, other: str) -> bytes:
    """With another digest in the place of the manifest's own, which is its last field."""
    before, _, after = data.rpartition(digest.encode())
    return before + other.encode() + after
