"""Suspect corrections as questions to a person."""

from __future__ import annotations

from collections.abc import Iterable

from tagger.corrections.answers import Tags
from tagger.corrections.history import ASKED
from tagger.corrections.recheck import Question
from tagger.pipeline import Pipeline
from tagger.tables.labelled import Vocabulary
from tagger.tables.results import cells_of
from tagger.tables.rows import JOINT, evidence_text
from tagger.training.suspects import Suspect

_MOST = 0.99  # no model is surer than that, whatever its arithmetic says


def questions(found: Iterable[Suspect], vocabulary: Vocabulary, rules: Pipeline) -> list[Question]:
    """A question for each correction that is surely suspect, but for answers to such questions; ``rules`` find the words
    to mark."""
    sure = (suspect for suspect in found if suspect.is_sure and suspect.correction.file != ASKED)
    return [_question(suspect, vocabulary, rules) for suspect in sure]


def _question(suspect: Suspect, vocabulary: Vocabulary, rules: Pipeline) -> Question:
    types, industries = vocabulary.types, vocabulary.industries
    kind = next((tag for tag in suspect.given if tag in types), "")
    model = Tags(kind, frozenset(tag for tag in suspect.given if tag in industries))
    offered = [tag for tag in suspect.chances if tag in industries]
    correction = suspect.correction
    row = cells_of(correction.cells) | {
        "file": str(correction.cells.get("file") or correction.file),
        "type": kind,
        "type_name": types.shown(kind) if kind else "",
        "type_score": f"{suspect.chances[kind]:.2f}" if kind else "",
        "industries": JOINT.join(offered),
        "industry_scores": JOINT.join(f"{suspect.chances[tag]:.2f}" for tag in offered),
        "evidence": evidence_text(rules.decide(correction.article)),
        "review_reason": _reason(suspect, vocabulary),
    }
    return Question(correction, model, offered, row)


def _reason(suspect: Suspect, vocabulary: Vocabulary) -> str:
    def listed(tags: Iterable[str]) -> str:
        return "、".join(
            (vocabulary.types if tag in vocabulary.types else vocabulary.industries).shown(tag) for tag in tags
        )

    parts = (("没有", suspect.doubted), ("有", suspect.missed))
    said = "，".join(f"{word} {listed(tags)}" for word, tags in parts if tags)
    return f"没学过这条修订的模型有 {min(suspect.probability, _MOST):.0%} 的把握认为：{said}"
