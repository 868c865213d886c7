"""What each cell is: a Viterbi path over kinds of line, on display width, signs and likeness.

The kinds: first line of an article, first line of another paragraph, continuation, headline or subhead, byline,
caption, caption inside an open paragraph, furniture. The model is log-linear: weights of a cell's features for each
kind, and of a kind after a kind by how the line before ended. They were learned from set pages by an averaged
structured perceptron (Collins 2002); ``tools/train_lines.py`` learns them anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tagger.split import signs
from tagger.split.background import Cosine, bigrams, weight
from tagger.split.cells import Cell, usual_width

KINDS = ARTICLE, START, MORE, HEAD, BYLINE, CAPTION, INSERT, FURNITURE = range(8)
_NEVER = -1e6
_WINDOW = 7
_CLOSING = frozenset("，。、；：！？”’）》】…·,.;:!?)%％")
_OPENING = frozenset("“‘《（(【")
JUNCTIONS = 16
_STEPS = (0.004, 0.012, 0.025, 0.05, 0.09)

FEATURES = (
    "bias", "full-back", "full-ahead", "indent-ahead", "indent-back", "short", "over", "no-width", "width-change",
    "ends-sentence", "ends-comma", "ends-colon", "ends-semicolon", "ends-latin", "ends-quote", "starts-closing",
    "starts-opening", "starts-digit", "starts-mark", "lead", "benbaoxun", "byline-sure", "byline-names", "byline-glued",
    "caption-sure", "caption-maybe", "furniture", "stop-inside", "comma-one", "comma-more", "colon-inside", "len-8",
    "len-14", "len-30", "len-over", "twice", "space-inside", "gap", "column", "next-lead", "next-indent", "next-byline",
    "next-short", "first", "last", "alike-0", "alike-1", "alike-2", "alike-3", "alike-4", "alike-5",
    "title-0", "title-1", "title-2", "title-3", "after-title", "after-byline", "after-caption",
)  # fmt: skip
_INDEX = {name: number for number, name in enumerate(FEATURES)}


def classify(cells: Sequence[Cell], *, scattered: bool = False) -> list[int]:
    """The kind of every cell; a page whose columns were out of order has weights of its own."""
    if not cells:
        return []
    steps = junctions(cells)
    first, second = _weights(scattered)
    active = features(cells)
    kinds = viterbi(active, steps, *first)
    return viterbi(with_titles(cells, active, kinds), steps, *second)


Weights = tuple[Sequence[Sequence[float]], Sequence[Sequence[Sequence[float]]]]


@lru_cache(maxsize=2)
def _weights(scattered: bool) -> list[Weights]:
    """The weights of the first pass and of the second, which knows the headlines that the first one saw."""
    if scattered:
        from tagger.split.scattered_weights import PASSES
    else:
        from tagger.split.line_weights import PASSES
    return [
        ([emission.get(name, [0] * len(KINDS)) for name in FEATURES], transition) for emission, transition in PASSES
    ]


def allowed(old: int, kind: int) -> bool:
    """Whether a kind may follow another: text continues only text, a caption inside a paragraph stays inside it."""
    if kind == MORE:
        return old in (ARTICLE, START, MORE, INSERT)
    if kind == INSERT:
        return old in (ARTICLE, START, MORE, INSERT)
    return old != INSERT


def viterbi(
    active: Sequence[Sequence[int]],
    steps: Sequence[int],
    emission: Sequence[Sequence[float]],
    transition: Sequence[Sequence[Sequence[float]]],
) -> list[int]:
    """The best path: ``active`` lists each cell's features, ``steps`` its junction with the cell before."""
    scores = [_emitted(active[0], emission)]
    scores[0][MORE] = scores[0][INSERT] = _NEVER
    origins: list[list[int]] = [[0] * len(KINDS)]
    for i in range(1, len(active)):
        emitted, before, step = _emitted(active[i], emission), scores[-1], transition[steps[i]]
        row, origin = [], []
        for kind in KINDS:
            best, most = 0, 2 * _NEVER
            for old in KINDS:
                value = before[old] + step[old][kind]
                if value > most and allowed(old, kind):
                    best, most = old, value
            row.append(most + emitted[kind])
            origin.append(best)
        scores.append(row)
        origins.append(origin)
    final = scores[-1]
    final[INSERT] = _NEVER
    kind = max(KINDS, key=final.__getitem__)
    path = [kind]
    for origin in reversed(origins[1:]):
        kind = origin[kind]
        path.append(kind)
    return path[::-1]


