"""What the viewer reads: the workspace, its graph and its query worker, kept open; answers kept by generation."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from plangraph.app.viewer.state import Place, union
from plangraph.graph import explore
from plangraph.graph.answers import Card, Hit, ReportText, Subgraph
from plangraph.graph.query_worker import QueryWorker
from plangraph.graph.reader import GraphReader
from plangraph.graph.workspace import Workspace

if TYPE_CHECKING:
    from plangraph.graph.neo4j_neighbours import Neo4jGraph

FRESH = 60.0
"""Seconds for which an answer of a server is kept: it does not tell when its graph changes."""
OPENING = 60
NEIGHBOURS = 60


@dataclass(frozen=True, slots=True)
class Sources:
    """One workspace, as the viewer reads it. Where there is a `server`, the graph is drawn from that."""

    path: str
    workspace: Workspace
    reader: GraphReader
    worker: QueryWorker
    address: str = ""
    server: Neo4jGraph | None = None

    @property
    def _state(self) -> int:
        """What changes when the graph does."""
        return self.reader.generation if self.server is None else int(time.time() / FRESH)

    def opening(self) -> Subgraph:
        """What the viewer opens on."""
        return _opening(self.path, self.address, self._state)

    def around(self, iris: Sequence[str]) -> Subgraph:
        """Things with their neighbours."""
        return _around(self.path, self.address, self._state, tuple(iris))

    def picture(self, place: Place) -> Subgraph:
        """The opening or a thing's neighbourhood, what was expanded and added, and all edges between these."""
        first = self.around([place.middle]) if place.middle else self.opening()
        shown = union([first, *(self.around([iri]) for iri in place.expanded)])
        known = dict.fromkeys([*(node.iri for node in shown.nodes), *place.added])
        if len(known) == len(first.nodes):
            return first
        return union([shown, _between(self.path, self.address, self._state, tuple(known))])

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
def open_sources(path: str, address: str = "") -> Sources:
    """The workspace at a path, opened once for all readers. Raises NoWorkspaceError.

    `address`: of the Neo4j that the graph is drawn from, '' for the workspace's own. Raises ServerError.
    """
    workspace = Workspace.open(Path(path))
    server = _server(workspace, address) if address else None
    return Sources(path, workspace, GraphReader(Path(path)), QueryWorker(Path(path)), address, server)


def _server(workspace: Workspace, address: str) -> Neo4jGraph:
    # The driver is slow to load, and most viewers draw from the workspace.
    from plangraph.graph.neo4j_connection import PASSWORD_VARIABLE, read_address
    from plangraph.graph.neo4j_neighbours import Neo4jGraph

    known = replace(read_address(address), password=os.environ.get(PASSWORD_VARIABLE, ""))
    return Neo4jGraph(known, workspace.identity())


@st.cache_data(show_spinner=False, max_entries=4)
def _opening(path: str, address: str, state: int) -> Subgraph:  # noqa: ARG001 (part of the key)
    sources = open_sources(path, address)
    if sources.server is not None:
        return sources.server.opening(sources.workspace, limit=OPENING)
    return explore.opening(sources.reader, sources.workspace, limit=OPENING)


@st.cache_data(show_spinner=False, max_entries=200)
def _around(path: str, address: str, state: int, iris: tuple[str, ...]) -> Subgraph:  # noqa: ARG001 (part of the key)
    return _neighbourhood(open_sources(path, address), iris, NEIGHBOURS)


def _neighbourhood(sources: Sources, iris: tuple[str, ...], limit: int) -> Subgraph:
    if sources.server is not None:
        return sources.server.neighbourhood(iris, limit=limit)
    return explore.neighbourhood(sources.reader, iris, limit=limit)


@st.cache_data(show_spinner=False, max_entries=50)
def _between(path: str, address: str, state: int, iris: tuple[str, ...]) -> Subgraph:  # noqa: ARG001 (part of the key)
    found = _neighbourhood(open_sources(path, address), iris, len(iris))
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
