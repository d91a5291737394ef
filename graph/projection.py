"""The property graph: the truth and the divisions' reference data as nodes and relationships, by the one projection
that the ontology writes down (`plan:nodeLabel`, `plan:relationshipType`, `plan:edgeKey`, `plan:propertyKey`).

Thing, report, text, stage and number are nodes. There is one relationship for each subject, type, object, modality,
status and period, with the ids of its statements; a number is a node of its own, so it has one from each statement.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING

from plangraph.graph.projected import NodeRow, RelationshipRow

if TYPE_CHECKING:
    from plangraph.graph.workspace import Workspace


def project(workspace: Workspace) -> Iterator[NodeRow | RelationshipRow]:
    """The whole property graph of one state of the truth: all nodes, then all relationships.

    The same truth gives the same rows in the same order, on any machine. Each IRI and each id comes once.
    """
    with workspace.snapshot() as connection:
        yield from project_snapshot(connection)


def project_snapshot(connection: sqlite3.Connection) -> Iterator[NodeRow | RelationshipRow]:
    """The same, of a snapshot that the caller holds."""
    raise NotImplementedError
