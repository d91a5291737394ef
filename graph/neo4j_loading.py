"""Loading the property graph into Neo4j: what the workspace has is there afterwards, and nothing else of it.

First what the workspace no longer has goes, then nodes come, then relationships. What is there already is compared on
the server and written only where it differs, so that loading twice changes nothing, and a load that was cut off is
finished by the next. Whatever does not carry the workspace's id is left as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from plangraph.graph import neo4j_statements as cypher
from plangraph.graph.neo4j_connection import Address, connect, explained
from plangraph.graph.neo4j_sending import Sender
from plangraph.graph.projected import ID, IRI, NODE_KEYS, RELATIONSHIP_KEYS, NodeRow, RelationshipRow, Row
from plangraph.graph.projected_names import LABELS, TYPES
from plangraph.graph.projection import project_snapshot

if TYPE_CHECKING:
    from plangraph.graph.workspace import Workspace

BATCH: Final = 5_000
"""Rows of one transaction."""

Progress = Callable[[int, int], None]
"""Told of rows done, and of rows in all."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load found and did. `released`: nodes that the workspace no longer has, but that others' relationships
    hang on: they stay, without their labels, as no part of the graph."""

    nodes: int
    relationships: int
    created: int
    changed: int
    removed: int
    released: int


def load(workspace: Workspace, address: Address, progress: Progress | None = None) -> Loaded:
    """Load one state of a workspace. Raises ServerError, QueryWrongError."""
    identity = workspace.identity()
    with workspace.snapshot() as connection:
        return load_rows(lambda: project_snapshot(connection), identity, address, progress)


def load_rows(
    rows: Callable[[], Iterable[Row]], identity: str, address: Address, progress: Progress | None = None
) -> Loaded:
    """Load what `rows` yields, the same each time it is called: all nodes, then all relationships."""
    with closing(connect(address)) as driver, explained(address), closing(Sender(driver, address, identity)) as sender:
        sender.prepare(cypher.constraints())
        there = _There.of(sender)
        counted = there.compare(rows())
        there.remove_what_is_gone(sender)
        sender.report_to(progress, sum(counted))
        _write(rows(), there, sender)
        done = sender.counts
    return Loaded(*counted, done["created"], done["changed"], done["removed"], done["released"])


class _There:
    """What the server has of a workspace, and what of that the workspace no longer has."""

    def __init__(self, nodes: set[str], relationships: Mapping[str, set[str]]) -> None:
        self.nodes = nodes
        self.relationships = relationships
        self._gone = set(nodes)
        self._gone_links = {kind: set(ids) for kind, ids in relationships.items()}

    @classmethod
    def of(cls, sender: Sender) -> _There:
        nodes = {str(record["key"]) for record in sender.read(cypher.PRESENT_NODES)}
        relationships: defaultdict[str, set[str]] = defaultdict(set)
        for record in sender.read(cypher.PRESENT_RELATIONSHIPS):
            relationships[str(record["type"])].add(str(record["key"]))
        return cls(nodes, relationships)

    def compare(self, rows: Iterable[Row]) -> tuple[int, int]:
        """See what is gone; returns how many nodes and relationships the workspace has."""
        nodes, links = 0, 0
        for row in rows:
            if isinstance(row, NodeRow):
                nodes += 1
                self._gone.discard(row.iri)
            else:
                links += 1
                if self._gone_links:
                    self._gone_links.get(row.type, _NOTHING).discard(row.id)
        return nodes, links

    def remove_what_is_gone(self, sender: Sender) -> None:
        """Relationships first: a node goes when nothing hangs on it any more."""
        for kind, ids in sorted(self._gone_links.items()):
            known = kind in TYPES
            statement = cypher.delete_relationships(kind) if known else cypher.DELETE_STRANGERS
            for batch in _batches(sorted(ids)):
                sender.send(statement, batch, "removed", types=[] if known else sorted(TYPES))
        sender.wait()
        for batch in _batches(sorted(self._gone)):
            sender.send(cypher.DELETE_NODES, batch, "removed")
        sender.wait()
        for batch in _batches(sorted(self._gone)):
            sender.send(cypher.release_nodes(), batch, "released")
        sender.wait()


_NOTHING: Final[set[str]] = set()


def _batches(listed: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(listed), BATCH):
        yield list(listed[start : start + BATCH])


def _write(rows: Iterable[Row], there: _There, sender: Sender) -> None:
    waiting: defaultdict[tuple[bool, tuple[str, ...]], list[Row]] = defaultdict(list)
    nodes = True

    def send_all() -> None:
        for (known, head), listed in waiting.items():
            _send(head, listed, known, sender)
        waiting.clear()
        sender.wait()

    for row in rows:
        if isinstance(row, NodeRow):
            head, known = row.labels, row.iri in there.nodes
        else:
            if nodes:
                send_all()
                nodes = False
            head, known = (row.type,), row.id in there.relationships.get(row.type, _NOTHING)
        listed = waiting[known, head]
        listed.append(row)
        if len(listed) == BATCH:
            _send(head, waiting.pop((known, head)), known, sender)
    send_all()


def _send(head: tuple[str, ...], rows: Sequence[Row], known: bool, sender: Sender) -> None:
    """Rows of one kind: with the same labels, or of the same type."""
    if isinstance(rows[0], NodeRow):
        _send_nodes(head, [row for row in rows if isinstance(row, NodeRow)], known, sender)
    else:
        _send_links(head[0], [row for row in rows if isinstance(row, RelationshipRow)], known, sender)


def _send_nodes(labels: tuple[str, ...], rows: Sequence[NodeRow], known: bool, sender: Sender) -> None:
    if known:
        given = [{**row.properties, IRI: row.iri, cypher.WORKSPACE: sender.identity} for row in rows]
        sender.send(cypher.mend_nodes(labels), given, "changed", others=sorted(LABELS - set(labels)))
        return
    keys = _keys(rows, NODE_KEYS)
    listed = [(row.iri, *map(row.properties.get, keys)) for row in rows]
    sender.send(cypher.create_nodes(labels, keys), listed, "created", whole=True)


def _send_links(kind: str, rows: Sequence[RelationshipRow], known: bool, sender: Sender) -> None:
    if known:
        given = [{**row.properties, ID: row.id, cypher.WORKSPACE: sender.identity} for row in rows]
        sender.send(cypher.mend_relationships(kind), given, "changed")
        return
    keys = _keys(rows, RELATIONSHIP_KEYS)
    listed = [(row.source, row.target, row.id, *map(row.properties.get, keys)) for row in rows]
    sender.send(cypher.create_relationships(kind, keys), listed, "created", whole=True)


def _keys(rows: Sequence[Row], known: Sequence[str]) -> list[str]:
    """The keys that these rows have, in their usual order; one that is not known comes last, to be refused."""
    used = {key for row in rows for key in row.properties}
    return [*(key for key in known if key in used), *sorted(used.difference(known))]
