"""How terms and values become RDF: cached nodes and typed literals, for the modules that write graphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from plangraph.ontology import terms

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]

YEAR: Final = re.compile(r"\d{4}", re.ASCII)


@lru_cache(maxsize=65536)
def node(iri: str) -> NamedNode:
    """The node of an IRI. Raises ValueError for one that is not well formed."""
    return NamedNode(iri)


def triple(subject: str, predicate: str, value: str | Literal) -> Triple:
    """A triple of IRIs; a value that is no IRI is given as a literal."""
    return node(subject), node(predicate), value if isinstance(value, Literal) else node(value)


def text(value: str) -> Literal:
    """A plain string, as written. Names carry no language, so that an exact name finds its thing."""
    return Literal(value)


def decimal(value: Decimal | float) -> Literal:
    """A decimal with the digits as given, never in exponent form."""
    return Literal(format(Decimal(str(value)), "f"), datatype=node(terms.XSD_DECIMAL))


def integer(value: int) -> Literal:
    """A whole number."""
    return Literal(str(value), datatype=node(terms.XSD_INTEGER))


def year(value: int) -> Literal:
    """A year."""
    return Literal(f"{value:04d}", datatype=node(terms.XSD_G_YEAR))


def period(value: str) -> Literal:
    """A year as such, a part of one (2024Q1-Q3) as the string that the guide writes."""
    return Literal(value, datatype=node(terms.XSD_G_YEAR)) if YEAR.fullmatch(value) else text(value)


def in_graph(triples: Iterable[Triple], graph: str) -> Iterator[Quad]:
    """The triples as quads of one named graph."""
    name = node(graph)
    return (Quad(s, p, o, name) for s, p, o in triples)


def sorted_nquads(quads: Iterable[Quad]) -> bytes:
    """N-Quads, one line each, sorted: the same quads give the same bytes."""
    lines = serialize(quads, format=RdfFormat.N_QUADS)
    return b"".join(sorted(set((lines or b"").splitlines(keepends=True))))
