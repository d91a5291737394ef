"""Analysis of what reports state between things, on networkx: ways, centrality, communities, neighbours, components.

All of it looks at the network of things: things are nodes, and each relationship that statements make between two of
them is an edge. An indicator is beside whoever has a number of it. Stages, texts and the divisions' reference data are
not in it: they would join everything with everything. Which way a relation points does not matter for nearness.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Final, Literal, cast

import networkx as nx
import numpy as np

from plangraph.graph.networks import LABELS, TYPE, to_networkx
from plangraph.graph.projected import Row
from plangraph.ontology import terms

if TYPE_CHECKING:
    from plangraph.graph.networks import Network
    from plangraph.graph.workspace import Workspace

    Simple = nx.Graph[str]

Measure = Literal["pagerank", "betweenness", "degree"]
MEASURES: Final[tuple[Measure, ...]] = ("pagerank", "betweenness", "degree")

SEED: Final = 20250101
"""What the parts that draw lots begin with, so that they give the same answer each time."""
PIVOTS: Final = 500
"""Betweenness is reckoned from so many things at most; of a larger network it is an estimate."""
_DAMPING = 0.85
_ROUNDS = 200
_CLOSE = 1e-10

_THINGS = frozenset(term.node_label for term in terms.TYPES.values())
_OBSERVES, _MEASURES = terms.LINK_OBSERVES, terms.LINK_INDICATOR


@dataclass(frozen=True, slots=True)
class Step:
    """One relationship on a path, as it is stated: `source` and `target` are its own, whichever way the path goes.

    `evidence` has, for each of `statements`, the IRI of the passage that it rests on.
    """

    source: str
    target: str
    id: str
    type: str
    modality: str
    status: str
    period: str
    statements: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A way between two things: the things in order, and for each pair of neighbours all that is stated of the two."""

    things: tuple[str, ...]
    steps: tuple[tuple[Step, ...], ...]


def thing_network(source: Workspace | Iterable[Row]) -> Network:
    """The network of things of a workspace, or of a projection's rows: attributes as `to_networkx` gives them."""
    whole = to_networkx(source)
    network: Network = nx.MultiDiGraph()
    network.add_nodes_from((iri, data) for iri, data in whole.nodes(data=True) if data[LABELS][0] in _THINGS)
    for one, other, key, data in whole.edges(keys=True, data=True):
        if terms.KEY_PROV_WAS_DERIVED_FROM not in data:
            continue
        for end in _measured(whole, other) if data[TYPE] == _OBSERVES else (other,):
            if one in network and end in network and one != end:
                network.add_edge(one, end, key, **data)
    return network


def _measured(whole: Network, number: str) -> Iterator[str]:
    return (end for _, end, data in whole.out_edges(number, data=True) if data[TYPE] == _MEASURES)


def paths(network: Network, one: str, other: str, *, limit: int = 5, longest: int = 6) -> list[Way]:
    """The shortest ways between two things, at most `limit`, each of at most `longest` steps, shortest first.

    No thing comes twice on a way. Raises KeyError for an IRI that is no thing.
    """
    for iri in (one, other):
        if iri not in network:
            raise KeyError(iri)
    if one == other:
        return []
    simple = _simple(network)
    if not nx.has_path(simple, one, other):
        return []
    found = []
    for way in islice(nx.shortest_simple_paths(simple, one, other), limit):
        if len(way) - 1 > longest:
            break
        found.append(Way(tuple(way), tuple(tuple(_steps(network, *pair)) for pair in pairwise(way))))
    return found


def _steps(network: Network, one: str, other: str) -> Iterator[Step]:
    for source, target in ((one, other), (other, one)):
        between = cast("Mapping[str, Mapping[str, Any]]", network.get_edge_data(source, target, default={}))
        for key, data in between.items():
            yield Step(
                source, target, key, data[TYPE], data[terms.KEY_MODALITY], data.get(terms.KEY_STATUS, ""),
                data.get(terms.KEY_PERIOD, ""), data[terms.KEY_PROV_WAS_DERIVED_FROM], data[terms.KEY_EVIDENCE],
            )  # fmt: skip


