"""Files in the folder of rules."""

from __future__ import annotations

from collections.abc import Iterator

from tagger.home import Home
from tagger.lints.findings import Finding
from tagger.rulebook import ENDINGS

_KNOWN = (*ENDINGS, ".json", ".md")


def unread_file(home: Home) -> Iterator[Finding]:
    """A file that looks as if it were meant as a rule file but is not read.

    Example: ``rules/chips.yaml.txt``, as some editors save it
    """
    for path in sorted((home.path / home.folder).rglob("*")):
        if path.is_file() and path.suffix.lower() not in _KNOWN and not path.name.startswith("."):
            yield Finding("unread-file", "warning", "不是规则文件，不会被读取", str(path), hint="规则文件以 .yaml 结尾")
