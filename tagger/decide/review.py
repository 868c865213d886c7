"""Why a person should look at an article, in Chinese."""

from __future__ import annotations

import re

_SHORTEST = 30
_LEAST_CHINESE, _MOST_DAMAGED = 0.3, 0.02
_CHINESE = bytes(range(0x34, 0xA0))  # the upper halves of U+3400 to U+9FFF
_DAMAGED = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def odd(squeezed: str) -> str | None:
    """What is odd about an article: too short, garbled, or not Chinese; None where nothing is.

    ``squeezed`` is its headline and body without white space.
    """
    size = len(squeezed)
    if size < _SHORTEST:
        return "文字太少"
    if _DAMAGED.search(squeezed) and len(_DAMAGED.findall(squeezed)) > _MOST_DAMAGED * size:
        return "疑似乱码"
    upper = squeezed.encode("utf-16-le", "surrogatepass")[1::2]
    if len(upper) - len(upper.translate(None, _CHINESE)) < _LEAST_CHINESE * size:
        return "不像中文"
    return None