def _emitted(active: Sequence[int], emission: Sequence[Sequence[float]]) -> list[float]:
    return [sum(column) for column in zip(*(emission[feature] for feature in active), strict=True)]


def junctions(cells: Sequence[Cell]) -> list[int]:
    """For each cell how the cell before it ended: mark (sentence, open mark, none), on a short line or not, a gap."""
    back, ahead = full_widths(cells)
    found = [0]
    for i in range(1, len(cells)):
        last = cells[i - 1]
        end = 0 if signs.ends_sentence(last.text) else 1 if signs.leaves_open(last.text) else 2
        end = 3 if end == 2 and last.text[-1] in "）)】”" else end
        usual = max(back[i - 1], ahead[i - 1])
        short = bool(usual) and last.width < usual - 1.3
        found.append(end + 4 * short + 8 * cells[i].gap)
    return found


def full_widths(cells: Sequence[Cell]) -> tuple[list[float], list[float]]:
    """For each cell the usual full width of the lines up to it and of those from it on; 0 where none is usual."""
    widths = [cell.width for cell in cells]
    back = [usual_width(widths[max(0, i - _WINDOW) : i + 1]) for i in range(len(widths))]
    ahead = [usual_width(widths[i : i + _WINDOW + 1]) for i in range(len(widths))]
    return back, ahead


def features(cells: Sequence[Cell]) -> list[list[int]]:
    """The numbers of each cell's features in FEATURES."""
    back, ahead = full_widths(cells)
    alike = likeness(cells)
    names = []
    for i, cell in enumerate(cells):
        own = _of_width(cell.width, back[i], ahead[i]) + _of_text(cell) + _of_signs(cell.text)
        own.append(alike[i])
        if i + 1 < len(cells):
            own += _of_next(cells[i + 1], ahead[i + 1])
        if not i:
            own.append("first")
        if i == len(cells) - 1:
            own.append("last")
        names.append([_INDEX[name] for name in own])
    return names


def _of_width(width: float, back: float, ahead: float) -> list[str]:
    if not back and not ahead:
        return ["bias", "no-width"]
    found = ["bias"]
    if back and abs(width - back) <= 0.8:
        found.append("full-back")
    if ahead and abs(width - ahead) <= 0.8:
        found.append("full-ahead")
    if ahead and abs(width - ahead + 2) <= 0.8:
        found.append("indent-ahead")
    if back and abs(width - back + 2) <= 0.8:
        found.append("indent-back")
    if width < min(back or ahead, ahead or back) - 3:
        found.append("short")
    if width > max(back, ahead) + 1.2:
        found.append("over")
    if back and ahead and abs(back - ahead) > 1.2:
        found.append("width-change")
    return found


