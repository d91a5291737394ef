"""The one name that a thing is shown by: in the merged graph no other is its preferred one.

A named graph keeps the names as its report has them. Where reports prefer different names for one thing, the merged
graph holds the shown one as `skos:prefLabel` and the others as `skos:altLabel`: a question gives one row a thing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from plangraph.graph.patterns import MERGED, NAMING, merged, stated
from plangraph.graph.triples import Triple as Told
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
    for subject, text, _, counts in _stated(store, thing, predicate):
        found[subject][text] += counts
    return found


def _stated(
    store: Store, thing: Thing | None, predicate: NamedNode
) -> Iterator[tuple[str, str, NamedNode | BlankNode | DefaultGraph, bool]]:
    """Who bears which name in which graph by a predicate, and whether that counts."""
    for quad in stated(store, thing, predicate, None):
        if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
            reference = isinstance(quad.graph_name, NamedNode) and quad.graph_name.value == DIVISIONS
            yield quad.subject.value, quad.object.value, quad.graph_name, not reference


def things_named(store: Store, graphs: Iterable[NamedNode]) -> set[NamedNode]:
    """The things that these graphs name."""
    return {
        quad.subject
        for graph in graphs
        for predicate in (PREFERRED, OTHER)
        for quad in store.quads_for_pattern(None, predicate, None, graph)
        if isinstance(quad.subject, NamedNode)
    }


class Naming:
    """The names in graphs that are on their way into a store, and what they make of the merged graph's names.

    So the names go in with all else: to load few quads once more costs as much as to load many. `store`: what the
    graphs join, None if nothing. `graphs`: those on their way. `things`: others whose names are to be settled.
    """

    def __init__(self, store: Store | None, graphs: Iterable[NamedNode], things: Iterable[NamedNode]) -> None:
        self.superfluous: list[Quad] = []
        """What the store's merged graph holds too many, once `settled` has run: to be removed."""
        self._store = store
        self._graphs = frozenset(graphs)
        self._things = dict.fromkeys(things)
        self._heard: dict[tuple[NamedNode, NamedNode], Counter[str]] = defaultdict(Counter)

    def hear(self, triples: Iterable[Told], graph: str) -> None:
        """Take note of the names in a graph; it must be one of those on their way."""
        counts = graph != DIVISIONS
        for subject, predicate, thing in triples:
            if predicate in NAMING:
                self._things[subject] = None
                self._heard[subject, predicate][thing.value] += counts

    def settled(self) -> Iterator[Quad]:
        """The names that the merged graph lacks, once all graphs were heard: of those of a thing one is preferred."""
        for thing in self._things:
            preferred = self._names(thing, PREFERRED)
            shown = shown_name(preferred) if preferred else None
            wanted = {
                Quad(thing, PREFERRED if text == shown else OTHER, Literal(text), MERGED)
                for text in {*preferred, *self._names(thing, OTHER)}
            }
            there = self._merged(thing)
            self.superfluous += there - wanted
            yield from wanted - there

    def _names(self, thing: NamedNode, predicate: NamedNode) -> Counter[str]:
        names = Counter(self._heard.get((thing, predicate), {}))
        if self._store is not None:
            for _, text, graph, counts in _stated(self._store, thing, predicate):
                if graph not in self._graphs:  # of a long load the store may hold the beginning already
                    names[text] += counts
        return names

    def _merged(self, thing: NamedNode) -> set[Quad]:
        if self._store is None:
            return set()
        return {quad for predicate in NAMING for quad in merged(self._store, thing, predicate, None)}
