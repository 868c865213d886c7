"""Pages of every form: saved web pages, Word documents, archives, and what their issue is."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger.errors import ExtraMissing, InputBinary, InputDamaged, InputEmpty, TaggerError
from tagger.pipeline import ReadOptions, read_articles
from tagger.readers import Choice, Source, read_pages, sources
from tagger.readers import archive as archives
from tagger.readers.imprint import PatternFault, date_in, imprint_of_furniture, imprint_of_path, path_pattern
from tagger.records import Article, Failure, Imprint, Page

TITLE = "临溪开发区签约晶圆项目"
BODY = "本报讯 临溪开发区昨日签约一个晶圆项目，总投资十二亿元。\n项目建成后年产晶圆二十万片，明年投产。"
WEB = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}_临溪新闻网</title></head><body>
<div class="nav"><a href="/">首页</a> <a href="/yw">要闻</a> <a href="/cj">财经</a></div>
<div class="article"><h1>{title}</h1><div class="info">2023年10月16日 09:30 来源：临溪日报 责任编辑：王某</div>
{body}</div><ul class="more"><li><a href="/1">秋收时节话丰年</a></li><li><a href="/2">图片：江边夜色</a></li></ul>
<div class="footer">版权所有 临溪新闻网</div></body></html>"""


def source(path: Path) -> Source:
    return Source(str(path), path.name)


def read_page(source: Source) -> Page:
    (found,) = read_pages(source)
    assert isinstance(found, Page)
    return found


def page(path: Path) -> Article:
    (found,) = [one for one in read_articles(source(path)) if isinstance(one, Article | Failure)]
    assert isinstance(found, Article), found
    return found


def web(path: Path, charset: str = "utf-8") -> Path:
    body = "".join(f"<p>{line}</p>" for line in BODY.split("\n"))
    path.write_bytes(WEB.format(title=TITLE, body=body, charset=charset).encode(charset))
    return path


def word(path: Path) -> Path:
    document = docx.Document()
    document.add_heading(TITLE, 1)
    for line in BODY.split("\n"):
        document.add_paragraph(line)
    document.save(str(path))
    return path


def text(path: Path, encoding: str = "utf-8") -> Path:
    path.write_text(f"{TITLE}\n{BODY}\n", encoding)
    return path


def test_the_same_article_comes_from_every_form(tmp_path: Path) -> None:
    paths = [
        text(tmp_path / "a.txt"), text(tmp_path / "b.txt", "gb18030"), text(tmp_path / "c.md", "utf-16"),
        word(tmp_path / "d.docx"), web(tmp_path / "e.html"), web(tmp_path / "f.htm", "gb18030"),
    ]  # fmt: skip
    found = [page(path) for path in paths]
    assert {(article.title, article.text) for article in found} == {(TITLE, BODY)}
    assert [article.date for article in found] == [None] * 4 + ["2023-10-16"] * 2


def test_a_form_is_told_by_what_a_file_holds(tmp_path: Path) -> None:
    found = [page(word(tmp_path / "a.txt")), page(web(tmp_path / "b.txt")), page(text(tmp_path / "c.docx"))]
    assert {article.title for article in found} == {TITLE}
    assert page(text(tmp_path / "d.html")).text == BODY  # plain text, whatever its name says


def test_a_table_of_a_word_document_is_read_row_by_row(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("企业名单公布")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "明河晶圆厂", "集成电路"
    document.add_paragraph("名单将逐年更新。")
    document.save(str(tmp_path / "a.docx"))
    assert read_page(source(tmp_path / "a.docx")).text == "企业名单公布\n明河晶圆厂\t集成电路\n名单将逐年更新。"


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.html", b"<html><body><script>1</script></body></html>", InputEmpty),
        ("a.docx", b"PK\x03\x04 broken", InputBinary),
        ("a.doc", b"\xd0\xcf\x11\xe0 old", InputBinary),
        ("a.zip", b"PK\x03\x04 broken", InputDamaged),
        ("a.zip", b"no zip", InputDamaged),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, data: bytes, error: type[TaggerError]) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(error):
        read_page(source(tmp_path / name))


