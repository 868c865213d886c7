"""Rules x article to hits: one automaton, one pass."""

from tagger.match.cache import load_compiled
from tagger.match.compiled import Compiled, Tag, compile_rules
from tagger.match.matcher import Document, Hit, Matcher, Matches, document_of

__all__ = ["Compiled", "Document", "Hit", "Matcher", "Matches", "Tag", "compile_rules", "document_of", "load_compiled"]
