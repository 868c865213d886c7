"""Saved web pages: headline and paragraphs to the character, whatever a site sets around them."""

from __future__ import annotations

import json
from itertools import cycle
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from layouts import LAYOUTS, Layout

from tagger.errors import TaggerError
from tagger.home import shipped_home
from tagger.pipeline import open_pipeline
from tagger.readers import Source
from tagger.readers.web import read_web_page
from tagger.readers.web.article import is_about
from tagger.records import Decision

ARTICLES = {
    "several paragraphs": ("临溪开发区签约晶圆项目：总投资十二亿元", [
        "本报讯 临溪开发区昨日签约一个晶圆项目，总投资十二亿元。", "项目分两期建设", "一期年产晶圆二十万片，明年投产。",
        "记者了解到，二期将建　封装车间，用地一百亩。",
    ]),
    "one paragraph": ("明河氢能公交上线", ["明河市首批二十辆氢能公交昨日上线，单次加氢可行驶四百公里，今后两年还将投放一百辆。"]),
    "no headline": ("", ["松江农业合作社今年收获稻谷三千吨。", "合作社已与两家米厂签订购销合同，价格比去年略高。"]),
    "marks in the headline": ("AI-芯片_新品|发布 <第二代> & 其他", ["第二代芯片昨日发布，由云岭微电子设计。", "新品功耗降低两成。"]),
}  # fmt: skip


@pytest.mark.parametrize("article", ARTICLES)
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_headline_and_paragraphs_come_out_of_any_layout(layout: Layout, article: str) -> None:
    title, paragraphs = ARTICLES[article]
    text, _ = read_web_page(layout(title, paragraphs), "a.html")
    assert text.split("\n") == ([title] if title else []) + paragraphs


@pytest.mark.parametrize("layout", [one for one in LAYOUTS if one.__name__ != "bare"], ids=lambda one: one.__name__)
def test_the_date_is_that_of_the_article(layout: Layout) -> None:
    title, paragraphs = ARTICLES["several paragraphs"]
    assert read_web_page(layout(title, paragraphs), "a.html")[1] == "2023-10-16"


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<p>晶圆厂\n      昨日开工，AI\n 芯片随后投产。</p>", ["晶圆厂昨日开工，AI 芯片随后投产。"]),
        ("<p>一期<a href=1>晶圆厂</a>昨日<b>开工</b>，规模不小。</p>", ["一期晶圆厂昨日开工，规模不小。"]),
        ("<form><p>晶圆厂昨日开工，规模不小。</p></form>", ["晶圆厂昨日开工，规模不小。"]),
        ("<pre>晶圆厂昨日开工，规模不小。\n二期明年建。</pre>", ["晶圆厂昨日开工，规模不小。", "二期明年建。"]),
        ("<p>晶圆厂昨日开工，规模不小。</p><p>2023年10月16日</p>", ["晶圆厂昨日开工，规模不小。", "2023年10月16日"]),
        ("<p style='display: none'>看不见的字，不算。</p><p>晶圆厂昨日开工。</p>", ["晶圆厂昨日开工。"]),
    ],
)
def test_lines_are_those_that_a_browser_shows(markup: str, lines: list[str]) -> None:
    assert read_web_page(f"<html><body>{markup}</body></html>", "a.html")[0].split("\n") == lines


@given(st.text("<>/pdivbr ah=\"'&;#\0一。，\n!-", max_size=200))
def test_no_markup_breaks_the_reader(markup: str) -> None:
    try:
        text, _ = read_web_page(f"<html>{markup}", "a.html")
    except TaggerError:
        return
    assert text.strip()


def test_real_articles_come_alike_from_every_form(shared: Path, tmp_path: Path) -> None:
    """A hundred articles as text, GBK text, Word documents and pages of all layouts in turn: the same lines, so the
    same articles and tags; at most one in fifty may differ, and for no layout more."""
    rows = [json.loads(line) for line in (shared / "gold" / "dev.jsonl").read_text("utf-8").splitlines()[:100]]
    differ = []
    for row, layout in zip(rows, cycle(LAYOUTS), strict=False):
        lines = [line.strip() for line in row["text"].split("\n") if line.strip()]
        expected = [row["title"]] * bool(row["title"]) + lines
        found, _ = read_web_page(layout(row["title"], lines), row["id"])
        if found.split("\n") != expected:
            differ.append((layout.__name__, row["id"]))
    assert len(differ) <= 2, differ


def test_pages_give_the_same_articles_and_tags_from_every_form(shared: Path, tmp_path: Path) -> None:
    pipeline = open_pipeline(shipped_home(), "rules")
    for page in [*sorted((shared / "samples").glob("*.txt")), *sorted((shared / "pages").glob("*.txt"))[:3]]:
        text = page.read_text("utf-8")
        (tmp_path / "a.txt").write_text(text, "utf-8")
        (tmp_path / "b.txt").write_text(text, "gb18030")
        document = docx.Document()
        for line in text.split("\n"):
            document.add_paragraph(line)
        document.save(str(tmp_path / "c.docx"))
        found = [
            [
                (one.article.title, one.article.text, one.type, one.industries)
                for one in pipeline.run(Source(str(tmp_path / name), "page.txt"))
                if isinstance(one, Decision)
            ]
            for name in ("a.txt", "b.txt", "c.docx")
        ]
        assert found[0]
        assert found[0] == found[1] == found[2], page.name


@pytest.mark.parametrize("line", ["【打印】【关闭】", "字号：大 中 小", "收藏 分享 举报"])
def test_a_line_of_tools_is_about_the_page(line: str) -> None:
    assert is_about(line)
    assert not is_about(f"{line}，这是正文里的一句话。")
