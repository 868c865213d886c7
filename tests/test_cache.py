"""Compiled rules in the cache: rebuilt whenever in doubt, and nowhere but in the user's own folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tagger.home import Home
from tagger.match import cache
from tagger.match.cache import cache_folder, load_compiled


@pytest.fixture
def home(write_home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("TAGGER_CACHE", str(tmp_path / "cache"))
    return Home(write_home(a="tag: a\nterms: {3: [晶圆]}"))


def entry(tmp_path: Path) -> Path:
    (found,) = (tmp_path / "cache").iterdir()
    return found


def test_the_second_time_rules_are_not_read(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_compiled(home)
    monkeypatch.setattr(cache, "compile_rules", None)
    assert load_compiled(home) == first


@pytest.mark.parametrize("cut", [0, 10, 33, 34, 60, -1])
def test_a_cut_entry_is_rebuilt(home: Home, tmp_path: Path, cut: int) -> None:
    first = load_compiled(home)
    whole = entry(tmp_path).read_bytes()
    entry(tmp_path).write_bytes(whole[:cut])
    assert load_compiled(home) == first
    assert entry(tmp_path).read_bytes() == whole


def test_a_changed_byte_anywhere_is_noticed(home: Home, tmp_path: Path) -> None:
    first = load_compiled(home)
    path = entry(tmp_path)
    whole = path.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 40)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert load_compiled(home) == first
        assert path.read_bytes() == whole


def test_an_entry_of_other_rules_is_not_taken(home: Home, tmp_path: Path) -> None:
    load_compiled(home)
    path = entry(tmp_path)
    foreign = path.read_bytes()
    path.unlink()
    rule = home.path / "rules" / "a.yaml"
    rule.write_text("tag: a\nterms: {3: [封测]}", encoding="utf-8")
    load_compiled(home)
    entry(tmp_path).write_bytes(foreign)
    assert "封测" in load_compiled(home).words


def test_a_folder_in_place_of_the_entry_costs_time_only(home: Home, tmp_path: Path) -> None:
    first = load_compiled(home)
    path = entry(tmp_path)
    path.unlink()
    path.mkdir()
    assert load_compiled(home) == first


def test_a_cache_that_cannot_be_written_costs_time_only(home: Home, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    assert "晶圆" in load_compiled(home).words


def test_old_entries_go(home: Home, tmp_path: Path) -> None:
    for number in range(cache._KEPT + 4):
        (home.path / "rules" / "a.yaml").write_text(f"tag: a\nabout: {number}", encoding="utf-8")
        load_compiled(home)
    assert len(list((tmp_path / "cache").iterdir())) == cache._KEPT


def test_the_folder_is_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TAGGER_CACHE")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert tmp_path in cache_folder().parents
