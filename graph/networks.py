"""The property graph for networkx, and by its writers as GraphML and GEXF."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, BinaryIO

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from plangraph.graph.projected import LABEL_ZH, NodeRow, Row, Value, listed
from plangraph.graph.projection import project
from plangraph.ontology import terms

if TYPE_CHECKING:
    from plangraph.graph.workspace import Workspace

    Network = nx.MultiDiGraph[str]

LABELS, TYPE = "labels", "type"

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_networkx(source: Workspace | Iterable[Row]) -> Network:
    """The property graph of a workspace, or of rows: nodes by IRI with `labels`, edges by id with `type`.

    Properties are attributes under their own names; those of several values are tuples.
    """
    rows = source if isinstance(source, Iterable) else project(source)
    graph: Network = nx.MultiDiGraph()
    for row in rows:
        if isinstance(row, NodeRow):
            graph.add_node(row.iri, **{LABELS: row.labels}, **row.properties)
        else:
            graph.add_edge(row.source, row.target, row.id, **{TYPE: row.type}, **row.properties)
    return graph


def write_graphml(rows: Iterable[Row], out: BinaryIO) -> int:
    """Write GraphML; returns how many nodes and edges. Edge ids are the relationships'."""
    graph = _plain(rows, "id", TYPE)
    nx.write_graphml_lxml(graph, out, encoding="utf-8", prettyprint=False, edge_id_from_attribute="id")
    return graph.number_of_nodes() + graph.number_of_edges()


def write_gexf(rows: Iterable[Row], out: BinaryIO) -> int:
    """Write GEXF as Gephi reads it, with Chinese names as labels; returns how many nodes and edges.

    An edge's `type` is `relationshipType` there: in GEXF `type` says whether an edge is directed.
    """
    graph = _plain(rows, "id", "relationshipType")
    for _, node in graph.nodes(data=True):
        node["label"] = node[terms.KEY_SKOS_PREF_LABEL]
    for _, _, edge in graph.edges(data=True):
        edge["label"] = edge[LABEL_ZH]
    writer = GEXFWriter(graph, encoding="utf-8", prettyprint=False, version="1.2draft")
    # The day on which it was written would make other bytes of the same graph.
    del writer.xml.find("meta").attrib["lastmodifieddate"]
    writer.write(out)
    return graph.number_of_nodes() + graph.number_of_edges()


def _plain(rows: Iterable[Row], identifier: str, kind: str) -> Network:
    """The graph with single values only: XML formats know no lists, nor most control characters."""
    graph: Network = nx.MultiDiGraph()
    for row in rows:
        if isinstance(row, NodeRow):
            graph.add_node(row.iri, **{LABELS: listed(row.labels)}, **_attributes(row.properties.items()))
        else:
            own = {identifier: row.id, kind: row.type}
            graph.add_edge(row.source, row.target, row.id, **own, **_attributes(row.properties.items()))
    return graph


def _attributes(properties: Iterable[tuple[str, Value]]) -> dict[str, Any]:
    return {key: _attribute(value) for key, value in properties}


def _attribute(value: Value) -> str | int | float | bool:
    plain = listed(value) if isinstance(value, tuple) else value
    return _NOT_XML.sub("\ufffd", plain) if isinstance(plain, str) else plain
