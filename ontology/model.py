"""The ontology as read from its Turtle files, for the generator. Only the generator imports this (rdflib is slow)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from plangraph.ontology.vocabulary import NAMESPACE, Class, Property, Relation, Term, Unit

PLAN = Namespace(NAMESPACE)
QUDT = Namespace("http://qudt.org/schema/qudt/")
ONTOLOGY = URIRef(NAMESPACE.removesuffix("#"))


class OntologyError(ValueError):
    """The Turtle files say something that the generator cannot use; the message names term and remedy."""


@dataclass(frozen=True, slots=True)
class Model:
    """All terms, sorted by key; concepts in the order of their notation within their scheme.

    `foreign`: properties of other vocabularies that are relationships in the property graph, by their local names.
    `keys` and `links`: what properties, by prefixed name, are called in the property graph (`period`, `PART_OF`).
    """

    types: tuple[Class, ...]
    classes: tuple[Class, ...]
    relations: tuple[Relation, ...]
    properties: tuple[Property, ...]
    annotations: tuple[Property, ...]
    schemes: tuple[Term, ...]
    concepts: dict[str, tuple[Term, ...]]
    units: tuple[Unit, ...]
    borrowed: tuple[tuple[str, str], ...]
    foreign: tuple[Property, ...]
    keys: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    mappings: dict[str, tuple[str, ...]]


def read_model(folder: Path) -> Model:
    """Reads `plans.ttl` and `concepts.ttl`. Raises OntologyError for a term without its words."""
    graph = Graph()
    for name in ("plans.ttl", "concepts.ttl"):
        graph.parse(folder / name, format="turtle")
    every = sorted((c for c in graph.subjects(RDF.type, OWL.Class) if isinstance(c, URIRef)), key=str)
    types = [c for c in every if PLAN.Thing in graph.objects(c, RDFS.subClassOf) and (c, PLAN.nodeLabel, None) in graph]
    relations = sorted(_named(graph.subjects(RDF.type, PLAN.Relation)), key=str)
    links = {*graph.subjects(RDF.type, OWL.ObjectProperty), *graph.subjects(RDF.type, OWL.DatatypeProperty)}
    properties = sorted((p for p in _named(links) if p not in relations), key=str)
    schemes = sorted(_named(graph.subjects(RDF.type, SKOS.ConceptScheme)), key=str)
    return Model(
        types=tuple(_class(graph, c) for c in types),
        classes=tuple(_class(graph, c) for c in every if c not in types),
        relations=tuple(_relation(graph, r) for r in relations),
        properties=tuple(_property(graph, p) for p in properties),
        annotations=tuple(
            _property(graph, p) for p in sorted(_named(graph.subjects(RDF.type, OWL.AnnotationProperty)), key=str)
        ),
        schemes=tuple(_term(graph, s) for s in schemes),
        concepts={_local(s): _concepts(graph, s) for s in schemes if s != PLAN.Units},
        units=_units(graph),
        borrowed=_borrowed(graph),
        foreign=_foreign(graph),
        keys=_projected(graph, PLAN.propertyKey),
        links=_projected(graph, PLAN.relationshipType),
        mappings=_mappings(graph, [*every, *relations, *properties]),
    )


def _named(nodes: Iterable[Node]) -> list[URIRef]:
    return [n for n in nodes if isinstance(n, URIRef) and str(n).startswith(NAMESPACE)]


def _local(iri: Node) -> str:
    return str(iri).removeprefix(NAMESPACE)


def _words(graph: Graph, iri: Node, predicates: tuple[URIRef, ...], lang: str) -> str:
    found = sorted(
        str(o) for p in predicates for o in graph.objects(iri, p) if isinstance(o, Literal) and o.language == lang
    )
    if len(found) != 1:
        raise OntologyError(f"{iri}: {len(found)} values of {predicates[0]} in {lang}; write exactly one")
    return found[0]


def _examples(graph: Graph, iri: Node) -> tuple[str, ...]:
    found = tuple(sorted(str(o) for o in graph.objects(iri, SKOS.example)))
    if not found:
        raise OntologyError(f"{iri}: no skos:example; write one")
    return found


def _term(graph: Graph, iri: Node, key: str = "") -> Term:
    label = (RDFS.label, SKOS.prefLabel)
    return Term(
        key=key or _local(iri),
        iri=str(iri),
        zh=_words(graph, iri, label, "zh"),
        en=_words(graph, iri, label, "en"),
        definition_zh=_words(graph, iri, (SKOS.definition,), "zh"),
        definition_en=_words(graph, iri, (SKOS.definition,), "en"),
        examples=_examples(graph, iri),
    )


def _fields(term: Term) -> tuple[str, str, str, str, str, str, tuple[str, ...]]:
    return (term.key, term.iri, term.zh, term.en, term.definition_zh, term.definition_en, term.examples)


def _text(graph: Graph, iri: Node, predicate: URIRef) -> str:
    value = graph.value(iri, predicate)
    return "" if value is None else str(value)


def _class(graph: Graph, iri: Node) -> Class:
    return Class(
        *_fields(_term(graph, iri)),
        node_label=_text(graph, iri, PLAN.nodeLabel),
        relationship_type=_text(graph, iri, PLAN.relationshipType),
        edge_source=_text(graph, iri, PLAN.edgeSource),
        edge_target=_text(graph, iri, PLAN.edgeTarget),
        edge_key=tuple(sorted(str(o) for o in graph.objects(iri, PLAN.edgeKey))),
    )


def _property(graph: Graph, iri: Node) -> Property:
    return Property(*_fields(_term(graph, iri)), relationship_type=_text(graph, iri, PLAN.relationshipType))


def _relation(graph: Graph, iri: Node) -> Relation:
    return Relation(
        *_fields(_term(graph, iri)),
        relationship_type=_text(graph, iri, PLAN.relationshipType),
        domain=_types_under(graph, graph.value(iri, RDFS.domain)),
        range=_types_under(graph, graph.value(iri, RDFS.range)),
        symmetric=(iri, RDF.type, OWL.SymmetricProperty) in graph,
        same_type=(iri, RDF.type, PLAN.SameTypeRelation) in graph,
    )


def _types_under(graph: Graph, iri: Node | None) -> frozenset[str]:
    """Names of the types that a domain or range covers: itself, its union, or all things; none for plan:Stage."""
    if iri is None:
        raise OntologyError("a relation lacks rdfs:domain or rdfs:range; write both")
    union = graph.value(iri, OWL.unionOf)
    if union is not None:
        return frozenset(_local(member) for member in Collection(graph, union))
    if iri == PLAN.Stage:
        return frozenset()
    below = {c for c in graph.subjects(RDFS.subClassOf, iri) if (c, PLAN.nodeLabel, None) in graph}
    return frozenset(_local(c) for c in (below or {iri}))


def _concepts(graph: Graph, scheme: Node) -> tuple[Term, ...]:
    members = graph.subjects(SKOS.inScheme, scheme)
    return tuple(sorted((_term(graph, c, _text(graph, c, SKOS.notation)) for c in members), key=lambda term: term.key))


def _units(graph: Graph) -> tuple[Unit, ...]:
    units = []
    for iri in graph.subjects(SKOS.inScheme, PLAN.Units):
        same = _text(graph, iri, SKOS.exactMatch)
        for notation in graph.objects(iri, SKOS.notation):
            term = _term(graph, iri, str(notation))
            unit = Unit(
                *_fields(term),
                base=same or _text(graph, iri, QUDT.scalingOf),
                multiplier=_text(graph, iri, QUDT.conversionMultiplier) or "1",
            )
            units.append(replace(unit, iri=same or unit.iri))
    return tuple(sorted(units, key=lambda unit: unit.key))


def _borrowed(graph: Graph) -> tuple[tuple[str, str], ...]:
    """(prefixed name, IRI) of each term of another vocabulary that the data uses."""
    used = [URIRef(str(o)) for o in graph.objects(ONTOLOGY, PLAN.usesTerm)]
    return tuple(sorted((graph.namespace_manager.curie(o, generate=False), str(o)) for o in used))


def _foreign(graph: Graph) -> tuple[Property, ...]:
    linked = (p for p in graph.subjects(PLAN.relationshipType) if not str(p).startswith(NAMESPACE))
    keyed = {re.split("[/#]", str(p))[-1]: _property(graph, p) for p in linked}
    return tuple(replace(found, key=key) for key, found in sorted(keyed.items()))


def _projected(graph: Graph, annotation: URIRef) -> tuple[tuple[str, str], ...]:
    """(prefixed name, ASCII name in the property graph) of each property that an annotation projects."""
    found = []
    for iri, name in graph.subject_objects(annotation):
        if not re.fullmatch(r"[A-Za-z][A-Za-z_]*", str(name)):
            raise OntologyError(f"{iri}: {str(name)!r} is no ASCII name for the property graph; use letters and _")
        if (iri, RDF.type, OWL.Class) not in graph:
            found.append((graph.namespace_manager.curie(str(iri), generate=False), str(name)))
    return tuple(sorted(found))


def _mappings(graph: Graph, terms: list[URIRef]) -> dict[str, tuple[str, ...]]:
    """For each term the standard terms that it is declared under or close to, as `relation prefixed:name`."""
    how = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.exactMatch, SKOS.closeMatch, SKOS.relatedMatch)
    short = graph.namespace_manager.curie
    found = {}
    for iri in terms:
        rows = [
            f"{short(p, generate=False)} {short(URIRef(str(o)), generate=False)}"
            for p in how
            for o in graph.objects(iri, p)
            if isinstance(o, URIRef) and not str(o).startswith((NAMESPACE, str(XSD), str(OWL)))
        ]
        if rows:
            found[str(iri)] = tuple(sorted(rows))
    return found
