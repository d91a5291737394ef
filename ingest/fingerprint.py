"""What tells one reading from another, cheap to ask for: no rule is loaded, and no report is understood."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from plangraph import __version__
from plangraph.ingest import model
from plangraph.ingest.reading import read_source
from plangraph.ontology.records import document_id

PARTS = (".py", ".toml", ".tsv", ".gz")
ASIDE = ("training", "tools", "__pycache__", "encoder.py", "explain.py", "retrace.py", "coded.toml")
"""What statements do not depend on: what trains and fits, the encoder of `plangraph related`, what tells of rules."""


@cache
def extractor_version() -> str:
    """What makes statements: the package's version, the name of the model, a hash over the rules and the code.

    Code counts, so that a checkout that has moved on within one version knows what it read before as stale.
    """
    digest = hashlib.sha256()
    for place, data in sorted(_parts(files("plangraph.ingest"), "")):
        digest.update(place.encode("utf-8") + b"\0" + data)
    return f"{__version__}+{model.about().name}+rules.{digest.hexdigest()[:12]}"


def _parts(folder: Traversable, place: str) -> Iterator[tuple[str, bytes]]:
    """The rules and modules below a folder, without those that make no statements."""
    for entry in folder.iterdir():
        if entry.name in ASIDE:
            continue
        if entry.is_dir():
            yield from _parts(entry, f"{place}{entry.name}/")
        elif entry.name.endswith(PARTS):
            yield place + entry.name, entry.read_bytes()


def read_id(path: Path) -> str:
    """The id of a file's report, by reading alone. Raises ReadError for a file that cannot be read."""
    return document_id(read_source(path).text)
