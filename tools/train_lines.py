"""Learn what each line of a page is from pages whose articles are known; writes tagger/split/line_weights.py.

usage: train_lines.py PAGES_DIR... [--real DIR] [--epochs 12] [--scattered]

With --scattered: only from pages whose columns are out of order, and writes tagger/split/scattered_weights.py.

PAGES_DIR holds pNNN.txt and pages.jsonl (title, kicker, byline, text of every article), as the page setter writes them.
Pages below --real count eight times. Averaged structured perceptron: M. Collins, Discriminative training methods for
hidden Markov models (2002).
"""

from __future__ import annotations

import argparse
import json
import pathlib
import random
import re
import unicodedata

from tagger.split import signs
from tagger.split.cells import Cell, read_cells
from tagger.split.classify import (
    ARTICLE,
    BYLINE,
    CAPTION,
    FEATURES,
    FURNITURE,
    HEAD,
    INSERT,
    JUNCTIONS,
    KINDS,
    MORE,
    START,
    features,
    junctions,
    viterbi,
    with_titles,
)  # fmt: skip
from tagger.split.columns import in_reading_order

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "tagger" / "split"


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


class Page:
    """A page's cells with the kind that each truly is."""

    def __init__(self, cells: list[Cell], page: dict) -> None:
        self.cells = cells
        self.bodies = [squeeze(article["text"]) for article in page["articles"]]
        self.starts = [self._paragraphs(article["text"]) for article in page["articles"]]
        self.titles = [squeeze(a["title"]) for a in page["articles"]] + [
            squeeze(a.get("kicker", "")) for a in page["articles"]
        ]
        self.bylines = {squeeze(article.get("byline", "")) for article in page["articles"]} - {""}
        self.kinds = self._label()

    @staticmethod
    def _paragraphs(text: str) -> set[int]:
        starts, length = set(), 0
        for line in text.split("\n"):
            starts.add(length)
            length += len(squeeze(line))
        return starts

    def _label(self) -> list[int]:
        kinds, last, at = [], -1, {}
        for cell in self.cells:
            text = squeeze(cell.text)
            text = text.lstrip("#") if text.startswith("#") else text
            found = self._find(text, last, at)
            if squeeze(cell.text) in self.bylines or (found is None and signs.byline_strength(cell.text)):
                kinds.append(BYLINE)
            elif self._is_title(cell.text, kinds) and (found is None or found[1] != at.get(found[0])):
                kinds.append(HEAD)
            elif found is None:
                kinds.append(
                    FURNITURE
                    if signs.furniture_strength(cell.text) or not signs.caption_strength(cell.text)
                    else CAPTION
                )
            else:
                body, place = found
                at[body] = place + len(text)
                first = place in self.starts[body] or cell.text.startswith("#")
                kinds.append(ARTICLE if body != last else START if first else MORE)
                if cell.text.startswith("#"):
                    kinds[-1] = HEAD
                else:
                    last = body
        return self._inserts(kinds)

    def _is_title(self, raw: str, kinds: list[int]) -> bool:
        """A line of a headline, or of two side by side; a very short one only right behind another."""
        text = squeeze(raw)
        if len(text) <= 3 and not (kinds and kinds[-1] == HEAD):
            return False
        parts = [squeeze(part) for part in raw.split()]
        if all(any(part in title for title in self.titles) for part in parts):
            return True
        pairs = [text[i : i + 2] for i in range(len(text) - 1)]
        return bool(pairs) and sum(any(p in title for title in self.titles) for p in pairs) >= 0.85 * len(pairs)

    def _find(self, text: str, last: int, at: dict[int, int]) -> tuple[int, int] | None:
        """(article, offset) of a line in the bodies: where the last one went on, if it may be there."""
        if not text:
            return None
        order = sorted(range(len(self.bodies)), key=lambda body: body != last)
        for body in order:
            if self.bodies[body].startswith(text, at.get(body, 0)):
                return body, at.get(body, 0)
        places = [
            (abs(place - at.get(body, 0)), body, place)
            for body in order
            if (place := self.bodies[body].find(text, at.get(body, 0))) >= 0 and len(text) > 3
        ]
        if not places and len(text) > 5:  # a fragment that stands before one it should follow
            places = [(0, body, place) for body in order if (place := self.bodies[body].find(text)) >= 0]
        return min(places)[1:] if places else None

    @staticmethod
    def _inserts(kinds: list[int]) -> list[int]:
        for i, kind in enumerate(kinds):
            if kind in (CAPTION, FURNITURE) and i and i + 1 < len(kinds):
                behind = next((k for k in kinds[i + 1 :] if k not in (CAPTION, FURNITURE)), None)
                before = kinds[i - 1]
                if behind == MORE and before in (ARTICLE, START, MORE, INSERT):
                    kinds[i] = INSERT
        for i, kind in enumerate(kinds):  # text cannot continue behind anything but text
            if kind == MORE and (not i or kinds[i - 1] not in (ARTICLE, START, MORE, INSERT)):
                kinds[i] = START
        return kinds


