"""Tags as a person names them: by slug or by name, in any width and case."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from tagger.errors import UnknownTag
from tagger.text import squeeze

NOTHING = "无"
NONE = frozenset((NOTHING, "-"))  # what a person writes where no tag applies


class TagNames:
    """Slugs and names of some tags; either is accepted wherever a tag is asked for."""

    def __init__(self, tags: Iterable[tuple[str, str]]) -> None:
        """``tags`` are pairs of slug and name; where two tags share a name, the first keeps it."""
        pairs = list(tags)
        self._slugs = {squeeze(name): slug for slug, name in reversed(pairs)}
        self._slugs |= {squeeze(slug): slug for slug, _ in pairs}
        self._shown = {squeeze(text): text for pair in pairs for text in pair}
        self._names = dict(pairs)

    @property
    def slugs(self) -> list[str]:
        """The slugs of all tags, in the order given."""
        return list(self._names)

    def shown(self, slug: str) -> str:
        """How a tag is shown so that ``find`` leads back to it: its name, or its slug where another tag has the name too."""
        name = self._names[slug]
        return name if self._slugs.get(squeeze(name)) == slug else slug

    def __contains__(self, given: str) -> bool:
        return squeeze(given) in self._slugs

    def find(self, given: str) -> str:
        """The slug of a tag.

        Raises UnknownTag with the nearest known ones.
        """
        key = squeeze(given)
        if key in self._slugs:
            return self._slugs[key]
        near = [known for known in self._slugs if key in known][:2]
        near = near or difflib.get_close_matches(key, self._slugs, 2, 0.5)
        shown = " 或 ".join(f"`{self._shown[known]}`" for known in near)
        raise UnknownTag(
            f"没有标签 `{given}`", hint=f"是不是 {shown}？" if near else "`tagger rules list` 列出全部标签"
        )
