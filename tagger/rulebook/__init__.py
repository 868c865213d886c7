"""Rule files: which there are, and the frozen values they are read to."""

from __future__ import annotations

import hashlib

from tagger.errors import HomeFault
from tagger.home import Home
from tagger.rulebook.rules import Genre, Rule, Rulebook

__all__ = ["ENDINGS", "Genre", "Rule", "RuleFile", "Rulebook", "is_genre", "rule_files", "rules_digest"]

RuleFile = tuple[str, bytes]
_GENRE = "genre.yaml"
ENDINGS = (".yaml", ".yml")


def rule_files(home: Home) -> list[RuleFile]:
    """Every YAML file below the folder of rules with its bytes, sorted by path relative to the home.

    Raises HomeFault where the folder is missing, holds no rule file, or a file in it cannot be read.
    """
    folder = home.path / home.folder
    if not folder.is_dir():
        raise HomeFault(
            f"没有 {home.folder} 文件夹", str(home.path), hint="用 `tagger init DIR` 新建一个带规则的文件夹"
        )
    files = []
    for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in ENDINGS and not p.is_dir()):
        try:
            if not path.is_file():  # a pipe would wait for ever
                raise FileNotFoundError(0, "不是普通文件，或链接已断")
            files.append((path.relative_to(home.path).as_posix(), path.read_bytes()))
        except OSError as error:
            raise HomeFault(f"不能读取：{error.strerror}", str(path)) from error
    if all(is_genre(name) for name, _ in files):
        raise HomeFault("没有规则文件", str(folder), hint="用 `tagger init DIR` 新建一个带规则的文件夹")
    return files


def is_genre(name: str) -> bool:
    """Whether a rule file holds what all rules share, and no tag."""
    return name.partition("/")[2] == _GENRE


def rules_digest(files: list[RuleFile]) -> str:
    """A digest of all rule files with their names: the same rules, the same digest."""
    digest = hashlib.blake2b(digest_size=8)
    for name, data in files:
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()
