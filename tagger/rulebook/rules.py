"""What a rule file says, as frozen values."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Facet = Literal["industry", "type"]
FACETS: tuple[Facet, ...] = ("industry", "type")


class Term(Struct, frozen=True):
    """A word and what it adds to the sum of its tag; ``line`` and ``column`` (from 1) are where the file says so."""

    text: str
    weight: float
    line: int = 0
    column: int = 0


class Together(Struct, frozen=True):
    """Words that count only when all stand within one sentence."""

    words: tuple[str, ...]
    weight: float
    line: int = 0
    column: int = 0


class Pattern(Struct, frozen=True):
    """A regular expression of linear time, matched on the squeezed text, and what each match adds."""

    text: str
    weight: float
    line: int = 0
    column: int = 0


class Exempt(Struct, frozen=True):
    """A span in which no term of the tag counts or, with ``near``, words that silence ``text`` in their sentence."""

    text: str
    near: tuple[str, ...] = ()
    line: int = 0
    column: int = 0


class RuleTest(Struct, frozen=True):
    """A sentence that must (``hit``) or must not get the tag; ``todo`` says why it is known to fail."""

    text: str
    hit: bool
    todo: str | None = None
    line: int = 0
    column: int = 0


class Rule(Struct, frozen=True):
    """One tag: its terms, exceptions and tests. ``codes`` maps a classification to codes of it.

    ``places`` tells where the value of each key of the file stands: key, line, column.
    """

    tag: str
    name: str
    facet: Facet
    path: str
    parent: str | None = None
    codes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    about: str = ""
    terms: tuple[Term, ...] = ()
    together: tuple[Together, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    exempt: tuple[Exempt, ...] = ()
    threshold: float = 3.0
    tests: tuple[RuleTest, ...] = ()
    places: tuple[tuple[str, int, int], ...] = ()

    def place(self, key: str) -> tuple[int, int]:
        """Line and column of a key's value; the first line where the file does not say it."""
        return next(((line, column) for name, line, column in self.places if name == key), (1, 1))


class Places(Struct, frozen=True):
    """What a hit is worth by where it stands."""

    title: float
    lead: float
    body: float


class Genre(Struct, frozen=True):
    """What all rules share: where words weigh more, and which contexts weaken them.

    ``repeat`` is the factor from one occurrence of a term to the next; ``lead`` the least length of a lead in
    characters. ``names`` end the name of a company or institution, ``slogans`` open a list of intentions,
    ``contents`` a list of what something holds; ``measured`` is
    the factor of words in a sentence of the body that holds one of ``measures``. ``calibration`` maps a facet to the two
    numbers of its logistic curve.
    """

    industry: Places = Places(2.0, 1.5, 1.0)
    type: Places = Places(3.0, 2.0, 1.0)
    repeat: float = 0.5
    lead: int = 100
    name: float = 0.5
    slogan: float = 0.25
    listing: float = 0.6
    measured: float = 1.0
    names: tuple[str, ...] = ()
    slogans: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    default_type: str | None = None
    calibration: tuple[tuple[str, tuple[float, float]], ...] = (("industry", (2.0, 0.5)), ("type", (2.0, 0.0)))


class Rulebook(Struct, frozen=True):
    """All rules of a home, sorted by facet and tag, and the genre they share."""

    rules: tuple[Rule, ...]
    genre: Genre = Genre()
    digest: str = ""
