"""Cypher from the worker process: answers, limits, and errors that say what to do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plangraph.graph.errors import GraphError, QueryRefusedError, QueryTimeoutError, QueryWrongError
from plangraph.graph.generations import Generations
from plangraph.graph.publication import publish
from plangraph.graph.query_worker import QueryWorker
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Extraction

Report = Callable[..., Extraction]

LONG = "UNWIND range(1, 3000) AS x UNWIND range(1, 3000) AS y UNWIND range(1, 3000) AS z RETURN sum(x * y * z) AS s"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, stated: Extraction) -> Workspace:
    workspace = Workspace.create(tmp_path_factory.mktemp("cypher") / "data")
    workspace.commit(stated, "/a.txt")
    publish(workspace)
    return workspace


@pytest.fixture(scope="module")
def worker(filled: Workspace) -> Iterator[QueryWorker]:
    with QueryWorker(filled.path, timeout=60) as made:
        yield made


def test_the_pairing_with_its_statement(worker: QueryWorker, stated: Extraction) -> None:
    answer = worker.cypher(
        "MATCH (a:Area)-[r:ASSISTS]->(b:Area) RETURN a.name AS helper, b.name AS helped, r.modality, r.statements"
    )
    assert answer.kind == "select"
    assert answer.table.columns == ("helper", "helped", "r.modality", "r.statements")
    ((helper, helped, modality, statements),) = answer.table.rows
    assert (helper, helped, modality) == ("广州市越秀区", "湛江市霞山区", "actual")
    assert json.loads(statements or "") == [stated.statements[0].id]


def test_targets_with_their_bounds(worker: QueryWorker) -> None:
    rows = worker.cypher(
        "MATCH (:Area {code: $code})-[:OBSERVES]->(o:Observation) WHERE o.modality = 'target' AND o.bound <> 'equal' "
        "RETURN o.about, o.value, o.unit, o.bound, o.period ORDER BY o.value",
        {"code": "440104"},
    ).table.rows
    assert rows == (
        ("覆盖率", "95", "%", "atLeast", "2025"),
        ("地区生产总值", "4000", "亿元", "approximately", "2025"),
    )


def test_both_languages_give_the_same_rows(worker: QueryWorker) -> None:
    sparql = worker.query(
        "SELECT ?about ?value { ?o a plan:Observation ; plan:about ?about ; qudt:numericValue ?value } ORDER BY ?about"
    )
    cypher = worker.cypher("MATCH (o:Observation) RETURN o.about AS about, o.value AS value ORDER BY about")
    assert sorted((about, float(value or "")) for about, value in sparql.table.rows) == sorted(
        (about, float(value or "")) for about, value in cypher.table.rows
    )


@pytest.mark.parametrize("name", ["it's", 'a"b', "x\ny", "*/", "'}) DETACH DELETE n //", "甲\\乙", "$n", "{}"])
def test_parameters_are_values_and_nothing_else(worker: QueryWorker, name: str) -> None:
    assert worker.cypher("RETURN $n AS n", {"n": name}).table.rows == ((name,),)
    assert worker.cypher("MATCH (n {name: $n}) RETURN n", {"n": name}).table.rows == ()


def test_nodes_lists_and_paths_are_json_without_the_engines_own_keys(worker: QueryWorker) -> None:
    query = "MATCH p = (a:Project)-[:HAS_STATUS]->(s) RETURN a, p, labels(a), null AS nothing, true AS yes, 1.5 AS half"
    node, path, labels, nothing, yes, half = worker.cypher(query).table.rows[0]
    assert json.loads(node or "").keys() == {"labels", "iri", "name", "labelZh", "labelEn", "jurisdiction"}
    assert [n["name"] for n in json.loads(path or "")["nodes"]] == ["惠民大厦项目", "已启动"]
    assert (labels, nothing, yes, half) == ('["Project"]', None, "true", "1.5")


@pytest.mark.parametrize(
    ("query", "kind", "told"),
    [
        ("MATCH (n:Foo) RETURN n", QueryWrongError, "Foo"),
        ("MATCH (n:area) RETURN n", QueryWrongError, "Area"),
        ("MATCH (a)-[:ASSIST]->(b) RETURN a", QueryWrongError, "ASSISTS"),
        ("MATCH (n:Area) WHERE n.nam = 'x' RETURN n", QueryWrongError, "name"),
        ("MATCH (n RETURN n", QueryWrongError, "1"),
        ("RETURN foo(1)", QueryWrongError, "foo"),
        ("RETURN $x", QueryWrongError, "--param"),
        ("/* x */ RETURN 1", QueryWrongError, "//"),
        ("MATCH (a:Area&!Place) RETURN a.name", QueryWrongError, "!"),
        ("LOAD CSV FROM 'file:///etc/passwd' AS r RETURN r", QueryRefusedError, "LOAD"),
        ("MATCH (n) DETACH DELETE n", QueryRefusedError, "DETACH"),
        ("RETURN 1" + " " * 100_000, QueryWrongError, "100000"),
    ],
)
def test_an_error_says_what_to_do_in_both_languages(
    worker: QueryWorker, query: str, kind: type[GraphError], told: str
) -> None:
    with pytest.raises(kind) as raised:
        worker.cypher(query)
    assert told in raised.value.zh
    assert told in raised.value.en
    assert worker.cypher("MATCH (n:Area) RETURN count(n) AS n").table.rows[0][0] != "0"


def test_a_label_that_this_graph_has_not_yet_gives_nothing(worker: QueryWorker) -> None:
    assert worker.cypher("MATCH (n:Person) RETURN n").table.rows == ()


def test_a_path_without_a_limit_is_said_to_stop(worker: QueryWorker) -> None:
    (note,) = worker.cypher("MATCH (a:Area)-[:WITHIN*]->(b:Area) RETURN a.name, b.name").notes
    assert all("10" in text for text in note)
    assert worker.cypher("MATCH (a:Area)-[:WITHIN*1..5]->(b:Area) RETURN a.name").notes == ()


def test_a_query_that_runs_too_long_is_stopped_and_the_next_is_answered(worker: QueryWorker) -> None:
    with pytest.raises(QueryTimeoutError) as raised:
        worker.cypher(LONG, timeout=0.5)
    assert "0.5" in raised.value.en
    assert worker.cypher("RETURN 1 AS x").table.rows == (("1",),)


def test_rows_and_bytes_are_capped(filled: Workspace) -> None:
    with QueryWorker(filled.path, timeout=60, rows=5) as worker:
        table = worker.cypher("UNWIND range(1, 100) AS x RETURN x").table
        assert ([row[0] for row in table.rows], table.truncated) == (["1", "2", "3", "4", "5"], True)
        assert not worker.cypher("UNWIND range(1, 5) AS x RETURN x").table.truncated
    with QueryWorker(filled.path, timeout=60, size=1000) as worker:
        table = worker.cypher("UNWIND range(1, 100) AS x RETURN '一二三四五六七八九十' AS x").table
        assert table.truncated
        assert 0 < len(table.rows) < 40


def test_the_answer_follows_the_truth(workspace: Workspace, report: Report) -> None:
    question = "MATCH (p:Project) RETURN p.name AS n ORDER BY n"
    with QueryWorker(workspace.path, timeout=60) as worker:
        workspace.commit(report("甲"), "/a.txt")
        publish(workspace)
        assert worker.cypher(question).table.rows == (("甲号惠民工程项目",),)
        workspace.commit(report("乙"), "/b.txt")
        publish(workspace)
        assert worker.cypher(question).table.rows == (("乙号惠民工程项目",), ("甲号惠民工程项目",))
        workspace.remove("/a.txt")
        assert worker.cypher(question).table.rows == (("乙号惠民工程项目",),)


def test_the_file_belongs_to_its_generation_and_goes_with_it(workspace: Workspace, report: Report) -> None:
    workspace.commit(report("甲"), "/a.txt")
    first = publish(workspace).generation
    folder = Generations.of(workspace.path).folder
    assert not list(folder.glob("*/cypher-*"))
    with QueryWorker(workspace.path, timeout=60) as worker:
        worker.cypher("RETURN 1 AS x")
        (made,) = folder.glob("*/cypher-*")
        assert made.parent.name == str(first)
        stamp = made.stat().st_mtime_ns
        worker.cypher("MATCH (n) RETURN count(n) AS n")
        assert made.stat().st_mtime_ns == stamp
    workspace.remove("/a.txt")
    assert not list(folder.glob("*/cypher-*"))
    assert not any("甲号惠民".encode() in path.read_bytes() for path in workspace.path.rglob("*") if path.is_file())


def test_a_truth_that_is_ahead_is_published_first(workspace: Workspace, report: Report) -> None:
    workspace.commit(report("甲"), "/a.txt")
    publish(workspace)
    workspace.commit(report("乙"), "/b.txt")
    with QueryWorker(workspace.path, timeout=60) as worker:
        assert worker.cypher("MATCH (p:Project) RETURN count(p) AS n").table.rows == (("2",),)


def test_a_workspace_without_reports_answers_too(workspace: Workspace) -> None:
    publish(workspace)
    with QueryWorker(workspace.path, timeout=60) as worker:
        assert worker.cypher("MATCH (n) RETURN count(n) AS n").table.rows == (("0",),)
        assert worker.cypher("MATCH (n:Area) RETURN n.name").table.rows == ()


def test_no_file_is_read_or_written_for_a_question(worker: QueryWorker, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n", encoding="utf-8")
    for form in ("LOAD CSV FROM '{}' AS r RETURN r", "MATCH (n) LOAD CSV FROM '{}' AS r RETURN r"):
        with pytest.raises(QueryRefusedError):
            worker.cypher(form.format(secret))
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]
