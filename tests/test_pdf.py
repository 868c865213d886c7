"""PDFs: read with their places, split by them, and through every command."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from pdfs import Type, column, encrypted, pdf

from tagger.errors import InputBinary, InputDamaged, InputWithoutText, TaggerError
from tagger.pipeline import read_articles
from tagger.readers import Source, read_pages, sources
from tagger.records import Article, Failure, Line, Page
from tagger.split import split

CHIPS = (
    "本报讯 临溪开发区昨日签约一个晶圆项目，总投资十二亿元，由明河微电子公司建设。\n"
    "项目分两期实施，一期建设厂房四万平方米，建成后年产晶圆二十万片，明年投产。"
)
SCHOOL = (
    "澄江县第二小学昨天开学，三百名新生走进了课堂，家长在校门外等到了第一声铃响。\n"
    "学校新修的操场同日启用，校长说，孩子们从此不用去河边的空地上体育课了。"
)


def two_columns(left: float, top: float, text: str, gutter: float = 15) -> list[Type]:
    """An article in two columns of twelve characters."""
    lines = column(left, top, text)
    half = (len(lines) + 1) // 2
    shift, rise = 120 + gutter, half * 15
    return lines[:half] + [Type(x + shift, base - rise, size, words) for x, base, size, words in lines[half:]]


def newspaper(*, below: bool = False) -> list[Type]:
    """Two articles side by side in two columns each; the second one's headline stands above it or below."""
    return [
        Type(50, 30, 10, "明河日报 2023年10月16日 星期一　第A02版"),
        Type(50, 76, 24, "临溪签约晶圆项目"),
        Type(320, 180 if below else 76, 24, "山村小学今日开学"),
        *two_columns(50, 90, CHIPS),
        *two_columns(320, 60 if below else 90, SCHOOL),
        Type(320, 200 if below else 182, 10, "本报记者 顾晓岚"),
    ]


def pages(data: bytes, name: str = "a.pdf") -> list[Page | TaggerError]:
    from tagger.readers import pdf as reader

    return list(reader.pages(Source(name, name), data, name))


def page_of(lines: list[Type]) -> Page:
    (page,) = pages(pdf(lines))
    assert isinstance(page, Page)
    return page


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_text_of_a_page_is_in_reading_order_and_every_line_has_its_place() -> None:
    page = page_of([*two_columns(50, 90, CHIPS), Type(50, 76, 24, "临溪签约晶圆项目")])
    assert squeezed(page.text) == squeezed(f"临溪签约晶圆项目{CHIPS}")
    lines = [line for block in page.blocks for line in block.lines]
    assert [page.text[line.start : line.end] for line in lines] == [line for line in page.text.split("\n") if line]
    head, first = lines[0], lines[1]
    assert head == Line(0, 8, head.box, 24.0)
    assert (round(head.box.left), round(head.box.right), round(head.box.top)) == (50, 242, 55)
    assert first.box.left == pytest.approx(70)
    assert page.number == 1


@pytest.mark.parametrize("gutter", [6, 8, 12, 30])
def test_columns_are_parted_by_their_gutter_however_narrow(gutter: float) -> None:
    (article,) = split(page_of([Type(50, 76, 24, "临溪签约晶圆项目"), *two_columns(50, 90, CHIPS, gutter)])).articles
    assert article.text == CHIPS


@pytest.mark.parametrize("below", [False, True], ids=["above", "below"])
@pytest.mark.parametrize("turned", [False, True], ids=["as-read", "last-first"])
def test_articles_side_by_side_are_parted_whatever_was_drawn_first(below: bool, turned: bool) -> None:
    lines = newspaper(below=below)
    found = split(page_of(lines[::-1] if turned else lines)).articles
    assert [(one.title, one.text) for one in found] == [("临溪签约晶圆项目", CHIPS), ("山村小学今日开学", SCHOOL)]
    assert [one.byline for one in found] == [None, "本报记者 顾晓岚"]
    assert [one.title_state for one in found] == ["in place", "moved" if below else "in place"]


def test_bold_that_is_printed_twice_is_read_once() -> None:
    twice = [Type(50 + shift, 76, 24, "临溪签约晶圆项目") for shift in (0, 0.4)]
    (article,) = split(page_of([*twice, *two_columns(50, 90, CHIPS)])).articles
    assert article.title == "临溪签约晶圆项目"


def test_kicker_caption_and_small_headlines_keep_their_part() -> None:
    lines = column(50, 120, CHIPS, measure=24)
    first = next(i for i, line in enumerate(lines) if line.text.startswith("项目分两期"))
    below = [Type(x, base + 25, size, text) for x, base, size, text in lines[first:]]
    page = page_of(
        [
            Type(50, 60, 14, "项目建设现场会"), Type(50, 100, 30, "临溪签约晶圆项目"),
            *lines[:first], Type(50, below[0].base - 20, 12, "两期实施"), *below, Type(50, below[-1].base + 40, 8, "图为厂房效果图"),
        ]
    )  # fmt: skip
    (article,) = split(page).articles
    assert (article.title, article.kicker) == ("临溪签约晶圆项目", "项目建设现场会")
    assert article.text == CHIPS.replace("\n", "\n两期实施\n")
    assert {span.part for span in article.spans} == {"title", "kicker", "body", "caption", "subhead"}


