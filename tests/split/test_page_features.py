"""What a page says to each of the learned models, name by name, and how often.

Weights belong to these names: where a golden file changes though no weight did, they must be learned anew
(``tools/train_*.py``).
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from zlib import crc32

from tagger.split.bodies import Layout, build
from tagger.split.cells import Cell, read_cells
from tagger.split.chains import Likeness, Links, chain
from tagger.split.claims import Claims, names
from tagger.split.classify import classify, junctions, with_titles
from tagger.split.columns import fragments, in_reading_order
from tagger.split.cuts import changes, read_as
from tagger.split.features import features, full_widths
from tagger.split.headlines import pieces_of
from tagger.split.leads import begin_grams, end_grams
from tagger.split.tracks import Usual, whole_lines
from tagger.split.typeset import columns_of, sheet, text_size
from tests.split.test_golden import NAMES, PAGES, page_of

FEATURES = PAGES.parent / "features"
Golden = Callable[[Path, str], None]


class Asked(dict[str, float]):
    """Weights that mean nothing, so that no training changes them, and that count what is asked for."""

    def __init__(self) -> None:
        self.times = Counter[str]()

    def get(self, name: str, default: float = 0.0) -> float:  # type: ignore[override]
        self.times[name] += 1
        return crc32(name.encode()) % 9 / 4 - 1


def listed(said: Iterable[str]) -> str:
    return "".join(f"{times} {name}\n" for name, times in sorted(Counter(said).items()))


def cells_of(name: str) -> list[Cell]:
    return read_cells(page_of(name).text)


def layout_of(cells: list[Cell]) -> Layout:
    return build(cells, classify(cells).best()[1])


def of_lines(cells: list[Cell]) -> Iterator[str]:
    widths = full_widths(cells)
    kinds = classify(cells).best()[1]
    for own in with_titles(cells, features(cells, widths), kinds):
        yield from own
    yield from (f"junction {step}" for step in junctions(cells, widths))


def test_what_is_said_of_lines(golden: Golden) -> None:
    said = [name for page in ("marks.txt", "blocks-4.txt") for name in of_lines(cells_of(page))]
    golden(FEATURES / "lines.txt", listed(said))


def test_what_is_said_of_columns(golden: Golden) -> None:
    of_columns, of_chains = Asked(), Asked()
    for name in ("blocks-2.txt", "blocks-4.txt"):
        lines = whole_lines(cells_of(name))
        usual = Usual.of(lines)
        found = fragments(lines, usual, of_columns)
        likeness = Likeness(found)
        chain(found, likeness, Links(found, likeness, usual.runs, of_chains), of_chains)
    golden(FEATURES / "columns.txt", listed(of_columns.times.elements()))
    golden(FEATURES / "chains.txt", listed(of_chains.times.elements()))


def of_headlines(cells: list[Cell]) -> Iterator[str]:
    layout = layout_of(cells)
    claims = Claims(pieces_of(layout.heads), layout.bodies)
    for at, body in itertools.product(range(len(claims.pieces)), range(len(claims.bodies))):
        for before in (body - 1, -1):
            yield from names(claims.opening(at, body, before))
        for own in ((at - 1,), (at - 3, at - 2)):
            if own[0] >= 0:
                yield from names(claims.going_on(own, at, body))


def test_what_is_said_of_headlines(golden: Golden) -> None:
    pages = cells_of("lines-2.txt"), in_reading_order(cells_of("blocks-2.txt")).cells
    golden(FEATURES / "headlines.txt", listed(name for cells in pages for name in of_headlines(cells)))


def test_what_is_said_of_openings(golden: Golden) -> None:
    cells = cells_of("lines-2.txt")
    lattice = classify(cells)
    said = [
        f"{change.line} {change.kind} {change.holds:d}: {' '.join(f'{value:.3f}' for value in change.evidence)}"
        for change in changes(cells, lattice, read_as(cells, *lattice.best()))
    ]
    said += [name for body in layout_of(cells).bodies for name in (*begin_grams(body.text), *end_grams(body.text))]
    golden(FEATURES / "openings.txt", listed(said))


def test_what_is_said_of_boxes(golden: Golden) -> None:
    pages = [page_of(name) for name in NAMES if name.endswith(".type")]
    sheets = [sheet(columns_of(page), text_size(page.blocks)) for page in pages]
    said = [
        name for one in sheets for number in range(len(one.found)) for _, own in one.options(number) for name in own
    ]
    golden(FEATURES / "boxes.txt", listed(said))
