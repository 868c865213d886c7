"""Why a person should look at an article, in Chinese."""

from __future__ import annotations

import re

_SHORTEST = 30
_LEAST_CHINESE, _MOST_DAMAGED = 0.3, 0.02
_CHINESE = re.compile("[\u3400-\u9fff]+")
_DAMAGED = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def odd(squeezed: str) -> str | None:
    """What is odd about an article: too short, garbled, or not Chinese; None where nothing is.

    ``squeezed`` is its headline and body without white space.
    """
    size = len(squeezed)
    if size < _SHORTEST:
        return "文字太少"
    if len(_DAMAGED.findall(squeezed)) > _MOST_DAMAGED * size:
        return "疑似乱码"
    if sum(map(len, _CHINESE.findall(squeezed))) < _LEAST_CHINESE * size:
        return "不像中文"
    return None
