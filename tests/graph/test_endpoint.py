"""A SPARQL endpoint as an engine: what is sent, what comes back, and what is said when nothing useful does."""

from __future__ import annotations

import base64
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from plangraph.graph.endpoint import Endpoint
from plangraph.graph.errors import QueryGivenUpError, QueryRefusedError, QueryTimeoutError, QueryWrongError, ServerError

JSON = "application/sparql-results+json"
ONE = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "甲"}}]}})


class Told(ThreadingHTTPServer):
    """Answers every request as it is told to. `asked`: path, headers and form of each."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Requests)
        self.answer: tuple[int, dict[str, str], bytes] = (200, {"Content-Type": JSON}, ONE.encode())
        self.slow: Callable[[Callable[[bytes], object]], None] | None = None
        self.asked: list[tuple[str, dict[str, str], dict[str, list[str]]]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/sparql"

    def say(self, status: int, media: str, body: str, **headers: str) -> None:
        self.answer = status, {"Content-Type": media, **headers}, body.encode()


class _Requests(BaseHTTPRequestHandler):
    server: Told

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode("ascii")
        self.server.asked.append((self.path, dict(self.headers), parse_qs(form)))
        status, headers, body = self.server.answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.server.slow is not None:
            self.server.slow(self.wfile.write)
        else:
            self.wfile.write(body)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"PLANGRAPH_SPARQL_{name}", raising=False)
    server = Told()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_query_goes_as_a_form_with_the_prefixes_that_it_uses(told: Told) -> None:
    answer = Endpoint(told.address).query("SELECT ?x\n{ ?a plan:assists ?b ; skos:prefLabel 'rdf:x' } # dcat:y")
    assert answer.table.columns == ("x",)
    assert answer.table.rows == (("甲",),)
    (path, headers, form), (query,) = told.asked[0], told.asked[0][2]["query"]
    assert path == "/sparql"
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert headers["Accept"].startswith(JSON)
    assert "Authorization" not in headers
    assert set(form) == {"query"}
    # Lines keep their numbers, so that what the server complains of is found.
    assert query.splitlines()[1:] == ["{ ?a plan:assists ?b ; skos:prefLabel 'rdf:x' } # dcat:y"]
    assert "PREFIX plan: <https://w3id.org/plangraph/ns#>" in query
    assert "PREFIX skos:" in query
    assert "rdf: <" not in query
    assert "dcat: <" not in query


def test_a_prefix_of_the_query_is_its_own(told: Told) -> None:
    query = "BASE <http://a.example/> PREFIX plan: <http://b.example/> SELECT ?x { ?x a plan:A ; plan:b <c> }"
    Endpoint(told.address).query(query)
    assert told.asked[0][2]["query"] == [query]


def test_graphs_of_the_address_go_with_the_query(told: Told) -> None:
    Endpoint(
        f"{told.address}?key=a%26b&default-graph-uri=urn:a%23b&named-graph-uri=urn:c&default-graph-uri=urn:d"
    ).query("ASK {}")
    path, _, form = told.asked[0]
    assert path == "/sparql?key=a%26b"
    assert form["default-graph-uri"] == ["urn:a#b", "urn:d"]
    assert form["named-graph-uri"] == ["urn:c"]


def test_ask_and_construct(told: Told) -> None:
    told.say(200, JSON + "; charset=utf-8", '{"head": {}, "boolean": true}')
    answer = Endpoint(told.address).query("ASK { ?s ?p ?o }")
    assert (answer.kind, answer.truth, answer.table.rows) == ("ask", True, (("true",),))
    told.say(200, "text/turtle", '@prefix e: <http://e.example/> . e:b e:p "x", "y" . e:a e:p e:b .')
    answer = Endpoint(told.address).query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert told.asked[-1][1]["Accept"].startswith("application/n-triples")
    assert answer.kind == "construct"
    assert answer.triples == (
        "<http://e.example/a> <http://e.example/p> <http://e.example/b> .",
        '<http://e.example/b> <http://e.example/p> "x" .',
        '<http://e.example/b> <http://e.example/p> "y" .',
    )
    told.say(200, "application/sparql-results+xml", '<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
             '<head><variable name="x"/></head><results><result><binding name="x"><uri>urn:a</uri></binding></result>'
             "</results></sparql>")  # fmt: skip
    assert Endpoint(told.address).query("SELECT ?x {}").table.rows == (("urn:a",),)


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:a> <a:b> 1 }", "DELETE WHERE { ?s ?p ?o }", "LOAD <http://x.example/>", "DROP ALL",
        "PREFIX a: <urn:a> WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "SELECT * {} ; DROP ALL",
        "\\u0044ROP ALL", "# SELECT\nCLEAR ALL",
    ],
)  # fmt: skip
def test_an_update_is_not_even_sent(told: Told, update: str) -> None:
    with pytest.raises(QueryRefusedError):
        Endpoint(told.address).query(update)
    assert told.asked == []


def test_what_is_no_query_is_not_sent(told: Told) -> None:
    for text in ("", "hello", "# SELECT", "'SELECT'"):
        with pytest.raises(QueryWrongError):
            Endpoint(told.address).query(text)
    with pytest.raises(QueryRefusedError):
        Endpoint(told.address).cypher("MATCH (n) RETURN n")
    assert told.asked == []


def test_words_of_updates_within_strings_names_and_comments_are_no_updates(told: Told) -> None:
    Endpoint(told.address).query("SELECT ?drop { ?drop plan:load 'CLEAR ALL' } # DELETE")
    assert len(told.asked) == 1


@pytest.mark.parametrize("user", ["", "帮扶办"])
def test_the_password_and_the_token_come_from_the_environment(
    told: Told, monkeypatch: pytest.MonkeyPatch, user: str
) -> None:
    monkeypatch.setenv("PLANGRAPH_SPARQL_USER", user)
    monkeypatch.setenv("PLANGRAPH_SPARQL_PASSWORD", "p:w")
    Endpoint(told.address).query("ASK {}")
    scheme, _, shown = told.asked[0][1]["Authorization"].partition(" ")
    assert (scheme, base64.b64decode(shown).decode()) == ("Basic", f"{user}:p:w")
    monkeypatch.setenv("PLANGRAPH_SPARQL_TOKEN", "abc")
    Endpoint(told.address).query("ASK {}")
    assert told.asked[1][1]["Authorization"] == "Bearer abc"


@pytest.mark.parametrize(
    ("status", "media", "body", "error", "says"),
    [
        (
            400,
            "text/plain",
            "Parse error: line 1, column 7\n\x1b[31m",
            QueryWrongError,
            "Parse error: line 1, column 7",
        ),
        (400, "text/html", "<h1>no</h1>", QueryWrongError, "does not say why"),
        (401, "text/html", "<h1>no</h1>", ServerError, "PLANGRAPH_SPARQL_PASSWORD"),
        (403, "text/plain", "", ServerError, "PLANGRAPH_SPARQL_TOKEN"),
        (404, "text/html", "<h1>no</h1>", ServerError, "Check the address"),
        (405, "text/plain", "", ServerError, "Check the address"),
        (500, "text/plain", "out of memory", ServerError, "out of memory"),
        (503, "application/json", '{"error": "busy"}', ServerError, "busy"),
        (200, "text/html", "<h1>hello</h1>", ServerError, "does not answer as a SPARQL endpoint"),
        (200, "", "hello", ServerError, "does not answer as a SPARQL endpoint"),
        (200, "text/csv", "x\n1\n", ServerError, "does not answer as a SPARQL endpoint"),
        (200, JSON, "{}", ServerError, "does not answer as a SPARQL endpoint"),
        (200, JSON, ONE[:-5], ServerError, "does not answer as a SPARQL endpoint"),
        (200, JSON, "\x00", ServerError, "does not answer as a SPARQL endpoint"),
    ],
)
def test_what_goes_wrong_is_said_with_what_to_do(
    told: Told, status: int, media: str, body: str, error: type[Exception], says: str
) -> None:
    told.say(status, media, body)
    with pytest.raises(error) as raised:
        Endpoint(told.address).query("SELECT ?x { ?x ?y ?z }")
    assert says in str(raised.value)
    assert "\x1b" not in str(raised.value)


def test_a_redirection_is_not_followed(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANGRAPH_SPARQL_TOKEN", "abc")
    for status in (301, 302, 307, 308):
        told.say(status, "text/plain", "", Location=told.address + "/other")
        with pytest.raises(ServerError, match="redirects to"):
            Endpoint(told.address).query("ASK {}")
    assert {path for path, _, _ in told.asked} == {"/sparql"}


@pytest.mark.parametrize(
    "address",
    [
        "http://user:secret@h.example/", "http://secret@h.example/", "http:///x", "http://", "http://h.example:port/",
        "http://h.example/a b", "http://h.example/\n", "http://h.example/?default-graph-uri=urn:a#b", "http://[::1",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_used_is_refused_without_showing_a_password(address: str) -> None:
    with pytest.raises(ServerError) as raised:
        Endpoint(address)
    assert "secret" not in str(raised.value)


def test_nothing_listens_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(ServerError, match="Check the address and the port"):
            Endpoint(f"http://127.0.0.1:{port}/").query("ASK {}")
    with pytest.raises(ServerError, match="Check the address and the port"):
        Endpoint("http://nowhere.invalid/").query("ASK {}")


@pytest.mark.parametrize("pause", [0.01, 60])
def test_an_answer_without_end_is_given_up_in_time(told: Told, pause: float) -> None:
    done = threading.Event()

    def trickle(write: Callable[[bytes], object]) -> None:
        write(b'{"head": {"vars": ["x"]}, "results": {"bindings": [')
        while not done.wait(pause):
            write(b" ")

    told.slow = trickle
    start = time.monotonic()
    with pytest.raises(QueryTimeoutError, match=r"0\.5 seconds"):
        Endpoint(told.address, timeout=0.5).query("SELECT ?x { ?x ?y ?z }")
    done.set()
    assert time.monotonic() - start < 50


def test_rows_and_bytes_have_their_limits(told: Told) -> None:
    bindings = [{"x": {"type": "literal", "value": f"{number:09d}"}} for number in range(50)]
    told.say(200, JSON, json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": bindings}}))
    table = Endpoint(told.address, rows=20).query("SELECT ?x {}").table
    assert (len(table.rows), table.truncated) == (20, True)
    table = Endpoint(told.address, rows=50).query("SELECT ?x {}").table
    assert (len(table.rows), table.truncated) == (50, False)
    table = Endpoint(told.address, size=400).query("SELECT ?x {}").table
    assert (len(table.rows), table.truncated) == (36, True)  # a row of nine digits takes eleven bytes
    told.say(200, JSON, '{"head": {"vars": ["x"]}, "results": {"bindings": [' + " " * 500_000 + "]}}")
    with pytest.raises(QueryGivenUpError):
        Endpoint(told.address, size=10_000).query("SELECT ?x {}")
