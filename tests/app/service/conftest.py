"""`plangraph serve` running on workspaces made by hand, asked over real connections and ended by its process id."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from plangraph.graph.workspace import Workspace

TOKEN = "a-token-of-twenty-two-c"
PAGE = "https://yasgui.example.org"
PATIENCE = 120


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def media(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Service:
    """A running service: where it is and whose workspace it shows."""

    port: int
    workspace: Path
    process: subprocess.Popen[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def endpoint(self) -> str:
        return f"{self.address}/sparql"

    def send(
        self, method: str, path: str, body: bytes | str | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """One request, nothing added to it but a Host where none is given."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        given = dict(headers or {})
        sent = body.encode("utf-8") if isinstance(body, str) else body
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in ({"Host": f"127.0.0.1:{self.port}"} | given).items():
                connection.putheader(name, value)
            if sent is not None:
                connection.putheader("Content-Length", str(len(sent)))
            connection.endheaders(sent)
            answer = connection.getresponse()
            return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def get(self, path: str, headers: Mapping[str, str] | None = None, /, **parameters: object) -> Reply:
        asked = f"?{urlencode(parameters, doseq=True)}" if parameters else ""
        return self.send("GET", quote(path) + asked, headers=headers)

    def query(self, sparql: str, accept: str = "application/sparql-results+json", /, **parameters: object) -> Reply:
        return self.get("/sparql", {"Accept": accept}, query=sparql, **parameters)

    def rows(self, sparql: str, /, **parameters: object) -> list[dict[str, str]]:
        """The bindings of a SELECT by the lexical form of their values."""
        reply = self.query(sparql, **parameters)
        assert reply.status == 200, reply.text
        return [{k: v["value"] for k, v in row.items()} for row in reply.json()["results"]["bindings"]]


@contextmanager
def serving(workspace: Path, *options: str, environment: Mapping[str, str] | None = None) -> Iterator[Service]:
    """`plangraph serve` on any free port."""
    command = [sys.executable, "-m", "plangraph", "--lang", "en", "--workspace", str(workspace), "serve", "--port", "0"]
    variables = {k: v for k, v in os.environ.items() if k != "PLANGRAPH_TOKEN"} | dict(environment or {})
    process = subprocess.Popen([*command, *options], env=variables, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        assert process.stderr is not None
        said = process.stderr.readline()
        found = re.search(r"http://[^/]*:(\d+)/sparql", said)
        assert found, said + process.stderr.read()
        yield Service(int(found[1]), workspace, process)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="session")
def service(pairing_workspace: Path) -> Iterator[Service]:
    """A service as it starts without any option."""
    with serving(pairing_workspace) as started:
        yield started


@pytest.fixture(scope="session")
def strict(pairing_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that others can reach: with a token, one web page that may ask, little time and few rows."""
    file = tmp_path_factory.mktemp("token") / "token"
    file.write_text(TOKEN + "\n", encoding="utf-8")
    options = ["--host", "0.0.0.0", "--token-file", str(file), "--allow-origin", PAGE, "--allow-host", "Plans.Example"]
    with serving(pairing_workspace, *options, "--timeout", "3", "--rows", "5") as started:
        yield started


@pytest.fixture(scope="session")
def graphs(pairing_workspace: Path) -> dict[int, str]:
    """The named graphs of the two reports by the year that they plan."""
    rows = Workspace.open(pairing_workspace).documents()
    return {row.year or 0: f"https://w3id.org/plangraph/doc/{row.id}" for row in rows}


@pytest.fixture
def serve() -> Callable[..., AbstractContextManager[Service]]:
    """`serve(workspace, *options)`: a service of its own."""
    return serving
