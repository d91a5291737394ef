"""Any SPARQL 1.1 endpoint as an engine: the protocol's query operation, by a form, with answers in the house's records.

The house's prefixes are declared where a query uses them. What the default graph of an endpoint holds is the
endpoint's affair; `default-graph-uri` and `named-graph-uri` in the address choose others, as the protocol says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Literal, cast
from urllib.parse import parse_qsl, urlencode

from pyoxigraph import QueryResultsFormat, RdfFormat, Triple, parse, parse_query_results

from plangraph.graph.engine import QueryLanguage
from plangraph.graph.errors import QueryRefusedError, QueryWrongError
from plangraph.graph.prefixes import PREFIXES
from plangraph.graph.query_process import packed
from plangraph.graph.query_worker import Answer, unpacked
from plangraph.graph.sparql_words import Token, refuse_updates, tokens
from plangraph.graph.web import Address, Reply, exchange, no_such_service

_RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.8, application/json;q=0.5"
_TRIPLES = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5"
_DATASET = ("default-graph-uri", "named-graph-uri")
_WRITTEN = 8
"""Bytes of an answer as sent for one of its values: their marks and names are more than they."""

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
_FORMS: Mapping[str, Form] = {"SELECT": "SELECT", "ASK": "ASK", "CONSTRUCT": "CONSTRUCT", "DESCRIBE": "DESCRIBE"}


class Endpoint:
    """The endpoint of an address. An answer is cut at `rows` rows and `size` bytes, as the worker's is."""

    def __init__(self, address: str, *, timeout: float = 30.0, rows: int = 10_000, size: int = 16_000_000) -> None:
        whole = Address.of(address)
        fields = parse_qsl(whole.query, keep_blank_values=True)
        self._dataset = [(name, value) for name, value in fields if name in _DATASET]
        kept = urlencode([(name, value) for name, value in fields if name not in _DATASET])
        self.address = Address(whole.secure, whole.host, whole.port, whole.path, kept)
        self._timeout = timeout
        self._rows = rows
        self._size = size

    @property
    def languages(self) -> tuple[QueryLanguage, ...]:
        """SPARQL alone."""
        return ("sparql",)

    def query(self, sparql: str) -> Answer:
        """Ask the endpoint. Raises QueryRefusedError for updates, which are not even sent, QueryWrongError for what
        the endpoint finds wrong, QueryTimeoutError, and ServerError where it is none or wants credentials."""
        refuse_updates(sparql)
        found = list(tokens(sparql))
        form = _form(found)
        triples = form in ("CONSTRUCT", "DESCRIBE")
        body = urlencode([("query", _prologue(found) + sparql), *self._dataset]).encode("ascii")
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": _TRIPLES if triples else _RESULTS,
        }
        size = _WRITTEN * self._size
        with exchange(self.address, "POST", body, headers, limit=self._timeout, size=size) as reply:
            if reply.status == 400:
                raise _wrong(reply)
            if reply.status != 200:
                raise no_such_service(self.address, reply, "SPARQL 端点", "a SPARQL endpoint")
            return self._triples(reply) if triples else self._table(reply)

    def cypher(self, cypher: str, parameters: Mapping[str, object] | None = None) -> Answer:  # noqa: ARG002 an engine's
        """Refused: an endpoint speaks SPARQL."""
        raise QueryRefusedError(
            f"{self.address} 是 SPARQL 端点，不懂 Cypher。请用 SPARQL 提问。",
            f"{self.address} is a SPARQL endpoint and knows no Cypher. Ask in SPARQL.",
        )

    def close(self) -> None:
        """Nothing is held between two queries."""

    def _table(self, reply: Reply) -> Answer:
        form = QueryResultsFormat.from_media_type(reply.media)
        if form is None or form == QueryResultsFormat.CSV:
            raise no_such_service(self.address, reply, "SPARQL 端点", "a SPARQL endpoint")
        try:
            found = parse_query_results(cast("IO[bytes]", reply), form)
            return unpacked(packed(found, self._rows, self._size))
        except (SyntaxError, ValueError) as error:
            raise no_such_service(self.address, reply, "SPARQL 端点", "a SPARQL endpoint") from error

    def _triples(self, reply: Reply) -> Answer:
        form = RdfFormat.from_media_type(reply.media)
        if form is None:
            raise no_such_service(self.address, reply, "SPARQL 端点", "a SPARQL endpoint")

        def each() -> Iterator[Triple]:
            for quad in parse(cast("IO[bytes]", reply), format=form):
                yield Triple(quad.subject, quad.predicate, quad.object)

        try:
            return unpacked(packed(each(), self._rows, self._size))
        except (SyntaxError, ValueError) as error:
            raise no_such_service(self.address, reply, "SPARQL 端点", "a SPARQL endpoint") from error


def _form(found: Sequence[Token]) -> Form:
    form = next((_FORMS[token.text] for token in found if token.kind == "word" and token.text in _FORMS), None)
    if form is None:
        raise QueryWrongError(
            "这不是 SPARQL 查询：没有 SELECT、ASK、CONSTRUCT 或 DESCRIBE。",
            "This is no SPARQL query: there is no SELECT, ASK, CONSTRUCT or DESCRIBE.",
        )
    return form


def _prologue(found: Sequence[Token]) -> str:
    """The house's prefixes that a query uses and does not declare, on one line: its lines keep their numbers."""
    used: dict[str, None] = {}
    declared = set()
    for position, token in enumerate(found):
        if token.kind == "name":
            prefix = token.text.partition(":")[0]
            before = found[position - 1] if position else None
            if before == Token("word", "PREFIX"):
                declared.add(prefix)
            else:
                used.setdefault(prefix)
    return "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in used if p in PREFIXES and p not in declared)


def _wrong(reply: Reply) -> QueryWrongError:
    told = reply.told()
    return QueryWrongError(
        f"对方认为查询有误（400）{f'：{told}' if told else '，没有说明'}",
        f"The server finds the query wrong (400){f': {told}' if told else ' and does not say why'}",
    )
