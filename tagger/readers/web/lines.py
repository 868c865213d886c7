"""A web page to the lines that a browser shows, each with the elements around it."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

_SILENT = {
    "script", "style", "noscript", "template", "head", "nav", "footer", "aside", "button", "select", "option", "textarea",
    "iframe", "object", "svg", "canvas", "audio", "video", "map", "figcaption",
}  # fmt: skip
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "input", "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr",
}  # fmt: skip
_BOILERPLATE = re.compile(  # words of classes and ids; names are cut at - _ and humps
    r"^(?:nav|navbar|menu|menus|breadcrumbs?|crumbs?|share|sharing|bdsharebuttonbox|social|comments?|reply|replies"
    r"|related?|relative|relevant|recommend(?:s|ed|ation|ations)?|rec|hot|hots|rank|ranking|sidebar|footer|foot|copyright"
    r"|disclaimer|statement|ad|ads|advert|adv|advertisement|banner|sponsor|sponsored|promo|tags?|toolbar|tools|pager"
    r"|pagination|prev|next|qrcode|qr|popup|modal|login|captions?|editors?|zebian|like|likes|hidden|print)$"
)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_MOST_ASIDE = 1 / 3  # of the running text of a page: what is more is the article, whatever it is called
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SPACE = re.compile("[ \t\r\n\f]+")
_WRAP = re.compile("(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t\r\f]*\n[ \t\r\n\f]*(?=[\u2e80-\u9fff\uff00-\uffef])")
_SIGNS = re.compile("[。！？；，]")
_EDGES = " \t\r\n\f\v\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u3000\ufeff"


class Line(Struct, frozen=True):
    """A line as shown. ``chain`` are the blocks around it, the outermost first; ``linked`` counts characters in links;
    ``aside`` says that names of elements mark it as something around an article; ``pictured``, that a picture stands
    right above."""

    text: str
    chain: tuple[Any, ...]
    linked: int = 0
    aside: bool = False
    pictured: bool = False

    @property
    def holder(self) -> Any:
        """The innermost block."""
        return self.chain[-1]

    @property
    def is_link(self) -> bool:
        return self.linked * 2 > len(self.text)

    @property
    def weight(self) -> int:
        """How many characters of running text: none in a link, a label, or what stands aside."""
        if self.aside or self.is_link:
            return 0
        return len(self.text) - self.linked if _SIGNS.search(self.text) or len(self.text) > 40 else 0


def lines_of(root: Any) -> list[Line]:
    """Every line of a page that is shown, without menus, scripts and captions."""
    walk = _Walk(_lengths(root))
    walk.visit(root, (root,), False, False)
    walk.end()
    return walk.lines


def _lengths(root: Any) -> dict[Any, int]:
    """How many characters of running text stand in each element outside links."""
    lengths: dict[Any, int] = {}
    for element in reversed(list(root.iter())):  # children before parents
        if isinstance(element.tag, str) and element.tag not in _SILENT and element.tag != "a":
            inner = sum(lengths.get(child, 0) + _running(child.tail) for child in element)
            lengths[element] = _running(element.text) + inner
    return lengths


def _running(text: str | None) -> int:
    return len(text) if text and _SIGNS.search(text) else 0


class _Walk:
    def __init__(self, lengths: dict[Any, int]) -> None:
        self._lengths, self._most = lengths, max(lengths.values(), default=0) * _MOST_ASIDE
        self.lines: list[Line] = []
        self._pieces: list[str] = []
        self._chain: tuple[Any, ...] = ()
        self._linked = 0
        self._aside = self._pictured = False

    def visit(self, element: Any, chain: tuple[Any, ...], link: bool, aside: bool) -> None:
        """All below an element; ``chain`` are the blocks around it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _SILENT or _UNSEEN.search(element.get("style") or ""):
            return
        aside = aside or (_is_aside(element) and self._lengths.get(element, 0) < self._most)
        block = tag not in _INLINE and ":" not in tag
        if block:
            self.end()
            chain = (*chain, element) if tag not in ("br", "hr") else chain
        if tag == "img":
            self._pictured = self._pictured or not "".join(self._pieces).strip(_EDGES)
        link = link or tag == "a"
        self._add(element.text, chain, link, aside, tag == "pre")
        for child in element:
            self.visit(child, chain, link, aside)
            self._add(child.tail, chain, link, aside, tag == "pre")
        if block:
            self.end()

    def _add(self, text: str | None, chain: tuple[Any, ...], link: bool, aside: bool, kept: bool) -> None:
        for number, piece in enumerate((text or "").split("\n") if kept else [text or ""]):
            if number:
                self.end()
            if piece.strip(_EDGES):
                self._chain, self._aside = self._chain or chain, self._aside or aside
                self._linked += len(piece.strip(_EDGES)) if link else 0
            self._pieces.append(piece)

    def end(self) -> None:
        """End the line, where there is one."""
        text = shown("".join(self._pieces))
        if text:
            self.lines.append(Line(text, self._chain, self._linked, self._aside, self._pictured))
            self._pictured = False
        self._pieces, self._chain, self._linked, self._aside = [], (), 0, False


def shown(text: str) -> str:
    """Text as a browser shows it: white space of the source as one space, a line end inside Chinese as none."""
    return _SPACE.sub(" ", _WRAP.sub("", text)).strip(_EDGES)


def _is_aside(element: Any) -> bool:
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return named != " " and any(_BOILERPLATE.match(word.lower()) for word in _WORDS.findall(named))
