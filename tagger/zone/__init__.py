"""The zone an article is about: its mentions in the text, grouped by a canonical form, and a decision among them."""

from tagger.zone.choice import find_zone
from tagger.zone.kinds import DECOYS, KINDS, NAMES, canonical

MARKERS: tuple[str, ...] = (*KINDS, *DECOYS, *sorted(NAMES))

__all__ = ["MARKERS", "canonical", "find_zone"]
