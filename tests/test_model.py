"""A model folder: trained, read back, refused where it is not whole; tagging with it needs no scikit-learn."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tagger.errors import ModelFault
from tagger.home import Home
from tagger.match import Matcher, load_compiled
from tagger.model.manifest import Places
from tagger.model.model import Model, load_model
from tagger.records import Article
from tagger.settings import Facets
from tagger.tables.labelled import Labels
from tagger.training.build import Trained, build, vocabulary_of
from tagger.training.gather import gather
from tagger.training.texts import TextReader
from tagger.training.vocabulary import discover

RULES = {
    "semiconductor": "tag: semiconductor\nname: 半导体\nfacet: industry\nterms: {3: [晶圆]}\n",
    "marine": "tag: marine\nname: 船舶\nfacet: industry\nterms: {3: [船厂]}\n",
    "project": "tag: project\nname: 项目\nfacet: type\nterms: {3: [开工]}\n",
    "other": "tag: other\nname: 其他\nfacet: type\n",
}
PHRASES = {
    "semiconductor": [
        "光刻机进场",
        "刻蚀车间通电",
        "晶圆良率提高",
        "硅片送样",
        "洁净室验收",
        "掩模出厂",
        "离子注入机调试",
    ],
    "marine": ["龙骨铺设", "散货轮下水", "船东验收", "船坞注水", "锚链出厂", "船厂接单", "轮机试航"],
    "": ["读书会开讲", "社区义诊", "广场添了长椅", "孩子们放风筝", "邻里包饺子", "图书馆延时", "菜场搬家"],
}
STARTS = {"project": ["项目开工", "工程竣工", "基地奠基"], "other": ["昨日见闻", "街谈巷议", "记者走访"]}


def articles() -> Iterator[tuple[str, str, str]]:
    """Text, industry (or none) and type."""
    draw = random.Random(0)
    for tag, phrases in PHRASES.items():
        for kind, starts in STARTS.items():
            for _ in range(16):
                yield "，".join([draw.choice(starts), *draw.sample(phrases, 3)]) + "。", tag, kind


def train(home: Home) -> Trained:
    compiled = load_compiled(home)
    reader = TextReader(Matcher(compiled))
    texts = [
        reader.labelled(
            Article(file="", page="", title="", text=text), Labels(frozenset([tag] if tag else []), type=kind)
        )
        for text, tag, kind in articles()
    ]
    ngrams = discover(texts, 300, 2)
    return build(gather(texts, vocabulary_of(ngrams, Places())), ngrams, Places(), compiled, Facets())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with rules and a model; not to be changed."""
    path = tmp_path_factory.mktemp("model") / "home"
    (path / "rules").mkdir(parents=True)
    for name, text in RULES.items():
        (path / "rules" / f"{name}.yaml").write_text(text, encoding="utf-8")
    train(Home(path)).write(path / "models" / "base")
    return Home(path)


@pytest.fixture
def copy(home: Home, tmp_path: Path) -> Home:
    """The same home, to be damaged."""
    import shutil

    return Home(Path(shutil.copytree(home.path, tmp_path / "home")))


