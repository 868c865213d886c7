"""The zone an article is about: its mentions in the text, grouped by a canonical form, and a decision among them."""

from tagger.zone.choice import find_zone
from tagger.zone.kinds import KINDS, NAMES, canonical

MARKERS: tuple[str, ...] = (*KINDS, *sorted(NAMES))

__all__ = ["MARKERS", "canonical", "find_zone"]
