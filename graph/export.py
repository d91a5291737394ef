"""The graph as files that other programs read. The same graph gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import BinaryIO, Literal, get_args

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from plangraph.graph.prefixes import PREFIXES
from plangraph.graph.reader import GraphReader
from plangraph.graph.triples import sorted_nquads

Format = Literal["nquads", "turtle", "trig", "jsonld"]

FORMATS: tuple[Format, ...] = get_args(Format)
"""N-Quads, TriG and JSON-LD keep the named graph of each report; Turtle is the union of all."""


def export(reader: GraphReader, fmt: Format, out: BinaryIO) -> int:
    """Write the whole graph, sorted; returns how many quads (for Turtle: triples) were written."""
    quads = reader.quads()
    if fmt == "nquads":
        out.write(sorted_nquads(quads))
        return len(quads)
    if fmt == "turtle":
        triples = sorted({quad.triple for quad in quads}, key=_triple_order)
        out.write(serialised(triples, RdfFormat.TURTLE))
        return len(triples)
    ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), *_triple_order(quad.triple)))
    out.write(serialised(ordered, RdfFormat.TRIG if fmt == "trig" else RdfFormat.JSON_LD))
    return len(ordered)


def _triple_order(triple: Triple) -> tuple[str, str, str]:
    return str(triple.subject), str(triple.predicate), str(triple.object)


def serialised(
    statements: Iterable[Triple] | Iterable[Quad], fmt: RdfFormat, prefixes: Mapping[str, str] = PREFIXES
) -> bytes:
    """The serialisation, its prefixes sorted: the engine writes them in another order each time."""
    written = serialize(statements, format=fmt, prefixes=dict(prefixes)) or b""
    lines = written.split(b"\n")
    head = next((n for n, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
    return b"\n".join(sorted(lines[:head]) + lines[head:])
