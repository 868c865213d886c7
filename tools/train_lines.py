"""Learn what each line of a page is from pages whose articles are known; writes tagger/split/line_weights.py.

usage: train_lines.py PAGES_DIR... [--real DIR] [--rounds 40] [--penalty 1] [--scattered]

With --scattered: only from pages whose columns are out of order, and writes tagger/split/scattered_weights.py.

PAGES_DIR holds pNNN.txt and pages.jsonl (title, kicker, byline, text of every article), as the page setter writes them.
Pages below --real count eight times. Conditional random field: J. Lafferty, A. McCallum,
F. Pereira (2001).
"""

from __future__ import annotations

import argparse
import json
import pathlib
import random
import re
import unicodedata
from collections import Counter

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from tagger.split import signs
from tagger.split.cells import Cell, read_cells
from tagger.split.classify import JUNCTIONS, Weights, junctions, lattice, with_titles
from tagger.split.columns import in_reading_order
from tagger.split.features import features, full_widths
from tagger.split.lattice import ARTICLE, BYLINE, CAPTION, FURNITURE, HEAD, INSERT, KINDS, MORE, START, allowed

LEAST, WORTH, BATCH = 12, 0.08, 64  # times that a feature must be seen, least weight worth keeping, pages at once
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
        self.steps = junctions(cells, full_widths(cells))

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
            if cells and mixed == scattered:
                pages.append(Page(cells, page))
    return pages


class Data:
    """The lines of all pages as one matrix of features, in batches of pages of about the same length."""

    def __init__(self, names: list[list[list[str]]], pages: list[Page]) -> None:
        counts = Counter(name for page in names for own in page for name in own)
        self.vocabulary = {name: i for i, name in enumerate(sorted(n for n, c in counts.items() if c >= LEAST))}
        self.batches = []
        order = sorted(range(len(names)), key=lambda page: len(names[page]))
        for low in range(0, len(order), BATCH):
            batch = order[low : low + BATCH]
            longest = len(names[batch[-1]])
            rows, columns = [], []
            step, gold = np.zeros((longest, len(batch)), int), np.full((longest, len(batch)), -1)
            for place, page in enumerate(batch):
                step[: len(names[page]), place], gold[: len(names[page]), place] = pages[page].steps, pages[page].kinds
                for i, own in enumerate(names[page]):
                    found = [self.vocabulary[name] for name in own if name in self.vocabulary]
                    rows += [i * len(batch) + place] * len(found)
                    columns += found
            shape = (longest * len(batch), len(self.vocabulary))
            self.batches.append((csr_matrix((np.ones(len(rows), "f"), (rows, columns)), shape), step, gold))
        self.lines = sum(map(len, names))


ALLOWED = np.array([[0 if allowed(old, kind) else -1e4 for kind in KINDS] for old in KINDS], "f")
FIRST, LAST = np.zeros(len(KINDS), "f"), np.zeros(len(KINDS), "f")
FIRST[[MORE, INSERT]] = LAST[INSERT] = -1e4


def batch_loss(features, steps, gold, emission, transition):
    """Minus the log-likelihood of a batch's kinds, with the gradients of both tables; forward-backward in logs."""
    length, pages = steps.shape
    emitted = (features @ emission.astype("f")).reshape(length, pages, -1)
    moved = transition.astype("f")[steps] + ALLOWED  # length, pages, old, kind
    real = gold >= 0
    last = real.sum(0) - 1
    forward, backward = np.zeros_like(emitted), np.zeros_like(emitted)
    forward[0] = emitted[0] + FIRST
    for i in range(1, length):
        forward[i] = logsumexp(forward[i - 1][:, :, None] + moved[i], 1) + emitted[i]
    for i in range(length - 1, -1, -1):
        if i + 1 < length:
            backward[i] = logsumexp(moved[i + 1] + (emitted[i + 1] + backward[i + 1])[:, None, :], 2)
        backward[i, last == i] = LAST
    total = logsumexp(forward[last, np.arange(pages)] + LAST, 1)
    marginal = np.exp(np.minimum(forward + backward - total[:, None], 0)) * real[:, :, None]
    truth = np.zeros_like(marginal)
    place = np.nonzero(real)
    truth[place[0], place[1], gold[place]] = 1
    gradient_e = features.T @ (marginal - truth).reshape(length * pages, -1)
    gradient_t = np.zeros_like(transition)
    loss = total.sum() - (truth * emitted).sum()
    for i in range(1, length):
        on = real[i]
        pair = forward[i - 1][:, :, None] + moved[i] + (emitted[i] + backward[i])[:, None, :] - total[:, None, None]
        pair = np.exp(np.minimum(pair[on], 0))
        pair[np.arange(on.sum()), gold[i - 1][on], gold[i][on]] -= 1
        np.add.at(gradient_t, steps[i][on], pair)
        loss -= transition[steps[i][on], gold[i - 1][on], gold[i][on]].sum()
    return loss, gradient_e, gradient_t


