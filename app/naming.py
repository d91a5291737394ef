"""The one thing that a user means by a name, or the words that help to say which."""

from __future__ import annotations

from collections.abc import Sequence

from plangraph.app.phrases import label
from plangraph.app.session import CallError, Session
from plangraph.app.tables import write_rows
from plangraph.graph.answers import Hit
from plangraph.graph.explore import resolve_name
from plangraph.graph.reader import GraphReader


def one_thing(session: Session, reader: GraphReader, name: str) -> Hit:
    """The thing of a name or IRI. Raises CallError where several bear it, which are listed, or none does."""
    hits = resolve_name(reader, name)
    exact = [hit for hit in hits if hit.score >= 1.0]
    if len(exact) > 1:
        session.out(_list(session, exact))
        raise CallError("show.several", 1, name=name)
    if not exact:
        near = ("、" if session.language == "zh" else ", ").join(hit.name for hit in hits[:5])
        raise CallError("show.nearest" if near else "show.unknown", 1, name=name, near=near)
    return exact[0]


def _list(session: Session, hits: Sequence[Hit]) -> str:
    rows = [(hit.name, label(hit.type, session.language), hit.iri) for hit in hits]
    return write_rows([session.words(f"show.column.{c}") for c in ("name", "type", "iri")], rows, "table")
