"""The arrays of a model folder: .npy files without pickle, memory-mapped, checked against the manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from tagger.model.manifest import FILE, Array, Manifest, fault, write_manifest


def write_folder(folder: Path, manifest: Manifest, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write the arrays and, last, the manifest, which then lists them."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = {}
    for name, array in arrays.items():
        path = folder / f"{name}.npy"
        np.save(path, np.ascontiguousarray(array), allow_pickle=False)
        listed[name] = Array(array.dtype.str, array.shape, digest(path))
    write_manifest(folder, msgspec.structs.replace(manifest, arrays=listed))


def read_array(folder: Path, manifest: Manifest, name: str) -> NDArray[Any]:
    """One array, memory-mapped; every byte of it is compared with the manifest, which takes a millisecond a megabyte.

    Raises ModelFault where the file is missing, truncated, or not what the manifest says, to the byte.
    """
    path = folder / f"{name}.npy"
    said = manifest.arrays.get(name)
    if said is None:
        raise fault(folder / FILE, f"模型清单没有 `arrays.{name}`")
    try:
        whole = digest(path) == said.digest
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    except FileNotFoundError:
        raise fault(path, "模型缺少这个文件") from None
    except (OSError, ValueError, EOFError) as error:
        raise fault(path, f"模型文件损坏：{error}") from error
    if not whole or not isinstance(array, np.ndarray) or (array.dtype.str, array.shape) != (said.dtype, said.shape):
        raise fault(path, "模型文件与清单不符")
    return np.asarray(array)  # a plain view of the map: indexing it is then as fast as any


def verify(folder: Path, manifest: Manifest) -> None:
    """Read every array, those that only training reads, too. Raises what ``read_array`` raises."""
    for name in manifest.arrays:
        read_array(folder, manifest, name)


def digest(path: Path) -> str:
    """A digest of a file's bytes, 32 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
