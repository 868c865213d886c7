"""Words that might mend misses: mined from the articles that missed a tag, weighed against the rest. Needs jieba."""

from __future__ import annotations

import logging
import math
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence

from tagger.match.automaton import build_finder
from tagger.match.cache import cache_folder

_PRIOR = 10.0  # articles that the background counts for
_LONGEST, _TOKENS = 8, 3
_WORD = re.compile(r"[一-鿿a-z0-9+-]*[一-鿿a-z][一-鿿a-z0-9+-]*")
# function words that no term begins or ends with; own list
_STOPS = frozenset(
    [
        "的",
        "了",
        "和",
        "与",
        "在",
        "是",
        "为",
        "等",
        "及",
        "将",
        "对",
        "也",
        "而",
        "以",
        "于",
        "从",
        "向",
        "把",
        "被",
        "让",
        "由",
        "并",
        "或",
        "其",
        "该",
        "这",
        "那",
        "有",
        "个",
        "年",
        "月",
        "日",
        "中",
        "上",
        "下",
        "到",
        "不",
        "就",
        "都",
        "又",
        "还",
        "我们",
        "他们",
        "它们",
        "这个",
        "这些",
        "一个",
        "以及",
        "通过",
        "进行",
        "目前",
        "同时",
        "其中",
        "此外",
        "记者",
        "本报",
        "本报讯",
        "表示",
        "介绍",
        "方面",
    ]
)

Cut = Callable[[str], Iterable[str]]


def tokenizer() -> Cut:
    """jieba's segmentation by a Tokenizer of its own, which keeps its cache in the user's cache folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba imports what setuptools has given up
        from jieba import Tokenizer
    logging.getLogger("jieba").setLevel(logging.WARNING)
    own = Tokenizer()
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    own.tmp_dir = str(folder)
    cut: Cut = own.cut
    return cut


def words_of(text: str, cut: Cut) -> set[str]:
    """Words of a squeezed text and runs of up to three of them, two to eight characters long."""
    tokens = list(cut(text))
    return {run for first in range(len(tokens)) for run in _runs(tokens[first : first + _TOKENS])}


def _runs(tokens: Sequence[str]) -> Iterator[str]:
    run = ""
    for token in tokens:
        if not _WORD.fullmatch(token) or (not run and token in _STOPS):
            return
        run += token
        if len(run) > _LONGEST:
            return
        if len(run) > 1 and token not in _STOPS:
            yield run


def articles_with(words: Sequence[str], texts: Sequence[str]) -> dict[str, frozenset[int]]:
    """For each word the numbers of the squeezed texts in which it stands, as the matcher would find it."""
    find = build_finder(words)
    found: dict[str, set[int]] = {word: set() for word in words}
    for number, text in enumerate(texts):
        for word in {hit[2] for hit in find(text)}:
            found[words[word]].add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def log_odds(inside: int, members: int, outside: int, others: int) -> float:
    """The z-score of the log-odds that a word stands in a member rather than in another article.

    With an informative Dirichlet prior: the word's share in all articles, counted as ten articles. For y of n articles with
    prior a of a0: d = ln((y + a) / (n + a0 - y - a)) - the same of the others; z = d / sqrt(1 / (y + a) + 1 / (y' + a)).
    Source: Monroe, Colaresi and Quinn, Fightin' Words (2008), equations 16 to 20.
    """
    share = (inside + outside) / (members + others)
    prior = _PRIOR * share
    one, other = inside + prior, outside + prior
    ratio = math.log(one / (members + _PRIOR - one)) - math.log(other / (others + _PRIOR - other))
    return ratio / math.sqrt(1 / one + 1 / other)
