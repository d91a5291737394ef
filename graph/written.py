"""Answers of SPARQL as whole documents of the formats that its protocol knows.

None of these formats can say that rows are missing, so that an answer is given whole or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from plangraph.graph.errors import QueryGivenUpError, QueryRefusedError, QueryWrongError
from plangraph.graph.export import serialised
from plangraph.graph.media import ResultsForm, TriplesForm, is_results, is_triples
from plangraph.graph.messages import Message
from plangraph.graph.prefixes import PREFIXES
from plangraph.graph.reader import NamedGraphs, query

_RESULTS: Mapping[ResultsForm, QueryResultsFormat] = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
_TRIPLES: Mapping[TriplesForm, RdfFormat] = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "rdfxml": RdfFormat.RDF_XML,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A format for SELECT and ASK, one for CONSTRUCT and DESCRIBE, and the graphs that a request names: those that make
    the default graph, and the named ones; None for what the query itself says. `base`: that of relative IRIs."""

    results: ResultsForm | None
    triples: TriplesForm | None
    dataset: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    base: str | None = None

    @classmethod
    def of(cls, request: Mapping[str, object]) -> Wanted | None:
        """What a request to the worker wants, or None where it wants a table."""
        if "results" not in request:
            return None
        results, triples = request["results"], request.get("triples")
        dataset, base = None, request.get("base")
        base = base if isinstance(base, str) else None
        match request.get("dataset"):
            case [list(default), list(named)]:
                dataset = tuple(map(str, default)), tuple(map(str, named))
        return cls(results if is_results(results) else None, triples if is_triples(triples) else None, dataset, base)


def written(store: Store, sparql: str, wanted: Wanted, limits: tuple[int, int]) -> Message:
    """{kind, form, body} of a query that is known to be safe. `form` is '' where none was wanted for its kind.

    `limits`: rows (or triples) and bytes. Raises QueryRefusedError for graphs that are not the workspace's,
    QueryGivenUpError for an answer beyond the limits, QueryWrongError for one that its format cannot hold.
    """
    found = _found(store, sparql, wanted)
    if isinstance(found, QueryTriples):
        body = b"" if wanted.triples is None else rdf(_within(found, limits), wanted.triples)
        if len(body) > limits[1]:
            raise _too_long(limits)
        return {"kind": "construct", "form": wanted.triples or "", "body": body}
    body = b"" if wanted.results is None else _table(found, wanted.results, limits)
    kind = "ask" if isinstance(found, QueryBoolean) else "select"
    return {"kind": kind, "form": wanted.results or "", "body": body}


def _found(store: Store, sparql: str, wanted: Wanted) -> QuerySolutions | QueryBoolean | QueryTriples:
    if wanted.dataset is None:
        return query(store, sparql, base=wanted.base)
    graphs = NamedGraphs(store)
    for iri in (*wanted.dataset[0], *wanted.dataset[1]):
        if iri not in graphs:
            raise QueryRefusedError(
                f"default-graph-uri 或 named-graph-uri 所指的图 <{iri}> 不在工作区中。不给即查询全部报告；"
                "各图之名可用 SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } 列出。",
                f"The graph <{iri}> of default-graph-uri or named-graph-uri is not in the workspace. Without them all "
                "reports are queried; SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } names the graphs.",
            )
    default: list[NamedNode | BlankNode | DefaultGraph] = [NamedNode(iri) for iri in wanted.dataset[0]]
    named: list[NamedNode | BlankNode] = [NamedNode(iri) for iri in wanted.dataset[1]]
    return store.query(sparql, base_iri=wanted.base, prefixes=dict(PREFIXES), default_graph=default, named_graphs=named)


def rdf(triples: Collection[Triple], form: TriplesForm, prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """Triples as a document; the same triples give the same bytes. Raises QueryWrongError where RDF/XML cannot."""
    ordered = sorted(set(triples), key=str)
    if form in ("turtle", "trig"):
        return serialised(ordered, _TRIPLES[form], prefixes)
    if form != "rdfxml":
        return serialize(ordered, format=_TRIPLES[form]) or b""
    unnamed = next((t.predicate.value for t in ordered if not _NAMED.search(t.predicate.value)), None)
    if unnamed is not None:
        raise QueryWrongError(
            f"RDF/XML 写不了属性 <{unnamed}>。请改要 text/turtle 或 application/n-triples。",
            f"RDF/XML cannot write the property <{unnamed}>. Ask for text/turtle or application/n-triples.",
        )
    return _lawful(serialize(ordered, format=RdfFormat.RDF_XML) or b"")


_NAMED = re.compile(r"[^\W\d][\w.-]*\Z")
"""An IRI that ends in what may be the name of an element."""

_UNLAWFUL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _lawful(document: bytes) -> bytes:
    """XML without characters that it forbids (U+FFFD in their place), and with CR as a reference, or it would be LF."""
    return _UNLAWFUL.sub("\ufffd", document.decode("utf-8")).replace("\r", "&#xD;").encode("utf-8")


class _Sheet:
    """Takes what the engine writes, until it is too much."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._used = 0
        self.parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._used += len(part)
        if self._used > self._size:
            raise OverflowError
        self.parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing is held back."""


def _table(found: QuerySolutions | QueryBoolean, form: ResultsForm, limits: tuple[int, int]) -> bytes:
    rows, size = limits
    sheet = _Sheet(size)
    try:
        found.serialize(sheet, _RESULTS[form])  # type: ignore[arg-type]  # what it writes to needs no more than this
    except OverflowError as error:
        raise _too_long(limits) from error
    body = b"".join(sheet.parts)
    if isinstance(found, QuerySolutions) and _count(body, form, rows) > rows:
        raise _too_long(limits)
    return _lawful(body) if form == "xml" else body


_QUOTED = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_QUOTED_CSV = re.compile(rb'"[^"]*"')


def _count(body: bytes, form: ResultsForm, enough: int) -> int:
    """The rows of a document of results, or what they cannot exceed where that is no more than `enough`.

    What stands in a string is no mark of a row.
    """
    if form == "xml":
        return body.count(b"<result>")
    if form == "tsv":
        return body.count(b"\n") - 1
    most = body.count(b"\n" if form == "csv" else b"},{") + 1
    if most <= enough:
        return most
    if form == "csv":
        return _QUOTED_CSV.sub(b"", body).count(b"\r\n") - 1
    bare = _QUOTED.sub(b"", body)
    return 0 if bare.endswith(b":[]}}") else bare.count(b"},{") + 1


def _within(found: Iterable[Triple], limits: tuple[int, int]) -> set[Triple]:
    triples: set[Triple] = set()
    for triple in found:
        triples.add(triple)
        if len(triples) > limits[0]:
            raise _too_long(limits)
    return triples


def _too_long(limits: tuple[int, int]) -> QueryGivenUpError:
    rows, size = limits[0], f"{limits[1] / 1e6:g} MB"
    return QueryGivenUpError(
        f"结果超过 {rows} 行或 {size}，没有给出：结果格式无法注明缺了哪些行。请用 ORDER BY、LIMIT 和 OFFSET 分批取。",
        f"The answer has more than {rows} rows or {size} and is not given: its format could not say what is missing. "
        "Get it in parts with ORDER BY, LIMIT and OFFSET.",
    )