def logsumexp(values, axis: int):
    most = values.max(axis, keepdims=True)
    return np.squeeze(most, axis) + np.log(np.exp(values - most).sum(axis))


def train(names: list[list[list[str]]], pages: list[Page], rounds: int, penalty: float) -> Weights:
    """Weights of a great likelihood less a penalty on their squares; few rounds of L-BFGS keep them from overfitting."""
    data = Data(names, pages)
    shape_e, shape_t = (len(data.vocabulary), len(KINDS)), (JUNCTIONS, len(KINDS), len(KINDS))
    size = shape_e[0] * shape_e[1]

    def loss(weights):
        emission, transition = weights[:size].reshape(shape_e), weights[size:].reshape(shape_t)
        total, gradient = penalty / 2 * (weights**2).sum(), penalty * weights
        for batch in data.batches:
            value, gradient_e, gradient_t = batch_loss(*batch, emission, transition)
            total += value
            gradient = gradient + np.concatenate([gradient_e.ravel(), gradient_t.ravel()])
        print(f"  {total / data.lines:.4f}", end="", flush=True)
        return float(total), gradient.astype(float)

    start = np.zeros(size + JUNCTIONS * len(KINDS) ** 2)
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds, "ftol": 1e-4}).x
    print()
    emission = {name: best[:size].reshape(shape_e)[i].tolist() for name, i in data.vocabulary.items()}
    return emission, best[size:].reshape(shape_t).tolist()


def guesses(names: list[list[list[str]]], pages: list[Page], rounds: int, penalty: float) -> list[list[int]]:
    """What a first pass says of pages that it has not seen: each half by the weights of the other."""
    found, half = [], len(pages) // 2
    for own, others in ((slice(half), slice(half, None)), (slice(half, None), slice(half))):
        weights = train(names[others], pages[others], rounds, penalty)
        found += [
            lattice(lines, page.steps, weights).best()[1] for lines, page in zip(names[own], pages[own], strict=True)
        ]
    return found


def learn(pages: list[Page], rounds: int, penalty: float) -> list[Weights]:
    """The weights of both passes."""
    names = [features(page.cells, full_widths(page.cells)) for page in pages]
    first = train(names, pages, rounds, penalty)
    kinds = guesses(names, pages, rounds, penalty)
    again = [with_titles(page.cells, own, guess) for page, own, guess in zip(pages, names, kinds, strict=True)]
    return [first, train(again, pages, rounds, penalty)]


def write(passes: list[tuple], path: pathlib.Path) -> None:
    """Both passes as a module of whole hundredths; features that say next to nothing are left out."""
    lines = [
        '"""Weights of line kinds for both passes, in hundredths; learned by tools/train_lines.py."""', "",
        "Pass = tuple[dict[str, tuple[int, ...]], tuple[tuple[tuple[int, ...], ...], ...]]", "", "# fmt: off", "PASSES: tuple[Pass, ...] = (",
    ]  # fmt: skip
    for emission, transition in passes:
        lines += ["    ({"]
        for name, row in emission.items():
            if max(map(abs, row)) >= WORTH:
                lines.append(f"        {json.dumps(name, ensure_ascii=False)}: {tuple(round(w * 100) for w in row)},")
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
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--penalty", type=float, default=1.0)
    parser.add_argument("--scattered", action="store_true")
    arguments = parser.parse_args()
    styles = set(arguments.styles.split(","))
    pages = [page for folder in arguments.pages for page in load(folder, styles, arguments.scattered)]
    if arguments.real:
        pages += load(arguments.real, {"real"}, arguments.scattered) * 8
    print(len(pages), "pages")
    passes = learn(pages, arguments.rounds, arguments.penalty)
    write(passes, FOLDER / ("scattered_weights.py" if arguments.scattered else "line_weights.py"))


if __name__ == "__main__":
    main()
