"""The formats that answers are sent in, with their media types; the first of each is the one that is named."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeGuard

ResultsForm = Literal["json", "xml", "csv", "tsv"]
TriplesForm = Literal["turtle", "ntriples", "jsonld", "trig", "nquads", "rdfxml"]

RESULTS: Mapping[ResultsForm, tuple[str, ...]] = MappingProxyType(
    {
        "json": ("application/sparql-results+json", "application/json"),
        "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
        "csv": ("text/csv",),
        "tsv": ("text/tab-separated-values",),
    }
)
"""How SELECT and ASK are answered, the preferred format first."""

TRIPLES: Mapping[TriplesForm, tuple[str, ...]] = MappingProxyType(
    {
        "turtle": ("text/turtle", "application/x-turtle"),
        "ntriples": ("application/n-triples",),
        "jsonld": ("application/ld+json", "application/json"),
        "trig": ("application/trig",),
        "nquads": ("application/n-quads",),
        "rdfxml": ("application/rdf+xml", "application/xml", "text/xml"),
    }
)
"""How CONSTRUCT, DESCRIBE and the service description are answered, the preferred format first."""


def is_results(form: object) -> TypeGuard[ResultsForm]:
    """Whether it names a format of SELECT and ASK."""
    return form in RESULTS


def is_triples(form: object) -> TypeGuard[TriplesForm]:
    """Whether it names a format of CONSTRUCT and DESCRIBE."""
    return form in TRIPLES
