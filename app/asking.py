"""Where a question is asked: of the workspace's own stores, or of the store that `--graph ADDRESS` names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from plangraph.app.session import CallError, Session
from plangraph.graph.engine import Engine, QueryLanguage

Opener = Callable[[Session, str, float], Engine]
"""Makes the engine of an address; the last argument is the seconds that one query may take."""


def engine(session: Session, address: str | None, timeout: float) -> Engine:
    """What answers queries; without an address the workspace, brought up to the truth first. The caller closes it.

    Raises CallError for an address that nothing here can ask.
    """
    if address is None:
        from plangraph.graph.query_worker import QueryWorker

        session.published()
        return QueryWorker(session.workspace, timeout=timeout)
    scheme, separator, _ = address.partition("://")
    opener = OPENERS.get(scheme.lower()) if separator else None
    if opener is None:
        known = " ".join(f"{each}://" for each in OPENERS)
        raise CallError("asking.scheme", 2, address=address, known=known)
    return opener(session, address, timeout)


def refuse_language(asked: Engine, language: QueryLanguage, address: str | None) -> None:
    """Raise CallError where what is asked does not speak the language of the question."""
    if language not in asked.languages:
        raise CallError(f"asking.no-{language}", 2, address=address)


def _endpoint(_session: Session, address: str, timeout: float) -> Engine:
    from plangraph.graph.endpoint import Endpoint

    return Endpoint(address, timeout=timeout)


def _neo4j(session: Session, address: str, timeout: float) -> Engine:
    from plangraph.app.credentials import with_password
    from plangraph.graph.neo4j_connection import read_address
    from plangraph.graph.neo4j_engine import Neo4jEngine

    identity = session.open().identity()
    return Neo4jEngine(with_password(session, read_address(address)), identity, timeout=timeout)


OPENERS: Mapping[str, Opener] = {
    **dict.fromkeys(("http", "https"), _endpoint),
    **dict.fromkeys(("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"), _neo4j),
}
"""What opens an address, by its scheme."""
