"""The tagger as a library."""

from __future__ import annotations

import doctest
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import tagger
import tagger.api
from tagger import Tagger
from tagger.errors import HomeFault, RuleFaults

TEXTS = [f"晶圆厂第{number}期开工\n本报讯 集成电路产业再添新军，第{number}条产线投产。" for number in range(40)]


@pytest.fixture(scope="module")
def loaded() -> Tagger:
    return Tagger.load(use="rules")


def test_the_examples_in_its_documentation_run() -> None:
    results = doctest.testmod(tagger.api)
    assert results.attempted == 2
    assert results.failed == 0


def test_an_article_has_its_headline_given_or_found(loaded: Tagger) -> None:
    found, given = loaded.tag(TEXTS[0]), loaded.tag("集成电路产业再添新军。", "晶圆厂开工")
    assert (found.article.title, found.article.title_state) == ("晶圆厂第0期开工", "in place")
    assert (given.article.title, given.article.title_state) == ("晶圆厂开工", "given")
    for decision in (found, given):
        assert [tag.tag for tag in decision.industries] == ["semiconductor"]
        assert decision.type is not None


def test_many_are_tagged_one_by_one_as_asked_for(loaded: Tagger) -> None:
    def endless():  # type: ignore[no-untyped-def]
        while True:
            yield "集成电路产业再添新军。", "晶圆厂开工"

    decisions = loaded.tag_many(endless())
    assert next(decisions) == next(decisions)


def test_a_page_becomes_its_articles(loaded: Tagger) -> None:
    page = Path(__file__).parent.parent / "seeds" / "pages" / "interleaved.txt"
    decisions = loaded.tag_page(page.read_text("utf-8"))
    assert [decision.article.number for decision in decisions] == [1, 2, 3]


def test_threads_share_it(loaded: Tagger) -> None:
    alone = list(loaded.tag_many(TEXTS))
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(loaded.tag, TEXTS)) == alone


@pytest.mark.parametrize("text", ["", " \n\u3000"])
def test_nothing_is_no_article(loaded: Tagger, text: str) -> None:
    with pytest.raises(ValueError, match="empty"):
        loaded.tag(text)
    with pytest.raises(ValueError, match="empty"):
        loaded.tag_page(text)


def test_what_is_wrong_with_a_home_is_raised(write_home, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(HomeFault):
        Tagger.load(tmp_path / "none")
    with pytest.raises(RuleFaults):
        Tagger.load(write_home(a="tag: a\ntems: {}\n"))


def test_importing_the_package_loads_nothing() -> None:
    code = "import sys, tagger; print(sorted(name for name in sys.modules if name.startswith('tagger')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "['tagger']"
    with pytest.raises(AttributeError, match="Taggr"):
        tagger.Taggr  # noqa: B018
