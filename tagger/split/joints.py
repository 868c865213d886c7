"""What the characters on both sides of a joint of two lines say for reading on from one to the other."""

from __future__ import annotations

from tagger.split.background import idf, triple_idf

_JOINTS = (4.0, 5.0, 6.0, 7.0, 8.0, 8.69)
_RATIOS = (0.7, 1.5, 2.5, 4.0)


def joint(last: str, first: str, end: str) -> str:
    """How usual it is that one character follows another."""
    one, other = last[-1], first[0]
    if end.startswith("ended"):
        return "sentence"
    if "\u4e00" <= one < "\ua000" and "\u4e00" <= other < "\ua000":
        return f"pair {sum([idf(one + other) >= edge for edge in _JOINTS])}"
    if other in "，。、；：！？”）》%":
        return "closing"
    if one.isascii() and other.isascii():
        return "latin"
    return "other"


def triples(last: str, first: str, end: str) -> list[str]:
    """Whether two characters before the joint go on so, and whether two behind it often stand behind that one."""
    if end.startswith("ended"):
        return []
    found = []
    for name, triple, pair in (("on", last[-2:] + first[:1], last[-2:]), ("back", last[-1:] + first[:2], first[:2])):
        if len(triple) == 3 and all("\u4e00" <= character < "\ua000" for character in triple):
            whole = triple_idf(triple)
            known = "unseen" if whole is None else str(sum([whole - idf(pair) >= edge for edge in _RATIOS]))
            found.append(f"{name} {known}")
    return found
