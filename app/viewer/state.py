"""Where the reader is: what stands in the middle, what was expanded, what is selected, what is filtered out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal

from plangraph.graph.answers import Edge, Node, Subgraph

Lines = Literal["all", "actual", "target"]


@dataclass(slots=True)
class Place:
    """One reader's place in the graph. An empty `middle` is the opening; `added` things come without neighbours."""

    middle: str = ""
    expanded: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    anchor: str = ""
    selected: str | None = None

    def go(self, iri: str) -> None:
        """Put a thing in the middle and select it; an empty IRI is the opening."""
        self.middle = iri
        self.expanded = []
        self.added = []
        self.anchor = ""
        self.selected = iri or None

    def select(self, iri: str) -> None:
        """Select a thing, and show it where it is not shown yet, without its neighbours."""
        self.selected = iri
        if iri not in self.added:
            self.added.append(iri)

    def expand(self, iri: str) -> None:
        """Show a thing's neighbours too."""
        if iri not in self.expanded:
            self.expanded.append(iri)
        self.anchor = iri


@dataclass(frozen=True, slots=True)
class Filter:
    """What the reader wants to see. Empty types or relations mean all."""

    types: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()
    lines: Lines = "all"

    def __bool__(self) -> bool:
        return bool(self.types or self.relations or self.lines != "all")

    def keeps_edge(self, edge: Edge) -> bool:
        """Whether an edge is of a wanted relation and modality. Reference data is neither done nor planned."""
        if self.relations and edge.predicate not in self.relations:
            return False
        return self.lines == "all" or (not edge.reference and edge.modality == self.lines)

    def apply(self, graph: Subgraph, always: Collection[str]) -> Subgraph:
        """The wanted part of a graph; things that lose all their edges go, but those in `always` stay."""
        if not self:
            return graph
        kept = {n.iri for n in graph.nodes if n.iri in always or not self.types or n.type in self.types}
        edges = tuple(e for e in graph.edges if e.source in kept and e.target in kept and self.keeps_edge(e))
        tied = {end for edge in edges for end in (edge.source, edge.target)} | set(always)
        nodes = tuple(n for n in graph.nodes if n.iri in kept and n.iri in tied)
        return Subgraph(nodes, edges, tuple(pair for pair in graph.more if pair[0] in tied))


def union(graphs: Collection[Subgraph]) -> Subgraph:
    """Several subgraphs as one, the earlier ones first; `more` counts only what none of them shows."""
    nodes: dict[str, Node] = {}
    edges: dict[str, Edge] = {}
    more: dict[str, int] = {}
    for graph in graphs:
        for node in graph.nodes:
            nodes.setdefault(node.iri, node)
        for edge in graph.edges:
            edges.setdefault(edge.id, edge)
        for iri, count in graph.more:
            more[iri] = min(count, more.get(iri, count))
    return Subgraph(tuple(nodes.values()), tuple(edges.values()), tuple(more.items()))