def _of_text(cell: Cell) -> list[str]:
    text = cell.text
    first, last, commas, length = text[0], text[-1], text.count("，") + text.count(","), len(text)
    tests = (
        ("ends-sentence", signs.ends_sentence(text)), ("ends-comma", last in "，、,"), ("ends-colon", last in "：:"),
        ("ends-semicolon", last in "；;"), ("ends-latin", last.isascii() and last.isalnum()), ("ends-quote", last in "”’）)"),
        ("starts-closing", first in _CLOSING), ("starts-opening", first in _OPENING), ("starts-digit", first.isdigit()),
        ("starts-mark", first in "►▶●■◆▲★"), ("stop-inside", "。" in text[:-1]), ("comma-one", commas == 1),
        ("comma-more", commas > 1), ("colon-inside", "：" in text[:-1] or ":" in text[:-1]), ("len-8", length <= 8),
        ("len-14", 8 < length <= 14), ("len-30", 14 < length <= 30), ("len-over", length > 44),
        ("twice", length >= 8 and length % 2 == 0 and text[: length // 2] == text[length // 2 :]),
        ("space-inside", " " in text), ("gap", cell.gap), ("column", cell.column > 0),
    )  # fmt: skip
    return [name for name, true in tests if true]


def _of_signs(text: str) -> list[str]:
    found = []
    if signs.LEAD.match(text):
        found.append("lead")
        if signs.BEN_BAO_XUN.match(text):
            found.append("benbaoxun")
    byline, caption = signs.byline_strength(text), signs.caption_strength(text)
    if byline:
        found.append("byline-sure" if byline == 1 else "byline-names" if byline > 0.6 else "byline-glued")
    if caption:
        found.append("caption-sure" if caption == 1 else "caption-maybe")
    if signs.furniture_strength(text):
        found.append("furniture")
    return found


def _of_next(cell: Cell, ahead: float) -> list[str]:
    found = []
    if signs.LEAD.match(cell.text):
        found.append("next-lead")
    if ahead and abs(cell.width - ahead + 2) <= 0.8:
        found.append("next-indent")
    if ahead and cell.width < ahead - 3:
        found.append("next-short")
    if signs.byline_strength(cell.text):
        found.append("next-byline")
    return found


_REACH = 14


def likeness(cells: Sequence[Cell]) -> list[str]:
    """How much the lines before a cell and those from it on have in common, in steps of the cosine."""
    grams = [bigrams(cell.text) for cell in cells]
    window = Cosine()
    for own in grams[:_REACH]:
        window.add(own, behind=1)
    found = []
    for i, own in enumerate(grams):
        found.append(_step(window.value))
        window.add(own, before=1, behind=-1)
        if i >= _REACH:
            window.add(grams[i - _REACH], before=-1)
        if i + _REACH < len(grams):
            window.add(grams[i + _REACH], behind=1)
    return found


_TITLE_STEPS = (0.05, 0.2, 0.4)


def with_titles(cells: Sequence[Cell], active: Sequence[Sequence[int]], kinds: Sequence[int]) -> list[list[int]]:
    """The features with those that need a first guess: does a headline speak of what follows and not of what was?"""
    titles = [pairs for cell, kind in zip(cells, kinds, strict=True) if kind == HEAD and (pairs := bigrams(cell.text))]
    grams = [
        bigrams(cell.text) if kind in (ARTICLE, START, MORE) else [] for cell, kind in zip(cells, kinds, strict=True)
    ]
    found = []
    for i, own in enumerate(active):
        more = []
        if kinds[i] in (ARTICLE, START) or (kinds[i] == MORE and signs.ends_sentence(cells[i - 1].text)):
            gain = _title_gain(titles, grams, i)
            more.append(_INDEX[f"title-{sum(gain >= edge for edge in _TITLE_STEPS)}"])
        if i:
            last = {HEAD: "after-title", BYLINE: "after-byline", CAPTION: "after-caption"}.get(kinds[i - 1])
            more += [_INDEX[last]] if last else []
        found.append([*own, *more])
    return found


def _title_gain(titles: Sequence[Sequence[str]], grams: Sequence[Sequence[str]], i: int) -> float:
    """The most that one headline has more in common with the lines from ``i`` on than with those before."""
    if not titles:
        return 0.0
    before = set().union(*grams[max(0, i - _REACH) : i])
    fresh = set().union(*grams[i : i + _REACH]) - before
    return max(weight(g for g in title if g in fresh) / weight(title) for title in titles)


def _step(alike: float) -> str:
    return f"alike-{next((number for number, edge in enumerate(_STEPS) if alike < edge), len(_STEPS))}"
