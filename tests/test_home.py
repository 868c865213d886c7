"""The home that a command works with, and what its ``tagger.toml`` says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tagger.errors import HomeFault
from tagger.home import Home, find_home, shipped_home
from tagger.settings import FacetSettings, Settings


def test_the_shipped_settings_are_the_defaults() -> None:
    assert shipped_home().settings() == Settings()


def test_a_home_without_settings_has_the_defaults(tmp_path: Path) -> None:
    facets = Home(tmp_path).settings().facets
    assert (facets.type.min, facets.type.max) == (1, 1)
    assert (facets.industry.min, facets.industry.max) == (0, None)


def test_settings_are_read(tmp_path: Path) -> None:
    (tmp_path / "tagger.toml").write_text('[facets.industry]\nname = "项目"\nmax = 3\n', encoding="utf-8")
    facets = Home(tmp_path).settings().facets
    assert facets.industry == FacetSettings("项目", 0, 3)
    assert facets.type == FacetSettings("类型", 1, 1)


@pytest.mark.parametrize(
    ("text", "line", "column", "told"),
    [
        ("[facets]\nname 1", 2, 6, "不是有效的 TOML"),
        ("# facets\n[facet.type]\nmin = 0", 2, 2, "是不是 `facets`？"),
        ("[facets.typ]\nmin = 0", 1, 9, "是不是 `type`？"),
        ("[facets.type]\nmin = 1\nmost = 1", 3, 1, "可用的键：max、min、name"),
        ("[facets.type]\nmin = '1'", 2, 1, "应是整数，却是 '1'"),
        ("[facets.type]\nmin = true", 2, 1, "应是整数"),
        ("facets.type = 3", 1, 8, "应是一个表"),
        ("[facets.industry]\nmin = 2\n# max\nmax = 1", 4, 1, "至少是 2，却是 1"),
        ("[facets.type]\nmin = -1", 2, 1, "不能小于 0"),
        ("[facets", 1, None, "不是有效的 TOML"),
    ],
)
def test_a_fault_says_where_and_what(tmp_path: Path, text: str, line: int, column: int | None, told: str) -> None:
    (tmp_path / "tagger.toml").write_text(text, encoding="utf-8")
    with pytest.raises(HomeFault) as caught:
        Home(tmp_path).settings()
    assert (caught.value.line, caught.value.column) == (line, column)
    assert told in str(caught.value)


@pytest.mark.parametrize("data", ["名".encode("gb18030"), b"#" * 1_000_001, b"a = " + b"[" * 10_000, b"\x00"])
def test_a_file_that_is_no_text_of_settings_is_a_fault(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "tagger.toml").write_bytes(data)
    with pytest.raises(HomeFault):
        Home(tmp_path).settings()


def test_the_nearest_home_upwards_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "tagger.toml").touch()
    monkeypatch.chdir(below)
    assert find_home() == Home(tmp_path)
    (below / "tagger.toml").touch()
    assert find_home() == Home(below)
    monkeypatch.setenv("TAGGER_HOME", str(tmp_path))
    assert find_home() == Home(tmp_path)


def test_a_home_that_others_may_write_is_passed_over(
    write_home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    home = write_home(a="tag: a\nterms: {3: [晶圆]}")
    (home / "tagger.toml").touch()
    (home / "below").mkdir()
    monkeypatch.chdir(home / "below")
    assert find_home().path == home
    for path in (home, home / "tagger.toml", home / "rules"):
        before = path.stat().st_mode
        path.chmod(0o777)
        assert (find_home().shipped, find_home().passed) == (True, home)
        assert find_home(home).path == home
        path.chmod(before)
    monkeypatch.setattr("os.geteuid", lambda: 12345)
    assert find_home().passed == (home if home.stat().st_uid else None)
