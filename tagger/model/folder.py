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
    """One array, memory-mapped.

    Raises ModelFault where the file is missing, truncated, or not of the type and shape that the manifest says.
    """
    path = folder / f"{name}.npy"
    said = manifest.arrays.get(name)
    if said is None:
        raise fault(folder / FILE, f"模型清单没有 `arrays.{name}`")
    try:
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    except FileNotFoundError:
        raise fault(path, "模型缺少这个文件") from None
    except (OSError, ValueError, EOFError) as error:
        raise fault(path, f"模型文件损坏：{error}") from error
    if not isinstance(array, np.ndarray) or (array.dtype.str, array.shape) != (said.dtype, said.shape):
        raise fault(path, "模型文件与清单不符")
    return np.asarray(array)  # a plain view of the map: indexing it is then as fast as any


def verify(folder: Path, manifest: Manifest) -> None:
    """Read every array and raise ModelFault where one is not what the manifest says, to the byte."""
    for name, array in manifest.arrays.items():
        read_array(folder, manifest, name)
        if digest(folder / f"{name}.npy") != array.digest:
            raise fault(folder / f"{name}.npy", "模型文件与清单不符")


def digest(path: Path) -> str:
    """A digest of a file's bytes, 32 hexadecimal digits."""
    return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
