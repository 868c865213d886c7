"""Character n-grams as integers: up to four UTF-16 code units fit one unsigned 64-bit integer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Units = NDArray[np.uint16]

LONGEST = 4
UNIT = np.uint64(16)


def units_of(text: str) -> Units:
    """The UTF-16 code units of a text, of shape (length,)."""
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")


def units_of_each(text: str) -> NDArray[np.int64]:
    """How many code units each character of a text is, 1 or 2, of shape (characters,)."""
    return 1 + (np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4") > 0xFFFF)


def grams(units: Units) -> Iterator[Keys]:
    """The n-grams that begin at each code unit, an array for every n from 1 to 4, of shape (length - n + 1,).

    The n-gram of code units c1 ... cn is the integer c1 * 2**(16 (n - 1)) + ... + cn.
    """
    keys = units.astype(np.uint64)
    yield keys
    for length in range(2, min(LONGEST, len(units)) + 1):
        keys = keys[:-1] << UNIT
        keys |= units[length - 1 :]
        yield keys


def pack(text: str) -> Keys:
    """All n-grams of a text, of shape (about 4 x length,): first the 1-grams, in order."""
    return np.concatenate(list(grams(units_of(text))))


def key_of(text: str) -> int:
    """The integer of one n-gram.

    Raises ValueError where it is empty or longer than four code units.
    """
    code = text.encode("utf-16-be", "surrogatepass")
    if not 0 < len(code) <= 2 * LONGEST:
        raise ValueError(f"no n-gram of 1 to {LONGEST} code units: {text!r}")
    return int.from_bytes(code)


@lru_cache(maxsize=8192)  # the words of tags come again and again
def unpack(key: int) -> str:
    """The text of an n-gram: the inverse of ``key_of`` (and of ``pack``, n-gram by n-gram)."""
    code = int(key).to_bytes(2 * LONGEST).lstrip(b"\0")
    return (code if len(code) % 2 == 0 else b"\0" + code).decode("utf-16-be", "surrogatepass")
