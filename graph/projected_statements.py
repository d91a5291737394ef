"""What statements say, as rows of the property graph: numbers as nodes, and relationships with their statements."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from plangraph.graph import codec
from plangraph.graph.identity import document_iri, observation_iri
from plangraph.graph.projected import NodeRow, RelationshipRow, Value, relationship_id, words
from plangraph.graph.projected_things import Things
from plangraph.ontology import terms
from plangraph.ontology.records import quotation
from plangraph.ontology.vocabulary import Property, Term

_NUMBERS = """
SELECT id, about, value, unit, value_passage, kind, bound, direction, property_of, modality, period
FROM statements WHERE document = ? AND object_form = 'quantity' ORDER BY position
"""

_STATED = """
SELECT id, subject_type || ':' || subject_name,
    CASE object_form WHEN 'entity' THEN object_type || ':' || object_name ELSE object_name END,
    indicator_type || ':' || indicator_name, passage, rule, confidence,
    predicate || char(10) || modality || char(10) || ifnull(status, '') || char(10) || period
FROM statements WHERE document = ? ORDER BY position
"""
"""Names as `projected_things.Local`, a stage by its key, nothing for a number; last the text of a `_Manner`."""

_Said = tuple[str, str, str, str, float]
"""Of a statement: id, evidence, text, rule, confidence."""

_First = tuple[str, str, str, str, float, str, str, str]
"""The same of the first that makes a relationship, then its source, its target and the text of its manner.

Nothing but texts and a number: of a million such tuples the garbage collector keeps no account.
"""

_STATEMENTS: Final = terms.KEY_PROV_WAS_DERIVED_FROM
_EVIDENCE: Final = terms.KEY_EVIDENCE
_TEXTS: Final = terms.KEY_OA_HAS_SOURCE
_RULES: Final = terms.KEY_RULE
_CONFIDENCE: Final = terms.KEY_CONFIDENCE
_NUMBER = terms.CLASSES["Observation"]
_LINKS: Mapping[str, Property] = {**terms.RELATIONS, terms.OBSERVES: terms.PROPERTIES[terms.OBSERVES]}
_TARGETS = {terms.OBSERVES: _NUMBER.node_label, terms.HAS_STATUS: terms.CLASSES["Stage"].node_label}


def concept(term: Term) -> str:
    """A concept as a property's value: the last part of its IRI, ASCII throughout (`atLeast`, `planned`)."""
    return term.iri.rpartition("#")[2]


_KINDS = {key: concept(term) for key, term in terms.KINDS.items()}
_BOUNDS = {key: concept(term) for key, term in terms.BOUNDS.items()}
_DIRECTIONS = {key: concept(term) for key, term in terms.DIRECTIONS.items()}
_MODALITIES = {key: concept(term) for key, term in terms.MODALITIES.items()}
_STAGES = {key: concept(term) for key, term in terms.STAGES.items()}
_STAGE_IRIS = {key: term.iri for key, term in terms.STAGES.items()}


@dataclass(frozen=True, slots=True, eq=False)
class _Manner:
    """How statements say something: by which relation, looking back or planned, in which stage and period.

    `key`: the part that it has in what makes a relationship one. `first`, `last`: the properties that come from it, in
    their order; those of the statements stand between them. `target`: the label of what is related, '' for a thing.
    """

    predicate: str
    key: str
    type: str
    target: str
    first: Mapping[str, Value]
    last: Mapping[str, Value]


class _Manners(dict[str, _Manner]):
    """Manners by their text in `_STATED`: there are few of them among very many statements."""

    def __missing__(self, text: str) -> _Manner:
        manner = self[text] = _manner(*text.split("\n", 3))
        return manner


def _manner(predicate: str, modality: str, status: str, period: str) -> _Manner:
    link, modality, status = _LINKS[predicate], _MODALITIES[modality], _STAGES[status] if status else ""
    first = {**words(link), terms.KEY_MODALITY: modality}
    last: dict[str, Value] = {terms.KEY_STATUS: status} if status else {}
    if period:
        last[terms.KEY_PERIOD] = period
    key = f"{modality}\n{status}\n{period}"
    return _Manner(predicate, key, link.relationship_type, _TARGETS.get(predicate, ""), first, last)