def centrality(network: Network, measure: Measure = "pagerank") -> dict[str, float]:
    """How central each thing is, most central first; equal ones by IRI.

    `pagerank`: the share of a random walk, the shares add up to 1; a walk prefers what many relationships join.
    `betweenness`: the share of shortest ways between others that lead through it. `degree`: how many relationships.
    """
    if measure == "pagerank":
        scores = _pagerank(network)
    elif measure == "betweenness":
        simple = _numbered(network)
        few = None if len(simple) <= PIVOTS else PIVOTS
        between = nx.betweenness_centrality(simple, k=few, seed=SEED)
        scores = {iri: between[number] for number, iri in enumerate(sorted(network))}
    else:
        scores = {iri: float(degree) for iri, degree in network.degree()}
    return dict(sorted(scores.items(), key=lambda pair: (-round(pair[1], 12), pair[0])))


def _pagerank(network: Network) -> dict[str, float]:
    """By power iteration over all relationships, in both directions; a thing without any jumps anywhere."""
    iris = sorted(network)
    if not iris:
        return {}
    place = {iri: number for number, iri in enumerate(iris)}
    ends = np.array([(place[a], place[b]) for a, b in network.edges()], dtype=np.int64).reshape(-1, 2)
    leaving, reaching = np.concatenate([ends[:, 0], ends[:, 1]]), np.concatenate([ends[:, 1], ends[:, 0]])
    degree = np.bincount(leaving, minlength=len(iris)).astype(np.float64)
    alone = degree == 0
    share = 1.0 / np.where(alone, 1.0, degree)
    rank = np.full(len(iris), 1.0 / len(iris))
    for _ in range(_ROUNDS):
        flow = np.bincount(reaching, weights=(rank * share)[leaving], minlength=len(iris))
        moved = _DAMPING * (flow + rank[alone].sum() / len(iris)) + (1 - _DAMPING) / len(iris)
        change = float(np.abs(moved - rank).sum())
        rank = moved
        if change < _CLOSE:
            break
    return dict(zip(iris, rank.tolist(), strict=True))


def communities(network: Network, *, resolution: float = 1.0) -> list[tuple[str, ...]]:
    """Groups of things that have more to do with each other than with others (Louvain), largest first.

    In a group the things with most relationships come first. A thing without any is in none. A `resolution` above 1
    gives smaller groups. The same network gives the same groups.
    """
    iris = sorted(network)
    joined = _numbered(network)
    joined.remove_nodes_from(list(nx.isolates(joined)))
    if not joined:
        return []
    groups = nx.community.louvain_communities(joined, weight="weight", resolution=resolution, seed=SEED)
    degree = dict(network.degree())
    named = [tuple(sorted((iris[n] for n in group), key=lambda iri: (-degree[iri], iri))) for group in groups]
    return sorted(named, key=lambda group: (-len(group), group))


def components(network: Network) -> list[tuple[str, ...]]:
    """The parts of the network between which there is no way, largest first; IRIs sorted in each."""
    parts = [tuple(sorted(part)) for part in nx.weakly_connected_components(network)]
    return sorted(parts, key=lambda part: (-len(part), part))


def neighbours_by_type(network: Network, iri: str) -> Mapping[str, tuple[str, ...]]:
    """The things beside a thing, by the label of their type (Area, Project ...). Raises KeyError for no thing."""
    if iri not in network:
        raise KeyError(iri)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for other in sorted({*network.successors(iri), *network.predecessors(iri)}):
        found[network.nodes[other][LABELS][0]].append(other)
    return {label: tuple(others) for label, others in sorted(found.items())}


def _simple(network: Network) -> Simple:
    """Who is beside whom: no directions, one edge between two, in an order that is always the same."""
    simple: Simple = nx.Graph()
    simple.add_nodes_from(sorted(network))
    simple.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in network.edges()}))
    return simple


def _numbered(network: Network) -> nx.Graph[int]:
    """The same with numbers for IRIs in their order, and as weight of an edge how many relationships it stands for.

    Texts are hashed differently in each process, and the order of a set of them would decide between equal groups.
    """
    place = {iri: number for number, iri in enumerate(sorted(network))}
    weights: defaultdict[tuple[int, int], int] = defaultdict(int)
    for a, b in network.edges():
        weights[min(place[a], place[b]), max(place[a], place[b])] += 1
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(place)))
    graph.add_weighted_edges_from((a, b, weight) for (a, b), weight in sorted(weights.items()))
    return graph
