"""Files, folders and archives to decoded pages."""

from tagger.readers.decode import decode
from tagger.readers.inputs import Choice, Source, read_text, sources
from tagger.readers.pages import read_pages

__all__ = ["Choice", "Source", "decode", "read_pages", "read_text", "sources"]
