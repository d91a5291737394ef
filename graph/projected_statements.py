"""What statements say, as rows of the property graph: numbers as nodes, and relationships with their statements."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from plangraph.graph import codec
from plangraph.graph.identity import document_iri, observation_iri
from plangraph.graph.projected import NodeRow, RelationshipRow, Value, relationship_id, words
from plangraph.graph.projected_things import Local, Things
from plangraph.ontology import terms
from plangraph.ontology.records import quotation
from plangraph.ontology.vocabulary import Property, Term

_NUMBERS = """
SELECT document, id, about, value, unit, value_passage, kind, bound, direction, property_of, modality, period
FROM statements WHERE object_form = 'quantity' ORDER BY document, position
"""

_STATED = """
SELECT document, id, subject_type, subject_name, predicate, object_form, object_type, object_name,
    indicator_type, indicator_name, passage, rule, confidence, modality, period, status
FROM statements ORDER BY document, position
"""

_Key = tuple[str, str, str, str, str, str]
"""Subject, predicate, object, modality, status, period."""

_Said = tuple[tuple[str, str, str, str, float], ...]
"""Of each statement: id, evidence, text, rule, confidence."""

_NUMBER = terms.CLASSES["Observation"]
_LINKS: Mapping[str, Property] = {**terms.RELATIONS, terms.OBSERVES: terms.PROPERTIES[terms.OBSERVES]}
_TARGETS = {terms.OBSERVES: _NUMBER.node_label, terms.HAS_STATUS: terms.CLASSES["Stage"].node_label}
_WORDS: Mapping[str, Mapping[str, Value]] = {key: words(link) for key, link in _LINKS.items()}


def concept(term: Term) -> str:
    """A concept as a property's value: the last part of its IRI, ASCII throughout (`atLeast`, `planned`)."""
    return term.iri.rpartition("#")[2]


_KINDS = {key: concept(term) for key, term in terms.KINDS.items()}
_BOUNDS = {key: concept(term) for key, term in terms.BOUNDS.items()}
_DIRECTIONS = {key: concept(term) for key, term in terms.DIRECTIONS.items()}
_MODALITIES = {key: concept(term) for key, term in terms.MODALITIES.items()}
_STAGES = {key: concept(term) for key, term in terms.STAGES.items()}


def numbers(connection: sqlite3.Connection) -> Iterator[NodeRow]:
    """The numbers that reports state, one node for each statement, in the order of reports and statements."""
    cursor = connection.cursor()
    cursor.row_factory = None
    current, text, seen = "", "", set[str]()
    for row in cursor.execute(_NUMBERS):
        document, identifier = row[:2]
        if document != current:
            current, seen = document, set()
            text = connection.execute("SELECT text FROM documents WHERE id = ?", (document,)).fetchone()["text"]
        if identifier not in seen:
            seen.add(identifier)
            yield NodeRow(observation_iri(identifier), (_NUMBER.node_label,), _number(row, text))


def _number(row: tuple[Any, ...], text: str) -> dict[str, Value]:
    """A number's properties, from a row of `_NUMBERS` and its report's text."""
    _, identifier, about, value, unit, passage, kind, bound, direction, of, modality, period = row
    stated = _quoted(text, passage)
    properties: dict[str, Value] = {
        terms.KEY_SKOS_PREF_LABEL: f"{about} {stated}" if about else stated,
        **words(_NUMBER),
        terms.KEY_QUDT_NUMERIC_VALUE: float(value),
        terms.KEY_AS_STATED: stated,
        terms.KEY_KIND: _KINDS[kind],
        terms.KEY_BOUND: _BOUNDS[bound],
        terms.KEY_VALUE_STATUS: _MODALITIES[modality],
        terms.KEY_PROV_WAS_DERIVED_FROM: (identifier,),
    }
    if about:
        properties[terms.KEY_ABOUT] = about
    if unit:
        properties[terms.KEY_UNIT_TEXT] = unit
    if direction:
        properties[terms.KEY_DIRECTION] = _DIRECTIONS[direction]
    if of:
        properties[terms.KEY_OF] = of
    if period:
        properties[terms.KEY_SDMX_DIMENSION_REF_PERIOD] = period
    return properties