CAPTIONS = (
    "图为企业生产车间。",
    "工人在车间作业。 资料图",
    "图片来源：受访企业",
    "园区一角 本报记者 摄",
    "图为项目现场。 资料图",
    "签约现场 受访者供图",
)


def with_caption(text: str, rng: random.Random) -> str:
    """The page with a caption between two lines of a paragraph, where real pages have them and set pages rarely."""
    lines = text.split("\n")
    places = [i for i, line in enumerate(lines) if i and len(line) > 10 and len(lines[i - 1]) > 10]
    if places and rng.random() < 0.35:
        lines.insert(rng.choice(places), rng.choice(CAPTIONS))
    return "\n".join(lines)


def load(folder: pathlib.Path, styles: set[str], scattered: bool) -> list[Page]:
    pages, rng = [], random.Random(2)
    for line in (folder / "pages.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        if page.get("style", "real") in styles:
            text = (folder / f"{page['page']}.txt").read_text(encoding="utf-8")
            text = text if page.get("style") is None else with_caption(text, rng)
            cells, mixed, _ = in_reading_order(read_cells(text))
            if mixed == scattered:
                pages.append(Page(cells, page))
    return pages


def train(data: list[tuple], epochs: int) -> tuple[list[list[float]], list[list[list[float]]]]:
    """Weights from (features, junctions, kinds) of every page."""
    width = len(KINDS)
    emission = [[0.0] * width for _ in FEATURES]
    transition = [[[0.0] * width for _ in KINDS] for _ in range(JUNCTIONS)]
    sums_e = [[0.0] * width for _ in FEATURES]
    sums_t = [[[0.0] * width for _ in KINDS] for _ in range(JUNCTIONS)]
    rng, clock, data = random.Random(1), 1, list(data)
    for epoch in range(epochs):
        rng.shuffle(data)
        wrong = lines = 0
        for active, steps, gold in data:
            guess = viterbi(active, steps, emission, transition)
            clock += 1
            lines += len(gold)
            for i, (right, said) in enumerate(zip(gold, guess, strict=True)):
                if right != said:
                    wrong += 1
                    for feature in active[i]:
                        for kind, sign in ((right, 1), (said, -1)):
                            emission[feature][kind] += sign
                            sums_e[feature][kind] += sign * clock
                if i and (gold[i - 1], right) != (guess[i - 1], said):
                    for old, kind, sign in ((gold[i - 1], right, 1), (guess[i - 1], said, -1)):
                        transition[steps[i]][old][kind] += sign
                        sums_t[steps[i]][old][kind] += sign * clock
        print(f"epoch {epoch + 1}: {wrong} of {lines} lines wrong", flush=True)
    for feature in range(len(FEATURES)):
        emission[feature] = [w - s / clock for w, s in zip(emission[feature], sums_e[feature], strict=True)]
    for step in range(JUNCTIONS):
        for old in KINDS:
            transition[step][old] = [
                w - s / clock for w, s in zip(transition[step][old], sums_t[step][old], strict=True)
            ]
    return emission, transition


def write(passes: list[tuple], path: pathlib.Path) -> None:
    """Both passes as a module of whole hundredths."""
    lines = [
        '"""Weights of line kinds for both passes, in hundredths; learned by tools/train_lines.py."""', "",
        "Pass = tuple[dict[str, tuple[int, ...]], tuple[tuple[tuple[int, ...], ...], ...]]", "", "# fmt: off", "PASSES: tuple[Pass, ...] = (",
    ]  # fmt: skip
    for emission, transition in passes:
        lines += ["    ({"]
        for name, row in zip(FEATURES, emission, strict=True):
            if any(row):
                lines.append(f'        "{name}": {tuple(round(w * 100) for w in row)},')
        lines += ["    }, ("]
        for junction in transition:
            lines += [
                "        (",
                *(f"            {tuple(round(w * 100) for w in row)}," for row in junction),
                "        ),",
            ]
        lines += ["    )),"]
    path.write_text("\n".join([*lines, ")", ""]), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="+", type=pathlib.Path)
    parser.add_argument("--real", type=pathlib.Path)
    parser.add_argument("--styles", default="raw,pypdf,default")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--scattered", action="store_true")
    arguments = parser.parse_args()
    pages = [
        page
        for folder in arguments.pages
        for page in load(folder, set(arguments.styles.split(",")), arguments.scattered)
    ]
    if arguments.real:
        pages += load(arguments.real, {"real"}, arguments.scattered) * 8
    print(len(pages), "pages")
    pages = [page for page in pages if page.cells]
    data = [(features(page.cells), junctions(page.cells), page.kinds) for page in pages]
    first = train(data, arguments.epochs)
    again = []
    for page, (active, steps, gold) in zip(pages, data, strict=True):
        guess = viterbi(active, steps, *first)
        again.append((with_titles(page.cells, active, guess), steps, gold))
    path = FOLDER / ("scattered_weights.py" if arguments.scattered else "line_weights.py")
    write([first, train(again, arguments.epochs)], path)


if __name__ == "__main__":
    main()
