"""Whole pages: our own, the shared ones, and any text at all."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tagger.readers import Source, read_pages
from tagger.records import Page
from tagger.split import split

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds" / "pages"
GOLD = [json.loads(line) for line in (SEEDS / "pages.jsonl").read_text(encoding="utf-8").splitlines()]


def read(path: Path) -> Page:
    return Page(path.name, path.stem, path.read_text(encoding="utf-8"))


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("gold", GOLD, ids=[page["page"] for page in GOLD])
def test_a_seed_page_becomes_its_articles(gold: dict) -> None:  # type: ignore[type-arg]
    path = next(SEEDS.glob(f"{gold['page']}.[tm]*"))
    found = {squeezed(a.title): squeezed(a.text) for a in split(read(path)).articles}
    assert found == {squeezed(a["title"]): squeezed(a["text"]) for a in gold["articles"]}


def test_a_seed_page_keeps_states_bylines_and_left_over() -> None:
    result = split(read(SEEDS / "interleaved.txt"))
    assert [article.title_state for article in result.articles] == ["moved"] * 3
    assert [article.byline for article in result.articles] == [None, "顾晓岚 沈亦安", "本报记者 宋知行"]
    assert [rest.text for rest in result.left_over] == ["园区  6版", "责任编辑 田静 版式 陆远"]
    assert result.notes == ("拆出 3 篇", "3 个标题自别处归位")


def check_partition(page: Page) -> None:
    """Every non-blank character is in one span of one article or left over, and nothing twice."""
    result = split(page)
    spans = [(span.start, span.end) for article in result.articles for span in article.spans]
    spans += [(rest.start, rest.end) for rest in result.left_over]
    counts = [0] * len(page.text)
    for start, end in spans:
        for i in range(start, end):
            counts[i] += 1
    lost = [i for i, character in enumerate(page.text) if not character.isspace() and counts[i] != 1]
    assert not lost, (page.text[lost[0] : lost[0] + 20], counts[lost[0]])


_LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ("本报讯 近日，项目开工。", "# 标题", "## 小节", "► 王立新 李春梅", "责任编辑 李文 版式 王晓", "图为生产车间。", "", "高新区建设提速 产业集群成势",
             "“", "。”", "某高新区产业项目建设加快推进，一批", "重点企业投产达效，工业增势良好。 陈家宝", "要闻 3版", "某市工业稳增长 某县农业获丰收"),
        ),
        st.text("高新区项目建设，。、“”（） 12ab\u3000⼯", min_size=0, max_size=24),
    ),
    max_size=30,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(_LINES)
def test_nothing_of_a_page_is_lost_or_used_twice(lines: list[str]) -> None:
    text = "\n".join(lines)
    if text.strip():
        check_partition(Page("p.txt", "p", text))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200).filter(str.strip))
def test_any_text_is_split_without_loss(text: str) -> None:
    check_partition(Page("p.txt", "p", text))


@pytest.mark.parametrize("name", ["interleaved.txt", "spaced.txt", "markdown.md"])
def test_nothing_of_a_seed_page_is_lost(name: str) -> None:
    check_partition(read(SEEDS / name))


@pytest.mark.parametrize("name", ["interleaved.txt", "spaced.txt", "markdown.md"])
def test_the_maps_lead_from_title_and_text_to_the_source(name: str) -> None:
    page = read(SEEDS / name)
    from tagger.text import repair

    for article in split(page).articles:
        for text, mapped in ((article.title, article.title_map), (article.text, article.body_map)):
            for i, character in enumerate(text):
                if not character.isspace():
                    assert repair(page.text[mapped.source(i)]) == character


@pytest.mark.parametrize(
    "text",
    ["一" * 200_000, "一\n" * 5_000, "\u0001\u0002字\n" * 50, "、" * 3_000, "“" * 300 + "\n" + "。" * 300, "# \n#\n"],
    ids=["one-line", "many-lines", "controls", "commas", "quotes", "marks"],
)
def test_odd_pages_neither_hang_nor_lose_anything(text: str) -> None:
    check_partition(Page("p.txt", "p", text))


ORDINARY = "高新区的一家企业昨天投产了新的生产线，产品销往各地，企业负责人说明年还要扩产，并且增加研发的投入。" * 3


@pytest.mark.parametrize(
    ("text", "title", "paragraphs"),
    [
        (ORDINARY, "", 1),
        (f"企业投产新生产线\n{ORDINARY}\n{ORDINARY}", "企业投产新生产线", 2),
        (f"{ORDINARY}\n本报讯 {ORDINARY}", "", 2),
        ("短讯一则，内容不多。", "", 1),
    ],
)
def test_an_ordinary_article_stays_one(text: str, title: str, paragraphs: int) -> None:
    result = split(Page("a.txt", "a", text))
    assert len(result.articles) == 1
    assert result.articles[0].title == title
    assert result.articles[0].text.count("\n") == paragraphs - 1
    assert result.notes == ()


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    folder = ROOT.parent / "shared" / "score"
    if not folder.is_dir():
        pytest.skip("the shared data (../shared) is not at hand")
    sys.path.insert(0, str(folder))
    import score_pages  # type: ignore[import-not-found]

    return score_pages  # type: ignore[no-any-return]


def score(scorer: ModuleType, folder: Path, style: str = "all") -> dict:  # type: ignore[type-arg]
    gold = [json.loads(line) for line in (folder / "pages.jsonl").read_text(encoding="utf-8").splitlines()]
    gold = [page for page in gold if style in ("all", page.get("style"))]
    predicted = [
        {"page": article.page, "title": article.title, "text": article.text}
        for page in gold
        for article in split(read(folder / f"{page['page']}.txt")).articles
    ]
    return scorer.score(gold, predicted)  # type: ignore[no-any-return]


def test_the_sample_pages_are_split_right(scorer: ModuleType, shared: Path) -> None:
    figures = score(scorer, shared / "samples")
    assert (figures["found"], figures["predicted"], figures["titles"]) == (12, 12, 1.0)


@pytest.mark.parametrize("titled", [False, True], ids=["text", "title-and-text"])
def test_ordinary_articles_are_found_whole(scorer: ModuleType, shared: Path, titled: bool) -> None:
    lines = (shared / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [json.loads(line) for line in lines]
    pages = [{"page": g["id"], "articles": [{"title": "", "text": g["text"]}]} for g in gold]
    predicted = [
        {"page": g["id"], "title": article.title, "text": article.text}
        for g in gold
        for article in split(Page(g["id"], g["id"], f"{g['title']}\n{g['text']}" if titled else g["text"])).articles
    ]
    assert scorer.score(pages, predicted)["f1"] >= 0.99


def test_nothing_of_the_shared_pages_is_lost(shared: Path) -> None:
    for path in sorted([*(shared / "pages").glob("*.txt"), *(shared / "samples").glob("*.txt")]):
        check_partition(read(path))


FLOORS = json.loads((ROOT / "tests" / "gate" / "pages.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("style", FLOORS["at least"])
def test_set_pages_are_split_as_well_as_before(scorer: ModuleType, shared: Path, style: str) -> None:
    """Lowering a floor shows in the diff; other pages need other floors."""
    folder = shared / FLOORS["data"]
    digest = hashlib.sha256((folder / "pages.jsonl").read_bytes()).hexdigest()
    assert digest == FLOORS["sha256"], "other data: measure anew, then pin"
    figures = score(scorer, folder, style)
    for name, least in FLOORS["at least"][style].items():
        assert figures[name] >= least, (style, name)


def test_set_pages_are_split_as_well_from_their_pdfs(scorer: ModuleType, shared: Path) -> None:
    folder, pinned = shared / FLOORS["data"], FLOORS["pdf"]
    paths = sorted(folder.glob("*.pdf"))
    digest = hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in paths)).hexdigest()
    assert digest == pinned["sha256"], "other data: measure anew, then pin"
    predicted = [
        {"page": article.page, "title": article.title, "text": article.text}
        for path in paths
        for page in read_pages(Source(str(path), path.name))
        if isinstance(page, Page)
        for article in split(page).articles
    ]
    gold = [json.loads(line) for line in (folder / "pages.jsonl").read_text(encoding="utf-8").splitlines()]
    figures = scorer.score(gold, predicted)
    for name, least in pinned["at least"].items():
        assert figures[name] >= least, name
