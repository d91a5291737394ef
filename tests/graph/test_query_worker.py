"""A user's query is answered, refused or stopped; it never changes anything, leaves the machine or hangs the caller."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from plangraph.graph import query_worker
from plangraph.graph.errors import QueryRefusedError, QueryTimeoutError, QueryWrongError
from plangraph.graph.publication import publish
from plangraph.graph.query_worker import QueryWorker
from plangraph.graph.reader import GraphReader
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Extraction

Report = Callable[..., Extraction]

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
YUEXIU = "https://w3id.org/plangraph/id/Area/440104"
CHIKAN = "https://w3id.org/plangraph/id/Area/440802"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, report: Report) -> Workspace:
    workspace = Workspace.create(tmp_path_factory.mktemp("query") / "data")
    for word in "甲乙":
        workspace.commit(report(word), f"/{word}.txt")
    publish(workspace)
    return workspace


@pytest.fixture(scope="module")
def worker(filled: Workspace) -> Iterator[QueryWorker]:
    with QueryWorker(filled.path) as made:
        yield made


def test_select_gives_a_table(worker: QueryWorker) -> None:
    found = worker.query("SELECT ?a ?b ?nothing { ?a plan:assists ?b OPTIONAL { ?a plan:no ?nothing } }")
    assert found.kind == "select"
    assert found.table.columns == ("a", "b", "nothing")
    assert found.table.rows == ((YUEXIU, CHIKAN, None),)
    assert not found.table.truncated


def test_ask_and_construct(worker: QueryWorker) -> None:
    assert worker.query("ASK { ?a plan:assists ?b }").truth is True
    assert worker.query("ASK { ?b plan:assists ?b }").table.rows == (("false",),)
    made = worker.query("CONSTRUCT { ?b plan:assistedBy ?a } WHERE { ?a plan:assists ?b }")
    assert made.triples == (f"<{CHIKAN}> <https://w3id.org/plangraph/ns#assistedBy> <{YUEXIU}> .",)
    assert made.table.columns == ("subject", "predicate", "object")
    assert worker.query(f"DESCRIBE <{CHIKAN}>").kind == "construct"


def test_a_query_that_names_no_graph_asks_all_of_them_merged(worker: QueryWorker) -> None:
    both = worker.query("SELECT ?g { GRAPH ?g { ?a plan:assists ?b } }").table.rows
    assert len(both) == 2
    assert worker.query("SELECT (COUNT(*) AS ?n) { ?a plan:assists ?b }").table.rows == (("1",),)
    joined = worker.query("SELECT (COUNT(?n) AS ?m) { ?a plan:assists ?b ; skos:prefLabel ?n }").table.rows
    assert joined == (("1",),)
    assert len(worker.query("SELECT * { ?s ?p ?o }").table.rows) > 100
    assert len(worker.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").table.rows) == 3


def test_a_graph_of_the_workspace_may_be_named(worker: QueryWorker, filled: Workspace) -> None:
    document = filled.documents()[0].id
    for graph in (f"<https://w3id.org/plangraph/doc/{document}>", f"doc:{document}"):
        found = worker.query(f"SELECT ?t FROM {graph} {{ ?d dcterms:title ?t ; plan:yearPlanned ?y }}")
        assert len(found.table.rows) == 1
    found = worker.query(f"PREFIX d: <https://w3id.org/plangraph/doc/> SELECT ?g FROM NAMED d:{document} "
                         "{ GRAPH ?g { ?d a plan:Edition } }")  # fmt: skip
    assert len(found.table.rows) == 1


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a:a> <a:b> 1 }",
        "insert { ?a <a:b> 1 } where { ?a ?b ?c }",
        "DELETE WHERE { ?a ?b ?c }",
        "LOAD <http://127.0.0.1/x>",
        "load silent <file:///etc/passwd> into graph <a:g>",
        "CLEAR ALL",
        "DROP GRAPH <a:g>",
        "# harmless\nCREATE GRAPH <a:g>",
        "COPY <a:a> TO <a:b>",
        "MOVE <a:a> TO <a:b>",
        "ADD <a:a> TO <a:b>",
        "WITH <a:g> DELETE { ?a ?b ?c } WHERE { ?a ?b ?c }",
        "SELECT * FROM <http://example.org/g> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://example.org/g> { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * FROM plan:g { ?s ?p ?o }",
        "PREFIX e: <http://example.org/> SELECT * FROM e:g { ?s ?p ?o }",
        "BASE <http://example.org/> SELECT * FROM <g> { ?s ?p ?o }",
        "SELECT * FROM",
    ],
)
def test_what_a_workspace_does_not_do_is_refused(worker: QueryWorker, filled: Workspace, query: str) -> None:
    before = len(GraphReader(filled.path).quads())
    with pytest.raises(QueryRefusedError) as refused:
        worker.query(query)
    assert refused.value.zh
    assert refused.value.en
    assert len(GraphReader(filled.path).quads()) == before


@pytest.fixture
def listener() -> Iterator[tuple[int, list[object]]]:
    """A server that counts who comes."""
    server = socket.create_server(("127.0.0.1", 0))
    came: list[object] = []

    def accept() -> None:
        while True:
            try:
                connection, address = server.accept()
            except OSError:
                return
            came.append(address)
            connection.close()

    threading.Thread(target=accept, daemon=True).start()
    yield server.getsockname()[1], came
    server.close()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <URL> { ?a ?b ?c } }",
        "SELECT * { service silent <URL> { ?a ?b ?c } }",
        "SELECT * { ?s ?p ?o .SERVICE<URL>{ ?a ?b ?c } }",
        "SELECT * { ?s ?p 'a' # '\n SERVICE <URL> { ?a ?b ?c } }",
        'SELECT * { ?s ?p """a " # """ SERVICE <URL> { ?a ?b ?c } }',
        "SELECT * { ?s ?p '\\'' . SERVICE <URL> { ?a ?b ?c } # '\n }",
        "SELECT * { \\u0053ERVICE <URL> { ?a ?b ?c } }",
        'SELECT * { ?s ?p "\\u0022 . SERVICE <URL> { ?a ?b ?c } # " }',
        "SELECT * { ?s ?p ?o FILTER(?s<?o) SERVICE <URL> { ?a ?b ?c } FILTER(?s>?o) }",
        "SELECT * { ?s ?p ?o FILTER(?o=1.SERVICE <URL> { ?a ?b ?c } ) }",
        "SELECT * { VALUES ?x { <URL> } SERVICE ?x { ?a ?b ?c } }",
        "PREFIX SERVICE: <a:> SELECT * { SERVICE:x ?p ?o . SERVICE <URL> { ?a ?b ?c } }",
        "SELECT * { { SELECT * { SERVICE <URL> { ?a ?b ?c } } } }",
        "ASK { FILTER EXISTS { SERVICE <URL> { ?a ?b ?c } } }",
        "LOAD <URL>",
    ],
)
def test_no_query_reaches_another_server(worker: QueryWorker, listener: tuple[int, list[object]], query: str) -> None:
    port, came = listener
    with pytest.raises(QueryRefusedError):
        worker.query(query.replace("URL", f"http://localhost:{port}/sparql"))
    assert came == []


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ("SERVICE, LOAD and INSERT" AS ?x) {}',
        "SELECT * { ?s ?p ?o } LIMIT 1 # no SERVICE here",
        "SELECT * { <http://example.org/SERVICE> ?from ?load }",
        "SELECT ?service ?insert { ?service plan:assists ?insert }",
        "PREFIX load: <http://example.org/> SELECT * { ?s load:from ?o }",
        "SELECT * { ?s ?p 'a'@en-service }",
        "SELECT * { ?s ?p '''it's LOAD''' }",
        "SELECT (COUNT(*)AS?n){?s?p?o FILTER(?s<?o&&?o>?s)}",
        "SELECT * { ?s ?p '\\u4e2d\\\\u0041' }",
    ],
)
def test_a_word_that_is_no_keyword_is_no_reason_to_refuse(worker: QueryWorker, query: str) -> None:
    assert worker.query(query).kind == "select"


