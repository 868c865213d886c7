"""Zip archives: their files, read without writing any, within bounds of number, size and compression."""

from __future__ import annotations

import zipfile
from functools import lru_cache

from tagger import storage
from tagger.errors import RESAVE, InputDamaged, InputMissing

MOST_MEMBERS = 100_000
MOST_BYTES = 256 << 20  # of one file, unpacked
MOST_RATIO = 200  # DEFLATE reaches 1,032 at most; text about 10
_SMALL = 1 << 20  # below this no ratio is looked at


def members(path: str) -> list[str]:
    """The names of the files of an archive, sorted; hidden files, and what systems add, left out.

    Raises InputMissing, or InputDamaged where it is broken, holds too many files, or a name leads out of it.
    """
    names = sorted(_names(path))
    if len(names) > MOST_MEMBERS:
        raise InputDamaged(
            f"压缩包里有 {len(names)} 个文件，上限 {MOST_MEMBERS}", path, hint="分成几个包，或解开后给文件夹"
        )
    for name in names:
        parts = name.split("/")
        if name.startswith("/") or ".." in parts or "\\" in name or ":" in parts[0]:
            raise InputDamaged(f"压缩包里的路径 {name!r} 指到了包外", path, hint="重新打包后再读")
    return [name for name in names if not any(part.startswith((".", "__MACOSX")) for part in name.split("/"))]


def stamp(path: str, member: str) -> tuple[int, str]:
    """Packed size, and a print of size and checksum, of one file of an archive."""
    info = _names(path)[member]
    return info.compress_size, f"{info.file_size}.{info.CRC:08x}"


def read(path: str, member: str) -> bytes:
    """The bytes of one file of an archive.

    Raises InputMissing, or InputDamaged where it is broken, encrypted, too large, or packed like a bomb.
    """
    archive, info = _open(path), _names(path)[member]
    if info.flag_bits & 1:
        raise InputDamaged(f"压缩包里的 {member} 加了密", path, hint="解密后再读")
    check_size(info, path)
    try:
        with archive.open(info) as file:
            return file.read(MOST_BYTES + 1)
    except Exception as error:  # whatever broken data makes the libraries of packing raise
        raise InputDamaged(f"压缩包里的 {member} 读不出：{error}", path, hint=RESAVE) from None


def check_size(info: zipfile.ZipInfo, path: str) -> None:
    """Raises InputDamaged where a file would unpack beyond the bounds. zipfile reads no more than the size told."""
    size = info.file_size
    if size > MOST_BYTES or (size > _SMALL and size > MOST_RATIO * max(info.compress_size, 1)):
        reason = f"{info.filename} 解压后有 {size} 字节（压缩后 {info.compress_size}），超出上限"
        raise InputDamaged(reason, path, hint=f"上限 {MOST_BYTES} 字节、{MOST_RATIO} 倍")


def _open(path: str) -> zipfile.ZipFile:
    return _opened(path, _seen(path))[0]


def _names(path: str) -> dict[str, zipfile.ZipInfo]:
    return _opened(path, _seen(path))[1]


def _seen(path: str) -> str:
    try:
        return storage.stat(path)[1]
    except OSError as error:
        raise InputMissing(f"读不出：{error.strerror or error}", path) from None


@lru_cache(maxsize=2)  # a run of members is read from one archive, which is opened again when it changed
def _opened(path: str, print: str) -> tuple[zipfile.ZipFile, dict[str, zipfile.ZipInfo]]:
    try:
        file = storage.open_binary(path) if storage.is_url(path) else path
        try:
            archive = zipfile.ZipFile(file, metadata_encoding="gb18030")  # of names without a mark of UTF-8
        except UnicodeDecodeError:
            archive = zipfile.ZipFile(file)
    except OSError as error:
        raise InputMissing(f"读不出：{error.strerror or error}", path) from None
    except Exception as error:  # whatever a broken archive makes the library raise
        raise InputDamaged(f"不是完好的 zip：{error}", path, hint=RESAVE) from None
    return archive, {info.filename: info for info in archive.infolist() if info.filename and not info.is_dir()}
