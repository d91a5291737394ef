"""Everything the graph says about one thing, each statement with its quotation."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Store

from plangraph.graph.answers import Card, StatementRow
from plangraph.graph.errors import GraphError
from plangraph.graph.names import names_of
from plangraph.graph.neighbours import WITHIN
from plangraph.graph.patterns import merged, stated
from plangraph.graph.reader import GraphReader, Row
from plangraph.graph.triples import node
from plangraph.ontology import terms
from plangraph.ontology.records import Document, LocalKey, Quantity, Statement, quotation
from plangraph.ontology.vocabulary import DIVISIONS, DOCUMENTS, STATEMENTS

if TYPE_CHECKING:
    from plangraph.graph.workspace import Workspace

_REFERENCE = "SELECT DISTINCT ?thing ?graph ?other { GRAPH ?graph { ?thing plan:within ?other } }"

_HERE = "SELECT DISTINCT ?thing ?document { ?thing plan:mentionedIn ?document }"

_CODE = "SELECT DISTINCT ?thing ?code { ?thing skos:notation ?code } ORDER BY ?code"


def card(reader: GraphReader, workspace: Workspace, iri: str) -> Card:
    """Everything the graph says about a thing. Raises GraphError for an IRI that names none.

    In a row of `hasStatus`, `object_name` is the stage's key (planned, ongoing ...). Statements come by report, then in
    the order of the text.
    """
    names = names_of(reader)
    found = names.node(iri)
    if found is None:
        raise GraphError(
            f"图谱里没有 <{iri}>。用 plangraph show 加名称查找。",
            f"The graph has no <{iri}>. Find a thing by its name with plangraph show.",
        )
    thing = NamedNode(iri)
    codes = [_text(row, "code") for row in reader.select(_CODE, thing=thing)]
    reference = reader.select(_REFERENCE, thing=thing, graph=NamedNode(DIVISIONS))
    facts = []
    for row in reference:
        other = names.node(_text(row, "other"))
        if other is not None:
            facts.append((WITHIN, other.iri, other.name))
    mentioned = [_text(row, "document").removeprefix(DOCUMENTS) for row in reader.select(_HERE, thing=thing)]
    return Card(
        node=found,
        names=names.of(iri),
        code=codes[0] if codes else "",
        statements=reader.read(lambda store: _statements(store, workspace, thing)),
        reference=tuple(sorted(facts)),
        mentions=workspace.mentions_of(iri, sorted(set(mentioned))),
    )


def _statements(store: Store, workspace: Workspace, thing: NamedNode) -> tuple[StatementRow, ...]:
    rows = []
    for document, wanted in sorted(_said(store, thing).items()):
        # A report that left the truth since this generation was made has no text to quote from any more.
        found = workspace.stated(document, list(wanted))
        if found is not None:
            for statement in found[1]:
                subject, target = _ends(store, statement, wanted[statement.id], thing.value)
                rows.append(statement_row(found[0], statement, subject, target))
    return tuple(rows)


def _said(store: Store, thing: NamedNode) -> dict[str, dict[str, str]]:
    """The statements on a thing by report and id, each with the property that leads to the thing."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for predicate in (terms.RDF_OBJECT, terms.RDF_SUBJECT):
        for quad in stated(store, None, node(predicate), thing):
            _add(found, quad.subject, quad.graph_name, predicate)
    for number in stated(store, None, node(terms.PROPERTY_INDICATOR), thing):
        origin = node(terms.PROV_WAS_DERIVED_FROM)
        for quad in store.quads_for_pattern(number.subject, origin, None, number.graph_name):
            _add(found, quad.object, quad.graph_name, terms.PROPERTY_INDICATOR)
    return found


def _add(found: dict[str, dict[str, str]], statement: object, graph: object, predicate: str) -> None:
    found[_value(graph).removeprefix(DOCUMENTS)].setdefault(_value(statement).removeprefix(STATEMENTS), predicate)


def _ends(store: Store, statement: Statement, leading: str, thing: str) -> tuple[str, str]:
    """The IRIs of a statement's subject and object, looked up where they are not the thing itself; no number's."""

    def end(predicate: str) -> str:
        if predicate == leading:
            return thing
        quads = merged(store, node(STATEMENTS + statement.id), node(predicate), None)
        return next((_value(quad.object) for quad in quads), "")

    return end(terms.RDF_SUBJECT), "" if isinstance(statement.object, Quantity) else end(terms.RDF_OBJECT)


def statement_row(document: Document, statement: Statement, subject_iri: str, object_iri: str) -> StatementRow:
    """A statement ready to be shown. The IRIs are those that the graph gives its two ends; that of a number is ''."""
    said = statement.object
    quantity = said if isinstance(said, Quantity) else None
    return StatementRow(
        id=statement.id,
        document=document.id,
        subject_iri=subject_iri,
        subject_name=statement.subject.name,
        predicate=statement.predicate,
        object_iri=object_iri,
        object_name="" if isinstance(said, Quantity) else said.name if isinstance(said, LocalKey) else said,
        modality=statement.modality,
        status=statement.status or "",
        period=statement.period,
        about=quantity.about if quantity else "",
        value=format(quantity.value, "f") if quantity else "",
        unit=quantity.unit if quantity else "",
        kind=quantity.kind if quantity else "",
        bound=quantity.bound if quantity else "",
        direction=(quantity.direction or "") if quantity else "",
        quote=quotation(document.text, statement.evidence.passage),
        passage=statement.evidence.passage,
        cue=statement.evidence.cue,
        value_passage=quantity.passage if quantity else (),
        section=_section(document, statement.evidence.section),
        rule=statement.rule,
        confidence=statement.confidence,
    )


def _section(document: Document, index: int | None) -> str:
    if index is None or not 0 <= index < len(document.sections):
        return ""
    section = document.sections[index]
    return f"{section.number} {section.title}".strip()


def _text(row: Row, name: str) -> str:
    return _value(row.get(name))


def _value(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""
