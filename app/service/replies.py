"""What the service says when it cannot answer: the protocol's status, and a text that says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from plangraph.app.service.negotiation import spoken
from plangraph.app.wording import Language, Wording
from plangraph.graph.errors import (
    GraphError,
    QueryGivenUpError,
    QueryRefusedError,
    QueryWrongError,
    UnknownQuestionError,
    UnknownThingError,
)

PROTOCOL = "/sparql"
Texts = Mapping[Language, str]


class ReplyError(Exception):
    """A request that is not answered: the status, a key of `texts/service.toml` with its values, and headers."""

    def __init__(self, status: int, key: str, /, headers: Mapping[str, str] | None = None, **values: object) -> None:
        super().__init__(status, key)
        self.status = status
        self.headers = dict(headers or {})
        self.texts: Texts = {language: Wording("service", language)(key, **values) for language in LANGUAGES}


LANGUAGES: tuple[Literal["zh"], Literal["en"]] = ("zh", "en")


def refusal(request: Request, error: ReplyError) -> Response:
    """The answer to a request that cannot be answered otherwise."""
    return _said(request, error.status, error.texts, error.headers)


def graph_refusal(request: Request, error: GraphError) -> Response:
    """The same for what the graph says: 400 for a wrong query, 403 for a refused one, 500 for one that was given up."""
    status = 500
    if isinstance(error, QueryRefusedError):
        status = 403
    elif isinstance(error, UnknownThingError):
        status = 404
    elif isinstance(error, QueryWrongError) and not isinstance(error, QueryGivenUpError):
        status = 400
    elif isinstance(error, UnknownQuestionError):
        status = 404
    return _said(request, status, {"zh": error.zh, "en": error.en}, {})


def _said(request: Request, status: int, texts: Texts, headers: Mapping[str, str]) -> Response:
    own: Language = getattr(request.app.state, "language", "zh") if "app" in request.scope else "zh"
    text = texts[spoken(request.headers.get("accept-language", ""), own)]
    if request.url.path in ("", "/", PROTOCOL):
        return PlainTextResponse(text + "\n", status, dict(headers))
    return JSONResponse({"error": text}, status, dict(headers))
