"""``tagger why``: what a user sees, on a terminal and in a pipe."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console
from rich.text import Text

from tagger.corrections.store import Store
from tagger.home import find_home
from tagger.match import load_compiled
from tagger.pipeline import Pipeline, read_articles
from tagger.readers import Source
from tagger.records import Article
from tagger.rulelab.why import Why, why
from tagger.tables.labelled import Labelled, Labels
from tagger.tables.rows import digest
from tagger.terminal.trees import show
from tagger.terminal.why import full, short
from tagger.terminal.wrap import wrap

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden" / "why"
TABLE = GOLDEN / "articles.jsonl"
PAGE = ROOT / "seeds" / "pages" / "interleaved.txt"


def run(*arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "tagger", "why", *arguments]
    return subprocess.run(command, capture_output=True, cwd=ROOT, input=stdin, check=False, timeout=120)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("short", ()),
        ("not-given", ("--article", "1", "--tag", "chips")),
        ("given", ("--article", "2", "--tag", "nev")),
        ("repeats", ("--article", "2", "--tag", "chips")),
        ("longer", ("--article", "2", "--tag", "新能源")),
        ("type", ("--article", "1", "--tag", "政策法规")),
    ],
)
def test_piped_output_is_whole(name: str, arguments: tuple[str, ...]) -> None:
    done = run(str(TABLE), "--home", str(GOLDEN / "home"), *arguments)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == (GOLDEN / f"{name}.txt").read_text("utf-8")


def found(number: int) -> Why:
    pipeline = Pipeline(load_compiled(find_home(GOLDEN / "home")))
    articles = [a for a in read_articles(Source(str(TABLE), TABLE.name)) if isinstance(a, Article)]
    return why(pipeline, articles[number - 1])


def drawn(tree: object, width: int) -> str:
    stream = io.StringIO()
    show(tree, Console(file=stream, force_terminal=True, width=width, color_system=None))  # type: ignore[arg-type]
    return stream.getvalue()


@pytest.mark.parametrize("width", [80, 160])
def test_a_terminal_shows_a_tree(width: int) -> None:
    one = found(1)
    text = drawn(short(one), width) + drawn(full(one, one.tag("chips")), width)
    assert text == (GOLDEN / f"terminal-{width}.txt").read_text("utf-8")


def test_what_would_have_sufficed_is_true() -> None:
    """Each remedy alone, carried out, gives the tag."""
    one = found(1)
    missed = one.tag("chips")
    remedy = one.remedy(missed)
    assert not missed.given
    article = one.decision.article
    for word in remedy.words:
        mended = Article("f", "f", article.title, article.text + f"后文又说到{word}。")
        assert "chips" in {tag.tag for tag in one.pipeline.tag(mended).industries}
    assert remedy.restored
    assert all(missed.explanation.total + hit.lost >= missed.least for hit in remedy.restored)


def test_a_parent_that_steps_back_says_for_which_child() -> None:
    home = found(1).pipeline
    text = (
        "人们在城里走来走去，看见许多新的东西，都很高兴。\n新能源汽车好。新能源也好。新能源更好。新能源车站。新能源。"
    )
    parent = why(home, Article("f", "f", "", text)).tag("energy")
    assert (parent.given, parent.child and parent.child.slug) == (False, "nev")


@pytest.mark.parametrize("given", ["{0}/page.txt", "{0}", "-"])
def test_pages_folders_and_standard_input_are_explained(given: str, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_bytes(PAGE.read_bytes())
    done = run(given.format(tmp_path), "--tag", "semiconductor", stdin=PAGE.read_bytes())
    assert (done.returncode, done.stderr) == (0, b"")
    assert "半导体与集成电路（semiconductor）给出" in done.stdout.decode()


def test_an_unknown_tag_is_told_with_the_nearest() -> None:
    done = run(str(PAGE), "--tag", "semicon")
    assert (done.returncode, done.stdout) == (2, b"")
    assert "是不是 `semiconductor`？" in done.stderr.decode()


def test_an_article_that_is_not_there_is_told() -> None:
    done = run(str(PAGE), "--article", "9")
    assert (done.returncode, done.stdout) == (2, b"")
    assert "没有第 9 篇：一共 3 篇" in done.stderr.decode()


def test_a_missing_file_is_told() -> None:
    done = run("nowhere.txt")
    assert (done.returncode, done.stdout) == (1, b"")
    assert "nowhere.txt" in done.stderr.decode()


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("甲乙丙丁", 4, "甲乙\n丙丁"),
        ("甲乙，丙", 4, "甲\n乙，\n丙"),
        ("甲（乙）", 4, "甲\n（乙）"),
        ("用 OpenAI 做", 8, "用\nOpenAI\n做"),
        ("甲\n乙丙", 4, "甲\n乙丙"),
    ],
)
def test_chinese_wraps_anywhere_but_at_marks(text: str, width: int, expected: str) -> None:
    assert wrap(Text(text), width).plain == expected


def test_a_tag_by_correction_says_so(tmp_path: Path) -> None:
    home = Path(shutil.copytree(GOLDEN / "home", tmp_path / "home"))
    article = next(a for a in read_articles(Source(str(TABLE), TABLE.name)) if isinstance(a, Article))
    labels = Labels(frozenset(["energy"]), type="launch")
    Store(home).add([Labelled(article, labels, 2, digest(article))], "", None)
    short, asked = (run(str(TABLE), "--home", str(home), "-a", "1", *more) for more in ((), ("--tag", "chips")))
    for tag in ("launch）按修订给出", "energy）按修订给出"):
        assert tag in short.stdout.decode()
    assert "chips）按修订未给出" in asked.stdout.decode()
    assert "怎样就够" not in asked.stdout.decode()


def test_words_are_spelled_as_the_rules_spell_them(tmp_path: Path, write_home) -> None:  # type: ignore[no-untyped-def]
    """Words that do not stand in the article, alone and together; in the figures of rules, too."""
    rule = "tag: a\nname: 工厂\nterms: {3: [5G 工厂]}\ntogether: [{all: [AI 芯片, 晶圆], weight: 2}]"
    home = str(write_home(a=rule))
    page = tmp_path / "a.txt"
    page.write_text("晶圆厂昨日开工。\n", encoding="utf-8")
    said = run(str(page), "--tag", "a", "--home", home, "--no-split").stdout.decode()
    assert "如 5G 工厂" in said
    assert "没有“AI 芯片”" in said
    command = [sys.executable, "-m", "tagger", "rules", "stats", str(page.with_suffix(".jsonl")), "--home", home]
    page.with_suffix(".jsonl").write_text('{"text": "晶圆厂昨日开工。"}\n', encoding="utf-8")
    shown = subprocess.run([*command, "--by", "term", "--format", "csv"], capture_output=True, check=False).stdout
    assert "5G 工厂" in shown.decode()
