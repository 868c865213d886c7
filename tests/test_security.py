"""What docs/security.md promises: whatever is loaded is data. Valid files are mutated, a fixed number of times from fixed
seeds; ``make fuzz`` takes more (``TAGGER_FUZZ``)."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from files import GOOD, Maker
from hypothesis import given, settings
from hypothesis import strategies as st

from tagger.corrections.store import Store
from tagger.errors import ModelFault, TaggerError
from tagger.home import shipped_home
from tagger.readers import Source, read_pages, sources
from tagger.readers.inputs import TABLES
from tagger.records import Article
from tagger.tables.results import read_results, sheet, workbook
from tagger.tables.rows import safe, unsafe

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "seeds" / "pages" / "interleaved.txt"
CASES = int(os.environ.get("TAGGER_FUZZ", "25"))


def mutated(data: bytes, draw: random.Random) -> bytes:
    """Some bytes of a file cut out, changed, doubled or put in."""
    found = bytearray(data)
    for _ in range(draw.randint(1, 6)):
        at = draw.randrange(len(found) + 1)
        kind = draw.randrange(4)
        if kind == 0:
            found[at : at + draw.randint(1, 60)] = b""
        elif kind == 1:
            found[at : at + 1] = bytes([draw.randrange(256)])
        elif kind == 2:
            found[at:at] = found[at : at + draw.randint(1, 200)]
        else:
            found[at:at] = draw.choice([b"\0" * 8, b"\xff" * 4, b"[" * 2000, b'"', b"1e999", b"-1", b"null", b"{}"])
    return bytes(found)


def survives(act: Callable[[], object]) -> None:
    """Nothing comes of it but a value or a fault with a name and a reason."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries, about what was mutated
        try:
            act()
        except TaggerError as fault:
            reason = str(fault)
        else:
            reason = "none"
    assert reason.strip()


@pytest.mark.parametrize("seed", range(CASES))
def test_a_model_folder_with_mutations(tmp_path: Path, seed: int) -> None:
    from tagger.match import document_of, load_compiled
    from tagger.model.model import load_model

    draw = random.Random(seed)
    shutil.copytree(ROOT / "models" / "base", tmp_path / "base")
    target = draw.choice(sorted((tmp_path / "base").iterdir()))
    target.write_bytes(mutated(target.read_bytes(), draw))
    tags = [tag.slug for tag in load_compiled(shipped_home()).tags]

    def act() -> None:
        model = load_model(tmp_path / "base", tags)
        (row,) = model.read([document_of("晶圆厂开工", "集成电路产业再添新军。", 100)])
        model.margins(row)

    survives(act)


@pytest.mark.parametrize("seed", range(CASES))
def test_a_store_of_corrections_with_mutations(tmp_path: Path, seed: int) -> None:
    from tagger.corrections.memory import open_memory
    from tagger.tables.labelled import Labelled, Labels

    store = Store(tmp_path)
    rows = [
        Labelled(Article("f", "f", "", f"晶圆{n}。"), Labels(industries=frozenset("a"), type="b"), n, f"{n:016x}")
        for n in range(9)
    ]
    store.add(rows, "r", None)
    draw = random.Random(seed)
    if seed % 2:
        store.path.write_bytes(mutated(store.path.read_bytes(), draw))
    else:  # a sound file with cells that nobody wrote
        database = sqlite3.connect(store.path)
        database.execute("DROP TRIGGER kept")
        column = draw.choice(["industries", "cells", "type", "digest", "file"])
        value = draw.choice(
            [b"{", b"[1]", b"null", b"[" * 5000, b'{"text": 1}', b"\0", b'"x"', b"[[]]", b"{}", b"\xa7"]
        )
        database.execute(f"UPDATE corrections SET {column} = CAST(? AS TEXT)", (value,))
        database.commit()
        database.close()
    survives(store.current)
    survives(lambda: [found.row_cells() for found in store.history()])
    survives(lambda: store.add(rows, "r", None))

    def remembered() -> None:
        from tagger.records import Decision

        memory = open_memory(tmp_path, {"a": "a", "b": "b"})
        if memory is not None:
            memory.apply(Decision(Article("f", "f", "", "晶圆1。"), None, (), ()))

    survives(remembered)


