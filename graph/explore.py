"""Looking around in the graph: what the viewer and `plangraph show` ask. Signatures first; bodies follow."""

from __future__ import annotations

from collections.abc import Sequence

from plangraph.graph.answers import Card, Hit, Subgraph
from plangraph.graph.reader import GraphReader
from plangraph.graph.workspace import Workspace


def search(reader: GraphReader, text: str, limit: int = 20) -> list[Hit]:
    """Things whose names hold the text, best first: exact, then prefix, then contained, then aliases; then by degree."""
    raise NotImplementedError


def resolve_name(reader: GraphReader, name: str, limit: int = 10) -> list[Hit]:
    """The things that bear exactly this name (several: score 1.0 each), else the nearest names (scores below 1.0)."""
    raise NotImplementedError


def card(reader: GraphReader, workspace: Workspace, iri: str) -> Card:
    """Everything the graph says about a thing, each statement with its quotation."""
    raise NotImplementedError


def neighbourhood(reader: GraphReader, iris: Sequence[str], limit: int = 200) -> Subgraph:
    """The things, their neighbours (the best connected ones up to `limit` nodes) and all edges between these."""
    raise NotImplementedError


def opening(reader: GraphReader, workspace: Workspace, limit: int = 60) -> Subgraph:
    """What the viewer opens on: the newest report's area, those it assists, and what it does with them."""
    raise NotImplementedError
