"""A file becomes the text that all offsets point into."""

from plangraph.ingest.reading.read import read_source
from plangraph.ingest.reading.source import Hint, ReadError, Source

__all__ = ["Hint", "ReadError", "Source", "read_source"]
