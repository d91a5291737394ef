"""The workspace's graphs written into a store that others use too: its own are replaced, no other is touched.

What is the workspace's own stands in a graph of the store that bears the workspace's id: the names of all graphs that
it has written there. It is written before the first of them and again after the last, so that a load that was cut off
leaves nothing that the next one would not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store, Triple

from plangraph.graph.errors import ServerError
from plangraph.graph.graph_store import GraphStore
from plangraph.graph.patterns import MERGED
from plangraph.graph.reader import GraphReader
from plangraph.graph.service_description import SD
from plangraph.ontology import vocabulary

WORKSPACES = "https://w3id.org/plangraph/workspace/"
_HAS_PART = NamedNode("http://purl.org/dc/terms/hasPart")
_FEATURE, _UNION = NamedNode(f"{SD}feature"), NamedNode(f"{SD}UnionDefaultGraph")

Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: graphs and triples written, graphs deleted, and whether the default graph is the workspace's."""

    graphs: int
    triples: int
    dropped: int
    default: bool


@dataclass(frozen=True, slots=True)
class _Manifest:
    """What of a store belongs to a workspace."""

    name: str
    graphs: frozenset[str]
    default: bool

    def triples(self) -> Iterator[Triple]:
        own = NamedNode(self.name)
        for graph in sorted(self.graphs):
            yield Triple(own, _HAS_PART, NamedNode(graph))
        if self.default:
            yield Triple(own, _FEATURE, _UNION)


def load(
    reader: GraphReader, identity: str, target: GraphStore, *, default: bool, started: Callable[[int], Step]
) -> Loaded:
    """Bring the graphs of a workspace in a store up to the workspace.

    `default`: the merged graph becomes the store's default graph too, if that is empty or the workspace's already; once
    it is, it is kept up. `started` is told how many graphs there are to write and gives what is called for each.
    Raises ServerError before anything is written where a graph is there that the workspace has not written.
    """
    return reader.read(lambda store: _load(store, f"{WORKSPACES}{identity}", target, default, started))


def _load(store: Store, name: str, target: GraphStore, default: bool, started: Callable[[int], Step]) -> Loaded:
    before = _manifest(target, name)
    wanted = frozenset(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))
    default = default or before.default
    _refuse_foreign(target, wanted - before.graphs, default and not before.default)
    target.put(name, _Manifest(name, wanted | before.graphs, default).triples())
    step, count = started(len(wanted) + default), 0
    for graph in sorted(wanted):
        triples = [quad.triple for quad in store.quads_for_pattern(None, None, None, NamedNode(graph))]
        target.put(graph, triples)
        count += len(triples)
        step(graph.rpartition("/")[2])
    if default:
        target.put(None, (quad.triple for quad in store.quads_for_pattern(None, None, None, MERGED)))
        step("")
    dropped = sorted(before.graphs - wanted)
    for graph in dropped:
        target.delete(graph)
    target.put(name, _Manifest(name, wanted, default).triples())
    return Loaded(len(wanted), count, len(dropped), default)


def _manifest(target: GraphStore, name: str) -> _Manifest:
    found = [triple for triple in target.triples(name) if triple.subject == NamedNode(name)]
    graphs = {t.object.value for t in found if t.predicate == _HAS_PART and isinstance(t.object, NamedNode)}
    # Whatever the store says, nothing but graphs that workspaces are made of is ever deleted.
    own = frozenset(each for each in graphs if each.startswith(vocabulary.DOCUMENTS) or each == vocabulary.DIVISIONS)
    return _Manifest(name, own, any(t.predicate == _FEATURE and t.object == _UNION for t in found))


def _refuse_foreign(target: GraphStore, graphs: Iterable[str], default: bool) -> None:
    for graph in sorted(graphs):
        if target.holds(graph):
            raise ServerError(
                f"库里已有图 <{graph}>，不是这个工作区写的（也许是另一个工作区），没有改动任何内容。"
                "请换一个数据集，或先删去那个图。",
                f"The store has a graph <{graph}> already that this workspace has not written, perhaps another has; "
                "nothing was changed. Use another dataset, or delete that graph first.",
            )
    if default and target.holds(None):
        raise ServerError(
            "库的默认图里已有别的内容，没有改动任何内容。请换一个空的数据集，或不用 --default-graph。",
            "The default graph of the store holds something else already; nothing was changed. "
            "Use an empty dataset, or leave --default-graph out.",
        )
