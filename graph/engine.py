"""What answers a question, wherever the graph lies: the embedded stores, an endpoint, a server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from plangraph.graph.query_worker import Answer

QueryLanguage = Literal["sparql", "cypher"]


class Engine(Protocol):
    """Answers queries, each within its time-out and its caps on rows and bytes; for any thread.

    `query` and `cypher` raise GraphError for what the user can mend; a language that is not among `languages` is
    refused with QueryRefusedError.
    """

    @property
    def languages(self) -> tuple[QueryLanguage, ...]:
        """The query languages that it speaks, the one to ask it in by default first."""

    def query(self, sparql: str) -> Answer:
        """The answer to a SPARQL query."""

    def cypher(self, cypher: str, parameters: Mapping[str, object] | None = None) -> Answer:
        """The answer to a Cypher query with the values of its parameters."""

    def close(self) -> None:
        """Let go of what it holds."""