def _quoted(text: str, passage: str) -> str:
    start, _, end = passage[2:-2].partition(",")
    if end.isdecimal():
        # Most numbers stand in one line without a space: there is nothing that a quotation would close up.
        raw = text[int(start) : int(end)]
        if raw.split() == [raw]:
            return raw
    return quotation(text, codec.read_passage(passage))


def stated(connection: sqlite3.Connection, things: Things) -> Iterator[RelationshipRow]:
    """The relationships that statements make: those of numbers first, then the others by their first statement."""
    groups: dict[_Key, _Said] = {}
    labels = {iri: node.labels[0] for iri, node in things.nodes.items()}
    for key, said, measured in _statements(connection, things):
        if key[1] == terms.OBSERVES:
            yield _relationship(key, said, labels)
            if measured:
                yield plain(terms.PROPERTIES["indicator"], key[2], _NUMBER.node_label, measured, labels[measured])
        else:
            groups[key] = groups[key] + said if key in groups else said
    for key, said in groups.items():
        yield _relationship(key, said, labels)


def plain(link: Property, source: str, source_label: str, target: str, target_label: str) -> RelationshipRow:
    """A relationship that no statement makes: it has nothing but its words."""
    key = relationship_id((source, link.key, target))
    return RelationshipRow(key, link.relationship_type, source, target, source_label, target_label, words(link))


def _statements(connection: sqlite3.Connection, things: Things) -> Iterator[tuple[_Key, _Said, str]]:
    """Of each statement: what makes its relationship one, what it adds to that, the indicator that it measures."""
    cursor = connection.cursor()
    cursor.row_factory = None
    current, text, seen = "", "", set[str]()
    local: Mapping[Local, str] = {}
    for row in cursor.execute(_STATED):
        document, identifier, kind, name, predicate, form, other_kind, other, indicator_kind, indicator = row[:10]
        passage, rule, confidence, modality, period, status = row[10:]
        if document != current:
            current, text, seen = document, document_iri(document), set()
            local = things.by_document[document]
        if identifier in seen:
            continue
        seen.add(identifier)
        if form == "quantity":
            target = observation_iri(identifier)
        else:
            target = terms.STAGES[other].iri if form == "stage" else local[other_kind, other]
        evidence = f"{text}#passage={passage[2:-2].replace('],[', '+').replace(',', '-')}"
        stage = _STAGES[status] if status else ""
        yield (
            (local[kind, name], predicate, target, _MODALITIES[modality], stage, period),
            ((identifier, evidence, text, rule, confidence),),
            local[indicator_kind, indicator] if indicator is not None else "",
        )


def _relationship(key: _Key, said: _Said, labels: Mapping[str, str]) -> RelationshipRow:
    source, predicate, target, modality, status, period = key
    if len(said) == 1:
        ((identifier, passage, text, rule, confidence),) = said
        identifiers, evidence, texts, rules = (identifier,), (passage,), (text,), (rule,)
    else:
        identifiers, evidence, every_text, every_rule, confidences = zip(*said, strict=True)
        texts, rules = tuple(sorted(set(every_text))), tuple(sorted(set(every_rule)))
        confidence = max(confidences)
    properties: dict[str, Value] = {
        **_WORDS[predicate],
        terms.KEY_MODALITY: modality,
        terms.KEY_PROV_WAS_DERIVED_FROM: identifiers,
        terms.KEY_EVIDENCE: evidence,
        terms.KEY_OA_HAS_SOURCE: texts,
        terms.KEY_RULE: rules,
        terms.KEY_CONFIDENCE: confidence,
    }
    if status:
        properties[terms.KEY_STATUS] = status
    if period:
        properties[terms.KEY_PERIOD] = period
    return RelationshipRow(
        relationship_id(key),
        _LINKS[predicate].relationship_type,
        source,
        target,
        labels[source],
        _TARGETS.get(predicate) or labels[target],
        properties,
    )