def test_a_damaged_word_document_is_told(tmp_path: Path) -> None:
    whole = word(tmp_path / "a.docx")
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(tmp_path / "b.docx", "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<broken" if name == "word/document.xml" else old.read(name))
    with pytest.raises(InputDamaged, match="Word"):
        read_page(source(tmp_path / "b.docx"))


@pytest.mark.parametrize(("make", "extra"), [(web, "html"), (word, "office")])
def test_a_missing_library_is_named(make, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    path = make(tmp_path / "a.txt")
    monkeypatch.setattr("tagger.extras.find_spec", lambda name: None)
    with pytest.raises(ExtraMissing, match=rf"pip install 'tagger\[{extra}\]'"):
        read_page(source(path))


def pack(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return path


def test_an_archive_gives_its_files_sorted(tmp_path: Path) -> None:
    data = "晶圆厂开工。".encode()
    files = {
        "乙/b.txt": data,
        "a.md": data,
        "乙/a.txt": data,
        ".hidden.txt": data,
        "__MACOSX/a.txt": data,
        "c.jpg": b"x",
    }
    path, skipped = pack(tmp_path / "p.zip", **files), []  # type: ignore[var-annotated]
    found = list(sources(str(path), skipped))
    assert [one.file for one in found] == ["p.zip/a.md", "p.zip/乙/a.txt", "p.zip/乙/b.txt"]
    assert skipped == ["p.zip/c.jpg"]
    assert [read_page(one).text for one in found] == ["晶圆厂开工。"] * 3
    assert [one.file for one in sources(str(path), [], Choice(include=("*/b.txt",)))] == ["p.zip/乙/b.txt"]


def test_names_in_the_old_encoding_are_read(tmp_path: Path) -> None:
    path = pack(tmp_path / "p.zip", **{"aaaa.txt": b"x"})
    path.write_bytes(path.read_bytes().replace(b"aaaa", "要闻".encode("gb18030")))
    assert [one.file for one in sources(str(path))] == ["p.zip/要闻.txt"]


@pytest.mark.parametrize("name", ["../a.txt", "/a.txt", "b/../../a.txt", "C:\\a.txt"])
def test_a_path_that_leads_out_of_an_archive_is_refused(tmp_path: Path, name: str) -> None:
    (found,) = sources(str(pack(tmp_path / "p.zip", **{name: b"x"})))
    with pytest.raises(InputDamaged, match="指到了包外"):
        read_page(found)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = pack(tmp_path / "p.zip", **{"a.txt": b"0" * (4 << 20)})
    (found,) = sources(str(bomb))
    with pytest.raises(InputDamaged, match="超出上限"):
        read_page(found)
    with zipfile.ZipFile(tmp_path / "d.docx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b" " * (4 << 20))
    with pytest.raises(InputDamaged, match="超出上限"):
        read_page(source(tmp_path / "d.docx"))
    monkeypatch.setattr(archives, "MOST_MEMBERS", 1)
    (many,) = sources(str(pack(tmp_path / "m.zip", **{"a.txt": b"x", "b.txt": b"x"})))
    with pytest.raises(InputDamaged, match="有 2 个文件，上限 1"):
        read_page(many)


def test_a_size_that_lies_is_found_out(tmp_path: Path) -> None:
    path = pack(tmp_path / "p.zip", **{"a.txt": "晶圆厂开工。".encode() * 1000})
    size = len("晶圆厂开工。".encode()) * 1000
    path.write_bytes(path.read_bytes().replace(size.to_bytes(4, "little"), (30).to_bytes(4, "little")))
    (found,) = sources(str(path))
    with pytest.raises(InputDamaged, match="读不出"):
        read_page(found)


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("2023年10月16日 星期一", "2023-10-16"), ("2023 年 10 月 16 日星期一", "2023-10-16"), ("20231016", "2023-10-16"),
        ("２０２３年１０月１６日", "2023-10-16"), ("2023/1/2", "2023-01-02"), ("2023.10.16 周一", "2023-10-16"),
        ("2023年10月16日 星期二", None), ("2023-13-01", None), ("2023年", None), ("电话120231016", None), ("", None),
    ],
)  # fmt: skip
def test_dates_are_read_as_papers_write_them(said: str, date: str | None) -> None:
    assert date_in(said) == date


@given(st.dates(min_value=datetime.date(1950, 1, 1), max_value=datetime.date(2099, 12, 31)))
def test_any_date_with_its_weekday_is_read(date) -> None:  # type: ignore[no-untyped-def]
    said = f"{date.year}年{date.month}月{date.day}日 星期{'一二三四五六日'[date.weekday()]}"
    assert date_in(said) == date.isoformat()


def test_the_furniture_tells_date_paper_and_page() -> None:
    lines = ["明河日报", "责任编辑：王某 2022年1月1日", "2023年10月16日 星期一　第A02版：要闻"]
    assert imprint_of_furniture(lines) == Imprint("2023-10-16", "明河日报", "A02")
    assert imprint_of_furniture([]) == Imprint()


def test_a_page_gives_its_date_to_its_articles(tmp_path: Path) -> None:
    seed = Path(__file__).parent.parent / "seeds" / "pages" / "interleaved.txt"
    path = tmp_path / "a.txt"
    path.write_text(f"明河日报 2023年10月16日 星期一\n{seed.read_text('utf-8')}", "utf-8")
    found = [one for one in read_articles(source(path)) if isinstance(one, Article)]
    assert {article.date for article in found} == {"2023-10-16"}


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("{paper}/{date}/{page}*", "in/明河日报/2023-10-16/A02_要闻.txt", Imprint("2023-10-16", "明河日报", "A02")),
        ("{paper}/{year}{month}/{day}/{page}", "明河日报/202310/16/3.txt", Imprint("2023-10-16", "明河日报", "3")),
        ("{paper}_{date}_{page}", "明河日报_20231016_12.txt", Imprint("2023-10-16", "明河日报", "12")),
        ("{date}", "a/20231316.txt", Imprint()),
        ("{date}", "a/b.txt", Imprint()),
    ],
)
def test_a_path_tells_what_the_pattern_names(pattern: str, path: str, expected: Imprint) -> None:
    assert imprint_of_path(path, pattern) == expected


