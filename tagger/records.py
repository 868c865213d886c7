"""The frozen values that flow from room to room.

They are msgspec structs: made by the hundred an article, so making one must cost little, and written to JSON as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Literal, NamedTuple

from msgspec import Struct, field

from tagger.text import OffsetMap

TitleState = Literal["in place", "moved", "missing", "given"]
Part = Literal["kicker", "title", "byline", "body", "caption", "subhead"]
Place = Literal["title", "lead", "body"]


class Span(Struct, frozen=True, gc=False):
    """Characters ``start`` to ``end`` (exclusive) of the decoded source, and what they are in the article."""

    part: Part
    start: int
    end: int


class Imprint(Struct, frozen=True, gc=False):
    """The issue that an article stood in: ``date`` as YYYY-MM-DD, the name of the paper, the page as printed (A02, 3)."""

    date: str | None = None
    paper: str | None = None
    page_label: str | None = None

    def filled(self, other: Imprint) -> Imprint:
        """This, and from the other what this one lacks."""
        return Imprint(self.date or other.date, self.paper or other.paper, self.page_label or other.page_label)


class Box(NamedTuple):
    """Where something stands on a page of a PDF: points (1/72 inch) from its left and upper edge."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    def joined(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


class Line(Struct, frozen=True, gc=False):
    """Characters ``start`` to ``end`` of a page's text that stand on one line of one column; ``size`` of type in points."""

    start: int
    end: int
    box: Box
    size: float


class Block(Struct, frozen=True, gc=False):
    """Lines below one another in one column, in type of one size."""

    lines: tuple[Line, ...]

    @property
    def box(self) -> Box:
        return around(line.box for line in self.lines)

    @property
    def size(self) -> float:
        return self.lines[0].size


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of some, of which there must be one."""
    return reduce(Box.joined, boxes)


class Page(Struct, frozen=True, gc=False):
    """A decoded source: a file that may hold several articles, or one page of a PDF.

    ``file`` is relative to the input that held it, with ``/``; ``name`` is its name without ending. ``imprint`` is
    what is known of the issue before its text is looked at. Of a page of a PDF, which is page ``number`` (from 1) of
    the file, ``text`` is what stands on it in reading order, a line a line, and ``blocks`` say where.
    """

    file: str
    name: str
    text: str
    imprint: Imprint = Imprint()
    number: int | None = None
    blocks: tuple[Block, ...] = ()


class Article(Struct, frozen=True, gc=False):
    """One article: headline, byline and unwrapped body, with a map from both back to the source.

    ``title_map`` and ``body_map`` give, for an offset in ``title`` or ``text``, the offset in the decoded source.
    ``doubt`` says why the splitter is not sure; None where it is. ``kept`` are further columns of a table's row.
    ``page_label`` is the page as printed; ``page_number`` (from 1) and ``box`` say where in a PDF the article stands.
    """

    file: str
    page: str
    title: str
    text: str
    number: int = 1
    of: int = 1
    id: str | None = None
    title_state: TitleState = "given"
    kicker: str | None = None
    byline: str | None = None
    spans: tuple[Span, ...] = ()
    truncated: bool = False
    date: str | None = None
    paper: str | None = None
    page_label: str | None = None
    page_number: int | None = None
    box: Box | None = None
    doubt: str | None = None
    kept: tuple[tuple[str, str], ...] = ()
    title_map: OffsetMap = OffsetMap()
    body_map: OffsetMap = OffsetMap()

    @property
    def start(self) -> int:
        """Source offset of the first character of the article."""
        return min((span.start for span in self.spans), default=0)

    @property
    def end(self) -> int:
        """Source offset behind the last character of the article."""
        return max((span.end for span in self.spans), default=0)


class Evidence(Struct, frozen=True, gc=False):
    """A word that decided: its place in the source and its weight; ``times`` is how often it stands there.

    At most five places of a word are given.
    """

    term: str
    where: Place
    start: int
    end: int
    weight: float
    times: int = field(default=1, name="count")


class Ranked(Struct, frozen=True, gc=False):
    """A tag and how probable it is (calibrated, 0 to 1)."""

    tag: str
    name: str
    score: float


class TagScore(Ranked, frozen=True, gc=False):
    """A tag that an article was given: by what, and why."""

    by: str = "rules"
    evidence: tuple[Evidence, ...] = ()


class Decision(Struct, frozen=True, gc=False):
    """An article with its one type, the other types ranked, its industries and its zone."""

    article: Article
    type: TagScore | None
    types: tuple[Ranked, ...]
    industries: tuple[TagScore, ...]
    zone: str = ""
    review: bool = False
    review_reason: str | None = None
    rules: str = ""
    model: str | None = None


class Failure(Struct, frozen=True, gc=False):
    """An input that could not be tagged, and why."""

    file: str
    cause: str
    reason: str
