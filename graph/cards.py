"""Everything the graph says about one thing, each statement with its quotation."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from plangraph.graph.answers import Card, StatementRow
from plangraph.graph.errors import GraphError
from plangraph.graph.names import names_of
from plangraph.graph.neighbours import WITHIN
from plangraph.graph.reader import GraphReader, Row
from plangraph.ontology.records import Document, LocalKey, Quantity, Statement, quotation
from plangraph.ontology.vocabulary import DIVISIONS, DOCUMENTS, STATEMENTS

if TYPE_CHECKING:
    from plangraph.graph.workspace import Workspace

_SAID = """
SELECT DISTINCT ?thing ?graph ?statement ?subject ?object {
  GRAPH ?graph {
    { ?statement rdf:subject ?thing } UNION { ?statement rdf:object ?thing }
    UNION { ?number plan:indicator ?thing ; prov:wasDerivedFrom ?statement }
    ?statement rdf:subject ?subject ; rdf:object ?object
  }
}
"""

_REFERENCE = "SELECT DISTINCT ?thing ?graph ?other { GRAPH ?graph { ?thing plan:within ?other } }"

_HERE = "SELECT DISTINCT ?thing ?document { ?thing plan:mentionedIn ?document }"

_CODE = "SELECT DISTINCT ?thing ?code { ?thing skos:notation ?code } ORDER BY ?code"


def card(reader: GraphReader, workspace: Workspace, iri: str) -> Card:
    """Everything the graph says about a thing. Raises GraphError for an IRI that names none.

    In a row of `hasStatus`, `object_name` is the stage's key (planned, ongoing ...). Statements come by report, then in
    the order of the text.
    """
    names = names_of(reader)
    node = names.node(iri)
    if node is None:
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
        node=node,
        names=names.of(iri),
        code=codes[0] if codes else "",
        statements=_statements(reader, workspace, thing),
        reference=tuple(sorted(facts)),
        mentions=workspace.mentions_of(iri, sorted(set(mentioned))),
    )


def _statements(reader: GraphReader, workspace: Workspace, thing: NamedNode) -> tuple[StatementRow, ...]:
    ends: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for row in reader.select(_SAID, thing=thing):
        document = _text(row, "graph").removeprefix(DOCUMENTS)
        identifier = _text(row, "statement").removeprefix(STATEMENTS)
        ends[document][identifier] = (_text(row, "subject"), _text(row, "object"))
    rows = []
    for document, wanted in sorted(ends.items()):
        # A report that left the truth since this generation was made has no text to quote from any more.
        found = workspace.stated(document, list(wanted))
        if found is not None:
            rows += [statement_row(found[0], statement, *wanted[statement.id]) for statement in found[1]]
    return tuple(rows)


def statement_row(document: Document, statement: Statement, subject_iri: str, object_iri: str) -> StatementRow:
    """A statement ready to be shown. The IRIs are those that the graph gives its two ends."""
    said = statement.object
    quantity = said if isinstance(said, Quantity) else None
    return StatementRow(
        id=statement.id,
        document=document.id,
        subject_iri=subject_iri,
        subject_name=statement.subject.name,
        predicate=statement.predicate,
        object_iri="" if quantity else object_iri,
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
    term = row.get(name)
    return term.value if isinstance(term, NamedNode | Literal) else ""
