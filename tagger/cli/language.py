"""Help and what is said of wrong use, in Chinese or English: ``--lang``, else the locale's language; results stay Chinese."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import Any

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # in the order of POSIX: the first one set counts
_CHOSEN = "TAGGER_LANG"


class Language(StrEnum):
    """A language of help texts."""

    zh = "zh"
    en = "en"


def choose(language: Language) -> None:
    """Show help in this language, whatever the locale."""
    os.environ[_CHOSEN] = language


def is_english() -> bool:
    """Whether the reader reads English rather than Chinese."""
    chosen = os.environ.get(_CHOSEN) or next(filter(None, map(os.environ.get, _VARIABLES)), "")
    return chosen.lower().startswith("en")


def translate(command: Any) -> None:
    """Put the help of a click command and its parameters into the reader's language, in place."""
    if not is_english():
        return
    from tagger.cli.english import ENGLISH

    for told in (command, *command.params):
        if text := getattr(told, "help", None):
            told.help = ENGLISH.get(text, text)
