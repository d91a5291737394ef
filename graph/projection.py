"""The property graph: the truth and the divisions' reference data as nodes and relationships, by the one projection
that the ontology writes down (`plan:nodeLabel`, `plan:relationshipType`, `plan:edgeKey`, `plan:propertyKey`).

Thing, report, text, stage and number are nodes. There is one relationship for each subject, type, object, modality,
status and period, with the ids of its statements; a number is a node of its own, so it has one from each statement.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING

from plangraph.graph.identity import document_iri
from plangraph.graph.projected import NodeRow, RelationshipRow
from plangraph.graph.projected_statements import numbers, plain, stated
from plangraph.graph.projected_things import Text, Things, stages, texts, things
from plangraph.ontology import terms

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
    known = things(connection)
    listed = texts(connection, known)
    yield from known.nodes.values()
    yield from {text.report.iri: text.report for text in listed if text.report is not None}.values()
    yield from (text.node for text in listed)
    yield from stages(connection)
    yield from numbers(connection)
    yield from _within(known)
    yield from _of_areas(listed, known)
    yield from _mentioned(connection, known)
    yield from stated(connection, known)


def _within(known: Things) -> Iterator[RelationshipRow]:
    """What lies in what, from the divisions' reference data."""
    for inner, outer in sorted(known.above.items()):
        yield plain(terms.PROPERTIES["within"], inner, known.label(inner), outer, known.label(outer))


def _of_areas(listed: list[Text], known: Things) -> Iterator[RelationshipRow]:
    """Of which area a text and its report are, and of which report a text is an edition."""
    of_area = terms.PROPERTIES["area"]
    seen = set()
    for text in listed:
        if text.area:
            yield plain(of_area, *_end(text.node), text.area, known.label(text.area))
        if text.report is not None:
            yield plain(terms.FOREIGN["isVersionOf"], *_end(text.node), *_end(text.report))
            if text.report.iri not in seen:
                seen.add(text.report.iri)
                yield plain(of_area, *_end(text.report), text.area, known.label(text.area))


def _end(node: NodeRow) -> tuple[str, str]:
    return node.iri, node.labels[0]


def _mentioned(connection: sqlite3.Connection, known: Things) -> Iterator[RelationshipRow]:
    """In which texts a thing is named."""
    link, label = terms.PROPERTIES["mentionedIn"], terms.CLASSES["Edition"].node_label
    cursor = connection.cursor()
    cursor.row_factory = None
    named = "SELECT DISTINCT type || ':' || name FROM mentions WHERE document = ? ORDER BY type, name"
    for document, local in known.by_document.items():
        text = document_iri(document)
        for iri in dict.fromkeys(local[key] for (key,) in cursor.execute(named, (document,))):
            yield plain(link, iri, known.label(iri), text, label)
