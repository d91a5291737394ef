"""A real Neo4j server for tests: fetched once as Maven artifacts, started on this machine alone, stopped by its id.

`python tests/neo4j_server.py` fetches it. A server that PLANGRAPH_NEO4J_URI names (with
NEO4J_PASSWORD) is used instead.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from filelock import FileLock
from neo4j import Driver, GraphDatabase

from plangraph.graph.neo4j_connection import Address

VERSION = "5.26.30"
ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / f"neo4j-{VERSION}"
PASSWORD = "only-for-tests"
STARTING = 300.0

POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>plangraph</groupId><artifactId>neo4j-for-tests</artifactId><version>1</version><dependencies>
<dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{VERSION}</version></dependency>
</dependencies></project>
"""
SETTINGS = """server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
dbms.security.allow_csv_import_from_file_urls=false
server.memory.heap.initial_size=512m
server.memory.heap.max_size=1g
server.memory.pagecache.size=128m
"""
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""What lets Java start quickly, for a server that lives for a few tests. Not for a benchmark."""

OPENED = ("--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED")


class NoServerError(Exception):
    """There can be no server here, and why."""


def java() -> str:
    """A Java that runs Neo4j 5. Raises NoServerError."""
    found = shutil.which("java")
    if found is not None:
        said = subprocess.run([found, "-version"], capture_output=True, encoding="utf-8").stderr
        version = re.search(r'version "(\d+)', said)
        if version is not None and int(version[1]) >= 17:
            return found
    raise NoServerError("no Java 17 or newer: install the package openjdk-17-jre-headless")


def jars() -> Path:
    """The folder of the server's jars, fetched where it is not there. Raises NoServerError."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with FileLock(FOLDER / "fetch.lock"):
        if (FOLDER / "done").exists():
            return FOLDER / "lib"
        maven = shutil.which("mvn")
        if maven is None:
            raise NoServerError("no Maven: install the package maven")
        (FOLDER / "pom.xml").write_text(POM, encoding="utf-8")
        goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={FOLDER / 'lib'}"]
        done = subprocess.run([maven, "-q", "-B", "-f", FOLDER / "pom.xml", *goal], capture_output=True, text=True)
        if done.returncode:
            raise NoServerError(f"Maven could not fetch org.neo4j:neo4j:{VERSION}: {done.stdout[-600:]}")
        (FOLDER / "done").touch()
    return FOLDER / "lib"


class Server:
    """One server with a home of its own. `admin` is its `neo4j-admin`, for a server that does not run."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.flags: tuple[str, ...] = QUICK
        self._java, self._jars = java(), jars()
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0
        (home / "conf").mkdir(parents=True)
        self._configure()
        self._set_password()

    def _set_password(self) -> None:
        """As `neo4j-admin dbms set-initial-password`; what that wrote once is copied from then on."""
        kept, own = FOLDER / f"auth-{PASSWORD}.ini", self.home / "data" / "dbms" / "auth.ini"
        if not kept.exists():
            self.admin("dbms", "set-initial-password", PASSWORD)
            shutil.copy(own, kept)
            return
        own.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(kept, own)

    @property
    def address(self) -> Address:
        return Address(f"bolt://127.0.0.1:{self.port}", PASSWORD)

    @property
    def process_id(self) -> int:
        assert self._process is not None
        return self._process.pid

    def _configure(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        (self.home / "conf" / "neo4j.conf").write_text(SETTINGS.format(port=self.port), encoding="utf-8")

    def _command(self, *arguments: str) -> list[str]:
        return [self._java, *self.flags, f"-Dapp.home={self.home}", *OPENED, "-cp", f"{self._jars}/*", *arguments]

    @property
    def _environment(self) -> dict[str, str]:
        return {**os.environ, "NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}

    def admin(self, *arguments: str, folder: Path | None = None) -> str:
        command = self._command("org.neo4j.server.startup.Neo4jAdminCommand", *arguments)
        done = subprocess.run(
            command, cwd=folder, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        said = done.stdout.decode("utf-8", "replace")
        assert done.returncode == 0, said
        return said

    def start(self) -> Address:
        """Start it; where another took the port meanwhile, on another port."""
        for _ in range(3):
            if self._started():
                return self.address
            self._configure()
        raise AssertionError(f"Neo4j does not start: {self._log()}")

    def _started(self) -> bool:
        main = self._command("-Xmx1g", "org.neo4j.server.CommunityEntryPoint")
        command = [*main, f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}", "--console-mode"]
        with (self.home / "console.log").open("wb") as log:
            self._process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + STARTING
        while time.monotonic() < deadline and self._process.poll() is None:
            if "Started." in self._log():
                return True
            time.sleep(0.1)
        self.stop()
        return False

    def _log(self) -> str:
        return (self.home / "console.log").read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """End it in order, by its process id."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None


@cache
def _driver(address: Address) -> Driver:
    return GraphDatabase.driver(address.uri, auth=(address.user, address.password))


def records(address: Address, query: str, **parameters: object) -> list[dict[str, object]]:
    """What a query gives, asked by the bare driver."""
    found = _driver(address).execute_query(query, parameters, database_=address.database or None)
    return [record.data() for record in found.records]


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """A running server, the same for all tests. Take `neo4j`, which is empty."""
    given = os.environ.get("PLANGRAPH_NEO4J_URI")
    if given:
        address = Address(given, os.environ.get("NEO4J_PASSWORD", ""))
        if records(address, "MATCH (n) RETURN n LIMIT 1"):
            pytest.fail(f"{given} (PLANGRAPH_NEO4J_URI) is not empty: tests delete what is there")
        yield address
        return
    server = _server(tmp_path_factory)
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture
def neo4j(neo4j_server: Address) -> Iterator[Address]:
    """An empty database of a real server."""
    yield neo4j_server
    records(neo4j_server, "MATCH (n) DETACH DELETE n")


@pytest.fixture(scope="session")
def neo4j_records() -> Callable[..., list[dict[str, object]]]:
    """`neo4j_records(address, query, **parameters)`: what a query gives, asked by the bare driver."""
    return records


@pytest.fixture
def new_neo4j(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that does not run yet, with a home of its own."""
    server = _server(tmp_path_factory)
    yield server
    server.stop()


def _server(tmp_path_factory: pytest.TempPathFactory) -> Server:
    try:
        return Server(tmp_path_factory.mktemp("neo4j") / "home")
    except NoServerError as error:
        pytest.skip(str(error))


if __name__ == "__main__":
    try:
        java()
        jars()
    except NoServerError as reason:
        sys.exit(str(reason))