def test_a_store_whose_schema_is_no_text(tmp_path: Path) -> None:
    """Any byte of it: what SQLite says of it may be what Python cannot decode."""
    store = Store(tmp_path)
    store.add([], "r", None)
    whole = store.path.read_bytes()
    begin = whole.index(b"CREATE TABLE corrections")
    for at in range(begin, whole.index(b")", begin), 1 if CASES > 25 else 3):
        store.path.write_bytes(whole[:at] + b"\xa7" + whole[at + 1 :])
        survives(store.history)


def _results(folder: Path) -> dict[str, bytes]:
    """A table of results in every form."""
    from tagger.match import load_compiled
    from tagger.pipeline import Pipeline
    from tagger.tables.forms import form_of
    from tagger.tables.layout import Layout

    pipeline = Pipeline(load_compiled(shipped_home()))
    decisions = [pipeline.tag(Article("f", "f", "晶圆厂开工", f"集成电路产业{n}。", n)) for n in range(3)]
    made = {}
    for suffix in (".csv", ".jsonl", ".xlsx", ".parquet"):
        form, path = form_of(folder / f"a{suffix}", Layout({})), folder / f"a{suffix}"
        form.join([form.encode(decision) for decision in decisions], path)
        made[suffix] = path.read_bytes()
    return made


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return _results(tmp_path_factory.mktemp("results"))


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".xlsx", ".parquet"])
def test_a_table_of_results_with_mutations(tmp_path: Path, results: dict[str, bytes], suffix: str) -> None:
    from tagger.tables.labelled import Vocabulary, read_labelled

    vocabulary = Vocabulary.of([])
    for seed in range(CASES * 4):
        path = tmp_path / f"{seed}{suffix}"
        path.write_bytes(mutated(results[suffix], random.Random(seed)))
        survives(lambda path=path: list(read_results(Source(str(path), path.name))))  # type: ignore[misc]
        survives(lambda path=path: list(read_labelled(Source(str(path), path.name), vocabulary)))  # type: ignore[misc]
        path.unlink()


@pytest.mark.parametrize(("name", "make"), [pair for pair in GOOD if not pair[0].endswith(tuple(TABLES))])
def test_a_page_with_mutations(tmp_path: Path, name: str, make: Maker) -> None:
    make(tmp_path / name)
    whole = (tmp_path / name).read_bytes()
    for seed in range(CASES):
        path = tmp_path / f"{seed}{name}"
        path.write_bytes(mutated(whole, random.Random(seed)))
        survives(lambda path=path: [list(read_pages(source)) for source in sources(str(path))])  # type: ignore[misc]


def test_settings_with_mutations(tmp_path: Path) -> None:
    from tagger.settings import read_settings

    whole = (ROOT / "tagger.toml").read_bytes()
    for seed in range(CASES * 4):
        (tmp_path / "tagger.toml").write_bytes(mutated(whole, random.Random(seed)))
        survives(lambda: read_settings(tmp_path / "tagger.toml"))


DANGEROUS = st.text("=+-@\t\r\n'\"，,；;a晶 1", max_size=12)