@pytest.mark.parametrize("pattern", ["", "plain", "{monat}", "{date}{date}", "{", "}", "{date}" + "*" * 7])
def test_a_pattern_that_cannot_be_meant_is_told(pattern: str) -> None:
    with pytest.raises(PatternFault, match="path-pattern"):
        path_pattern(pattern)


@given(st.text("{}dateyrmonthpg*/_.年a1 ", max_size=30), st.text("20231016/_.年a ", max_size=40))
def test_any_pattern_is_refused_or_matches_in_no_time(pattern: str, path: str) -> None:
    try:
        imprint_of_path(path, pattern)
    except PatternFault:
        return


def test_what_the_row_says_stands_before_the_path_and_the_path_before_the_page(tmp_path: Path) -> None:
    path = tmp_path / "2023-10-17.jsonl"
    path.write_text('{"text": "晶圆厂开工。", "date": "2023-10-16"}\n{"text": "学校开学。"}\n', "utf-8")
    found = list(read_articles(source(path), ReadOptions(path_pattern="{date}")))
    assert [one.date for one in found if isinstance(one, Article)] == ["2023-10-16", "2023-10-17"]
    page = web(tmp_path / "2023-10-18.html")
    (article, _) = read_articles(source(page), ReadOptions(path_pattern="{date}"))
    assert isinstance(article, Article)
    assert article.date == "2023-10-18"
