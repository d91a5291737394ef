"""The names in a generation of the graph, in memory: what search, suggestions and node labels need."""

from __future__ import annotations

import threading
import weakref
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from plangraph.graph.answers import Node
from plangraph.graph.identity import MARKS, normalised
from plangraph.graph.labels import OTHER, PREFERRED, labels, shown_name
from plangraph.graph.patterns import merged
from plangraph.graph.reader import GraphReader
from plangraph.ontology import terms
from plangraph.ontology.vocabulary import NAMESPACE

_MARKS = str.maketrans("", "", MARKS)

TYPES: Mapping[str, str] = {NAMESPACE + key: key for key in terms.TYPES}
"""The thirteen types by the IRI of their class."""

LINKS: Mapping[str, str] = {
    NAMESPACE + key: key for key, relation in terms.RELATIONS.items() if key != terms.HAS_STATUS and relation.range
}
"""The relations between two things, by IRI."""


def folded(name: str) -> str:
    """A name without what nobody types alike: widths, case, white space, quotation marks and brackets."""
    return normalised(name).translate(_MARKS) or normalised(name)


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a thing, as written and folded; `preferred` is the one that it is shown by."""

    iri: str
    text: str
    folded: str
    preferred: bool


@dataclass(frozen=True, slots=True)
class Names:
    """All named things of one generation. `beside`: the things that each has an edge with, of whatever kind."""

    nodes: Mapping[str, Node]
    beside: Mapping[str, frozenset[str]]
    names: tuple[Name, ...]
    exact: Mapping[str, tuple[Name, ...]]
    by_thing: Mapping[str, tuple[str, ...]]
    by_character: Mapping[str, tuple[int, ...]]

    def node(self, iri: str) -> Node | None:
        """The thing of an IRI, or None for what is no thing or has no name."""
        return self.nodes.get(iri)

    def of(self, iri: str) -> tuple[str, ...]:
        """All names of a thing, the preferred one first."""
        return self.by_thing.get(iri, ())

    def holding(self, characters: Iterable[str]) -> Iterator[Name]:
        """The names that have all of these characters, found by the rarest of them."""
        lists = [self.by_character.get(character, ()) for character in set(characters)]
        rarest = min(lists, key=len, default=())
        return (self.names[position] for position in rarest)


_KEPT: weakref.WeakKeyDictionary[GraphReader, tuple[int, Names]] = weakref.WeakKeyDictionary()
_GUARD = threading.Lock()


def names_of(reader: GraphReader) -> Names:
    """The names of the generation that is current; made once for each reader and generation."""
    number = reader.generation
    with _GUARD:
        kept = _KEPT.get(reader)
        if kept is not None and kept[0] == number:
            return kept[1]
    made = reader.read(_collect)
    with _GUARD:
        _KEPT[reader] = (number, made)
    return made


def _collect(store: Store) -> Names:
    types: dict[str, str] = {}
    for iri, key in sorted(TYPES.items(), key=lambda pair: pair[1]):
        for quad in merged(store, None, NamedNode(terms.RDF_TYPE), NamedNode(iri)):
            types.setdefault(_iri(quad.subject), key)
    preferred, others = labels(store, PREFERRED), labels(store, OTHER)
    related, counted = _pairs(store), _counted(store)
    degrees = Counter(end for pair in related for end in pair[:2])
    issuers = {_iri(q.object) for q in merged(store, None, NamedNode(terms.PROPERTY_AREA), None)}
    nodes, listed = {}, []
    for iri in sorted(types.keys() & preferred.keys()):
        shown = shown_name(preferred[iri])
        nodes[iri] = Node(iri, types[iri], shown, degrees[iri], iri in issuers)
        texts = sorted((preferred[iri].keys() | others.get(iri, {}).keys()) - {shown})
        listed.append(Name(iri, shown, folded(shown), True))
        listed.extend(Name(iri, text, folded(text), False) for text in texts)
    within = merged(store, None, NamedNode(terms.PROPERTY_WITHIN), None)
    pairs = [pair[:2] for pair in related] + counted + [(_iri(q.subject), _iri(q.object)) for q in within]
    return _indexed(nodes, listed, _adjacent(pairs, nodes))


def _adjacent(pairs: Iterable[tuple[str, str]], nodes: Mapping[str, Node]) -> dict[str, frozenset[str]]:
    beside: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        if one != other and one in nodes and other in nodes:
            beside[one].add(other)
            beside[other].add(one)
    return {iri: frozenset(others) for iri, others in beside.items()}


def _indexed(nodes: Mapping[str, Node], listed: list[Name], beside: Mapping[str, frozenset[str]]) -> Names:
    exact: dict[str, list[Name]] = defaultdict(list)
    by_thing: dict[str, list[str]] = defaultdict(list)
    by_character: dict[str, list[int]] = defaultdict(list)
    for position, name in enumerate(listed):
        exact[name.folded].append(name)
        by_thing[name.iri].append(name.text)
        for character in set(name.folded):
            by_character[character].append(position)
    return Names(
        nodes,
        beside,
        tuple(listed),
        {key: tuple(found) for key, found in exact.items()},
        {key: tuple(found) for key, found in by_thing.items()},
        {key: tuple(found) for key, found in by_character.items()},
    )


def _pairs(store: Store) -> set[tuple[str, str, str]]:
    """Who is related to whom and by what: each relation once, planned or done, said once or often."""
    return {
        (_iri(quad.subject), _iri(quad.object), key)
        for predicate, key in LINKS.items()
        for quad in merged(store, None, NamedNode(predicate), None)
    }


def _counted(store: Store) -> list[tuple[str, str]]:
    """The things whose numbers reports state, each with the indicator that is named for it."""
    indicators = {
        _iri(quad.subject): _iri(quad.object) for quad in merged(store, None, NamedNode(terms.PROPERTY_INDICATOR), None)
    }
    observes = merged(store, None, NamedNode(NAMESPACE + terms.OBSERVES), None)
    found = ((_iri(quad.subject), indicators.get(_iri(quad.object))) for quad in observes)
    return list({(thing, indicator) for thing, indicator in found if indicator is not None})


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""
