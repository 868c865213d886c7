"""An article to a TF-IDF row: the only place where a vector is made. Importing this imports numpy."""

from tagger.features.ngrams import LONGEST, Keys, key_of, pack, unpack
from tagger.features.row import Counts, Numbers, inverse_frequencies, tfidf
from tagger.features.vocabulary import Vocabulary

__all__ = [
    "LONGEST",
    "Counts",
    "Keys",
    "Numbers",
    "Vocabulary",
    "inverse_frequencies",
    "key_of",
    "pack",
    "tfidf",
    "unpack",
]
