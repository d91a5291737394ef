"""Reading the published graph. Signatures first; bodies follow."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | BlankNode | Literal | Triple
Bindings = Mapping[str, Term]


class GraphReader:
    """The published graph, read-only. Looks at CURRENT before each request and reopens when it has moved."""

    def __init__(self, workspace_path: Path) -> None:
        self.path = workspace_path

    @property
    def generation(self) -> int:
        """The generation that the next request reads: what caches of derived things are keyed by."""
        raise NotImplementedError

    def select(self, sparql: str, **variables: Term) -> list[dict[str, Term]]:
        """Solutions of one of our own SELECT queries; `variables` are bound before evaluation."""
        raise NotImplementedError