def test_spans_and_maps_lead_back_to_the_text_of_the_page() -> None:
    page = page_of(newspaper())
    result = split(page)
    counts = [0] * len(page.text)
    spans = [(span.start, span.end) for article in result.articles for span in article.spans]
    for start, end in [*spans, *((rest.start, rest.end) for rest in result.left_over)]:
        for at in range(start, end):
            counts[at] += 1
    assert [n for n, character in zip(counts, page.text, strict=True) if not character.isspace()] == [1] * len(
        squeezed(page.text)
    )
    for article in result.articles:
        for at, character in enumerate(article.text):
            if not character.isspace():
                assert page.text[article.body_map.source(at)] == character


def write(path: Path, *pages: list[Type]) -> Path:
    path.write_bytes(pdf(*pages))
    return path


def source(path: Path) -> Source:
    return Source(str(path), path.name)


def test_every_page_of_a_file_gives_articles_numbered_through(tmp_path: Path) -> None:
    other = [Type(50, 76, 24, "山村小学今日开学"), *two_columns(50, 90, SCHOOL)]
    found = list(read_articles(source(write(tmp_path / "a.pdf", newspaper(), [], other))))
    articles = [one for one in found if isinstance(one, Article)]
    assert [(one.number, one.of, one.page_number) for one in articles] == [(1, 3, 1), (2, 3, 1), (3, 3, 3)]
    assert [(one.date, one.paper, one.page_label) for one in articles] == [
        *[("2023-10-16", "明河日报", "A02")] * 2,
        (None, None, None),
    ]
    (failed,) = [one for one in found if isinstance(one, Failure)]
    assert failed.cause == "InputWithoutText"
    assert "第 2 页没有文字层" in failed.reason
    assert "ocrmypdf" in failed.reason


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        (pdf([])[:-200], InputDamaged, "不是完好的 PDF"),
        (b"%PDF-1.4\nbroken", InputDamaged, "不是完好的 PDF"),
        (b"\x89PNG\r\n", InputBinary, "不是文本文件"),
    ],
)
def test_a_file_that_is_no_sound_pdf_is_told(tmp_path: Path, data: bytes, error: type[TaggerError], said: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    with pytest.raises(error, match=said):
        list(read_pages(source(path)))


def test_an_encrypted_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(encrypted(pdf(newspaper())))
    with pytest.raises(InputDamaged, match="加了密"):
        list(read_pages(source(path)))


def test_a_scan_is_told() -> None:
    (found,) = pages(pdf([]))
    assert isinstance(found, InputWithoutText)


def test_a_pdf_is_known_by_what_it_holds_and_read_from_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("版面.txt", pdf(newspaper()))
        packed.writestr("a.pdf", "晶圆厂开工。")
    texts = [page.text for one in sources(str(path)) for page in read_pages(one) if isinstance(page, Page)]
    assert texts[0] == "晶圆厂开工。"
    assert squeezed(CHIPS) in squeezed(texts[1])


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tagger", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=120)


def test_every_command_reads_pdfs(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write(folder / "a.pdf", newspaper())
    write(folder / "scan.pdf", [])
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4\n")
    cut = run("split", "in", "--format", "jsonl", cwd=tmp_path)
    records = [json.loads(line) for line in cut.stdout.splitlines()]
    assert [record["title"] for record in records] == ["临溪签约晶圆项目", "山村小学今日开学"]
    assert [(record["page_number"], len(record["box"])) for record in records] == [(1, 4)] * 2
    assert list(records[0])[-1] == "truncated"
    left, top, right, bottom = records[1]["box"]
    assert (round(left), round(right)) == (320, 575)
    assert 50 < top < 60 < 180 < bottom < 190
    assert cut.returncode == 1
    tagged = run("tag", "in/a.pdf", "--use", "rules", "--format", "jsonl", cwd=tmp_path)
    assert [tag["tag"] for tag in json.loads(tagged.stdout.splitlines()[0])["industries"]] == ["semiconductor"]
    assert tagged.returncode == 0
    assert "晶圆" in run("why", "in/a.pdf", "-a", "1", "--use", "rules", cwd=tmp_path).stdout
    done = run("batch", "in", "-o", "out.csv", "--use", "rules", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["title"] for row in csv.DictReader(file)] == ["临溪签约晶圆项目", "山村小学今日开学"]
    with (tmp_path / "out.failures.csv").open(encoding="utf-8-sig", newline="") as file:
        causes = {row["file"]: row["cause"] for row in csv.DictReader(file)}
    assert causes == {"broken.pdf": "InputDamaged", "scan.pdf": "InputWithoutText"}


def test_nothing_of_a_pdf_is_loaded_for_text() -> None:
    code = (
        "import sys, tagger.cli, tagger.pipeline; from tagger.readers import read_pages, sources; "
        "[list(read_pages(one)) for one in sources('seeds/pages/interleaved.txt')]; assert 'pypdfium2' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent.parent)
