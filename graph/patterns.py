"""Triples of a store by pattern: as the reports state them, or as the merged graph holds them.

The default graph of a generation holds every triple of the named graphs once: a query that names no graph counts what
two reports both say (a type) as one triple. Names alone are there as `graph.labels` settles them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from plangraph.ontology import terms

Subject = NamedNode | BlankNode | Triple | None
Object = NamedNode | BlankNode | Literal | Triple | None

MERGED = DefaultGraph()

_LABELS = frozenset({terms.SKOS_PREF_LABEL, terms.SKOS_ALT_LABEL})


def merged(store: Store, subject: Subject, predicate: NamedNode | None, thing: Object) -> Iterator[Quad]:
    """Each triple that fits once, whoever states it."""
    return store.quads_for_pattern(subject, predicate, thing, MERGED)


def stated(store: Store, subject: Subject, predicate: NamedNode | None, thing: Object) -> Iterator[Quad]:
    """Each triple that fits once for each named graph that states it."""
    return (q for q in store.quads_for_pattern(subject, predicate, thing, None) if q.graph_name != MERGED)


def twice(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Each quad of a named graph, and its triple for the merged graph, unless it is a name: see `graph.labels`."""
    for quad in quads:
        yield quad
        predicate = quad.predicate
        if predicate.value not in _LABELS:
            yield Quad(quad.subject, predicate, quad.object, MERGED)


def remove_named(store: Store, graphs: Iterable[NamedNode]) -> set[Quad]:
    """Remove named graphs; returns what of them the merged graph still holds, for `prune`."""
    left: set[Quad] = set()
    for graph in graphs:
        left |= {
            Quad(q.subject, q.predicate, q.object, MERGED)
            for q in store.quads_for_pattern(None, None, None, graph)
            if q.predicate.value not in _LABELS
        }
        store.remove_graph(graph)
    return left


def prune(store: Store, suspects: Iterable[Quad]) -> None:
    """Remove from the merged graph what no named graph states any more."""
    for quad in suspects:
        if next(stated(store, quad.subject, quad.predicate, quad.object), None) is None:
            store.remove(quad)
