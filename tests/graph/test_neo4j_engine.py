"""Asking a real Neo4j server: answers as the built-in engine gives them, and nothing but reading."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from plangraph.graph.errors import GraphError, QueryRefusedError, QueryTimeoutError, QueryWrongError
from plangraph.graph.neo4j_connection import Address
from plangraph.graph.neo4j_engine import Neo4jEngine
from plangraph.graph.neo4j_loading import load
from plangraph.graph.query_worker import QueryWorker
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Extraction

pytestmark = pytest.mark.timeout(900)  # the first test waits for the server to start

REFUSED = (
    "CREATE (n)",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n) SET n.name = 'x'",
    "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "MATCH (n) CALL { LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row } RETURN row",
    # The server takes the escaped quotation mark for one before it looks for the string's end.
    r"RETURN '\u0027 AS x LOAD CSV FROM \u0027file:///etc/passwd\u0027 AS row RETURN row //'",
    r"RETURN 1 //\u000aLOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "CALL dbms.listConfig() YIELD name RETURN name",
    "CALL apoc.cypher.runWrite('CREATE (n)', {})",
    "CALL `db.create.setNodeVectorProperty`(1, 'x', [1.0])",
    "USE system SHOW USERS",
    "RETURN 1; RETURN 2",
)

SAME = (
    "MATCH (a:Area)-[r:ASSISTS]->(b) RETURN a, r, b",
    "MATCH p = (a:Area)-[:ASSISTS]->(b) RETURN p",
    "MATCH (a)-[r:OBSERVES]->(n) RETURN a.name AS a, n.value AS v, n.asStated AS s, r.statements AS ids ORDER BY v, s",
    "MATCH (n:Edition) RETURN n.yearPlanned AS y, n.speaker AS nothing, [1, 2.5, 'x', true, null] AS l, {a: 1} AS m",
    "MATCH (n) RETURN labels(n)[0] AS l, count(*) AS c ORDER BY c DESC, l LIMIT 0",
    "RETURN $text AS x, $number + 1 AS y",
)


@pytest.fixture
def filled(workspace: Workspace, report: Callable[..., Extraction]) -> Workspace:
    workspace.commit(report("甲"), "a.txt")
    return workspace


@pytest.fixture
def engine(filled: Workspace, neo4j: Address) -> Iterator[Neo4jEngine]:
    load(filled, neo4j)
    with closing(Neo4jEngine(neo4j, filled.identity(), timeout=60, rows=50)) as made:
        yield made


def test_answers_have_the_form_of_the_built_in_engine(engine: Neo4jEngine, filled: Workspace) -> None:
    given = {"text": "}) // '\"`\\u0027", "number": 41}
    with closing(QueryWorker(filled.path, timeout=60)) as worker:
        for query in SAME:
            parameters = given if "$" in query else {}
            expected = worker.cypher(query, parameters)
            found = engine.cypher(query, parameters)
            assert found.table.columns == expected.table.columns
            assert [read(row) for row in found.table.rows] == [read(row) for row in expected.table.rows], query
            assert "Plangraph" not in str(found)
            assert filled.identity() not in str(found)


def read(row: tuple[str | None, ...]) -> list[Any]:
    return [json.loads(cell) if cell is not None and cell[:1] in "[{" else cell for cell in row]


@pytest.mark.parametrize("query", REFUSED)
def test_whatever_does_more_than_read_is_refused_and_changes_nothing(
    query: str, engine: Neo4jEngine, neo4j: Address, neo4j_records: Callable[..., list[dict[str, Any]]]
) -> None:
    before = neo4j_records(neo4j, "MATCH (n) RETURN count(n) AS n, count(n.name) AS m")
    with pytest.raises(QueryRefusedError):
        engine.cypher(query)
    assert neo4j_records(neo4j, "MATCH (n) RETURN count(n) AS n, count(n.name) AS m") == before


def test_the_server_itself_refuses_to_write(engine: Neo4jEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plangraph.graph.neo4j_engine.refuse_unsafe", lambda *_: None)
    with pytest.raises(QueryRefusedError, match="plangraph ingest"):
        engine.cypher("CREATE (n:Area) RETURN n")


def test_a_query_ends_at_its_time_and_an_answer_at_its_rows(engine: Neo4jEngine) -> None:
    with pytest.raises(QueryTimeoutError, match="LIMIT"):
        engine.cypher("UNWIND range(1, 100000000) AS x UNWIND range(1, 100000) AS y RETURN count(*)", timeout=0.5)
    found = engine.cypher("UNWIND range(1, 100) AS x RETURN x").table
    assert (len(found.rows), found.truncated) == (50, True)
    assert not engine.cypher("UNWIND range(1, 50) AS x RETURN x").table.truncated


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("RETRN 1", "line 1, column 1"),
        ("RETURN $a", "--param"),
        ("MATCH (n:Projekt) RETURN n", "Project"),
        ("MATCH ()-[r:ASISTS]->() RETURN r", "ASSISTS"),
        ("MATCH (n:Area) RETURN n.nmae", "name"),
        ("RETURN 1 / 0", "zero"),
    ],
)
def test_a_slip_is_told(engine: Neo4jEngine, query: str, told: str) -> None:
    with pytest.raises(QueryWrongError) as said:
        engine.cypher(query)
    assert told in said.value.en
    assert any("一" <= character <= "鿿" for character in said.value.zh)


def test_the_workspace_has_a_parameter_of_its_own(engine: Neo4jEngine, filled: Workspace) -> None:
    found = engine.cypher("MATCH (n {workspace: $workspace}) RETURN count(n) > 3 AS some").table.rows
    assert found == (("true",),)


def test_sparql_is_refused_with_what_to_do(engine: Neo4jEngine) -> None:
    with pytest.raises(GraphError, match="--cypher"):
        engine.query("SELECT * { ?s ?p ?o }")
    assert engine.languages == ("cypher",)
