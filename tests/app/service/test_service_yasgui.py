"""Yasgui, the SPARQL client that people use in a browser, on a page from elsewhere: it asks where that is allowed."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

if TYPE_CHECKING:
    from conftest import Service

pytestmark = pytest.mark.browser

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
PATIENCE = 90_000
"""Milliseconds that a slow machine may take for one step."""
HERE = Path(__file__).with_name("yasgui")
QUERY = """PREFIX plan: <https://w3id.org/plangraph/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?name { ?a plan:assists ?b . ?b skos:prefLabel ?name } ORDER BY ?name"""
LURING = """SELECT ?name { ?thing <http://www.w3.org/2004/02/skos/core#prefLabel> ?name
FILTER(CONTAINS(?name, "script")) }"""
PAGE = """<!doctype html><meta charset="utf-8"><title>Yasgui</title>
<link rel="stylesheet" href="yasgui.min.css"><div id="yasgui"></div><script src="yasgui.min.js"></script>
<script>
const endpoint = new URLSearchParams(location.search).get("endpoint");
window.yasgui = new Yasgui(document.getElementById("yasgui"), {
  requestConfig: { endpoint, method: "POST" }, copyEndpointOnNewTab: false, persistenceId: null,
  yasqe: { persistenceId: null },
});
</script>"""


@pytest.fixture(scope="session")
def page_elsewhere(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page with Yasgui on it, on a port of its own."""
    build = HERE / "node_modules" / "@zazuko" / "yasgui" / "build"
    if not (build / "yasgui.min.js").exists():
        command = ["sh", str(root / ".ci" / "node.sh"), "npm", "--prefix", str(HERE), "ci"]
        subprocess.run([*command, "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"], check=True)
    folder = tmp_path_factory.mktemp("yasgui")
    for name in ("yasgui.min.js", "yasgui.min.css"):
        shutil.copy(build / name, folder / name)
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Tests are quiet."""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that may speak with this machine alone: anything else fails, and is no reason for the test to pass."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    context.route("**/*", lambda route: route.continue_() if _local(route.request.url) else route.abort())
    opened = context.new_page()
    yield opened
    context.close()


def _local(address: str) -> bool:
    return urlsplit(address).hostname == "127.0.0.1" or not address.startswith("http")


def asked(page: Page, where: str, endpoint: str, query: str) -> None:
    page.goto(f"{where}/index.html?endpoint={endpoint}")
    page.wait_for_selector(".yasqe .CodeMirror")
    page.evaluate("query => window.yasgui.getTab().getYasqe().setValue(query)", query)
    page.locator(".yasqe_queryButton").first.click()


def test_yasgui_shows_the_rows(
    page: Page, page_elsewhere: str, serve: Callable[..., AbstractContextManager[Service]], pairing_workspace: Path
) -> None:
    with serve(pairing_workspace, "--allow-origin", page_elsewhere) as service:
        asked(page, page_elsewhere, service.endpoint, QUERY)
        cell = page.locator(".yasr_results td", has_text="湛江市赤坎区")
        cell.first.wait_for()
        shown = page.locator(".yasr_results table").inner_text()
        for name in ("湛江市赤坎区", "湛江市遂溪县", "湛江市霞山区"):
            assert name in shown
        assert "3" in page.locator(".yasr_response_chip").inner_text()
        # Names that look like markup stay names.
        asked(page, page_elsewhere, service.endpoint, LURING)
        page.locator(".yasr_results td", has_text="<script>").first.wait_for()
        assert page.evaluate("window.hacked") is None
        # What is wrong is told there too, in the service's words.
        asked(page, page_elsewhere, service.endpoint, "SELECT * FROM <https://other.example/g> { ?s ?p ?o }")
        page.locator(".yasr_results", has_text="other.example").first.wait_for()


def test_yasgui_on_a_page_that_is_not_allowed_gets_nothing(page: Page, page_elsewhere: str, service: Service) -> None:
    asked(page, page_elsewhere, service.endpoint, QUERY)
    page.locator(
        ".yasr_results .errorResult, .yasr_results .alert, .yasr_results .errorMessageContainer"
    ).first.wait_for()
    assert "湛江" not in page.locator(".yasr_results").inner_text()


def test_yasgui_may_be_used(root: Path) -> None:
    locked = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))
    assert locked["packages"]["node_modules/@zazuko/yasgui"]["license"] == "MIT"
    assert "http" not in json.dumps(locked)
