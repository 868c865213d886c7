"""Coverage-guided fuzzing of everything that is loaded, by atheris (https://github.com/google/atheris).

Usage: python tools/fuzz.py [--runs N] [TARGET...]. Each target starts from sound files, in a process of its own; what it
raises must be a TaggerError, within 20 seconds and 3 GB. An input that does not comply stays in ``.fuzz/``, and
``tools/fuzz.py TARGET --again FILE`` runs it alone. Where atheris has no wheel, nothing is done, which is said.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import platform
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
FOUND = ROOT / ".fuzz"
LIMITS = ("-timeout=20", "-rss_limit_mb=3000", "-max_len=20000", "-print_final_stats=0", "-verbosity=0")
Act = Callable[[bytes], object]


def rules(_: Path) -> Act:
    """Both readers of rule files, and the canonical form of what is sound."""
    from tagger.rulebook.nodes import Faults, decode
    from tagger.rulebook.reader import read_genre, read_rule
    from tagger.rulelab.fmt import canonical

    def act(data: bytes) -> None:
        text = decode(data, Faults("a.yaml"))
        if text is not None:
            read_genre(text, "genre.yaml")
            if not read_rule(text, "a.yaml")[1]:
                canonical(text)

    return act


def settings(folder: Path) -> Act:
    """``tagger.toml``."""
    from tagger.settings import read_settings

    return lambda data: read_settings(_written(folder / "tagger.toml", data))


def manifest(folder: Path) -> Act:
    """What a model folder says of itself."""
    from tagger.model.manifest import FILE, read_manifest

    return lambda data: read_manifest(_written(folder / FILE, data).parent)


def store(folder: Path) -> Act:
    """The store of corrections."""
    from tagger.corrections.store import Store

    held = Store(folder)
    held.path.parent.mkdir()
    return lambda data: (_written(held.path, data), held.current(), held.history())


def table(suffix: str) -> Callable[[Path], Act]:
    """A table in a form, as results and as corrections."""

    def make(folder: Path) -> Act:
        from tagger.readers import Source
        from tagger.tables.labelled import Vocabulary, read_labelled
        from tagger.tables.results import read_results

        path = folder / f"a{suffix}"
        source, vocabulary = Source(str(path), path.name), Vocabulary.of([])

        def act(data: bytes) -> None:
            _written(path, data)
            for read in (read_results, lambda source: read_labelled(source, vocabulary)):
                with _told():
                    list(read(source))

        return act

    return make


def page(suffix: str) -> Callable[[Path], Act]:
    """A page in a form, read and split."""

    def make(folder: Path) -> Act:
        from tagger.readers import read_pages, sources
        from tagger.records import Page
        from tagger.split import split

        def act(data: bytes) -> None:
            for source in sources(str(_written(folder / f"a{suffix}", data))):
                for found in read_pages(source):
                    if isinstance(found, Page):
                        split(found)

        return act

    return make


TARGETS: dict[str, Callable[[Path], Act]] = {
    "rules": rules, "settings": settings, "manifest": manifest, "store": store,
    **{suffix[1:]: table(suffix) for suffix in (".csv", ".jsonl", ".xlsx", ".parquet")},
    **{suffix[1:]: page(suffix) for suffix in (".txt", ".md", ".html", ".docx", ".zip", ".pdf")},
}  # fmt: skip


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """A fault with a name is what is asked for."""
    from tagger.errors import TaggerError

    with contextlib.suppress(TaggerError):
        yield


def seeds(target: str, folder: Path) -> None:
    """Sound files of a target."""
    from files import GOOD

    if target == "rules":
        found = sorted((ROOT / "rules").rglob("*.yaml"))
    elif target in ("settings", "manifest"):
        found = [ROOT / {"settings": "tagger.toml", "manifest": "models/base/manifest.json"}[target]]
    elif target == "store":
        found = [_store(folder.parent / "sound")]
    else:
        found = []
        for name, make in GOOD:
            if name.endswith(f".{target}"):
                make(folder / name)
    for number, path in enumerate(found):
        (folder / str(number)).write_bytes(path.read_bytes())


def _store(home: Path) -> Path:
    from tagger.corrections.store import Store
    from tagger.records import Article
    from tagger.tables.labelled import Labelled, Labels

    held = Store(home)
    held.add([Labelled(Article("f", "f", "", "晶圆。"), Labels(type="b"), 2, "0" * 16)], "r", None)
    return held.path


def fuzz(target: str, runs: int, again: Path | None) -> None:
    """One target in this process, which ends with it."""
    import atheris

    with tempfile.TemporaryDirectory() as name, atheris.instrument_imports(include=["tagger"]):
        folder, corpus = Path(name) / "work", Path(name) / "seeds"
        folder.mkdir()
        corpus.mkdir()
        seeds(target, corpus)
        act = TARGETS[target](folder)

        def one(data: bytes) -> None:
            with warnings.catch_warnings(), _told():
                warnings.simplefilter("ignore")  # of the libraries, about what was mutated
                act(data)

        given = [str(again)] if again else [str(corpus)]
        atheris.Setup([sys.argv[0], f"-runs={runs}", f"-artifact_prefix={FOUND}/{target}-", *LIMITS, *given], one)
        atheris.Fuzz()


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("targets", nargs="*", choices=[[], *TARGETS])
    options.add_argument("--runs", type=int, default=20_000)
    options.add_argument("--again", type=Path)
    options.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    if importlib.util.find_spec("atheris") is None:
        print(f"skipped: atheris is not installed; it has no wheel for Python {platform.python_version()} here?")
        return 0
    if given.here or given.again:
        fuzz(given.targets[0], given.runs, given.again)
    FOUND.mkdir(exist_ok=True)
    failed = []
    for target in given.targets or TARGETS:
        command = [sys.executable, __file__, target, "--runs", str(given.runs), "--here"]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        print(f"{target}: {'as promised' if not done.returncode else 'NOT AS PROMISED'}", flush=True)
        if done.returncode:
            failed.append(target)
            print(done.stdout[-3000:], done.stderr[-6000:])
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
