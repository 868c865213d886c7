"""Where the Decisions of ``tagger tag`` go: JSON lines, CSV, plain lines, or a table on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO, Protocol, TextIO

from tagger.cli.common import say
from tagger.records import Decision

_ROWS_A_TABLE = 200


class Output(Protocol):
    """Takes Decisions one by one; ``page_done`` says what the splitter did with a file."""

    def add(self, decision: Decision) -> None: ...

    def page_done(self, file: str, notes: Sequence[str]) -> None: ...

    def close(self) -> None: ...


class JsonLines:
    """One JSON object an article, in UTF-8 whatever the terminal's encoding is."""

    def __init__(self, stream: BinaryIO, *, text: bool = True) -> None:
        from tagger.tables.jsonl import decision_record, line

        self._stream, self._text = stream, text
        self._record, self._line = decision_record, line

    def add(self, decision: Decision) -> None:
        self._stream.write(self._line(self._record(decision, text=self._text)))

    def page_done(self, file: str, notes: Sequence[str]) -> None:
        pass

    def close(self) -> None:
        self._stream.flush()


class _Stream:
    """An output that writes lines at once and leaves the splitter's notes to the terminal table."""

    def __init__(self, stream: TextIO, *, text: bool = True) -> None:
        self._stream, self._text = stream, text

    def page_done(self, file: str, notes: Sequence[str]) -> None:
        pass

    def close(self) -> None:
        self._stream.flush()


class CsvOutput(_Stream):
    """The table of the contract, with a byte order mark so that spreadsheets read it as UTF-8."""

    def __init__(self, stream: TextIO, *, text: bool = True) -> None:
        super().__init__(stream, text=text)
        from tagger.tables.rows import csv_writer, row

        stream.write("\ufeff")
        self._writer, self._row = csv_writer(stream), row

    def add(self, decision: Decision) -> None:
        self._writer.writerow(self._row(decision, text=self._text))


class PlainOutput(_Stream):
    """Tab-separated lines under one header: nothing wrapped, nothing cut."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        stream.write("文件\t篇\t标题\t标题位置\t园区\t类型\t行业\t依据\t需看\n")

    def add(self, decision: Decision) -> None:
        from tagger.tables.rows import JOINT, evidence_text

        article, kind = decision.article, decision.type
        industries = JOINT.join(f"{tag.name} {tag.score:.2f}" for tag in decision.industries)
        cells = (
            article.file, str(article.number), article.title, article.title_state, decision.zone,
            kind.name if kind else "", industries, evidence_text(decision), decision.review_reason or "",
        )  # fmt: skip
        self._stream.write("\t".join(" ".join(cell.split()) for cell in cells) + "\n")

    def page_done(self, file: str, notes: Sequence[str]) -> None:
        if notes:
            say(f"{file}：{'；'.join(notes)}")


class TerminalOutput:
    """A rich table, drawn when all is known or after some hundred rows; the splitter's notes stand below."""

    def __init__(self) -> None:
        from tagger.terminal.console import Console

        self._console, self._notes_console = Console(), Console(stderr=True)
        self._rows: list[Decision] = []
        self._notes: list[tuple[str, Sequence[str]]] = []

    def add(self, decision: Decision) -> None:
        self._rows.append(decision)
        if len(self._rows) >= _ROWS_A_TABLE:
            self._draw()

    def page_done(self, file: str, notes: Sequence[str]) -> None:
        self._notes.append((file, notes))

    def _draw(self) -> None:
        from tagger.terminal.results import draw, notes

        if self._rows:
            draw(self._rows, self._console)
        for file, lines in self._notes:
            notes(file, lines, self._notes_console)
        self._rows, self._notes = [], []

    def close(self) -> None:
        self._draw()