@settings(deadline=None, max_examples=100)
@given(DANGEROUS)
def test_a_cell_is_neutral_and_comes_back(cell: str) -> None:
    assert unsafe(safe(cell)) == cell
    assert not safe(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


@settings(deadline=None, max_examples=20)
@given(st.lists(DANGEROUS, min_size=1, max_size=4))
def test_tables_bring_back_what_they_were_given(tmp_path_factory: pytest.TempPathFactory, cells: list[str]) -> None:
    """As CSV and as a workbook, in which text is never a formula, so nothing is put before it."""
    folder = tmp_path_factory.mktemp("cells")
    rows = [{"title": cell, "text": f"晶圆{number}。", "note": cell} for number, cell in enumerate(cells)]
    (folder / "a.csv").write_bytes(sheet(rows))
    workbook(rows, folder / "a.xlsx", {})
    for name in ("a.csv", "a.xlsx"):
        found = [row for _, row in read_results(Source(str(folder / name), name)) if isinstance(row, dict)]
        if name == "a.csv":
            assert [row["note"] for row in found] == cells
        assert len(found) == len(cells)


def test_commands_need_no_network(tmp_path: Path) -> None:
    """Every socket is forbidden; so is a file in the folder that all users share which another could have put there."""
    code = (
        "import os, socket, sys, tempfile\n"
        "shared, own = tempfile.gettempdir(), set()\n"
        "def forbid(event, args):\n"
        "    if event.startswith('socket.') and event != 'socket.gethostname': raise RuntimeError(event)\n"
        "    if event == 'open' and isinstance(args[0], str) and os.path.dirname(args[0]) == shared:\n"
        "        if args[2] & os.O_EXCL: own.add(args[0])\n"
        "        elif args[2] & os.O_CREAT and args[0] not in own: raise RuntimeError(args[0])\n"
        "sys.addaudithook(forbid)\n"
        "import tagger.cli as cli; sys.argv = ['tagger', *sys.argv[1:]]; cli.main()"
    )
    html = "<html><body><article><h1>晶圆厂开工</h1><p>集成电路产业再添新军，封测企业落户。</p><img src='http://a.example/'></article></body></html>"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_text(html, encoding="utf-8")
    for words in (
        ["tag", PAGE, tmp_path / "in"],
        ["why", PAGE],
        ["batch", tmp_path / "in", "--jobs", "1", "-o", tmp_path / "out.xlsx"],
        ["init", tmp_path / "home"],
        ["rules", "test"],
        ["doctor"],
    ):
        done = subprocess.run(
            [sys.executable, "-c", code, *map(str, words)], capture_output=True, cwd=ROOT, check=False, timeout=60
        )
        assert (done.returncode, b"RuntimeError" in done.stderr) == (0, False), done.stderr.decode()


def test_both_engines_find_the_same() -> None:
    """Where daachorse has no wheel, ahocorasick_rs finds the same words in the same order of ends."""
    from tagger.match import load_compiled
    from tagger.match.automaton import _second_engine, build_finder

    words, _ = load_compiled(shipped_home()).words_and_patterns()
    first, second = build_finder(words, []), _second_engine(words)
    for path in sorted((ROOT / "seeds").rglob("*")):
        if path.is_file():
            text = "".join(path.read_text(encoding="utf-8").lower().split())
            assert sorted(map(tuple, first(text))) == sorted(map(tuple, second(text)))


def test_both_engines_find_the_same_in_news(shared: Path) -> None:
    import gzip
    import json

    from tagger.match import load_compiled
    from tagger.match.automaton import _second_engine, build_finder
    from tagger.text import squeeze

    words, _ = load_compiled(shipped_home()).words_and_patterns()
    first, second = build_finder(words, []), _second_engine(words)
    with gzip.open(shared / "news" / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = [squeeze(json.loads(line)["text"]).lower() for _, line in zip(range(1000), file, strict=False)]
    assert len(texts) == 1000
    for text in texts:
        assert sorted(map(tuple, first(text))) == sorted(map(tuple, second(text)))


@pytest.mark.parametrize("array", ["weights", "idf", "examples-labels"])
def test_a_changed_byte_of_a_model_is_told(tmp_path: Path, array: str) -> None:
    """One bit of a number: type and shape stay what they were."""
    from tagger.match import load_compiled
    from tagger.model.folder import verify
    from tagger.model.model import load_model

    shutil.copytree(ROOT / "models" / "base", tmp_path / "base")
    path = tmp_path / "base" / f"{array}.npy"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    tags = [tag.slug for tag in load_compiled(shipped_home()).tags]
    with pytest.raises(ModelFault, match=f"{array}.npy: 模型文件与清单不符"):
        verify(tmp_path / "base", load_model(tmp_path / "base", tags).manifest)
    if not array.startswith("examples"):  # which tagging does not read
        with pytest.raises(ModelFault):
            load_model(tmp_path / "base", tags)


def test_a_changed_byte_anywhere_in_a_manifest_is_told(tmp_path: Path) -> None:
    """White space, too; where a name of the manifest's own digest is changed, it is a field that nobody knows."""
    from tagger.model.manifest import FILE, read_manifest

    whole = (ROOT / "models" / "base" / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole)
    assert read_manifest(tmp_path).digest, "write it anew: write_manifest(folder, read_manifest(folder))"
    draw = random.Random(1)
    name = whole.rindex(b'"digest"')
    for at in [*range(name, len(whole)), *draw.sample(range(len(whole)), 40 * CASES)]:
        data = bytearray(whole)
        data[at] ^= 1 << draw.randrange(8)
        (tmp_path / FILE).write_bytes(data)
        with pytest.raises(ModelFault):
            read_manifest(tmp_path)


def test_nothing_loads_code() -> None:
    """No module of the program imports what would turn data into code."""
    for path in (ROOT / "tagger").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for word in (
            "import pickle",
            "import marshal",
            "import shelve",
            "yaml.load(",
            "eval(",
            "exec(",
            "allow_pickle=True",
        ):
            assert word not in text.replace("_eval(", ""), f"{path.name}: {word}"