@pytest.mark.parametrize(
    ("query", "zh", "en"),
    [
        ("SELECT * { ?s ?p ?o ", "第 1 行第 21 个字末尾", "at the end"),
        ("SELECT *\n{ ?s nix:p ?o }", "第 2 行", "not declared"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?p", "GROUP BY", "GROUP BY"),
        ("SELECT (<http://example.org/f>(1) AS ?x) {}", "不能执行", "cannot be answered"),
        ("", "末尾", "at the end"),
    ],
)
def test_a_wrong_query_says_where_and_what(worker: QueryWorker, query: str, zh: str, en: str) -> None:
    with pytest.raises(QueryWrongError) as wrong:
        worker.query(query)
    assert zh in wrong.value.zh
    assert en in wrong.value.en


def test_a_query_that_is_too_long_is_refused(worker: QueryWorker) -> None:
    with pytest.raises(QueryWrongError, match="Shorten"):
        worker.query("#" * 200_000)


def test_a_query_that_runs_too_long_is_stopped_and_the_next_is_answered(filled: Workspace) -> None:
    with QueryWorker(filled.path) as worker:
        worker.query("ASK {}")
        process = worker._worker._process
        with pytest.raises(QueryTimeoutError, match="LIMIT"):
            worker.query(ENDLESS, timeout=0.5)
        assert process.poll() is not None
        assert worker.query("ASK {}").truth is True


def test_a_query_that_takes_too_much_memory_is_stopped(filled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    with QueryWorker(filled.path) as worker:
        worker.query("ASK {}")
        monkeypatch.setattr(query_worker, "MEMORY", 1)
        with pytest.raises(QueryWrongError, match="memory"):
            worker.query(ENDLESS)
        monkeypatch.undo()
        assert worker.query("ASK {}").truth is True


def test_an_answer_is_cut_at_rows_and_bytes(filled: Workspace) -> None:
    with QueryWorker(filled.path, rows=5) as worker:
        found = worker.query("SELECT * { ?s ?p ?o }")
        assert (len(found.table.rows), found.table.truncated) == (5, True)
        found = worker.query("CONSTRUCT WHERE { ?s ?p ?o }")
        assert (len(found.triples), found.table.truncated) == (5, True)
        assert not worker.query("SELECT * { ?s ?p ?o } LIMIT 5").table.truncated
    with QueryWorker(filled.path, size=1000) as worker:
        found = worker.query("SELECT * { ?s ?p ?o }")
        assert found.table.truncated
        assert 0 < len(found.table.rows) < 20


def test_the_worker_follows_the_graph(workspace: Workspace, report: Report) -> None:
    workspace.commit(report("甲"), "/a.txt")
    publish(workspace)
    with QueryWorker(workspace.path) as worker:
        count = "SELECT (COUNT(*) AS ?n) { ?d a plan:Edition }"
        assert worker.query(count).table.rows == (("1",),)
        workspace.commit(report("乙"), "/b.txt")
        publish(workspace)
        assert worker.query(count).table.rows == (("2",),)


def test_a_folder_without_a_graph_says_what_to_do(tmp_path: Path) -> None:
    with QueryWorker(tmp_path) as worker, pytest.raises(Exception, match="ingest"):
        worker.query("ASK {}")


def test_a_worker_ends_with_its_caller_even_while_it_evaluates(filled: Workspace) -> None:
    code = (
        "import sys; from pathlib import Path; from plangraph.graph.query_worker import QueryWorker;"
        "worker = QueryWorker(Path(sys.argv[1])); worker.query('ASK {}');"
        "sys.stdout.write(f'{worker._worker._process.pid}\\n'); sys.stdout.flush();"
        f"worker.query({ENDLESS!r}, timeout=300)"
    )
    caller = subprocess.Popen([sys.executable, "-c", code, os.fspath(filled.path)], stdout=subprocess.PIPE)
    assert caller.stdout is not None
    process = psutil.Process(int(caller.stdout.readline()))
    caller.kill()
    caller.wait()
    caller.stdout.close()
    process.wait(timeout=60)
    assert not process.is_running()


def test_a_module_beside_the_user_is_not_imported(
    filled: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "queue.py").write_text("raise SystemExit(3)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with QueryWorker(filled.path) as worker:
        assert worker.query("ASK {}").truth is True