def run(home: Home, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tagger", "tag", str(home.path / "page.txt"), "--home", str(home.path)]
    (home.path / "page.txt").write_text(
        "记者走访，散货轮下水，锚链出厂，船东验收，全厂的人都来看热闹。\n", encoding="utf-8"
    )
    command += ["--no-split", "--format", "jsonl", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)


def tags_of(home: Home) -> list[str]:
    return [tag.slug for tag in load_compiled(home).tags]


def model_of(home: Home) -> Model:
    return load_model(home.path / "models" / "base", tags_of(home))


def test_the_same_input_gives_the_same_bytes(home: Home, tmp_path: Path) -> None:
    train(home).write(tmp_path / "base")
    for path in sorted((home.path / "models" / "base").iterdir()):
        assert (tmp_path / "base" / path.name).read_bytes() == path.read_bytes(), path.name


def test_margins_equal_scikit_learns_arithmetic(home: Home) -> None:
    from tagger.match import document_of

    model = model_of(home)
    folder = home.path / "models" / "base"
    weights, bias, idf = (np.load(folder / f"{name}.npy").astype(np.float64) for name in ("weights", "bias", "idf"))
    (found,) = model.read([document_of("", "散货轮的龙骨铺设", 20)])
    counts = found.counts
    row = np.zeros(len(idf))
    row[counts.numbers] = (1 + np.log(counts.counts)) * idf[counts.numbers]
    expected = row / np.linalg.norm(row) @ weights + bias
    assert np.abs(model.margins(found) - expected).max() < 1e-9


def test_a_tag_that_only_the_model_knows_is_given_with_its_words(home: Home) -> None:
    done = run(home)
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert [(tag["tag"], tag["by"]) for tag in record["industries"]] == [("marine", "model")]
    assert record["model"] == "base"
    text = (home.path / "page.txt").read_text(encoding="utf-8")
    evidence = record["industries"][0]["evidence"]
    assert evidence
    assert all(text[e["start"] : e["end"]] == e["term"] and e["weight"] > 0 for e in evidence)


def test_rules_alone_stay_rules_alone(home: Home) -> None:
    record = json.loads(run(home, "--use", "rules").stdout)
    assert record["industries"] == []
    assert record["model"] is None


def _truncate(folder: Path) -> None:
    path = folder / "weights.npy"
    path.write_bytes(path.read_bytes()[:-10])


def _foreign(folder: Path) -> None:
    (folder / "idf.npy").write_bytes(b"\x80\x04K\x01.")


def _missing(folder: Path) -> None:
    (folder / "bias.npy").unlink()


def _other_shape(folder: Path) -> None:
    np.save(folder / "bias.npy", np.zeros(9))


def _pickled(folder: Path) -> None:
    np.save(folder / "ngrams.npy", np.array([{}], object), allow_pickle=True)


def _future(folder: Path) -> None:
    _edit(folder, format=99)


def _no_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def _not_json(folder: Path) -> None:
    (folder / "manifest.json").write_text("{", encoding="utf-8")


def _other_tags(folder: Path) -> None:
    _edit(folder, tags=["marine", "textile", "other", "project"])


def _heavy(folder: Path) -> None:
    _edit(folder, places={"title": 1_000_000_000, "lead": 2})


def _edit(folder: Path, **values: object) -> None:
    path = folder / "manifest.json"
    changed = {**json.loads(path.read_text("utf-8")), **values}
    changed.pop("digest")  # as one who knows how would do it
    path.write_text(json.dumps(changed), encoding="utf-8")


DAMAGES = [
    _truncate, _foreign, _missing, _other_shape, _pickled, _future, _no_manifest, _not_json, _other_tags,
    _heavy,
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
def test_a_model_that_is_not_whole_is_refused_with_its_cure(copy: Home, damage: Callable[[Path], None]) -> None:
    folder = copy.path / "models" / "base"
    damage(folder)
    with pytest.raises(ModelFault, match=r"--use rules") as caught:
        model_of(copy)
    assert str(folder) in str(caught.value)


def test_a_damaged_model_ends_the_command_and_rules_still_tag(copy: Home) -> None:
    _other_tags(copy.path / "models" / "base")
    done = run(copy)
    assert (done.returncode, done.stdout) == (3, "")
    assert "semiconductor" in done.stderr
    assert "textile" in done.stderr
    assert run(copy, "--use", "rules").returncode == 0


def test_without_a_model_only_the_model_is_refused(write_home: Callable[..., Path]) -> None:
    home = Home(write_home(**RULES))
    assert run(home).returncode == 0
    done = run(home, "--use", "model")
    assert done.returncode == 3
    assert "tagger retrain" in done.stderr


BLOCKED = """
import sys
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"sklearn", "scipy", "jieba", "joblib", *sys.argv[1].split(",")}:
            raise ImportError(f"{name} is blocked")
sys.meta_path.insert(0, Block())
sys.argv = ["tagger", *sys.argv[2:]]
from tagger.cli import main
main()
"""


@pytest.mark.parametrize(("use", "also"), [("both", ""), ("model", ""), ("rules", "numpy")])
def test_tagging_needs_none_of_the_libraries_of_training(home: Home, use: str, also: str) -> None:
    page = home.path / "blocked.txt"
    page.write_text("船厂接单，散货轮下水，锚链出厂，船东验收，全厂的人都来看热闹。\n", encoding="utf-8")
    command = [sys.executable, "-c", BLOCKED, also, "tag", str(page), "--home", str(home.path), "--use", use]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr.decode()


def test_examples_hold_no_text_and_no_order(home: Home) -> None:
    from tagger.model.examples import read_examples

    folder = home.path / "models" / "base"
    examples = read_examples(folder, model_of(home).manifest)
    for start, end in zip(examples.starts[:-1], examples.starts[1:], strict=True):
        assert (np.diff(examples.numbers[start:end].astype(int)) > 0).all()
    stored = b"".join(path.read_bytes() for path in folder.iterdir())
    for text, *_ in articles():
        assert text[:6].encode() not in stored
        assert text[:6].encode("utf-16-le") not in stored


def test_why_shows_the_words_of_the_model_for_and_against(home: Home) -> None:
    page = home.path / "why.txt"
    page.write_text("记者走访，散货轮下水，锚链出厂，船东验收，全厂的人都来看热闹。\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "tagger",
        "why",
        str(page),
        "--no-split",
        "--home",
        str(home.path),
        "--tag",
        "船舶",
    ]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "由模型给出" in done.stdout
    assert "模型反对" in done.stdout
    rules = subprocess.run([*command, "--use", "rules"], capture_output=True, text=True, encoding="utf-8", check=False)
    assert "模型" not in rules.stdout


def test_more_texts_have_room_for_more_ngrams() -> None:
    from tagger.training.vocabulary import room_for

    assert [room_for(characters) for characters in (100, 760_000, 10**9)] == [1 << 16, 190_000, 1 << 18]
