"""Compiled rules, kept by content digest in the user's own cache folder; a damaged entry is rebuilt, never trusted."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

import msgspec
from msgspec.structs import replace

from tagger import __version__
from tagger.files import write_whole
from tagger.home import Home
from tagger.match.automaton import serialized
from tagger.match.compiled import Compiled, compile_rules
from tagger.rulebook import rule_files, rules_digest
from tagger.zone import MARKERS

_FORMAT = 7
_CHECK = 16  # bytes of the digest that an entry begins with
_KEPT = 16  # entries: every change of a rule file makes one


def cache_folder() -> Path:
    """``TAGGER_CACHE``, else the platform's cache folder of this user."""
    named = os.environ.get("TAGGER_CACHE")
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("tagger", appauthor=False)


def load_compiled(home: Home) -> Compiled:
    """The compiled rules of a home: from the cache where the same files were compiled before.

    Raises RuleFaults or HomeFault.
    """
    files = rule_files(home)
    digest = rules_digest(files)
    built_in = hashlib.blake2b("\n".join(MARKERS).encode(), digest_size=4).hexdigest()
    path = cache_folder() / f"rules-{_FORMAT}-{__version__}-{built_in}-{digest}.bin"
    cached = _read(path, digest)
    if cached is not None:
        return cached
    from tagger.rulebook.load import load_rulebook

    compiled = compile_rules(load_rulebook(home, files))
    compiled.automaton = serialized(compiled.words_and_patterns()[0])
    with contextlib.suppress(OSError):  # a cache that cannot be written costs time, nothing else
        _write(path, compiled)
    return compiled


def _read(path: Path, digest: str) -> Compiled | None:
    """An entry: a digest of the rest, a line of JSON, the automaton as it is."""
    try:
        data = path.read_bytes()
        check, body = data[:_CHECK], memoryview(data)[_CHECK:]
        if hashlib.blake2b(body, digest_size=_CHECK).digest() != check:
            return None
        end = data.index(b"\n", _CHECK) - _CHECK
        compiled = msgspec.json.decode(body[:end], type=Compiled)
    except (OSError, ValueError, msgspec.MsgspecError):
        return None
    compiled.automaton = bytes(body[end + 1 :])
    return compiled if compiled.digest == digest else None


def _write(path: Path, compiled: Compiled) -> None:
    body = msgspec.json.encode(replace(compiled, automaton=b"")) + b"\n" + compiled.automaton
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, hashlib.blake2b(body, digest_size=_CHECK).digest() + body)
    entries = sorted(path.parent.glob("rules-*"), key=lambda entry: entry.stat().st_mtime)
    for old in entries[:-_KEPT]:
        old.unlink(missing_ok=True)
