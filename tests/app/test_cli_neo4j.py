"""Neo4j from the command line: loading, asking, and what is said when a server is not as it should be."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plangraph.app.cli import main
from plangraph.graph.neo4j_connection import Address

pytestmark = pytest.mark.timeout(900)  # the first test waits for the server to start

Call = Callable[..., tuple[int, str, str]]
COUNT = "MATCH (n:Plangraph) RETURN count(n) AS n"


@pytest.fixture
def call(reported: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, neo4j: Address) -> Call:
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j.password)

    def run(*arguments: str, language: str = "en") -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["--lang", language, "--workspace", str(reported), *arguments])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run


def test_a_workspace_is_loaded_and_asked_there(
    call: Call, neo4j: Address, neo4j_records: Callable[..., list[dict[str, Any]]]
) -> None:
    code, out, err = call("load", "neo4j", "--uri", neo4j.uri)
    assert code == 0
    assert neo4j.uri in err
    nodes = neo4j_records(neo4j, COUNT)[0]["n"]
    assert nodes > 300
    assert f"{nodes} nodes" in out
    code, out, _ = call("load", "neo4j", "--uri", neo4j.uri, language="zh")
    assert (code, out.endswith("新增 0，改动 0，删去 0。\n")) == (0, True)
    here = call("questions", "assistance", "--cypher", "--format", "json")
    there = call("questions", "assistance", "--cypher", "--format", "json", "--graph", neo4j.uri)
    assert here == there
    assert len(json.loads(here[1])) >= 3
    query = "MATCH (a:Area {name: $name})-[:ASSISTS]->(b) RETURN DISTINCT b.name AS helped ORDER BY helped"
    asked = ("query", "--cypher", query, "--param", "name=广州市越秀区", "--format", "csv")
    assert call(*asked) == call(*asked, "--graph", neo4j.uri)


def test_what_cannot_be_asked_there_is_told(call: Call, neo4j: Address) -> None:
    for arguments, told in (
        (["query", "SELECT * { ?s ?p ?o }"], "--cypher"),
        (["query", "--cypher", "CREATE (n)"], "CREATE"),
        (["query", "--cypher", "LOAD CSV FROM 'file:///etc/passwd' AS r RETURN r"], "LOAD"),
        (["query", "--cypher", "RETRN 1"], "line 1"),
    ):
        code, out, err = call(*arguments, "--graph", neo4j.uri)
        assert (code, out) == (2, "")
        assert told in err


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_fault_of_a_server_says_what_to_do(
    call: Call, neo4j: Address, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    def hold(told: str, *arguments: str, code: int = 1) -> None:
        got, out, err = call(*arguments, language=language)
        assert (got, out) == (code, "")
        assert told in err
        assert "Traceback" not in err
        assert any("一" <= character <= "鿿" for character in err) is (language == "zh")

    hold("7687", "load", "neo4j", "--uri", "bolt://127.0.0.1:1")
    hold("SHOW DATABASES", "load", "neo4j", "--uri", neo4j.uri, "--database", "nowhere")
    hold("SHOW DATABASES", "query", "--cypher", "RETURN 1", "--graph", f"{neo4j.uri}/nowhere")
    monkeypatch.setenv("NEO4J_PASSWORD", "wrong")
    hold("NEO4J_PASSWORD", "load", "neo4j", "--uri", neo4j.uri)
    hold("NEO4J_PASSWORD", "view", "--no-browser", "--graph", neo4j.uri)
    monkeypatch.delenv("NEO4J_PASSWORD")
    hold("NEO4J_PASSWORD", "load", "neo4j", "--uri", neo4j.uri, code=2)


def test_what_is_no_neo4j_is_told(reported: Path) -> None:
    """A web server at the address, as where somebody gives the browser's port."""
    code = (
        "import http.server, os, sys, threading\n"
        "server = http.server.HTTPServer(('127.0.0.1', 0), http.server.SimpleHTTPRequestHandler)\n"
        "threading.Thread(target=server.serve_forever, daemon=True).start()\n"
        "from plangraph.app.cli import main\n"
        "os.environ['NEO4J_PASSWORD'] = 'x'\n"
        "sys.exit(main(['--lang', 'en', '--workspace', sys.argv[1], 'load', 'neo4j', '--uri', "
        "f'bolt://127.0.0.1:{server.server_port}']))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(reported)], capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stdout) == (1, "")
    assert "7687" in done.stderr
    assert "Traceback" not in done.stderr
