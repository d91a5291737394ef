"""The SPARQL 1.1 Protocol, its query operation: by GET, by a form, by a body; and the service's description."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from plangraph.app.service.negotiation import chosen
from plangraph.app.service.replies import PROTOCOL, ReplyError
from plangraph.app.service.workers import Workers
from plangraph.graph.media import RESULTS, TRIPLES
from plangraph.graph.reader import GraphReader
from plangraph.graph.service_description import describe

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
LONGEST = 1_000_000
"""Bytes of the longest body that is read; a query of the longest kind fits, whatever it is written in."""
PATIENCE = 30
"""Seconds that a body may take to arrive."""
_FIELDS = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, and the graphs that its request names for it."""

    sparql: str
    dataset: tuple[list[str], list[str]] | None = None


async def answer(request: Request) -> Response:
    """Answer a query, or describe the service where none is asked."""
    parameters = _fields(request.scope["query_string"])
    if request.method == "POST":
        asked = _posted(parameters, request.headers.get("content-type", ""), await _body(request))
    elif not any(name in ("query", "update") for name, _ in parameters):
        return await run_in_threadpool(_description, request)
    else:
        asked = _asked(parameters)
    return await run_in_threadpool(_evaluated, request, asked)


def _evaluated(request: Request, asked: Asked) -> Response:
    accept = ", ".join(request.headers.getlist("accept"))
    results, triples = chosen(accept, RESULTS), chosen(accept, TRIPLES)
    if results is None and triples is None:
        raise _not_acceptable()
    workers: Workers = request.app.state.workers
    wanted = results and results[0], triples and triples[0]
    found = workers.document(asked.sparql, *wanted, asked.dataset, _endpoint(request))
    fitting = triples if found.kind == "construct" else results
    if fitting is None:
        raise _not_acceptable()
    return Response(found.body, media_type=fitting[1])


def _description(request: Request) -> Response:
    fitting = chosen(", ".join(request.headers.getlist("accept")), TRIPLES)
    if fitting is None:
        raise _not_acceptable()
    reader: GraphReader = request.app.state.reader
    return Response(describe(reader, _endpoint(request), fitting[0]), media_type=fitting[1])


def _endpoint(request: Request) -> str:
    """Where this service is, as whoever asks it calls it; also the base of the relative IRIs of a query."""
    return f"{request.url.scheme}://{request.headers['host']}{PROTOCOL}"


def _not_acceptable() -> ReplyError:
    return ReplyError(
        406,
        "errors.accept",
        results=", ".join(types[0] for types in RESULTS.values()),
        triples=", ".join(types[0] for types in TRIPLES.values()),
    )


def _posted(parameters: list[tuple[str, str]], content_type: str, body: bytes) -> Asked:
    media, _, rest = content_type.partition(";")
    media = media.strip().lower()
    if media == UPDATE:
        raise ReplyError(403, "errors.update")
    if media not in (FORM, DIRECT):
        raise ReplyError(415, "errors.content-type", given=content_type or "-", form=FORM, direct=DIRECT)
    charset = next(
        (value.strip().strip('"') for name, _, value in (p.partition("=") for p in rest.split(";"))
         if name.strip().lower() == "charset"), "utf-8",
    )  # fmt: skip
    if charset.lower() not in ("utf-8", "utf8", "us-ascii"):
        raise ReplyError(415, "errors.charset", given=charset)
    if media == FORM:
        return _asked([*parameters, *_fields(body)])
    try:
        return _asked([*parameters, ("query", body.decode("utf-8"))])
    except UnicodeDecodeError as error:
        raise ReplyError(400, "errors.encoding") from error


def _asked(fields: list[tuple[str, str]]) -> Asked:
    if any(name == "update" for name, _ in fields):
        raise ReplyError(403, "errors.update")
    queries = [value for name, value in fields if name == "query"]
    if len(queries) != 1:
        raise ReplyError(400, "errors.queries", count=len(queries))
    default = [value for name, value in fields if name == "default-graph-uri"]
    named = [value for name, value in fields if name == "named-graph-uri"]
    return Asked(queries[0], (default, named) if default or named else None)


def _fields(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            encoded.decode("utf-8"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=_FIELDS,
        )
    except ValueError as error:
        raise ReplyError(400, "errors.encoding") from error


async def _body(request: Request) -> bytes:
    parts, size = [], 0
    try:
        async with asyncio.timeout(PATIENCE):
            async for part in request.stream():
                size += len(part)
                if size > LONGEST:
                    raise ReplyError(413, "errors.body", {"Connection": "close"}, size=LONGEST)
                parts.append(part)
    except TimeoutError as error:
        raise ReplyError(408, "errors.slow", {"Connection": "close"}, seconds=PATIENCE) from error
    return b"".join(parts)
