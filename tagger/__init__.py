"""Industry tags and article types for Chinese newspaper pages, by rules that say why."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tagger.api import Tagger

__all__ = ["Tagger", "__version__"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """``Tagger``, imported when first asked for: the command line does without."""
    if name != "Tagger":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from tagger.api import Tagger

    return Tagger
