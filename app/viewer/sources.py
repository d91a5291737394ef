"""What the viewer reads: the workspace, its graph and its query worker, kept open; answers kept by generation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from plangraph.app.viewer.state import Place, union
from plangraph.graph import explore
from plangraph.graph.answers import Card, Hit, ReportText, Subgraph
from plangraph.graph.query_worker import QueryWorker
from plangraph.graph.reader import GraphReader
from plangraph.graph.workspace import Workspace

OPENING = 60
NEIGHBOURS = 60


@dataclass(frozen=True, slots=True)
class Sources:
    """One workspace, as the viewer reads it."""

    path: str
    workspace: Workspace
    reader: GraphReader
    worker: QueryWorker

    def opening(self) -> Subgraph:
        """What the viewer opens on."""
        return _opening(self.path, self.reader.generation)

    def around(self, iris: Sequence[str]) -> Subgraph:
        """Things with their neighbours."""
        return _around(self.path, self.reader.generation, tuple(iris))

    def picture(self, place: Place) -> Subgraph:
        """The opening or a thing's neighbourhood, what was expanded and added, and all edges between these."""
        first = self.around([place.middle]) if place.middle else self.opening()
        shown = union([first, *(self.around([iri]) for iri in place.expanded)])
        known = dict.fromkeys([*(node.iri for node in shown.nodes), *place.added])
        if len(known) == len(first.nodes):
            return first
        return union([shown, _between(self.path, self.reader.generation, tuple(known))])

    def card(self, iri: str) -> Card:
        """Everything about a thing."""
        return _card(self.path, self.reader.generation, iri)

    def search(self, text: str) -> list[Hit]:
        """Things by name."""
        return explore.search(self.reader, text, limit=12)

    def report(self, document: str) -> ReportText:
        """A report's text."""
        return _report(self.path, document)


@st.cache_resource(show_spinner=False)
def open_sources(path: str) -> Sources:
    """The workspace at a path, opened once for all readers. Raises NoWorkspaceError."""
    workspace = Workspace.open(Path(path))
    return Sources(path, workspace, GraphReader(Path(path)), QueryWorker(Path(path)))


@st.cache_data(show_spinner=False, max_entries=4)
def _opening(path: str, generation: int) -> Subgraph:  # noqa: ARG001 (part of the key)
    sources = open_sources(path)
    return explore.opening(sources.reader, sources.workspace, limit=OPENING)


@st.cache_data(show_spinner=False, max_entries=200)
def _around(path: str, generation: int, iris: tuple[str, ...]) -> Subgraph:  # noqa: ARG001 (part of the key)
    return explore.neighbourhood(open_sources(path).reader, iris, limit=NEIGHBOURS)


@st.cache_data(show_spinner=False, max_entries=50)
def _between(path: str, generation: int, iris: tuple[str, ...]) -> Subgraph:  # noqa: ARG001 (part of the key)
    found = explore.neighbourhood(open_sources(path).reader, iris, limit=len(iris))
    shown = set(iris)
    nodes = tuple(node for node in found.nodes if node.iri in shown)
    return Subgraph(nodes, tuple(e for e in found.edges if e.source in shown and e.target in shown), found.more)


@st.cache_data(show_spinner=False, max_entries=100)
def _card(path: str, generation: int, iri: str) -> Card:  # noqa: ARG001 (part of the key)
    sources = open_sources(path)
    return explore.card(sources.reader, sources.workspace, iri)


@st.cache_data(show_spinner=False, max_entries=20)
def _report(path: str, document: str) -> ReportText:
    return open_sources(path).workspace.report_text(document)
