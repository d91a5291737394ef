"""Parts of the graph to be drawn, from a Neo4j server: the same that `neighbours` gives from the workspace's own store.

Only what carries the workspace's id is seen. Texts, sentences and judgements come from the workspace.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from neo4j import READ_ACCESS, Query

from plangraph.graph.answers import Edge, Node, Subgraph
from plangraph.graph.names import LINKS
from plangraph.graph.neighbours import WITHIN
from plangraph.graph.neo4j_connection import Address, connect, explained
from plangraph.graph.neo4j_statements import OURS, WORKSPACE, name
from plangraph.graph.projected import ID, IRI, relationship_id
from plangraph.ontology import terms

if TYPE_CHECKING:
    from plangraph.graph.workspace import Workspace

TIMEOUT: Final = 30.0

_TYPE_OF: Mapping[str, str] = {kind.node_label: key for key, kind in terms.TYPES.items()}
_PREDICATE_OF: Mapping[str, str] = {
    **{terms.RELATIONS[key].relationship_type: key for key in LINKS.values()},
    terms.LINK_WITHIN: WITHIN,
}
_OWN = f"{WORKSPACE}: ${WORKSPACE}"
_RELATED = "|".join(name(terms.RELATIONS[key].relationship_type) for key in sorted(LINKS.values()))
_BETWEEN = f"{_RELATED}|{name(terms.LINK_WITHIN)}"
_NUMBER = name(terms.CLASSES["Observation"].node_label)
_COUNTED = f"[:{name(terms.LINK_OBSERVES)} {{{_OWN}}}]->(:{_NUMBER})-[:{name(terms.LINK_INDICATOR)} {{{_OWN}}}]->"
_THING = "|".join(name(label) for label in sorted(_TYPE_OF))
_EACH = f"UNWIND $iris AS iri MATCH (n:{OURS} {{{_OWN}, {IRI}: iri}}) "
_BESIDE = (
    f"CALL {{ WITH n MATCH (n)-[r:{_BETWEEN}]-(o:{OURS}) WHERE r.{WORKSPACE} = ${WORKSPACE} RETURN o "
    f"UNION WITH n MATCH (n)-{_COUNTED}(o) RETURN o UNION WITH n MATCH (o)-{_COUNTED}(n) RETURN o }} "
    "WITH n, o WHERE o <> n "
)
_DEGREE = " + ".join(
    f"COUNT {{ MATCH {pattern} WHERE r.{WORKSPACE} = ${WORKSPACE} RETURN DISTINCT type(r) AS type, o.{IRI} AS other }}"
    for pattern in (f"(n)-[r:{_RELATED}]->(o)", f"(n)<-[r:{_RELATED}]-(o)")
)
_AS_NODE = (
    f"RETURN n.{IRI} AS iri, labels(n) AS labels, n.{name(terms.KEY_SKOS_PREF_LABEL)} AS name, degree, "
    f"EXISTS {{ (n)<-[:{name(terms.LINK_AREA)} {{{_OWN}}}]-() }} AS issuer"
)
_RANKED = f"WITH n, {_DEGREE} AS degree ORDER BY degree DESC, n.{IRI} LIMIT $count {_AS_NODE}"

_NODES = f"{_EACH} WHERE n:{_THING} {_RANKED}"
_MOST = f"MATCH (n:{OURS} {{{_OWN}}}) WHERE n:{_THING} {_RANKED}"
_AROUND = f"{_EACH}{_BESIDE}RETURN DISTINCT o.{IRI} AS iri"
_MORE = f"{_EACH}{_BESIDE}WITH n, o WHERE NOT o.{IRI} IN $iris RETURN n.{IRI} AS iri, count(DISTINCT o) AS count"
_ENDS = f"WHERE a.{IRI} IN $iris AND b.{IRI} IN $iris"
_ATTRIBUTES = ", ".join(
    f"r.{name(key)} AS {name(key)}"
    for key in (terms.KEY_MODALITY, terms.KEY_STATUS, terms.KEY_PERIOD, terms.KEY_PROV_WAS_DERIVED_FROM)
)
_EDGES = (
    f"MATCH (a:{OURS} {{{_OWN}}})-[r:{_BETWEEN}]->(b:{OURS} {{{_OWN}}}) {_ENDS} AND r.{WORKSPACE} = ${WORKSPACE} "
    f"RETURN a.{IRI} AS source, b.{IRI} AS target, type(r) AS type, r.{ID} AS id, {_ATTRIBUTES}"
)
_COUNTS = (
    f"MATCH (a:{OURS} {{{_OWN}}})-[r:{name(terms.LINK_OBSERVES)} {{{_OWN}}}]->(:{_NUMBER})"
    f"-[:{name(terms.LINK_INDICATOR)} {{{_OWN}}}]->(b:{OURS} {{{_OWN}}}) {_ENDS} "
    f"RETURN a.{IRI} AS source, b.{IRI} AS target, {_ATTRIBUTES}"
)
_ASSISTED = (
    f"MATCH (n:{OURS} {{{_OWN}, {IRI}: $iri}})-[r:{name(terms.LINK_ASSISTS)} {{{_OWN}}}]->(o) "
    f"RETURN o.{IRI} AS iri, r.{name(terms.KEY_EVIDENCE)} AS evidence"
)
_TOLD = (
    f"{_EACH}{_BESIDE}WITH DISTINCT o WHERE EXISTS {{ MATCH (o)-[r {{{_OWN}}}]-() "
    f"WHERE any(sentence IN r.{name(terms.KEY_EVIDENCE)} WHERE sentence IN $evidence) }} RETURN o.{IRI} AS iri"
)


class Neo4jGraph:
    """The graph of one workspace in one database; for any thread. Raises ServerError where that cannot be had."""

    def __init__(self, address: Address, identity: str) -> None:
        self._address = address
        self._identity = identity
        self._driver = connect(address)

    def close(self) -> None:
        """Close the connections."""
        self._driver.close()

    def neighbourhood(self, iris: Sequence[str], limit: int = 200) -> Subgraph:
        """As `neighbours.neighbourhood`."""
        known = {node.iri: node for node in self._nodes(iris)}
        seeds = [known[iri] for iri in dict.fromkeys(iris) if iri in known][:limit]
        return self._drawn([*seeds, *self._ranked(self._around(seeds), limit - len(seeds))])

    def opening(self, workspace: Workspace, limit: int = 60) -> Subgraph:
        """As `neighbours.opening`. Which report is the newest, the workspace says."""
        areas = [row.area_iri for row in workspace.documents() if row.area_iri]
        known = {node.iri: node for node in self._nodes(areas)}
        issuer = next((known[iri] for iri in areas if iri in known), None)
        if issuer is None:
            return self._drawn([_node(row) for row in self._ask(_MOST, count=limit)])
        rows = self._ask(_ASSISTED, iri=issuer.iri)
        assisted = {row["iri"] for row in rows} - {issuer.iri}
        if not assisted:
            return self.neighbourhood([issuer.iri], limit)
        chosen = [issuer, *self._ranked(assisted, limit - 1)]
        evidence = sorted({sentence for row in rows for sentence in row["evidence"]})
        told = self._ask(_TOLD, iris=[node.iri for node in chosen], evidence=evidence)
        around = self._around(chosen[1:]) | {row["iri"] for row in told}
        return self._drawn([*chosen, *self._ranked(around - {node.iri for node in chosen}, limit - len(chosen))])

    def _ask(self, statement: str, **parameters: object) -> list[dict[str, Any]]:
        with (
            explained(self._address),
            self._driver.session(database=self._address.database or None, default_access_mode=READ_ACCESS) as session,
        ):
            return session.run(Query(statement, timeout=TIMEOUT), {WORKSPACE: self._identity, **parameters}).data()

    def _nodes(self, iris: Sequence[str]) -> list[Node]:
        return self._ranked(set(iris), len(iris))

    def _ranked(self, iris: Iterable[str], count: int) -> list[Node]:
        """The best connected of these things."""
        return [_node(row) for row in self._ask(_NODES, iris=sorted(iris), count=max(count, 0))]

    def _around(self, seeds: Sequence[Node]) -> set[str]:
        own = [node.iri for node in seeds]
        return {row["iri"] for row in self._ask(_AROUND, iris=own)} - set(own)

    def _drawn(self, nodes: Sequence[Node]) -> Subgraph:
        iris = [node.iri for node in nodes]
        left = {row["iri"]: row["count"] for row in self._ask(_MORE, iris=iris)}
        more = tuple((iri, left[iri]) for iri in iris if left.get(iri))
        return Subgraph(tuple(nodes), tuple(self._edges(iris)), more)

    def _edges(self, iris: Sequence[str]) -> list[Edge]:
        edges = [_edge(row, row["id"], _PREDICATE_OF[row["type"]]) for row in self._ask(_EDGES, iris=iris)]
        counted: defaultdict[str, list[Edge]] = defaultdict(list)
        for row in self._ask(_COUNTS, iris=iris):
            edge = _edge(row, "", terms.OBSERVES)
            key = (edge.source, edge.predicate, edge.target, edge.modality, edge.status, edge.period)
            counted[relationship_id(*key)].append(edge)
        for identifier, same in counted.items():
            statements = tuple(sorted({each for edge in same for each in edge.statements}))
            edges.append(replace(same[0], id=identifier, statements=statements))
        return sorted(edges, key=lambda e: (e.source, e.target, e.predicate, e.modality, e.status, e.period))


def _node(row: Mapping[str, Any]) -> Node:
    kind = min(_TYPE_OF[label] for label in row["labels"] if label in _TYPE_OF)
    return Node(row["iri"], kind, row["name"], row["degree"], row["issuer"])


def _edge(row: Mapping[str, Any], key: str, predicate: str) -> Edge:
    return Edge(
        id=key,
        source=row["source"],
        target=row["target"],
        predicate=predicate,
        modality=row[terms.KEY_MODALITY] or "actual",
        status=row[terms.KEY_STATUS] or "",
        period=row[terms.KEY_PERIOD] or "",
        statements=tuple(sorted(row[terms.KEY_PROV_WAS_DERIVED_FROM] or ())),
        reference=predicate == WITHIN,
    )
