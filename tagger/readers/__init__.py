"""Files and folders to decoded text."""

from tagger.readers.decode import decode
from tagger.readers.inputs import Source, read_text, sources

__all__ = ["Source", "decode", "read_text", "sources"]
