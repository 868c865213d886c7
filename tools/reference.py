"""Writes docs/reference.md: commands, keys of rules, fields of records and columns of tables, read off the code.

usage: reference.py [--check]; --check writes nothing and exits with 1 where the file is not what the code says.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import sys
from collections.abc import Iterator
from typing import Any

import typer

os.environ["TAGGER_LANG"] = "en"

from tagger.cli import app
from tagger.cli.language import translate
from tagger.records import Article, Box, Decision, Evidence, Ranked, Span, TagScore
from tagger.rulebook.fields import GENRE, RULE
from tagger.rulebook.shapes import Key, Keys, ListOf, TextOr
from tagger.tables.jsonl import decision_record, line
from tagger.tables.rows import COLUMNS

PLACE = pathlib.Path(__file__).resolve().parent.parent / "docs" / "reference.md"
HEAD = """# Reference

Made from the code by `tools/reference.py`; do not edit. What the keys of rules mean is said at length in [rules.md](rules.md),
how corrections are read in [corrections.md](corrections.md).
"""
CODES = """## Exit codes

| code | meaning |
|---|---|
| 0 | done |
| 1 | done, with failures or findings: a file failed, was missing or empty; a rule test failed; warnings under `--strict`; a model was not promoted |
| 2 | wrong use |
| 3 | faulty rules or model, nothing was tagged |
| 130 | interrupted; what was done is kept |
"""
# What a field of a record holds; a field of the code that is not named here ends the program.
MEANING = {
    "file": "path relative to the input that held it, with `/`",
    "page": "the name of the file without its ending",
    "id": "of a table's row",
    "article": "number on the page, from 1; of a table, of the row",
    "articles": "how many the page has",
    "title": "the headline",
    "title_state": "`in place`, `moved`, `missing`; `given` by a table",
    "kicker": "the line above the headline",
    "byline": "who wrote it",
    "text": "the body, unwrapped; left out with `--no-text`",
    "start": "offset of its first character in the decoded source",
    "end": "offset behind its last",
    "spans": "the pieces of the source it was made of",
    "spans[].part": "`kicker`, `title`, `byline`, `body`, `caption`, `subhead`",
    "spans[].start": "offset",
    "spans[].end": "offset behind",
    "truncated": "whether it runs on to another page",
    "date": "of the issue, YYYY-MM-DD",
    "paper": "name of the paper; only where it is known",
    "page_label": "the page as printed; only where it is known",
    "page_number": "page of the PDF, from 1; of PDFs only",
    "box": "left, top, right and bottom of the article on it, in points; of PDFs only",
    "type": "the one article type; null where the home has none",
    "types": "the other types, ranked",
    "industries": "the industries given, the strongest first",
    "zone": "the zone the article is about, in its longest form; empty where it is about none",
    "review": "whether a person should look",
    "review_reason": "why",
    "rules": "digest of the rules",
    "model": "name of the model; null where none took part",
    "tag": "slug",
    "name": "name of the tag",
    "score": "calibrated probability, four decimals",
    "by": "`rules`, `model`, `both` or `correction`",
    "evidence": "the words that decided",
    "evidence[].term": "the word",
    "evidence[].where": "`title`, `lead` or `body`",
    "evidence[].start": "offset of one place",
    "evidence[].end": "offset behind it",
    "evidence[].weight": "what it counted",
    "evidence[].count": "how often it stands there; at most five places are given",
}
KINDS = {str: "text", int: "number", float: "number", bool: "true or false", list: "list", dict: "object"}


def commands(command: Any, words: str) -> Iterator[tuple[str, Any]]:
    """Every command below a group by its words."""
    if not hasattr(command, "list_commands"):
        translate(command)
        yield words, command
        return
    context = typer.Context(command)
    for name in command.list_commands(context):
        yield from commands(command.get_command(context, name), f"{words} {name}")


def parameter(given: Any) -> str:
    """A row of the table of a command's parameters."""
    option = given.param_type_name == "option"
    names = (*given.opts, *given.secondary_opts) if option else (given.metavar or given.name.upper(),)
    values = (given.metavar if option else None) or ""
    value = given.default() if callable(given.default) else given.default
    plain = isinstance(value, str | int | float) and not isinstance(value, bool)
    shown = "required" if given.required else default(getattr(value, "value", value)) if plain and value != "" else ""
    return f"| {' '.join(f'`{name}`' for name in names)} | {values} | {shown} | {cell(given.help or '')} |"


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def command_section() -> list[str]:
    lines = ["## Commands", ""]
    for words, command in commands(typer.main.get_command(app), "tagger"):
        lines += [
            f"### `{words}`",
            "",
            command.help,
            "",
            "| parameter | value | default | meaning |",
            "|---|---|---|---|",
        ]
        lines += [parameter(given) for given in command.params if given.name != "help"] + [""]
    return lines


