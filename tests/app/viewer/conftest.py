"""A viewer running on a workspace made by hand, and a browser that must stay at home."""

from __future__ import annotations

import ast
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

PATIENCE = 90_000
"""Milliseconds that a slow machine may take for one step; a step that comes about ends the wait at once."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
]
HOME = {"127.0.0.1", "::1", "localhost", ""}
"""Hosts that are this machine; a socket in the file system has no host at all."""

HOOK = """
import os, sys
def _watch(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind"):
        what = args[1:] if event in ("socket.connect", "socket.sendto", "socket.bind") else args
        with open(os.environ["PLANGRAPH_TEST_CALLS"], "a", encoding="utf-8") as log:
            log.write(repr((event, what)) + "\\n")
sys.addaudithook(_watch)
"""


@dataclass
class Viewer:
    """A running viewer: where it is, where its workspace is, and what it called."""

    address: str
    workspace: Path
    calls: Path
    pid: int

    def outside(self) -> list[str]:
        """Hosts other than this machine that the server connected to, sent to or looked up."""
        return sorted({host for event, host in self._called() if event != "socket.bind"} - HOME)

    def bound(self) -> list[str]:
        """Hosts that the server listened on."""
        return sorted({host for event, host in self._called() if event == "socket.bind"})

    def _called(self) -> Iterator[tuple[str, str]]:
        for line in self.calls.read_text(encoding="utf-8").splitlines():
            event, values = ast.literal_eval(line)
            first = values[0]
            host = first[0] if isinstance(first, tuple) else first
            if isinstance(first, tuple) or "addrinfo" in event or "hostbyname" in event:
                yield event, host.decode() if isinstance(host, bytes) else str(host or "")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(workspace: Path, folder: Path) -> Iterator[Viewer]:
    """`plangraph view` on a free port, watched by an audit hook, ended by its process id."""
    (folder / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
    calls, port = folder / "calls.log", free_port()
    paths = os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH", "")]))
    environment = {**os.environ, "PYTHONPATH": paths, "PLANGRAPH_TEST_CALLS": str(calls), "HOME": str(folder)}
    command = [sys.executable, "-m", "plangraph", "--lang", "zh", "--workspace", str(workspace), "view"]
    with (folder / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [*command, "--no-browser", "--port", str(port)], env=environment, stdout=log, stderr=log
        )
    try:
        _wait(process, port, folder / "log")
        yield Viewer(f"http://127.0.0.1:{port}", workspace, calls, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(1800):
        if process.poll() is not None:
            break
        try:
            with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the viewer did not start:\n{log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def viewer(pairing_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Viewer]:
    with running(pairing_workspace, tmp_path_factory.mktemp("viewer")) as started:
        yield started


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


FRAME = """() => [...document.querySelectorAll('*')].map(e => e.shadowRoot?.querySelector('.frame')).find(x => x)"""


@dataclass
class Screen:
    """The viewer in one page. Waits are on the component's own attributes, never on the clock."""

    page: Any
    requests: list[str]

    def frame(self) -> Any:
        return self.page.locator(".frame")

    def settled(self) -> None:
        self.page.wait_for_selector('.frame[data-drawn="true"][data-settled="true"]')

    def revision(self) -> str:
        return str(self.frame().get_attribute("data-rev"))

    def changed(self, before: str) -> None:
        """Wait until the component shows newer data and has settled."""
        self.page.wait_for_function(
            f"before => {{ const f = ({FRAME})();"
            " return f && f.dataset.rev !== before && f.dataset.settled === 'true' }",
            arg=before,
        )

    def positions(self) -> dict[str, dict[str, float]]:
        return dict(json.loads(self.page.evaluate(f"() => JSON.stringify(({FRAME})().plangraph.positions())")))

    def names(self) -> dict[str, str]:
        """Names of the things shown, with their IRIs."""
        nodes = f"({FRAME})().plangraph.scene"
        script = f"() => JSON.stringify({nodes}.keys.map(key => [{nodes}.node(key).name, key]))"
        return dict(json.loads(self.page.evaluate(script)))

    def at(self, name: str) -> tuple[float, float]:
        place = self.page.evaluate(f"key => ({FRAME})().plangraph.onPage(key)", self.names()[name])
        return float(place["x"]), float(place["y"])

    def click(self, name: str) -> None:
        self.page.mouse.click(*self.at(name))

    def double_click(self, name: str) -> None:
        self.page.mouse.dblclick(*self.at(name))

    def search(self, text: str) -> None:
        box = self.page.locator(".st-key-search input")
        box.fill(text)
        box.press("Enter")

    def heading(self, name: str) -> Any:
        """Wait until the panel is about a thing."""
        from playwright.sync_api import expect

        expect(self.page.locator(".pg-head h2")).to_have_text(name)
        return self.page.locator(".st-key-statements")

    def outside(self) -> list[str]:
        return [
            address
            for address in self.requests
            if urlsplit(address).scheme not in ("data", "blob") and urlsplit(address).hostname != "127.0.0.1"
        ]


@contextmanager
def looking(browser: Any, address: str, **options: Any) -> Iterator[Screen]:
    settings = {"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN", "reduced_motion": "reduce", **options}
    context = browser.new_context(**settings)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("websocket", lambda opened: requests.append(opened.url))
    page.goto(address)
    try:
        yield Screen(page, requests)
        assert Screen(page, requests).outside() == []
    finally:
        context.close()


@pytest.fixture
def screen(viewer: Viewer, browser: Any) -> Iterator[Screen]:
    with looking(browser, viewer.address) as opened:
        opened.settled()
        yield opened


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[[Path], Screen]]:
    """Starts a viewer of its own on a workspace that a test changes, and opens its page."""
    with ExitStack() as stack:

        def start(workspace: Path) -> Screen:
            started = stack.enter_context(running(workspace, tmp_path))
            screen = stack.enter_context(looking(browser, started.address))
            screen.settled()
            return screen

        yield start


@pytest.fixture
def moving() -> Any:
    """Opens a page where motion is welcome."""

    def opened(browser: Any, address: str) -> Any:
        return looking(browser, address, reduced_motion="no-preference")

    return opened
