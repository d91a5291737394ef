"""What the viewer draws from a Neo4j is what it draws from the workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from plangraph.graph import explore
from plangraph.graph.names import names_of
from plangraph.graph.neo4j_connection import Address
from plangraph.graph.neo4j_loading import load
from plangraph.graph.neo4j_neighbours import Neo4jGraph
from plangraph.graph.publication import publish
from plangraph.graph.reader import GraphReader
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Extraction

pytestmark = pytest.mark.timeout(900)  # the first test waits for the server to start


@pytest.fixture
def drawn(neo4j: Address) -> Iterator[Callable[[Workspace], Neo4jGraph]]:
    made: list[Neo4jGraph] = []

    def graph(workspace: Workspace) -> Neo4jGraph:
        load(workspace, neo4j)
        made.append(Neo4jGraph(neo4j, workspace.identity()))
        return made[-1]

    yield graph
    for each in made:
        each.close()


def test_the_bundled_report_is_drawn_alike(reported: Path, drawn: Callable[[Workspace], Neo4jGraph]) -> None:
    workspace, reader = Workspace.open(reported), GraphReader(reported)
    graph = drawn(workspace)
    assert graph.opening(workspace) == explore.opening(reader, workspace)
    by_degree = sorted(names_of(reader).nodes.values(), key=lambda node: (-node.degree, node.iri))
    for node in (*by_degree[:4], *by_degree[-2:]):
        assert graph.neighbourhood([node.iri], 40) == explore.neighbourhood(reader, [node.iri], 40), node.name
    several = [node.iri for node in by_degree[3:30:4]]
    assert graph.neighbourhood(several, 12) == explore.neighbourhood(reader, several, 12)
    assert graph.neighbourhood(["urn:nothing"]) == explore.neighbourhood(reader, ["urn:nothing"])


def test_made_reports_are_drawn_alike_and_others_are_not_seen(
    workspace: Workspace,
    tmp_path: Path,
    stated: Extraction,
    report: Callable[..., Extraction],
    drawn: Callable[[Workspace], Neo4jGraph],
    neo4j: Address,
    neo4j_records: Callable[..., list[dict[str, Any]]],
) -> None:
    other = Workspace.create(tmp_path / "other")
    other.commit(report("乙", year=2023), "b.txt")
    drawn(other)
    for extraction in (stated, report("甲"), report("甲", year=2024)):
        workspace.commit(extraction, f"{extraction.document.id}.txt")
    publish(workspace)
    graph, reader = drawn(workspace), GraphReader(workspace.path)
    neo4j_records(neo4j, "MATCH (a:Area), (p:Project) CREATE (a)-[:UNDERTAKES]->(p)-[:ABOUT]->(:Note)")
    assert graph.opening(workspace) == explore.opening(reader, workspace)
    for iri in names_of(reader).nodes:
        assert graph.neighbourhood([iri]) == explore.neighbourhood(reader, [iri])