def numbers(connection: sqlite3.Connection) -> Iterator[NodeRow]:
    """The numbers that reports state, one node for each statement, in the order of reports and statements."""
    cursor = connection.cursor()
    cursor.row_factory = None
    for document, text in connection.execute("SELECT id, text FROM documents ORDER BY id"):
        seen = set[str]()
        for row in cursor.execute(_NUMBERS, (document,)):
            if row[0] not in seen:
                seen.add(row[0])
                yield NodeRow(observation_iri(row[0]), (_NUMBER.node_label,), _number(row, text))


def _number(row: tuple[Any, ...], text: str) -> dict[str, Value]:
    """A number's properties, from a row of `_NUMBERS` and its report's text."""
    identifier, about, value, unit, passage, kind, bound, direction, of, modality, period = row
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
    once: dict[str, _First] = {}
    again: dict[str, list[_Said]] = defaultdict(list)
    labels = {iri: node.labels[0] for iri, node in things.nodes.items()}
    manners = _Manners()
    for document, named in things.by_document.items():
        meant = {**named, **_STAGE_IRIS}
        for subject, object_, indicator, manner, said in _statements(connection, document):
            source, how = meant[subject], manners[manner]
            target = observation_iri(said[0]) if object_ is None else meant[object_]
            identifier = relationship_id(source, how.predicate, target, how.key)
            if object_ is None:
                yield _relationship(identifier, (*said, source, target, manner), how, labels)
                if indicator is not None:
                    yield _measured(target, meant[indicator], labels)
            elif identifier in once:
                again[identifier].append(said)
            else:
                once[identifier] = (*said, source, target, manner)
    for identifier, first in once.items():
        yield _relationship(identifier, first, manners[first[-1]], labels, again.get(identifier, ()))


def _measured(number: str, indicator: str, labels: Mapping[str, str]) -> RelationshipRow:
    return plain(terms.PROPERTIES["indicator"], number, _NUMBER.node_label, indicator, labels[indicator])


def plain(link: Property, source: str, source_label: str, target: str, target_label: str) -> RelationshipRow:
    """A relationship that no statement makes: it has nothing but its words."""
    identifier = relationship_id(source, link.key, target)
    return RelationshipRow(
        identifier, link.relationship_type, source, target, source_label, target_label, _said_of(link)
    )


@cache
def _said_of(link: Property) -> Mapping[str, Value]:
    """The words of a link: the same for every relationship of its type."""
    return words(link)


def _statements(
    connection: sqlite3.Connection, document: str
) -> Iterator[tuple[str, str | None, str | None, str, _Said]]:
    """Of each statement: its two ends (no other one for a number), the indicator that it measures, the text of its
    manner, and what it adds of its own.
    """
    cursor = connection.cursor()
    cursor.row_factory = None
    seen = set[str]()
    text = document_iri(document)
    place = f"{text}#passage="
    for identifier, subject, said, indicator, passage, rule, confidence, manner in cursor.execute(_STATED, (document,)):
        if identifier not in seen:
            seen.add(identifier)
            evidence = place + passage[2:-2].replace("],[", "+").replace(",", "-")
            yield subject, said, indicator, manner, (identifier, evidence, text, rule, confidence)


def _relationship(
    identifier: str, first: _First, manner: _Manner, labels: Mapping[str, str], more: Sequence[_Said] = ()
) -> RelationshipRow:
    """`first`: the first statement that makes it, `more`: the others."""
    statement, passage, text, rule, confidence, source, target, _ = first
    statements, evidence, texts, rules = (statement,), (passage,), (text,), (rule,)
    if more:
        statements, evidence, every_text, every_rule, confidences = zip(first[:5], *more, strict=True)
        texts, rules = tuple(sorted(set(every_text))), tuple(sorted(set(every_rule)))
        confidence = max(confidences)
    properties: dict[str, Value] = {
        **manner.first,
        _STATEMENTS: statements,
        _EVIDENCE: evidence,
        _TEXTS: texts,
        _RULES: rules,
        _CONFIDENCE: confidence,
        **manner.last,
    }
    ends = source, target, labels[source], manner.target or labels[target]
    # As the class would make it, in half the time: there is one for each of a million statements.
    return tuple.__new__(RelationshipRow, (identifier, manner.type, *ends, properties))
