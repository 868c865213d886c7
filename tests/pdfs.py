"""PDFs for tests: lines of Chinese type set where a test wants them, every character as wide as the type is large."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
)
HEIGHT, WIDTH = 800, 1000


class Type(NamedTuple):
    """A line of type: its left edge and baseline in points from the left and upper edge of the page."""

    left: float
    base: float
    size: float
    text: str


def pdf(*pages: Sequence[Type]) -> bytes:
    """A PDF of pages of 1000 by 800 points; a page without type is empty, as a scan is for a reader of text."""
    numbers = range(5, 5 + 2 * len(pages), 2)
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(), *_FONT]
    for number, page in zip(numbers, pages, strict=True):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents {number + 1} 0 R"
            "/Resources<</Font<</F 3 0 R>>>>>>".encode()
        )
        drawn = "\n".join(
            f"BT /F {line.size} Tf 1 0 0 1 {line.left} {HEIGHT - line.base} Tm <{line.text.encode('utf-16-be').hex()}> Tj ET"
            for line in page
        ).encode()
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
    return _file(objects)


def _file(objects: Sequence[bytes]) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return data + head + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(data))


def encrypted(data: bytes) -> bytes:
    """The same file with a password that is none of those a reader tries."""
    entry = b"/Encrypt<</Filter/Standard/V 1/R 2/Length 40/P -4/O<%b>/U<%b>>>/ID[<00><00>]" % (b"11" * 32, b"22" * 32)
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R" + entry)


def column(
    left: float, top: float, text: str, *, size: float = 10, measure: int = 12, leading: float = 15
) -> list[Type]:
    """Paragraphs set below one another in a column of so many characters; each begins two characters further right."""
    lines: list[Type] = []
    for paragraph in text.split("\n"):
        rest, indent = paragraph, 2
        while rest:
            line, rest = rest[: measure - indent], rest[measure - indent :]
            lines.append(Type(left + indent * size, top + size + len(lines) * leading, size, line))
            indent = 0
    return lines