def key_section(title: str, keys: Keys) -> list[str]:
    rows = [f"| `{name}` | {default(key.default)} | {cell(key.about)} |" for name, key in all_keys(keys, "")]
    return [f"## {title}", "", "| key | default | 含义 |", "|---|---|---|", *rows, ""]


def all_keys(keys: Keys, above: str) -> Iterator[tuple[str, Key]]:
    """Every key of a mapping and of the mappings in it, by its path."""
    for name, key in keys.keys.items():
        yield above + name, key
        shape = key.shape.shape if isinstance(key.shape, ListOf) else key.shape
        inner = shape.keys if isinstance(shape, TextOr) else shape
        if isinstance(inner, Keys):
            yield from all_keys(inner, f"{above}{name}: ")


def default(value: Any) -> str:
    return "" if value is None else f"`{value}`"


def record_section() -> list[str]:
    evidence = Evidence("晶圆", "title", 0, 2, 3.0)
    given = TagScore("t", "T", 0.9, "both", (evidence,))
    article = Article(
        "f",
        "p",
        "晶圆",
        "晶圆",
        id="1",
        kicker="k",
        byline="b",
        date="2023-10-16",
        paper="P",
        page_label="A1",
        page_number=1,
        box=Box(0, 0, 1, 1),
        spans=(Span("body", 0, 2),),
    )
    record = json.loads(
        line(decision_record(Decision(article, given, (Ranked("u", "U", 0.1),), (given,), "z", True, "r", "d", "m")))
    )
    lines = [
        "## Fields of a record",
        "",
        "One JSON object an article; `tagger split` gives those up to `truncated`.",
        "",
        "| field | holds | meaning |",
        "|---|---|---|",
    ]
    lines += [f"| `{path}` | {kind} | {meaning(path)} |" for path, kind in fields(record, "")]
    return [*lines, ""]


def meaning(path: str) -> str:
    for start in ("type.", "types[].", "industries[]."):
        path = path.removeprefix(start)
    return MEANING[path]


def fields(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if path:
        yield path, KINDS[type(value)]
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from fields(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for name, inner in value[0].items():
            yield from fields(inner, f"{path}[].{name}")


def column_section() -> list[str]:
    return [
        "## Columns of a table",
        "",
        "、".join(f"`{name}`" for name in COLUMNS),
        "",
        "Lists in a cell are joined by `；`.",
        "",
    ]


def reference() -> str:
    sections = [
        *command_section(),
        *key_section("Keys of a rule file", RULE),
        *key_section("Keys of `genre.yaml`", GENRE),
        *record_section(),
        *column_section(),
    ]
    return "\n".join([HEAD, *sections, CODES])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    text = reference()
    if not arguments.check:
        PLACE.write_text(text, encoding="utf-8")
    elif PLACE.read_text(encoding="utf-8") != text:
        sys.exit("docs/reference.md is not what the code says: run tools/reference.py")


if __name__ == "__main__":
    main()
