"""Parts of the graph to be drawn: things, their neighbours, and the edges between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Store

from plangraph.graph.answers import Edge, Subgraph
from plangraph.graph.names import LINKS, Names, names_of
from plangraph.graph.patterns import merged
from plangraph.graph.projected import relationship_id
from plangraph.graph.reader import GraphReader
from plangraph.graph.triples import node
from plangraph.ontology import terms
from plangraph.ontology.vocabulary import DIVISIONS, NAMESPACE, STATEMENTS

if TYPE_CHECKING:
    from plangraph.graph.workspace import Workspace

WITHIN = "within"
"""The predicate of edges that come from the divisions' reference data."""

_EMPTY: frozenset[str] = frozenset()


def neighbourhood(reader: GraphReader, iris: Sequence[str], limit: int = 200) -> Subgraph:
    """The things, their neighbours (the best connected ones, up to `limit` nodes in all) and all edges between these.

    `more` counts, for each node, the neighbours that are not among the nodes. Unknown IRIs give nothing.
    """
    names = names_of(reader)
    seeds = [iri for iri in dict.fromkeys(iris) if names.node(iri) is not None][:limit]
    return _drawn(reader, names, [*seeds, *_ranked(names, _around(names, seeds), limit - len(seeds))])


def opening(reader: GraphReader, workspace: Workspace, limit: int = 60) -> Subgraph:
    """What the viewer opens on: the newest report's area, those it assists, what lies around these, and what the
    sentences on the assistance tell beside it.

    Where it assists nobody, the area and its neighbours; where no report names its area, the best connected things.
    """
    names = names_of(reader)
    issuer = next((row.area_iri for row in workspace.documents() if names.node(row.area_iri) is not None), None)
    if issuer is None:
        return _drawn(reader, names, _ranked(names, names.nodes, limit))
    assisted = reader.read(lambda store: _assisted(store, issuer)) & names.nodes.keys() - {issuer}
    if not assisted:
        return neighbourhood(reader, [issuer], limit)
    chosen = [issuer, *_ranked(names, assisted, limit - 1)]
    told = reader.read(lambda store: _told_with_assistance(store, issuer)) & names.nodes.keys()
    beside = {iri for iri in told if names.beside.get(iri, _EMPTY) & set(chosen)}
    around = (_around(names, chosen[1:]) | beside) - set(chosen)
    return _drawn(reader, names, [*chosen, *_ranked(names, around, limit - len(chosen))])


def _assisted(store: Store, area: str) -> set[str]:
    found = merged(store, node(area), node(NAMESPACE + terms.ASSISTS), None)
    return {_text(quad.object) for quad in found}


def _told_with_assistance(store: Store, area: str) -> set[str]:
    """What is named by statements that stand on the same sentences as those on an area's assistance."""
    found = set()
    for assisting in merged(store, None, node(terms.RDF_SUBJECT), node(area)):
        if not isinstance(assisting.subject, NamedNode):
            continue
        if _one(store, assisting.subject, terms.RDF_PREDICATE) != NAMESPACE + terms.ASSISTS:
            continue
        sentence = node(_one(store, assisting.subject, terms.PROPERTY_EVIDENCE))
        for other in merged(store, None, node(terms.PROPERTY_EVIDENCE), sentence):
            if isinstance(other.subject, NamedNode):
                found |= {_one(store, other.subject, end) for end in (terms.RDF_SUBJECT, terms.RDF_OBJECT)}
    return found


def _around(names: Names, seeds: Sequence[str]) -> set[str]:
    return {other for iri in seeds for other in names.beside.get(iri, _EMPTY)} - set(seeds)


def _ranked(names: Names, iris: Iterable[str], count: int) -> list[str]:
    """The best connected of these things."""
    return sorted(iris, key=lambda iri: (-names.nodes[iri].degree, iri))[: max(count, 0)]


def _drawn(reader: GraphReader, names: Names, iris: Sequence[str]) -> Subgraph:
    inside = frozenset(iris)
    left = ((iri, len(names.beside.get(iri, _EMPTY) - inside)) for iri in iris)
    return Subgraph(
        tuple(names.nodes[iri] for iri in iris),
        tuple(reader.read(lambda store: _edges(store, inside))),
        tuple((iri, count) for iri, count in left if count),
    )


_EdgeKey = tuple[str, str, str, str, str, str]
"""Source, predicate, target, modality, status and period."""


def _edges(store: Store, inside: Collection[str]) -> list[Edge]:
    """All edges between these things, each once, sorted. One for all statements that agree in all its attributes."""
    made: dict[_EdgeKey, set[str]] = defaultdict(set)
    for target in inside:
        for statement in _statements_on(store, target):
            source = _one(store, statement, terms.RDF_SUBJECT)
            if source in inside:
                key = _key(store, statement, source, target)
                if key is not None:
                    made[key].add(statement.value.removeprefix(STATEMENTS))
    edges = [
        Edge(relationship_id(*key), key[0], key[2], key[1], key[3], key[4], key[5], tuple(sorted(statements)))
        for key, statements in made.items()
    ]
    edges += [
        Edge(relationship_id(source, WITHIN, target), source, target, WITHIN, "actual", "", "", reference=True)
        for source, target in sorted(set(_within(store, inside)))
    ]
    return sorted(edges, key=lambda e: (e.source, e.target, e.predicate, e.modality, e.status, e.period))


def _statements_on(store: Store, target: str) -> Iterator[NamedNode]:
    """The statements whose object the thing is, or whose number counts it as an indicator."""
    for quad in merged(store, None, node(terms.RDF_OBJECT), node(target)):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject
    for quad in merged(store, None, node(terms.PROPERTY_INDICATOR), node(target)):
        for origin in merged(store, quad.subject, node(terms.PROV_WAS_DERIVED_FROM), None):
            if isinstance(origin.object, NamedNode):
                yield origin.object


def _key(store: Store, statement: NamedNode, source: str, target: str) -> _EdgeKey | None:
    """What tells an edge from others; None for what is no relation between two things."""
    predicate = _one(store, statement, terms.RDF_PREDICATE)
    name = LINKS.get(predicate) or (terms.OBSERVES if predicate == NAMESPACE + terms.OBSERVES else None)
    if name is None:
        return None
    modality = _one(store, statement, terms.PROPERTY_MODALITY).removeprefix(NAMESPACE)
    status = _one(store, statement, terms.PROPERTY_STATUS).removeprefix(NAMESPACE)
    return (source, name, target, modality, status, _one(store, statement, terms.PROPERTY_PERIOD))


def _within(store: Store, inside: Collection[str]) -> Iterator[tuple[str, str]]:
    for source in inside:
        found = store.quads_for_pattern(node(source), node(terms.PROPERTY_WITHIN), None, node(DIVISIONS))
        yield from ((source, target) for quad in found if (target := _text(quad.object)) in inside)


def _one(store: Store, subject: NamedNode, predicate: str) -> str:
    """The value of a property that a statement has once, or ''."""
    found = next(iter(merged(store, subject, node(predicate), None)), None)
    return "" if found is None else _text(found.object)


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""
