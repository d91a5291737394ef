"""The property graph and its peers: the projection and bare rows of SQLite, Cypher and the bare engine and Neo4j."""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

import kglite
import pytest

from plangraph.graph.neo4j_engine import Neo4jEngine
from plangraph.graph.neo4j_loading import load
from plangraph.graph.projected import RelationshipRow
from plangraph.graph.projection import project
from plangraph.graph.query_worker import QueryWorker
from plangraph.graph.questions import ask, questions
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import (
    Document,
    Entity,
    Evidence,
    Extraction,
    LocalKey,
    Span,
    Statement,
    document_id,
)

REPORTS, STATEMENTS = 200, 1000
RELATIONS = (("undertakes", "Project"), ("attracted", "Organization"), ("develops", "Industry"), ("issued", "Policy"))
QUESTIONS = (
    "MATCH (a:Area)-[r:DEVELOPS]->(i:Industry {name: 'Industry 7'}) RETURN a.name, r.statements LIMIT 10",
    "MATCH (a:Area)-[r:UNDERTAKES]->(p) RETURN a.name AS n, count(r) AS c ORDER BY c DESC LIMIT 10",
)


def made_report(number: int) -> Extraction:
    text = f"报告{number}\n" + "推进惠民工程项目。" * (STATEMENTS // 9 + 1)
    identifier = document_id(text)
    area = LocalKey("Area", f"第{number}区")
    statements = []
    for n in range(STATEMENTS):
        relation, kind = RELATIONS[n % len(RELATIONS)]
        thing = LocalKey(kind, f"{kind} {(n * 37 + number * 101) % 5000}")
        where = Evidence((Span(n, n + 5),))
        statements.append(Statement(identifier, area, relation, thing, where, "r", 0.9, "actual", str(2020 + n % 3)))
    things = [s.object for s in statements if isinstance(s.object, LocalKey)]
    entities = tuple(Entity(key) for key in dict.fromkeys([area, *things]))
    document = Document(
        identifier,
        text,
        f"{number}.txt",
        "text/plain",
        f"报告{number}",
        "plan-report",
        area,
        "",
        None,
        "",
        "",
        2024,
        2025,
    )
    return Extraction(document, entities, (), tuple(statements), (), "made")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace.create(tmp_path_factory.mktemp("large") / "data")
    for number in range(REPORTS):
        workspace.commit(made_report(number), f"/{number}.txt")
    return workspace


def test_projection_against_reading_the_same_rows(large: Workspace, capfd: pytest.CaptureFixture[str]) -> None:
    def bare() -> None:
        connection = sqlite3.connect(large.path / "plangraph.db")
        for table in ("entities", "statements"):
            for _ in connection.execute(f"SELECT * FROM {table} ORDER BY document, position"):
                pass
        connection.close()

    start = time.process_time()
    count = sum(isinstance(row, RelationshipRow) for row in project(large))
    ours = time.process_time() - start
    start = time.process_time()
    bare()
    theirs = time.process_time() - start
    with capfd.disabled():
        sys.stdout.write(
            f"\nprojection to {count} relationships and their nodes: {ours:.2f} s; SQLite's rows: {theirs:.2f} s; "
        )
        sys.stdout.write(
            f"ratio {ours / theirs:.1f}; a million relationships: {ours / count * 1e6:.1f} s of processor time\n"
        )


def test_cypher_against_the_bare_engine(
    large: Workspace, in_turns: Callable[..., list[float]], capfd: pytest.CaptureFixture[str]
) -> None:
    with QueryWorker(large.path, timeout=120) as worker:
        worker.cypher("RETURN 1 AS x")
        (file,) = (large.path / "graph").glob("*/cypher-*")
        graph = kglite.load(str(file))
        for question in QUESTIONS:
            works = lambda q=question: worker.cypher(q), lambda q=question: graph.cypher(q).to_list()
            ours, bare = in_turns(9, *works)
            with capfd.disabled():
                sys.stdout.write(f"\n{question[:40]}: {ours * 1000:.2f} ms; bare kglite {bare * 1000:.2f} ms; ")
                sys.stdout.write(f"{(ours - 1.2 * bare) * 1000:.2f} ms beyond 1.2 of it\n")


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("reports", [1, 40])
def test_cypher_against_the_server_of_neo4j(
    reports: int,
    told_often: Callable[[str, int], Workspace],
    new_neo4j: Any,
    in_turns: Callable[..., list[float]],
    capfd: pytest.CaptureFixture[str],
) -> None:
    """The questions of the catalogue, of the built-in engine and of a server whose compilers may work as usual."""
    workspace = told_often(f"cypher{reports}", reports)
    new_neo4j.flags = ()
    address = new_neo4j.start()
    loaded = load(workspace, address)
    taken: dict[str, list[float]] = {}
    identity = workspace.identity()
    with (
        QueryWorker(workspace.path, timeout=120, rows=1_000_000) as worker,
        closing(Neo4jEngine(address, identity, timeout=120, rows=1_000_000)) as server,
    ):
        for each in questions().values():
            ours, theirs = (
                lambda engine=engine, each=each: ask(engine, each, cypher=True) for engine in (worker, server)
            )
            assert len(ours().table.rows) == len(theirs().table.rows)
            in_turns(20, theirs)  # Java learns what it does often
            taken[each.id] = in_turns(9, ours, theirs)
    mine, other = (sum(times) for times in zip(*taken.values(), strict=True))
    with capfd.disabled():
        sys.stdout.write(f"\n{loaded.nodes} nodes, {loaded.relationships} relationships: ")
        sys.stdout.write(f"{len(taken)} questions {1000 * mine:.1f} ms; ")
        sys.stdout.write(f"Neo4j {1000 * other:.1f} ms; ratio {mine / other:.2f}\n")
        for name, (mine, other) in sorted(taken.items(), key=lambda item: item[1][1] / item[1][0]):
            sys.stdout.write(f"{mine / other:7.2f}  {name}: {1000 * mine:.2f} ms, Neo4j {1000 * other:.2f} ms\n")
