"""What tests share: the project's root, the shared data where it is at hand, a cache folder of their own."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import Phase, settings

# a busy machine is no defect: what takes long is measured in benchmarks/, never timed in a test
settings.register_profile("patient", deadline=None)
# for tools/mutants.py: that a test fails is enough, the smallest case is not looked for
settings.register_profile(
    "quick", deadline=None, max_examples=30, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate]
)
settings.load_profile(os.environ.get("TAGGER_TEST_PROFILE", "patient"))

# a run in the background ignores Ctrl-C, and so would every command that a test interrupts
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the user's cache; one cache serves all tests of a run."""
    monkeypatch.setenv("TAGGER_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.delenv("TAGGER_HOME", raising=False)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared data beside the project; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared data (../shared) is not at hand")
    return SHARED


@pytest.fixture
def write_home(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Write a home from a mapping of rule file name to text; gives its path."""

    def write(**files: str) -> Path:
        home = tmp_path / "home"
        (home / "rules").mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (home / "rules" / f"{name}.yaml").write_text(text, encoding="utf-8")
        return home

    return write


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write golden files anew; then read what git diff shows")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a golden file; with ``pytest --regenerate`` write the file instead."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--regenerate"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare
