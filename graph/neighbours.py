"""Parts of the graph to be drawn: things, their neighbours, and the edges between them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from plangraph.graph.answers import Edge, Node, Subgraph
from plangraph.graph.names import LINKS, Names, names_of
from plangraph.graph.reader import GraphReader, Row, values
from plangraph.ontology import terms
from plangraph.ontology.vocabulary import NAMESPACE, STATEMENTS

if TYPE_CHECKING:
    from plangraph.graph.workspace import Workspace

WITHIN = "within"
"""The predicate of edges that come from the divisions' reference data."""

_STATED = """
SELECT DISTINCT ?source ?target ?predicate ?statement ?modality ?status ?period {{
  {{ {{ {seeds} ?statement rdf:subject ?source ; rdf:predicate ?predicate ; rdf:object ?target }}
    UNION {{ {targets} ?statement rdf:object ?target ; rdf:predicate ?predicate ; rdf:subject ?source }}
    UNION {{ {seeds} ?statement rdf:subject ?source ; rdf:predicate ?predicate ; rdf:object ?number .
            ?number plan:indicator ?target }}
    UNION {{ {targets} ?number plan:indicator ?target . ?statement rdf:object ?number ; rdf:predicate ?predicate ;
            rdf:subject ?source }} }}
  ?statement plan:modality ?modality
  OPTIONAL {{ ?statement plan:status ?status }}
  OPTIONAL {{ ?statement plan:period ?period }}
}}
"""

_REFERENCE = """
SELECT DISTINCT ?source ?target {{
  GRAPH <https://w3id.org/plangraph/divisions> {{
    {{ {seeds} ?source plan:within ?target }} UNION {{ {targets} ?source plan:within ?target }}
  }}
}}
"""


def neighbourhood(reader: GraphReader, iris: Sequence[str], limit: int = 200) -> Subgraph:
    """The things, their neighbours (the best connected ones, up to `limit` nodes in all) and all edges between these.

    `more` counts, for each node, the neighbours that are not among the nodes. Unknown IRIs give nothing.
    """
    names = names_of(reader)
    seeds = [iri for iri in dict.fromkeys(iris) if names.node(iri) is not None][:limit]
    beside = _beside(edges_of(reader, names, seeds), seeds)
    return _drawn(reader, names, [*seeds, *_ranked(names, beside, limit - len(seeds))])


def opening(reader: GraphReader, workspace: Workspace, limit: int = 60) -> Subgraph:
    """What the viewer opens on: the newest report's area, those it assists, and what lies between and around these.

    Where it assists nobody, the area and its neighbours; where no report names its area, the best connected things.
    """
    names = names_of(reader)
    issuer = next((row.area_iri for row in workspace.documents() if names.node(row.area_iri) is not None), None)
    if issuer is None:
        return _drawn(reader, names, _ranked(names, names.nodes, limit))
    own = edges_of(reader, names, [issuer])
    assisted = [e.target for e in own if e.predicate == terms.ASSISTS and e.source == issuer]
    if not assisted:
        return neighbourhood(reader, [issuer], limit)
    chosen = [issuer, *_ranked(names, set(assisted) - {issuer}, limit - 1)]
    around = _beside(edges_of(reader, names, chosen[1:]), chosen)
    return _drawn(reader, names, [*chosen, *_ranked(names, around, limit - len(chosen))])


def edges_of(reader: GraphReader, names: Names, iris: Iterable[str]) -> list[Edge]:
    """All edges that begin or end at these things, each once, sorted."""
    wanted = [NamedNode(iri) for iri in iris]
    if not wanted:
        return []
    blocks = {"seeds": values("source", wanted), "targets": values("target", wanted)}
    made: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in reader.select(_STATED.format(**blocks)):
        key = _key(row)
        if key is not None and key[0] in names.nodes and key[2] in names.nodes:
            made[key].add(_value(row, "statement").removeprefix(STATEMENTS))
    edges = [
        Edge(_edge_id(key), key[0], key[2], key[1], key[3], key[4], key[5], tuple(sorted(statements)))
        for key, statements in made.items()
    ]
    for row in reader.select(_REFERENCE.format(**blocks)):
        source, target = _value(row, "source"), _value(row, "target")
        if source in names.nodes and target in names.nodes:
            identifier = _edge_id((source, WITHIN, target))
            edges.append(Edge(identifier, source, target, WITHIN, "actual", "", "", reference=True))
    return sorted(edges, key=lambda e: (e.source, e.target, e.predicate, e.modality, e.status, e.period))


def _key(row: Row) -> tuple[str, str, str, str, str, str] | None:
    """Subject, predicate, object, modality, status and period of an edge; None for what is no relation of things."""
    predicate = _value(row, "predicate")
    name = LINKS.get(predicate) or (terms.OBSERVES if predicate == NAMESPACE + terms.OBSERVES else None)
    if name is None:
        return None
    modality, status = (_value(row, part).removeprefix(NAMESPACE) for part in ("modality", "status"))
    return (_value(row, "source"), name, _value(row, "target"), modality, status, _value(row, "period"))


def _value(row: Row, name: str) -> str:
    term = row.get(name)
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _edge_id(key: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(key).encode("utf-8")).hexdigest()[:16]


def _beside(edges: Iterable[Edge], seeds: Iterable[str]) -> set[str]:
    return {end for edge in edges for end in (edge.source, edge.target)} - set(seeds)


def _ranked(names: Names, iris: Iterable[str], count: int) -> list[str]:
    """The best connected of these things."""
    return sorted(iris, key=lambda iri: (-names.nodes[iri].degree, iri))[: max(count, 0)]


def _drawn(reader: GraphReader, names: Names, iris: Sequence[str]) -> Subgraph:
    inside = set(iris)
    nodes: list[Node] = [names.nodes[iri] for iri in iris]
    kept, outside = [], defaultdict(set)
    for edge in edges_of(reader, names, iris):
        if edge.source in inside and edge.target in inside:
            kept.append(edge)
        elif edge.source in inside:
            outside[edge.source].add(edge.target)
        else:
            outside[edge.target].add(edge.source)
    more = tuple((iri, len(outside[iri])) for iri in iris if outside[iri])
    return Subgraph(tuple(nodes), tuple(kept), more)
