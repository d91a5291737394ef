"""The graph as files. Signatures first; bodies follow."""

from __future__ import annotations

from typing import BinaryIO, Literal

from plangraph.graph.reader import GraphReader

Format = Literal["nquads", "turtle", "trig", "jsonld"]


def export(reader: GraphReader, fmt: Format, out: BinaryIO) -> int:
    """Write the whole graph, sorted, the same bytes for the same graph; returns the number of statements written."""
    raise NotImplementedError
