"""One door for all formats: looks at what a file is, not at what it is called."""

from __future__ import annotations

from pathlib import Path

from plangraph.ingest.reading.plain import read_plain
from plangraph.ingest.reading.source import MAX_BYTES, ReadError, Source


def read_source(path: Path) -> Source:
    """Reads one report. Raises ReadError with a reason of the closed list; OSError if the file cannot be opened."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise ReadError(
            "too-large",
            f"文件太大（{size // 2**20} MB，上限 {MAX_BYTES // 2**20} MB）。",
            f"The file is too large ({size // 2**20} MB, at most {MAX_BYTES // 2**20} MB).",
        )
    return read_plain(path)
