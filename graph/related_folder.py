"""Where `related` keeps what it has made of each report, and how that goes with the report."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

FOLDER = "related"


def erase(workspace: Path, documents: Iterable[str]) -> list[str]:
    """Delete all that is kept of these reports; names the files that another program holds open."""
    left = []
    for document in documents:
        for path in (workspace / FOLDER).glob(f"{document}.*"):
            try:
                path.unlink(missing_ok=True)
            except PermissionError:
                left.append(f"{FOLDER}/{path.name}")
    return left


def sweep(workspace: Path, reports: Collection[str]) -> list[str]:
    """Delete what is kept of all reports but these; names the files that another program holds open."""
    folder = workspace / FOLDER
    kept = {path.name.partition(".")[0] for path in folder.iterdir()} if folder.is_dir() else set()
    return erase(workspace, sorted(kept - set(reports)))
