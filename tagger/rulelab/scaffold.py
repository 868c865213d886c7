"""A new home: a copy of the shipped one to edit, or a blank one for a taxonomy of one's own."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from tagger.errors import HomeFault
from tagger.files import unwritable
from tagger.home import SETTINGS, shipped_home
from tagger.rulebook.reader import read_rule
from tagger.rulebook.rules import Facet
from tagger.rulelab.fmt import canonical

_FOLDERS: dict[Facet, str] = {"industry": "industries", "type": "types"}
_COPIED = ("rules", "seeds", "models/base")

_EXAMPLE = """\
# 一个文件一个标签；写完运行 tagger rules check，再运行 tagger rules test
tag: example
name: 示例
facet: industry
terms:  # 分量: 词；总分到阈值（默认 3）就标上
  3: [示例词]
  1: [旁证词]
except:  # 这些词占住的地方不算
  - 示例词典
tests:
  - {hit: 这句话里有示例词。}
  - {miss: 这句话里只有示例词典。}
"""

_SETTINGS = """\
# 这个文件夹的设置；规则在 rules/，一个标签一个文件

[facets.industry]  # 一篇文章标几个：min 到 max，不写 max 表示不限
name = "行业"
min = 0

[facets.type]
name = "类型"
min = {least}
max = 1
"""


class NewTag(NamedTuple):
    """A tag as it was named on the command line."""

    slug: str
    name: str
    facet: Facet


def named_tags(given: str, facet: Facet) -> list[NewTag]:
    """Tags from ``a,b`` or ``a=名称,b=名称``; a name that can be no slug gets a numbered one."""
    tags = []
    for number, text in enumerate(filter(None, re.split("[,，、;；]", given)), 1):
        slug, _, name = (part.strip() for part in text.partition("="))
        tags.append(new_tag(slug, name, facet, number))
    return tags


def new_tag(slug: str, name: str, facet: Facet, number: int = 1) -> NewTag:
    """A tag; what can be no slug is the name, and the slug a number of its facet."""
    usable = re.fullmatch("[A-Za-z0-9_-]+", slug)
    return NewTag(slug if usable else f"{facet}-{number}", name or slug, facet)


def rule_file(tag: NewTag) -> str:
    """Where the rule file of a tag stands in a home."""
    return f"rules/{_FOLDERS[tag.facet]}/{tag.slug}.yaml"


def make_home(folder: Path, tags: Sequence[NewTag], *, blank: bool) -> int:
    """Write a home, whole or not at all; gives the number of its rule files that hold a tag.

    Raises HomeFault where the folder holds something already or cannot be written, or a tag is named twice.
    """
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise HomeFault("已有内容，不覆盖", str(folder), hint="换一个新的文件夹")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    except OSError as error:
        raise unwritable(error, folder) from None
    try:
        _fill(draft, tags, blank=blank)
        draft.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        os.replace(draft, folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return sum(path.name != "genre.yaml" for path in (folder / "rules").rglob("*.yaml"))


def _fill(draft: Path, tags: Sequence[NewTag], *, blank: bool) -> None:
    shipped = shipped_home().path
    if blank:
        (draft / "rules").mkdir()
        genre = (shipped / "rules" / "genre.yaml").read_text(encoding="utf-8")
        own = re.sub(r"^default_type:.*\n", "", genre, flags=re.M)
        (draft / "rules" / "genre.yaml").write_text(own, encoding="utf-8")
        least = int(any(tag.facet == "type" for tag in tags))
        (draft / SETTINGS).write_text(_SETTINGS.format(least=least), encoding="utf-8")
    else:
        for name in _COPIED:
            if (shipped / name).is_dir():
                shutil.copytree(shipped / name, draft / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        shutil.copy(shipped / SETTINGS, draft / SETTINGS)
    for tag in tags:
        _write(draft, tag.facet, tag.slug, rule_text(tag))
    if blank and not tags:
        _write(draft, "industry", "example", _EXAMPLE)


def rule_text(tag: NewTag) -> str:
    """A rule file of a tag without terms, which show how they are written."""
    text = yaml.safe_dump({"tag": tag.slug, "name": tag.name, "facet": tag.facet}, allow_unicode=True)
    return (
        canonical(text)
        + "# terms:\n#   3: [词, 词]\n# tests:\n#   - {hit: 应标上的句子。}\n#   - {miss: 不应标上的句子。}\n"
    )


def _write(draft: Path, facet: Facet, slug: str, text: str) -> None:
    _, faults = read_rule(text, slug)
    if faults:
        raise HomeFault(f"标签 `{slug}`：{faults[0].reason}", hint=faults[0].hint)
    if any((draft / "rules").rglob(f"{slug}.yaml")):
        raise HomeFault(f"标签 `{slug}` 重复", hint="换一个标识")
    path = draft / "rules" / _FOLDERS[facet] / f"{slug}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
