"""Rule files: which there are, and the frozen values they are read to."""

from __future__ import annotations

import hashlib

from tagger.errors import HomeFault
from tagger.home import Home
from tagger.rulebook.rules import Genre, Rule, Rulebook

__all__ = ["Genre", "Rule", "RuleFile", "Rulebook", "rule_files", "rules_digest"]

RuleFile = tuple[str, bytes]


def rule_files(home: Home) -> list[RuleFile]:
    """Every YAML file below ``rules/`` with its bytes, sorted by path relative to the home.

    Raises HomeFault where the folder is missing or holds no rule file.
    """
    folder = home.path / "rules"
    paths = sorted(p for p in folder.rglob("*") if p.suffix in (".yaml", ".yml") and p.is_file())
    if not any(p.name != "genre.yaml" for p in paths):
        raise HomeFault("没有规则文件", str(folder), hint="用 `tagger init DIR` 新建一个带规则的文件夹")
    return [(p.relative_to(home.path).as_posix(), p.read_bytes()) for p in paths]


def rules_digest(files: list[RuleFile]) -> str:
    """A digest of all rule files with their names: the same rules, the same digest."""
    digest = hashlib.blake2b(digest_size=8)
    for name, data in files:
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()
