"""The small JSON interface: find a thing by its name, all that is said of it, what it is related to."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from plangraph import __version__
from plangraph.app.service.negotiation import spoken
from plangraph.app.service.replies import ReplyError
from plangraph.app.wording import Wording
from plangraph.graph import explore
from plangraph.graph.answers import Hit
from plangraph.graph.errors import NoWorkspaceError
from plangraph.graph.questions import Question, question, questions
from plangraph.graph.reader import GraphReader
from plangraph.graph.workspace import Workspace

_MOST = 500
"""The most hits or nodes that one answer has."""
_LONGEST = 2_000
"""Characters of the longest name or IRI that is looked for."""


def search(request: Request) -> Response:
    """Things whose names hold the text, best first."""
    text = text_of(request, "q")
    return JSONResponse({"hits": _hits(explore.search(_reader(request), text, limit_of(request, 20)))})


def entity(request: Request) -> Response:
    """Everything the graph says about one thing, with its sentences; 300 where several bear the name."""
    return _card(request, _one(request))


def neighbours(request: Request) -> Response:
    """A thing, what it is related to, and the relations between all of these."""
    reader, iri = _reader(request), text_of(request, "iri")
    found = explore.neighbourhood(reader, [iri], limit_of(request, 200))
    if not found.nodes:
        raise ReplyError(404, "errors.iri", iri=iri)
    return JSONResponse({**asdict(found), "more": [{"iri": node, "count": count} for node, count in found.more]})


def examples(request: Request) -> Response:
    """The catalogue: what users ask, each with the query that `/sparql` answers; one of them by its id."""
    wanted = text_of(request, "id") if "id" in request.query_params else None
    found = list(questions().values()) if wanted is None else [question(wanted)]
    return JSONResponse({"questions": [_example(each) for each in found]})


def health(request: Request) -> Response:
    """Whether there is a graph to ask, and which generation of it."""
    try:
        return JSONResponse({"status": "ok", "generation": _reader(request).generation})
    except NoWorkspaceError:
        return JSONResponse({"status": "no graph", "generation": 0}, 503)


def openapi(_request: Request) -> Response:
    """The description of this interface that programs read."""
    return Response(_openapi(), media_type="application/json")


def start(request: Request) -> Response:
    """What there is, for a person."""
    language = spoken(request.headers.get("accept-language", ""), request.app.state.language)
    address = f"{request.url.scheme}://{request.headers['host']}"
    asked = "\n".join(f"{each.id:<22}{each.title(language)}" for each in questions().values())
    return PlainTextResponse(Wording("service", language)("start", address=address, questions=asked) + "\n")


def _example(asked: Question) -> dict[str, object]:
    return {
        "id": asked.id,
        "zh": asked.zh,
        "en": asked.en,
        "columns": asked.columns,
        "parameters": dict(asked.parameters),
        "sparql": asked.sparql(),
    }


@cache
def _openapi() -> str:
    described = json.loads((files("plangraph.app.service") / "openapi.json").read_text(encoding="utf-8"))
    described["info"]["version"] = __version__
    query = next(each for each in described["paths"]["/sparql"]["get"]["parameters"] if each.get("name") == "query")
    query["examples"] = {
        each.id: {"summary": f"{each.zh} / {each.en}", "value": each.sparql()} for each in questions().values()
    }
    return json.dumps(described, ensure_ascii=False, indent=1)


def _card(request: Request, found: str | list[Hit]) -> Response:
    if not isinstance(found, str):
        return JSONResponse({"hits": _hits(found)}, 300)
    shown = asdict(explore.card(_reader(request), Workspace.open(_reader(request).path), found))
    shown["reference"] = [{"predicate": p, "iri": iri, "name": name} for p, iri, name in shown["reference"]]
    shown["mentions"] = [{"document": document, "passage": passage} for document, passage in shown["mentions"]]
    return JSONResponse(shown)


def _one(request: Request) -> str | list[Hit]:
    """The IRI of the thing that is asked for, or all that bear its name."""
    if ("iri" in request.query_params) == ("name" in request.query_params):
        raise ReplyError(400, "errors.iri-or-name")
    kind = "iri" if "iri" in request.query_params else "name"
    wanted = text_of(request, kind)
    hits = explore.resolve_name(_reader(request), wanted)
    exact = [hit for hit in hits if hit.score == 1.0 and (kind == "name" or hit.iri == wanted)]
    if not exact and kind == "iri":
        raise ReplyError(404, "errors.iri", iri=wanted)
    if not exact and hits:
        raise ReplyError(404, "errors.name-near", name=wanted, near=" / ".join(hit.name for hit in hits[:3]))
    if not exact:
        raise ReplyError(404, "errors.name", name=wanted)
    return exact[0].iri if len(exact) == 1 else exact


def _hits(hits: list[Hit]) -> list[dict[str, object]]:
    return [asdict(hit) for hit in hits]


def _reader(request: Request) -> GraphReader:
    reader: GraphReader = request.app.state.reader
    return reader


def text_of(request: Request, name: str) -> str:
    """A parameter that must be there once and hold something. Raises ReplyError (400)."""
    values = request.query_params.getlist(name)
    if len(values) != 1 or not values[0].strip():
        raise ReplyError(400, "errors.parameter", name=name)
    if len(values[0]) > _LONGEST:
        raise ReplyError(400, "errors.long", name=name, most=_LONGEST)
    return values[0]


def limit_of(request: Request, usual: int) -> int:
    """The parameter `limit`, or what is usual. Raises ReplyError (400)."""
    given = request.query_params.get("limit", str(usual))
    if not (given.isascii() and given.isdigit() and len(given) < 5 and 1 <= int(given) <= _MOST):
        raise ReplyError(400, "errors.limit", most=_MOST)
    return int(given)
