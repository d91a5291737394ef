"""A user's SPARQL, in a process that is killed at its time-out. Signatures first; bodies follow."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from plangraph.graph.answers import Table


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gives. SELECT: `table`. ASK: `truth`, and a table of one cell. CONSTRUCT, DESCRIBE: `triples`,
    as sorted N-Triples lines, and a table of subject, predicate and object."""

    kind: Literal["select", "ask", "construct"]
    table: Table
    truth: bool | None = None
    triples: tuple[str, ...] = ()


class QueryWorker:
    """One warm worker process for one workspace; a query that runs too long costs the process, not the caller."""

    def __init__(self, workspace_path: Path, *, timeout: float = 30.0, rows: int = 10_000, size: int = 16_000_000) -> None:
        raise NotImplementedError

    def query(self, sparql: str, *, timeout: float | None = None) -> Answer:
        """Answer a query. Raises QueryRefusedError, QueryWrongError, QueryTimeoutError: all say what to do."""
        raise NotImplementedError

    def close(self) -> None:
        """End the worker process."""
        raise NotImplementedError
