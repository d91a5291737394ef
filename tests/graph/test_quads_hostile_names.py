"""Whatever characters a report's names hold, they come out of the graph as they went in."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse
from rdflib import Dataset

from plangraph.graph.identity import resolve
from plangraph.graph.quads import document_quads
from plangraph.graph.triples import sorted_nquads
from plangraph.ontology import terms
from plangraph.ontology.records import (
    Document,
    Entity,
    Evidence,
    Extraction,
    LocalKey,
    Quantity,
    Span,
    Statement,
    document_id,
    quotation,
)

# A report's text holds any character but lone surrogates, which no encoding that is read can yield.
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(str.strip)
HOSTILE = "\"}\\ . <http://evil> <script>alert(1)</script>\r\n{{x}} ' \u2028 \x00\x85"


def said_about(name: str) -> Extraction:
    """An extraction in which the name stands wherever a report's characters can stand."""
    text = f"甲{name}乙增长5%丙"
    identifier = document_id(text)
    key = LocalKey("Project", name)
    document = Document(
        identifier, text, f"/tmp/{name}", "text/plain", name, "plan-report", None, "", None, name, name, 2024, 2025
    )
    where = (Span(0, len(text)),)
    number = Quantity(name, Decimal(5), name, where, "growth", "=", "up", None, name)
    statements = (
        Statement(identifier, key, "hasStatus", "ongoing", Evidence(where), name, 0.5),
        Statement(identifier, key, "observes", number, Evidence(where), "q", 0.5, period=name),
    )
    return Extraction(document, (Entity(key, (f"{name}x",), jurisdiction=name),), (), statements, (), name)


def written(extraction: Extraction) -> bytes:
    return sorted_nquads(document_quads(extraction, resolve({extraction.document.id: extraction.entities}, [])))


@settings(deadline=None)
@given(name=NAMES)
@example(name=HOSTILE)
def test_names_pass_unharmed(name: str) -> None:
    extraction = said_about(name)
    data = written(extraction)
    quads = list(parse(data, format=RdfFormat.N_QUADS))
    assert data.count(b"\n") == len(quads)
    found: dict[str, set[str]] = {}
    for quad in quads:
        found.setdefault(quad.predicate.value, set()).add(getattr(quad.object, "value", ""))
    assert found[terms.SKOS_PREF_LABEL] == {name}
    assert found[terms.SKOS_ALT_LABEL] == {f"{name}x"}
    assert found[terms.DCTERMS_TITLE] == {name}
    assert name in found[terms.PROPERTY_RULE]
    assert found[terms.PROPERTY_UNIT_TEXT] == found[terms.PROPERTY_OF] == found[terms.PROPERTY_ABOUT] == {name}
    assert found[terms.OA_EXACT] == {quotation(extraction.document.text, (Span(0, len(extraction.document.text)),))}


@settings(deadline=None)
@given(name=NAMES)
@example(name=HOSTILE)
def test_rdflib_reads_the_same_names(name: str) -> None:
    dataset = Dataset()
    dataset.parse(data=written(said_about(name)).decode("utf-8"), format="nquads")
    labels = {str(o) for _, p, o, _ in dataset.quads() if str(p) == terms.SKOS_PREF_LABEL}
    assert labels == {name}
