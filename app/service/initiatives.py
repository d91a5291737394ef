"""What is related to a text, a thing or something stated, for the JSON interface."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from plangraph.app.initiatives import gathered
from plangraph.app.service.things import limit_of, text_of
from plangraph.graph.measures import Measure, Thing
from plangraph.graph.reader import GraphReader
from plangraph.graph.related import Initiatives, RelatedHit
from plangraph.graph.related_asking import asked
from plangraph.graph.workspace import Workspace

Json = dict[str, object]


class Gathered:
    """The measures of a workspace, gathered at the first request of each generation; for any thread."""

    def __init__(self, reader: GraphReader) -> None:
        self._reader = reader
        self._guard = threading.Lock()
        self._kept: tuple[int, Initiatives] | None = None

    def related(self, wanted: str, limit: int) -> list[RelatedHit]:
        """The hits. Raises UnknownThingError for what looks like an IRI or a statement's id and is none."""
        workspace = Workspace.open(self._reader.path)
        initiatives = self._initiatives(workspace)
        return initiatives.related(asked(initiatives, workspace, self._reader, wanted), limit)

    def _initiatives(self, workspace: Workspace) -> Initiatives:
        with self._guard:
            number = self._reader.generation
            if self._kept is None or self._kept[0] != number:
                self._kept = (number, gathered(workspace))
            return self._kept[1]


def related(request: Request) -> Response:
    """The initiatives of all reports that have to do with a text, a thing or something stated, nearest first."""
    kept: Gathered = request.app.state.initiatives
    return JSONResponse({"hits": as_json(kept.related(text_of(request, "q"), limit_of(request, 10)))})


def as_json(hits: Sequence[RelatedHit]) -> list[Json]:
    """Hits as the description of the interface has them."""
    return [
        {
            "score": hit.score,
            "why": [asdict(reason) for reason in hit.reasons],
            **_measure(hit.measure),
            "elsewhere": [_place(other) for other in hit.elsewhere],
        }
        for hit in hits
    ]


def _measure(measure: Measure) -> Json:
    return {
        **_place(measure),
        "section": measure.section,
        "modality": measure.modality,
        "status": measure.status,
        "period": measure.period,
        "things": [_thing(thing) for thing in measure.things],
        "figures": list(measure.figures),
        "statements": list(measure.statements),
    }


def _place(measure: Measure) -> Json:
    return {"document": measure.document, "quote": measure.quote, "passage": [asdict(s) for s in measure.passage]}


def _thing(thing: Thing) -> Json:
    return {"iri": thing.iri, "type": thing.type, "name": thing.name}
