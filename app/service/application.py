"""The service put together: addresses, guards, and what is said when something fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ExceptionHandler

from plangraph.app.service import initiatives, protocol, things
from plangraph.app.service.guards import HEALTH, Door, Lock, Rules
from plangraph.app.service.replies import PROTOCOL, ReplyError, graph_refusal, refusal
from plangraph.app.service.workers import Workers
from plangraph.app.wording import Language
from plangraph.graph.errors import GraphError
from plangraph.graph.reader import GraphReader

PATHS: dict[str, Callable[[Request], Response]] = {
    "/": things.start,
    "/search": things.search,
    "/entity": things.entity,
    "/neighbours": things.neighbours,
    "/related": initiatives.related,
    "/questions": things.examples,
    "/openapi.json": things.openapi,
    HEALTH: things.health,
}


def application(reader: GraphReader, workers: Workers, rules: Rules, language: Language) -> Starlette:
    """The service as an ASGI application. `language`: what clients are told in that ask for no other."""
    doors = [Middleware(Door, rules=rules)]
    if rules.origins:
        doors.append(
            Middleware(
                CORSMiddleware,
                allow_origins=rules.origins,
                allow_methods=["GET", "POST"],
                allow_headers=["Authorization", "Content-Type"],
            )
        )
    made = Starlette(
        routes=[
            Route(PROTOCOL, protocol.answer, methods=["GET", "POST"]),
            *(Route(path, endpoint, methods=["GET"]) for path, endpoint in PATHS.items()),
        ],
        middleware=[*doors, Middleware(Lock, rules=rules)],
        exception_handlers={
            ReplyError: cast(ExceptionHandler, refusal),
            GraphError: cast(ExceptionHandler, graph_refusal),
            ClientDisconnect: _gone,
            HTTPException: cast(ExceptionHandler, _routing),
            Exception: _failed,
        },
    )
    made.state.reader, made.state.workers, made.state.language = reader, workers, language
    made.state.initiatives = initiatives.Gathered(reader)
    return made


def _routing(request: Request, error: HTTPException) -> Response:
    """What Starlette itself refuses: a path or a method that is not there."""
    key = "errors.method" if error.status_code == 405 else "errors.path"
    allowed = (error.headers or {}).get("Allow", "GET")
    return refusal(request, ReplyError(error.status_code, key, error.headers, allowed=allowed, path=request.url.path))


def _gone(_request: Request, _error: Exception) -> Response:
    """Whoever asked has hung up: nobody reads this."""
    return Response(status_code=400)


def _failed(request: Request, _error: Exception) -> Response:
    """What nobody foresaw. The server logs it."""
    return refusal(request, ReplyError(500, "errors.failed"))
