"""Corrections that a person is asked about again, one at a time: what each key does, apart from any terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from tagger.corrections.answers import Tags
from tagger.corrections.history import ASKED, Correction
from tagger.corrections.session import Key, Words
from tagger.tables.delimited import Cells
from tagger.tables.labelled import Labels

Say = Callable[[Correction], None]


class Question(NamedTuple):
    """A correction, what a model gives that had not seen it, the industries to choose from, and the article as ``row``."""

    correction: Correction
    model: Tags
    offered: list[str]
    row: Cells


class Recheck:
    """Goes through questions. An answer is a later correction, said at once; one taken back says the old one again."""

    words = Words("模型认为没有", "模型认为有", "模型认为是")

    def __init__(self, questions: Sequence[Question], say: Say) -> None:
        self._questions, self._say = questions, say
        self._place = 0
        self._tags = [_said(question) for question in questions]
        self._answers: dict[int, Labels] = {}
        self._past: list[tuple[int, Tags | None]] = []  # where the person was, and the tags before a change of them

    @property
    def total(self) -> int:
        return len(self._questions)

    @property
    def done(self) -> int:
        return len(self._answers)

    @property
    def changed(self) -> int:
        """How many answers say something else than the corrections that were asked about."""
        return sum(labels != self._questions[place].correction.labels for place, labels in self._answers.items())

    @property
    def row(self) -> Cells | None:
        return self._questions[self._place].row if self._place < len(self._questions) else None

    @property
    def tags(self) -> Tags:
        return self._tags[self._place]

    @property
    def given(self) -> Tags:
        return self._questions[self._place].model

    @property
    def keys(self) -> Sequence[Key]:
        return Key("m", "照模型", self.follow), Key("x", "作废修订", self.withdraw)

    def offered(self) -> list[str]:
        return list(dict.fromkeys([*self._questions[self._place].offered, *sorted(self.tags.industries)]))

    def accept(self) -> None:
        """What is shown is right; a facet of which the correction said nothing stays unsaid where it was left alone."""
        question, tags, labels = self._questions[self._place], self.tags, self._questions[self._place].correction.labels
        untouched = _said(question)
        self._answer(
            Labels(
                industries=labels.industries if tags.industries == untouched.industries else tags.industries,
                type=labels.type if tags.type == untouched.type else tags.type,
            )
        )

    def withdraw(self) -> None:
        """The correction holds no more, and nothing in its place: go on to the next."""
        self._answer(Labels())

    def skip(self) -> None:
        self._past.append((self._place, None))
        self._place += 1

    def follow(self) -> None:
        """The tags that the model gives, to be accepted."""
        self._draft(self.given)

    def toggle(self, industry: str) -> None:
        self._draft(self.tags._replace(industries=self.tags.industries ^ {industry}))

    def choose(self, kind: str) -> None:
        self._draft(self.tags._replace(type=kind))

    def undo(self) -> bool:
        if not self._past:
            return False
        self._place, tags = self._past.pop()
        if tags is not None:
            self._tags[self._place] = tags
        elif self._answers.pop(self._place, None) is not None:
            self._say(self._questions[self._place].correction)
        return True

    def _draft(self, tags: Tags) -> None:
        self._past.append((self._place, self.tags))
        self._tags[self._place] = tags

    def _answer(self, labels: Labels) -> None:
        correction = self._questions[self._place].correction
        self._say(replace(correction, labels=labels, file=ASKED, row=correction.number))
        self._answers[self._place] = labels
        self.skip()


def _said(question: Question) -> Tags:
    """What the correction says, of a facet of which it says nothing what the model gives."""
    labels, model = question.correction.labels, question.model
    return Tags(
        model.type if labels.type is None else labels.type,
        model.industries if labels.industries is None else labels.industries,
    )
