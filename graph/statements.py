"""A statement as RDF: the direct triple, the statement beside it, its number or its pairing, and its evidence.

IRIs within a text name characters of it: `<document>#span=12-40` selects characters 12 to 40 (exclusive) of the text as
read, `<document>#passage=12-40+60-80` is a passage on two spans. All statements of one sentence share its passage.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plangraph.graph.identity import assistance_iri, document_iri, observation_iri, statement_iri
from plangraph.graph.triples import Triple, decimal, integer, period, text, triple
from plangraph.ontology import terms
from plangraph.ontology.records import Document, Evidence, LocalKey, Passage, Quantity, Span, Statement, quotation
from plangraph.ontology.vocabulary import NAMESPACE


def section_iri(document: str, index: int) -> str:
    """The IRI of a section of a text, by its place among `Document.sections`."""
    return f"{document_iri(document)}#section={index}"


def span_iri(document: str, span: Span) -> str:
    """The IRI of the selector of a span of a text."""
    return f"{document_iri(document)}#span={span.start}-{span.end}"


def passage_iri(document: str, passage: Passage) -> str:
    """The IRI of a passage of a text."""
    return f"{document_iri(document)}#passage={_spans(passage)}"


def statement_triples(statement: Statement, document: Document, iris: Mapping[LocalKey, str]) -> Iterator[Triple]:
    """All that a statement puts into its document's graph. `iris`: of the document's things.

    Raises ValueError for a predicate that the ontology does not know, and for a thing that has no IRI.
    """
    if statement.predicate not in terms.RELATIONS and statement.predicate != terms.OBSERVES:
        raise ValueError(f"statement {statement.id}: no relation {statement.predicate!r} in the ontology")
    iri = statement_iri(statement.id)
    subject = _thing(statement.subject, statement, iris)
    said = _object(statement, iris)
    predicate = NAMESPACE + statement.predicate
    yield triple(subject, predicate, said)
    yield triple(iri, terms.RDF_TYPE, terms.CLASS_STATEMENT)
    yield triple(iri, terms.RDF_SUBJECT, subject)
    yield triple(iri, terms.RDF_PREDICATE, predicate)
    yield triple(iri, terms.RDF_OBJECT, said)
    yield from _attributes(statement, iri)
    yield from _evidence(statement.evidence, document, iri)
    if isinstance(statement.object, Quantity):
        yield from _observation(statement, statement.object, document, iris)
    if statement.predicate == terms.ASSISTS:
        yield from _assistance(subject, said, iri)


def _thing(key: LocalKey, statement: Statement, iris: Mapping[LocalKey, str]) -> str:
    if key not in iris:
        raise ValueError(f"statement {statement.id} names {key}, which is not among the entities of its document")
    return iris[key]


def _object(statement: Statement, iris: Mapping[LocalKey, str]) -> str:
    if isinstance(statement.object, Quantity):
        return observation_iri(statement.id)
    if isinstance(statement.object, LocalKey):
        return _thing(statement.object, statement, iris)
    return terms.STAGES[statement.object].iri


def _attributes(statement: Statement, iri: str) -> Iterator[Triple]:
    yield triple(iri, terms.PROPERTY_MODALITY, terms.MODALITIES[statement.modality].iri)
    yield triple(iri, terms.PROPERTY_RULE, text(statement.rule))
    yield triple(iri, terms.PROPERTY_CONFIDENCE, decimal(statement.confidence))
    yield triple(iri, terms.PROV_WAS_GENERATED_BY, f"{document_iri(statement.document)}#run")
    if statement.period:
        yield triple(iri, terms.PROPERTY_PERIOD, text(statement.period))
    if statement.status is not None:
        yield triple(iri, terms.PROPERTY_STATUS, terms.STAGES[statement.status].iri)


def _evidence(evidence: Evidence, document: Document, iri: str) -> Iterator[Triple]:
    where = passage_iri(document.id, evidence.passage)
    yield triple(iri, terms.PROPERTY_EVIDENCE, where)
    for span in evidence.cue:
        yield triple(iri, terms.PROPERTY_CUE, span_iri(document.id, span))
        yield from _position(document.id, span)
    yield triple(where, terms.RDF_TYPE, terms.OA_SPECIFIC_RESOURCE)
    yield triple(where, terms.OA_HAS_SOURCE, document_iri(document.id))
    if evidence.section is not None:
        yield triple(where, terms.DCTERMS_IS_PART_OF, section_iri(document.id, evidence.section))
    for span in evidence.passage:
        yield triple(where, terms.OA_HAS_SELECTOR, span_iri(document.id, span))
        yield from _position(document.id, span)
    quote = f"{document_iri(document.id)}#quote={_spans(evidence.passage)}"
    yield triple(where, terms.OA_HAS_SELECTOR, quote)
    yield triple(quote, terms.RDF_TYPE, terms.OA_TEXT_QUOTE_SELECTOR)
    yield triple(quote, terms.OA_EXACT, text(quotation(document.text, evidence.passage)))


def _position(document: str, span: Span) -> Iterator[Triple]:
    iri = span_iri(document, span)
    yield triple(iri, terms.RDF_TYPE, terms.OA_TEXT_POSITION_SELECTOR)
    yield triple(iri, terms.OA_START, integer(span.start))
    yield triple(iri, terms.OA_END, integer(span.end))


def _observation(
    statement: Statement, quantity: Quantity, document: Document, iris: Mapping[LocalKey, str]
) -> Iterator[Triple]:
    iri = observation_iri(statement.id)
    yield triple(iri, terms.RDF_TYPE, terms.CLASS_OBSERVATION)
    yield triple(iri, terms.PROV_WAS_DERIVED_FROM, statement_iri(statement.id))
    yield triple(iri, terms.PROPERTY_ABOUT, text(quantity.about))
    yield triple(iri, terms.QUDT_NUMERIC_VALUE, decimal(quantity.value))
    yield triple(iri, terms.PROPERTY_AS_STATED, text(quotation(document.text, quantity.passage)))
    yield triple(iri, terms.PROPERTY_KIND, terms.KINDS[quantity.kind].iri)
    yield triple(iri, terms.PROPERTY_BOUND, terms.BOUNDS[quantity.bound].iri)
    yield triple(iri, terms.PROPERTY_VALUE_STATUS, terms.MODALITIES[statement.modality].iri)
    if quantity.unit:
        yield triple(iri, terms.PROPERTY_UNIT_TEXT, text(quantity.unit))
    if quantity.unit in terms.UNITS:
        yield triple(iri, terms.QUDT_HAS_UNIT, terms.UNITS[quantity.unit].iri)
    if quantity.direction is not None:
        yield triple(iri, terms.PROPERTY_DIRECTION, terms.DIRECTIONS[quantity.direction].iri)
    if quantity.indicator is not None:
        yield triple(iri, terms.PROPERTY_INDICATOR, _thing(quantity.indicator, statement, iris))
    if quantity.of:
        yield triple(iri, terms.PROPERTY_OF, text(quantity.of))
    if statement.period:
        yield triple(iri, terms.SDMX_DIMENSION_REF_PERIOD, period(statement.period))
    if statement.subject.type == terms.AREA:
        yield triple(iri, terms.SDMX_DIMENSION_REF_AREA, iris[statement.subject])
    for span in quantity.passage:
        yield triple(iri, terms.PROPERTY_VALUE_SPAN, span_iri(document.id, span))
        yield from _position(document.id, span)


def _assistance(helper: str, recipient: str, statement: str) -> Iterator[Triple]:
    """The pairing as a collaboration, with both sides as members that play a role."""
    iri = assistance_iri(helper, recipient)
    yield triple(iri, terms.RDF_TYPE, terms.CLASS_ASSISTANCE)
    yield triple(iri, terms.PROV_WAS_DERIVED_FROM, statement)
    sides = (
        (helper, "helper", terms.PROPERTY_HELPER, terms.CONCEPT_HELPER_ROLE),
        (recipient, "recipient", terms.PROPERTY_RECIPIENT, terms.CONCEPT_RECIPIENT_ROLE),
    )
    for member, name, end, role in sides:
        membership = f"{iri}#{name}"
        yield triple(iri, end, member)
        yield triple(membership, terms.RDF_TYPE, terms.ORG_MEMBERSHIP)
        yield triple(membership, terms.ORG_ORGANIZATION, iri)
        yield triple(membership, terms.ORG_MEMBER, member)
        yield triple(membership, terms.ORG_ROLE, role)


def _spans(passage: Passage) -> str:
    return "+".join(f"{s.start}-{s.end}" for s in passage)
