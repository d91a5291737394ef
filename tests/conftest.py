"""What every test may rely on: the shared corpus, Chromium, golden files, and that CI skips nothing."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
GOLDEN = ROOT / "tests" / "golden"
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

NOT_OURS = {
    *(".git", ".venv", "build", "dist", "node_modules", "assets", "__pycache__", "plangraph-data"),
    *(".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".coverage", ".import_linter_cache"),
    *("htmlcov", "plangraph.egg-info"),
}

Golden = Callable[[str, str], None]


def _beside(name: str) -> ModuleType:
    """A module that lies beside this file, where no import finds it."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_servers = _beside("neo4j_server")
neo4j_server, neo4j, new_neo4j = _servers.neo4j_server, _servers.neo4j, _servers.new_neo4j
neo4j_records = _servers.neo4j_records
fake_model = _beside("fake_model").fake_model


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--refresh-golden", action="store_true", help="write tests/golden anew instead of comparing")


def _chromium() -> str | None:
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test of the shared corpus needs the corpus, a test of the browser needs one."""
    for item in items:
        if item.get_closest_marker("shared") and not SHARED.is_dir():
            item.add_marker(pytest.mark.skip(reason=f"no shared corpus at {SHARED}"))
        if item.get_closest_marker("browser") and _chromium() is None:
            item.add_marker(pytest.mark.skip(reason="no Chromium: install the packages chromium and fonts-noto-cjk"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI=true a test that skips has failed: what is not run there is run nowhere."""
    report = yield
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: CI=true skips nothing, but this test did. {reason}"
    return report


@pytest.fixture(scope="session", autouse=True)
def _interruptible() -> None:
    """What tests start can be interrupted: a shell that runs them in the background has all below it ignore SIGINT."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared corpus and gold beside the checkout. Mark the test `shared` too."""
    if not SHARED.is_dir():
        pytest.skip(f"no shared corpus at {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def ours() -> list[Path]:
    """The files of the checkout that belong to the project: what git knows or would take, else what is not built."""
    git = shutil.which("git")
    command = [git or "git", "ls-files", "-co", "--exclude-standard"]
    if git and (done := subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")).returncode == 0:
        names = done.stdout.splitlines()
    else:
        names = [
            p.relative_to(ROOT).as_posix() for p in ROOT.rglob("*") if not NOT_OURS & set(p.relative_to(ROOT).parts)
        ]
    return sorted(ROOT / name for name in names if (ROOT / name).is_file())


@pytest.fixture(scope="session")
def sample_report() -> Path:
    """The bundled report: the plan report of Yuexiu District for 2025."""
    return ROOT / "app" / "sample" / "yuexiu-2025-plan-report.txt"


@pytest.fixture(scope="session")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that holds the bundled report. Do not change it."""
    from plangraph.app.cli import main

    workspace = tmp_path_factory.mktemp("reported") / "ws"
    assert main(["--quiet", "--workspace", str(workspace), "ingest", "--sample"]) == 0
    return workspace


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium. Mark the test `browser` too."""
    found = _chromium()
    if found is None:
        pytest.skip("no Chromium: install the packages chromium and fonts-noto-cjk")
    return found


def _java_major() -> int:
    """The version of Java here; 0 where there is none."""
    if shutil.which("java") is None:
        return 0
    said = subprocess.run(["java", "-version"], capture_output=True, encoding="utf-8").stderr
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0


@contextlib.contextmanager
def _fuseki(*storage: str) -> Iterator[str]:
    if _java_major() < 17:
        pytest.skip("no Fuseki without Java 17: install the package openjdk-17-jre-headless")
    jars = ROOT / "build" / "fuseki" / "lib"
    if not (jars.parent / "done").exists():
        if shutil.which("mvn") is None:
            pytest.skip("no Fuseki without Maven: install the package maven")
        options = ["-DincludeScope=runtime", f"-DoutputDirectory={jars}", "-f", str(ROOT / "tests" / "fuseki.pom.xml")]
        subprocess.run(["mvn", "-q", "-B", "dependency:copy-dependencies", *options], check=True)
        (jars.parent / "done").touch()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = [*storage, "--port", str(port), "--localhost", "--timeout=60000", "/ds"]
    command = ["java", "-Xmx3g", "-cp", f"{jars}/*", "org.apache.jena.fuseki.main.cmds.FusekiMainCmd", *given]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/ds"
    try:
        for _ in range(300):
            assert process.poll() is None, "Fuseki ended before it answered"
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}?query=ASK%7B%7D", timeout=5):
                break
            time.sleep(0.2)
        else:
            pytest.fail("Fuseki did not answer within a minute")
        yield address
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def new_fuseki() -> Callable[..., contextlib.AbstractContextManager[str]]:
    """`new_fuseki(*options)`: a Fuseki from its Maven artifacts; the address of its dataset, that anybody may change.

    The options say where it keeps its triples. A question that takes it a minute gets status 503.
    """
    return _fuseki


@pytest.fixture(scope="session")
def fuseki() -> Iterator[str]:
    """A Fuseki that keeps its triples in memory: the address of its dataset."""
    with _fuseki("--mem") as address:
        yield address


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """`golden(name, text)` holds `text` against tests/golden/`name`; `pytest --refresh-golden` writes it anew."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--refresh-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        assert path.is_file(), f"{path} is missing; `pytest --refresh-golden` writes it"
        assert text == path.read_text(encoding="utf-8"), f"{name} has changed; look, then `pytest --refresh-golden`"

    return compare
