"""Sums and margins to a Decision: which tags, which type, how sure, and whether a person should look."""

from tagger.decide.decider import Decider, Reading
from tagger.decide.scoring import ModelScorer, head_share

__all__ = ["Decider", "ModelScorer", "Reading", "head_share"]
