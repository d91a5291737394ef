"""Triples of a store by pattern: as the reports state them, or as the merged graph holds them.

The default graph of a generation holds every triple of the named graphs once: a query that names no graph counts what
two reports both say (a type) as one triple. Names alone are there as `graph.labels` settles them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from plangraph.graph.triples import Triple as Told
from plangraph.ontology import terms

Subject = NamedNode | BlankNode | Triple | None
Object = NamedNode | BlankNode | Literal | Triple | None

MERGED = DefaultGraph()

NAMING = frozenset({NamedNode(terms.SKOS_PREF_LABEL), NamedNode(terms.SKOS_ALT_LABEL)})
"""The predicates of names."""


def merged(store: Store, subject: Subject, predicate: NamedNode | None, thing: Object) -> Iterator[Quad]:
    """Each triple that fits once, whoever states it."""
    return store.quads_for_pattern(subject, predicate, thing, MERGED)


def stated(store: Store, subject: Subject, predicate: NamedNode | None, thing: Object) -> Iterator[Quad]:
    """Each triple that fits once for each named graph that states it."""
    return (q for q in store.quads_for_pattern(subject, predicate, thing, None) if q.graph_name != MERGED)


def twice(triples: Iterable[Told], graph: NamedNode) -> Iterator[Quad]:
    """Each triple in its named graph and in the merged graph, there unless it is a name: see `graph.labels`."""
    for subject, predicate, thing in triples:
        yield Quad(subject, predicate, thing, graph)
        if predicate not in NAMING:
            yield Quad(subject, predicate, thing, MERGED)


def remove_named(store: Store, graphs: Iterable[NamedNode]) -> set[Quad]:
    """Remove named graphs; returns what of them the merged graph still holds, for `prune`."""
    left: set[Quad] = set()
    for graph in graphs:
        left |= {
            Quad(q.subject, q.predicate, q.object, MERGED)
            for q in store.quads_for_pattern(None, None, None, graph)
            if q.predicate not in NAMING
        }
        store.remove_graph(graph)
    return left


def prune(store: Store, suspects: Iterable[Quad]) -> None:
    """Remove from the merged graph what no named graph states any more."""
    for quad in suspects:
        if next(stated(store, quad.subject, quad.predicate, quad.object), None) is None:
            store.remove(quad)
