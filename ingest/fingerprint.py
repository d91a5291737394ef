"""What tells one reading from another, cheap to ask for: no rule is loaded, and no report is understood."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from plangraph import __version__
from plangraph.ingest import model
from plangraph.ingest.reading import read_source
from plangraph.ontology.records import document_id


@cache
def extractor_version() -> str:
    """What makes statements: the package's version, the name of the model, a hash over every rule file."""
    digest = hashlib.sha256()
    for entry in sorted(files("plangraph.ingest.rules").iterdir(), key=lambda e: e.name):
        if entry.name.endswith((".toml", ".tsv", ".gz")):
            digest.update(entry.name.encode("utf-8") + b"\0" + entry.read_bytes())
    return f"{__version__}+{model.about().name}+rules.{digest.hexdigest()[:12]}"


def read_id(path: Path) -> str:
    """The id of a file's report, by reading alone. Raises ReadError for a file that cannot be read."""
    return document_id(read_source(path).text)
