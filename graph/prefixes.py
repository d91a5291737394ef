"""The prefixes that every query may use without declaring them, and that Turtle and TriG are written with."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from plangraph.ontology import vocabulary

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "plan": vocabulary.NAMESPACE,
        "id": vocabulary.IDS,
        "doc": vocabulary.DOCUMENTS,
        "statement": vocabulary.STATEMENTS,
        "observation": vocabulary.OBSERVATIONS,
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "geo": "http://www.opengis.net/ont/geosparql#",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "prov": "http://www.w3.org/ns/prov#",
        "qb": "http://purl.org/linked-data/cube#",
        "qudt": "http://qudt.org/schema/qudt/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "unit": "http://qudt.org/vocab/unit/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
