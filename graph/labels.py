"""The one name that a thing is shown by: in the merged graph no other is its preferred one.

A named graph keeps the names as its report has them. Where reports prefer different names for one thing, the merged
graph holds the shown one as `skos:prefLabel` and the others as `skos:altLabel`: a question gives one row a thing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from plangraph.graph.patterns import MERGED, merged, stated
from plangraph.ontology import terms
from plangraph.ontology.vocabulary import DIVISIONS

PREFERRED, OTHER = NamedNode(terms.SKOS_PREF_LABEL), NamedNode(terms.SKOS_ALT_LABEL)

Thing = NamedNode | BlankNode | Triple
Labels = Mapping[str, Mapping[str, int]]
"""Of each thing by IRI its names, each with the number of reports that use it."""


def shown_name(names: Mapping[str, int]) -> str:
    """Of the preferred names of a thing the one of most reports, then the longest."""
    return min(names, key=lambda text: (-names[text], -len(text), text))


def labels(store: Store, predicate: NamedNode, thing: Thing | None = None) -> Labels:
    """The names by a predicate of all things, or of one; the divisions' own count for nothing beside the reports'."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for quad in stated(store, thing, predicate, None):
        if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
            reference = isinstance(quad.graph_name, NamedNode) and quad.graph_name.value == DIVISIONS
            found[quad.subject.value][quad.object.value] += 0 if reference else 1
    return found


def things_named(store: Store, graphs: Iterable[NamedNode]) -> set[NamedNode]:
    """The things that these graphs name."""
    return {
        quad.subject
        for graph in graphs
        for predicate in (PREFERRED, OTHER)
        for quad in store.quads_for_pattern(None, predicate, None, graph)
        if isinstance(quad.subject, NamedNode)
    }


def settle(store: Store, things: Iterable[NamedNode]) -> None:
    """Give each of the things in the merged graph the names that the named graphs hold, one of them preferred."""
    store.bulk_extend(list(_missing(store, things)))


def _missing(store: Store, things: Iterable[NamedNode]) -> Iterator[Quad]:
    """The quads that the merged graph lacks; those that it holds too many are removed on the way."""
    for thing in things:
        preferred = labels(store, PREFERRED, thing).get(thing.value, {})
        texts = {*preferred, *labels(store, OTHER, thing).get(thing.value, {})}
        shown = {shown_name(preferred)} if preferred else set()
        wanted = {Quad(thing, PREFERRED, Literal(text), MERGED) for text in shown}
        wanted |= {Quad(thing, OTHER, Literal(text), MERGED) for text in texts - shown}
        there = {quad for predicate in (PREFERRED, OTHER) for quad in merged(store, thing, predicate, None)}
        for quad in there - wanted:
            store.remove(quad)
        yield from wanted - there
