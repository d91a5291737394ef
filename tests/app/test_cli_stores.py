"""The workspace's graph in stores of the user's own, written by the graph store protocol and asked by SPARQL's."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryResultsFormat, QueryTriples, RdfFormat, Store, serialize

from plangraph.app.cli import main
from plangraph.graph.endpoint import Endpoint
from plangraph.graph.errors import ServerError
from plangraph.graph.graph_store import GraphStore
from plangraph.graph.publication import publish
from plangraph.graph.query_worker import QueryWorker
from plangraph.graph.questions import ask, questions
from plangraph.graph.reader import GraphReader
from plangraph.graph.store_loading import WORKSPACES, Loaded, load
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Extraction

FOREIGN = "https://other.example/g"
ALL = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <%s> { ?s ?p ?o } }"


class Little(ThreadingHTTPServer):
    """A store behind the query and the graph store protocol that tests can look into. `union`: what its default graph
    is; `broken`: the request, counted from 1, that it hangs up on; `log`: what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Requests)
        self.store = Store()
        self.union = False
        self.broken = 0
        self.log: list[tuple[str, str]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/store"

    def graphs(self) -> dict[str, set[str]]:
        """The triples of each graph, that of the default one as ''."""
        found: dict[str, set[str]] = {}
        for quad in self.store:
            name = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
            found.setdefault(name, set()).add(str(quad.triple))
        return found


class _Requests(BaseHTTPRequestHandler):
    server: Little
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""

    def graph(self) -> NamedNode | DefaultGraph:
        fields = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        graph = NamedNode(fields["graph"][0]) if "graph" in fields else DefaultGraph()
        assert ("graph" in fields) != ("default" in fields)
        self.server.log.append((self.command, graph.value if isinstance(graph, NamedNode) else ""))
        return graph

    def parse_request(self) -> bool:
        whole = super().parse_request()
        self.server.broken -= 1
        self.close_connection = True
        return whole and self.server.broken != 0

    def body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", "0")))
        parts = []
        while size := int(self.rfile.readline(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def say(self, status: int, media: str = "text/plain", body: bytes = b"") -> None:
        self.send_response(status)
        if body:
            self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        quads = list(self.server.store.quads_for_pattern(None, None, None, self.graph()))
        body = serialize((q.triple for q in quads), format=RdfFormat.TURTLE) or b""
        self.say(200 if quads else 404, "text/turtle", body)

    def do_PUT(self) -> None:
        graph = self.graph()
        self.server.store.remove_graph(graph)
        self.server.store.load(self.body(), format=RdfFormat.TURTLE, to_graph=graph)
        self.say(204)

    def do_DELETE(self) -> None:
        self.server.store.remove_graph(self.graph())
        self.say(204)

    def do_POST(self) -> None:
        fields = parse_qs(self.body().decode("ascii"))
        self.server.log.append(("POST", fields["query"][0]))
        found = self.server.store.query(fields["query"][0], use_default_graph_as_union=self.server.union)
        if isinstance(found, QueryTriples):
            self.say(200, "application/n-triples", found.serialize(format=RdfFormat.N_TRIPLES) or b"")
        else:
            self.say(200, "application/sparql-results+json", found.serialize(format=QueryResultsFormat.JSON) or b"")


@pytest.fixture
def little() -> Iterator[Little]:
    server = Little()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def workspace(tmp_path: Path, pairing_extraction: Extraction, second_extraction: Extraction) -> Workspace:
    made = Workspace.create(tmp_path / "data")
    made.commit(pairing_extraction, "upload:yuexiu.txt")
    made.commit(second_extraction, "upload:second.txt")
    publish(made)
    return made


def bring(workspace: Workspace, address: str, *, default: bool = False) -> Loaded:
    publish(workspace)
    reader = GraphReader(workspace.path)
    return load(reader, workspace.identity(), GraphStore(address), default=default, started=lambda _: lambda _: None)


def own(workspace: Workspace) -> dict[str, set[str]]:
    """The named graphs of the workspace."""
    found: dict[str, set[str]] = {}
    for quad in GraphReader(workspace.path).quads():
        assert isinstance(quad.graph_name, NamedNode)
        found.setdefault(quad.graph_name.value, set()).add(str(quad.triple))
    return found


def without_manifest(graphs: dict[str, set[str]]) -> dict[str, set[str]]:
    return {name: triples for name, triples in graphs.items() if not name.startswith(WORKSPACES)}


def test_every_graph_is_there_whole_and_once(little: Little, workspace: Workspace) -> None:
    done = bring(workspace, little.address)
    assert without_manifest(little.graphs()) == own(workspace)
    assert (done.graphs, done.dropped, done.default) == (3, 0, False)
    assert done.triples == sum(map(len, own(workspace).values()))
    before = little.graphs()
    assert bring(workspace, little.address) == done
    assert little.graphs() == before
    assert [name for name in before if name.startswith(WORKSPACES)] == [WORKSPACES + workspace.identity()]


def test_a_report_that_is_gone_is_gone_there_too_and_nothing_else(little: Little, workspace: Workspace) -> None:
    strangers = [
        Quad(NamedNode("a:a"), NamedNode("a:b"), NamedNode("a:c"), graph)
        for graph in (NamedNode(FOREIGN), DefaultGraph(), NamedNode("https://w3id.org/plangraph/doc/ffffffffffff"))
    ]
    little.store.extend(strangers)
    bring(workspace, little.address)
    workspace.remove("upload:second.txt")
    done = bring(workspace, little.address)
    assert (done.graphs, done.dropped) == (2, 1)
    kept = own(workspace)
    for quad in strangers:
        kept[quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""] = {str(quad.triple)}
    assert without_manifest(little.graphs()) == kept
    asked = {graph for method, graph in little.log if method != "GET"}
    assert asked.isdisjoint({"", FOREIGN, "https://w3id.org/plangraph/doc/ffffffffffff"})


def test_a_graph_that_another_wrote_is_not_replaced(little: Little, workspace: Workspace, tmp_path: Path) -> None:
    other = Workspace.create(tmp_path / "other")
    other.commit(workspace.extraction(workspace.documents()[0].id), "upload:same.txt")
    bring(other, little.address)
    before = little.graphs()
    little.log.clear()
    with pytest.raises(ServerError, match="nothing was changed"):
        bring(workspace, little.address)
    assert little.graphs() == before
    assert {method for method, _ in little.log} == {"GET"}


def test_a_manifest_that_lies_deletes_no_foreign_graph(little: Little, workspace: Workspace) -> None:
    manifest = NamedNode(WORKSPACES + workspace.identity())
    stranger = Quad(NamedNode("a:a"), NamedNode("a:b"), NamedNode("a:c"), NamedNode(FOREIGN))
    little.store.add(stranger)
    little.store.add(Quad(manifest, NamedNode("http://purl.org/dc/terms/hasPart"), NamedNode(FOREIGN), manifest))
    bring(workspace, little.address)
    assert stranger in little.store


@pytest.mark.parametrize("request_number", range(1, 7))
def test_a_load_that_is_cut_off_is_mended_by_the_next(
    little: Little, workspace: Workspace, request_number: int
) -> None:
    bring(workspace, little.address)
    workspace.remove("upload:second.txt")
    little.broken = request_number
    with pytest.raises(ServerError):
        bring(workspace, little.address)
    bring(workspace, little.address)
    assert without_manifest(little.graphs()) == own(workspace)


def test_the_merged_graph_goes_into_an_empty_default_graph_alone(little: Little, workspace: Workspace) -> None:
    little.store.add(Quad(NamedNode("a:a"), NamedNode("a:b"), NamedNode("a:c"), DefaultGraph()))
    with pytest.raises(ServerError, match="nothing was changed"):
        bring(workspace, little.address, default=True)
    assert len(little.store) == 1
    little.store.clear()
    assert bring(workspace, little.address, default=True).default
    preferred = "SELECT ?s { ?s skos:prefLabel ?n } GROUP BY ?s HAVING (COUNT(?n) > 1)"
    assert Endpoint(little.address).query(preferred).table.rows == ()
    # It is kept up from then on, without being asked for again.
    workspace.remove("upload:second.txt")
    bring(workspace, little.address)
    merged = GraphReader(workspace.path).read(lambda s: {str(q.triple) for q in s if q.graph_name == DefaultGraph()})
    assert little.graphs()[""] == merged


def test_load_and_questions_by_command(
    little: Little, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["--lang", "en", "--workspace", str(workspace.path)]
    assert main([*call, "load", "sparql", "--uri", little.address, "--default-graph"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "Wrote 3 graphs" in said.err
    answers = []
    for where in ([], ["--graph", little.address]):
        assert main([*call, "questions", "assistance", "--format", "json", *where]) == 0
        answers.append(json.loads(capsys.readouterr().out))
    assert answers[0] == answers[1] != []
    # No workspace is needed to ask elsewhere.
    query = "SELECT DISTINCT ?name { ?a plan:assists ?b . ?b skos:prefLabel ?name } ORDER BY ?name"
    nowhere = ["--lang", "en", "--workspace", str(workspace.path.parent / "none")]
    assert main([*nowhere, "query", "--graph", little.address, query, "--format", "csv"]) == 0
    assert capsys.readouterr().out.split() == ["name", "湛江市赤坎区", "湛江市遂溪县", "湛江市霞山区"]
    assert not (workspace.path.parent / "none").exists()


def hold_equal(workspace: Workspace, address: str) -> None:
    """Every question of the catalogue has the same rows in the workspace and at an address."""
    answered = 0
    endpoint = Endpoint(address)
    with QueryWorker(workspace.path, timeout=120) as worker:
        for each in questions().values():
            here, there = ask(worker, each).table, ask(endpoint, each).table
            assert here.columns == there.columns
            assert Counter(here.rows) == Counter(there.rows), each.id
            answered += bool(here.rows)
    assert answered > 5


def test_fuseki_answers_every_question_alike(fuseki: str, reported: Path) -> None:
    for graph in ("default", *(urlencode({"graph": g}) for g in _names(fuseki))):
        urllib.request.urlopen(urllib.request.Request(f"{fuseki}?{graph}", method="DELETE")).close()
    workspace = Workspace.open(reported)
    first = bring(workspace, fuseki, default=True)
    hold_equal(workspace, fuseki)
    for name, triples in own(workspace).items():
        assert set(Endpoint(fuseki, rows=10**6).query(ALL % name).triples) == {f"{each} ." for each in triples}
    assert bring(workspace, fuseki) == first


def _names(address: str) -> list[str]:
    found = Endpoint(address).query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    return [str(row[0]) for row in found.table.rows]


def test_fuseki_keeps_what_others_have_there(fuseki: str, workspace: Workspace) -> None:
    for graph in ("default", *(urlencode({"graph": g}) for g in _names(fuseki))):
        urllib.request.urlopen(urllib.request.Request(f"{fuseki}?{graph}", method="DELETE")).close()
    store = GraphStore(fuseki)
    alien = Quad(NamedNode("a:a"), NamedNode("a:b"), NamedNode("a:c")).triple
    for graph in (FOREIGN, None):
        store.put(graph, [alien])
    bring(workspace, fuseki)
    workspace.remove("upload:second.txt")
    bring(workspace, fuseki)
    assert sorted(_names(fuseki)) == sorted([*own(workspace), FOREIGN, WORKSPACES + workspace.identity()])
    assert store.triples(FOREIGN) == store.triples(None) == [alien]
    with pytest.raises(ServerError, match="nothing was changed"):
        bring(workspace, fuseki, default=True)


def test_a_store_whose_default_graph_is_the_union_answers_alike(little: Little, reported: Path) -> None:
    little.union = True
    bring(Workspace.open(reported), little.address)
    hold_equal(Workspace.open(reported), little.address)
