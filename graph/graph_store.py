"""Any store that speaks the SPARQL 1.1 Graph Store HTTP Protocol: its graphs read, replaced and deleted whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, cast
from urllib.parse import urlencode

from pyoxigraph import RdfFormat, Triple, parse, serialize

from plangraph.graph.web import Address, Reply, exchange, no_such_service

_TURTLE = "text/turtle"
_ACCEPT = "application/n-triples, text/turtle;q=0.8"
_BATCH = 10_000
"""Triples that are written at a time."""
_LISTED = 64_000_000
"""Bytes of the longest graph that is read back."""


class GraphStore:
    """The graph store of an address; `None` names its default graph. `timeout`: seconds that one request may take.

    Every method raises ServerError for what the store does not do or whom it does not know, and QueryTimeoutError.
    """

    def __init__(self, address: str, *, timeout: float = 300.0) -> None:
        self.address = Address.of(address)
        self._timeout = timeout

    def triples(self, graph: str | None) -> list[Triple]:
        """All triples of a graph; none where there is no such graph."""
        with exchange(self._of(graph), "GET", None, {"Accept": _ACCEPT}, limit=self._timeout, size=_LISTED) as reply:
            return list(self._read(reply))

    def holds(self, graph: str | None) -> bool:
        """Whether a graph has any triple; no more of it is read than that takes."""
        with exchange(self._of(graph), "GET", None, {"Accept": _ACCEPT}, limit=self._timeout, size=_LISTED) as reply:
            return next(self._read(reply), None) is not None

    def put(self, graph: str | None, triples: Iterable[Triple]) -> None:
        """Make these the triples of a graph, in place of all that it held."""
        body = _written(triples)
        # What fits one piece goes with its length: not every store takes a body without.
        first, more = next(body, b""), next(body, None)
        sent = first if more is None else _again(first, more, body)
        self._change("PUT", graph, sent)

    def delete(self, graph: str) -> None:
        """Delete a graph; that it is not there is as good."""
        self._change("DELETE", graph, None)

    def _change(self, method: str, graph: str | None, body: bytes | Iterable[bytes] | None) -> None:
        headers = {} if body is None else {"Content-Type": f"{_TURTLE}; charset=utf-8"}
        with exchange(self._of(graph), method, body, headers, limit=self._timeout, size=_LISTED) as reply:
            if reply.status not in (200, 201, 202, 204) and not (method == "DELETE" and reply.status == 404):
                raise no_such_service(self.address, reply, "图存储协议", "a graph store")

    def _of(self, graph: str | None) -> Address:
        named = "default" if graph is None else urlencode({"graph": graph})
        asked = f"{self.address.query}&{named}" if self.address.query else named
        return Address(self.address.secure, self.address.host, self.address.port, self.address.path, asked)

    def _read(self, reply: Reply) -> Iterator[Triple]:
        if reply.status in (204, 404):
            return
        form = RdfFormat.from_media_type(reply.media) if reply.status == 200 else None
        if form is None:
            raise no_such_service(self.address, reply, "图存储协议", "a graph store")
        try:
            for quad in parse(cast("IO[bytes]", reply), format=form):
                yield Triple(quad.subject, quad.predicate, quad.object)
        except (SyntaxError, ValueError) as error:
            raise no_such_service(self.address, reply, "图存储协议", "a graph store") from error


def _written(triples: Iterable[Triple]) -> Iterator[bytes]:
    """The triples as N-Triples, which every reader of Turtle reads, piece by piece."""
    rest = iter(triples)
    while batch := list(islice(rest, _BATCH)):
        yield serialize(batch, format=RdfFormat.N_TRIPLES) or b""


def _again(first: bytes, second: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield second
    yield from rest
