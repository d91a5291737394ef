"""The property graph as files that other programs read. The same graph gives the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, get_args

from plangraph.graph.projection import project

if TYPE_CHECKING:
    from plangraph.graph.workspace import Workspace

PropertyFormat = Literal["graphml", "gexf", "cypher"]

PROPERTY_FORMATS: tuple[PropertyFormat, ...] = get_args(PropertyFormat)
"""The formats that are one file. CSV for Neo4j is a folder: `export_csv`."""


def export_property_graph(workspace: Workspace, fmt: PropertyFormat, out: BinaryIO) -> int:
    """Write the whole property graph; returns how many nodes and relationships were written."""
    if fmt == "cypher":
        from plangraph.graph.cypher_script import write_cypher

        return write_cypher(project(workspace), out)
    from plangraph.graph.networks import write_gexf, write_graphml

    return (write_gexf if fmt == "gexf" else write_graphml)(project(workspace), out)


def export_csv(workspace: Workspace, folder: Path) -> int:
    """Fill an empty folder with CSV for `neo4j-admin database import`; returns how many nodes and relationships."""
    from plangraph.graph.neo4j_csv import write_csv

    return write_csv(project(workspace), folder, workspace.identity())
