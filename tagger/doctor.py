"""What an installation works with, and whether each part of it is fit: values, one a part."""

from __future__ import annotations

import importlib.metadata
import locale
import os
import platform
import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

from tagger import __version__
from tagger.errors import HomeFault, ModelFault, RuleFaults
from tagger.home import SETTINGS, VARIABLE, Home, is_private
from tagger.match import load_compiled
from tagger.match.cache import cache_folder

_LIBRARIES = ("typer", "rich", "PyYAML", "msgspec", "numpy", "scikit-learn", "jieba")
_REQUIRED = re.compile(r"([\w.-]+).*?extra == ['\"](\w+)['\"]")
_SAMPLE = "高新区●√"


class Part(NamedTuple):
    """A part of the installation: what is said of it, and what to do where it is not ``fit``."""

    name: str
    said: str
    fit: bool = True
    hint: str = ""


def examine(home: Home, named: bool) -> Iterator[Part]:
    """Every part, in the order in which one rests on the other; ``named``: somebody said which home to use."""
    yield Part("版本", f"tagger {__version__}，Python {platform.python_version()}，{platform.platform()}")
    yield Part("程序库", "，".join(f"{name} {importlib.metadata.version(name)}" for name in _LIBRARIES))
    yield from _extras()
    yield from _home(home, named)
    yield from _rules_and_model(home)
    yield _cache()
    yield from _terminal()


def _extras() -> Iterator[Part]:
    wanted: dict[str, list[str]] = {}
    for line in importlib.metadata.requires("tagger") or ():
        if found := _REQUIRED.match(line):
            wanted.setdefault(found[2], []).append(found[1])
    for extra, names in wanted.items():
        if extra != "all":
            missing = [name for name in names if not _installed(name)]
            said = f"没有装 {'、'.join(missing)}；需要时 pip install 'tagger[{extra}]'" if missing else "已装"
            yield Part(f"附加 {extra}", said)


def _installed(name: str) -> bool:
    try:
        return bool(importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return False


def _home(home: Home, named: bool) -> Iterator[Part]:
    why = "自带的" if home.shipped else "--home 或 TAGGER_HOME" if named or os.environ.get(VARIABLE) else "就近找到的"
    writable = "只读" if home.shipped or not os.access(home.path, os.W_OK) else "可写"
    yield Part("家", f"{home.path}（{why}，{writable}）")
    if home.passed is not None:
        hint = f"收回别人的写权限：chmod o-w {home.passed / SETTINGS} {home.passed}；或写明 --home {home.passed}"
        yield Part("不可信的家", f"{home.passed} 别的用户可以改，没有用它", False, hint)
    elif not home.shipped and not is_private(home.path):
        yield Part("家的权限", "别的用户可以改", False, f"chmod -R o-w {home.path}")
    try:
        home.settings()
    except HomeFault as fault:
        yield Part("设置", str(fault), False, f"改好 {SETTINGS}")


def _rules_and_model(home: Home) -> Iterator[Part]:
    try:
        compiled = load_compiled(home)
    except RuleFaults as error:
        first = str(error.faults[0])
        yield Part("规则", f"{len(error.faults)} 处错误，第一处：{first}", False, "tagger rules check")
        return
    except HomeFault as error:
        yield Part("规则", str(error), False, "tagger rules check")
        return
    facets = [tag.facet for tag in compiled.tags]
    said = f"{facets.count('industry')} 个行业，{facets.count('type')} 个类型，{len(compiled.words)} 个词"
    yield Part("规则", f"{said}（{compiled.digest}）")
    try:
        yield Part("模型", _model(home, [tag.slug for tag in compiled.tags]))
    except (ModelFault, HomeFault) as error:
        yield Part("模型", str(error), False, "tagger models list；只用规则：--use rules")


def _model(home: Home, tags: list[str]) -> str:
    from tagger.model.folder import verify
    from tagger.model.model import load_model
    from tagger.model.registry import current_model

    folder = current_model(home)
    if folder is None:
        return "没有，只用规则"
    manifest = load_model(folder, tags).manifest
    verify(folder, manifest)
    return f"{folder.name}，认得规则的全部 {len(manifest.tags)} 个标签，学过 {manifest.articles} 篇"


def _cache() -> Part:
    folder = cache_folder()
    near = next(path for path in (folder, *folder.parents) if path.exists())
    if os.access(near, os.W_OK) and near.is_dir():
        return Part("缓存", f"{folder}（可写）")
    return Part("缓存", f"{folder} 不能写，每次启动要多花时间", False, "用 TAGGER_CACHE 指一个可写的文件夹")


def _terminal() -> Iterator[Part]:
    size = os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else None
    colour = "无颜色" if size is None or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else "有颜色"
    yield Part("终端", f"{size} 列，{colour}" if size else "不是终端：输出为无格式的文本")
    encoding = sys.stdout.encoding
    try:
        _SAMPLE.encode(encoding)
        yield Part("编码", f"输出 {encoding}，文件名 {sys.getfilesystemencoding()}，区域 {_locale()}")
    except UnicodeEncodeError:
        hint = "PYTHONUTF8=1，或换一个 UTF-8 的区域（LANG=C.UTF-8）"
        yield Part("编码", f"{encoding} 写不全中文和记号，写不出的会成为 \\uXXXX", False, hint)


def _locale() -> str:
    return ".".join(filter(None, locale.getlocale())) or "C"
