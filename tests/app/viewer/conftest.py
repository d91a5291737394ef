"""A workspace made by hand from the bundled report, a viewer running on it, and a browser that must stay at home."""

from __future__ import annotations

import ast
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from plangraph.graph.publication import publish
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import (
    Block,
    Document,
    Entity,
    Evidence,
    Extraction,
    LocalKey,
    Mention,
    Problem,
    Quantity,
    Section,
    Span,
    Statement,
    document_id,
)

PATIENCE = 90_000
"""Milliseconds that a slow machine may take for one step; a step that comes about ends the wait at once."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
]
HOSTILE = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1">区'
LURING = "![诱饵](http://outside.example/x.png)项目"
AREAS = {"越秀": "440104", "霞山": "440803", "赤坎": "440802", "遂溪": "440823", "湛江": "440800"}

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


def find(text: str, quote: str) -> Span:
    """Where a quotation stands, whatever white space the report has in it."""
    found = re.search(r"\s*".join(map(re.escape, quote)), text)
    assert found, quote
    return Span(found.start(), found.end())


def area(name: str) -> LocalKey:
    return LocalKey("Area", name)


YUEXIU, XIASHAN, CHIKAN, SUIXI, ZHANJIANG = (
    area(name) for name in ("广州市越秀区", "湛江市霞山区", "湛江市赤坎区", "湛江市遂溪县", "湛江市")
)
DONE = (
    "结对互促，拨付帮扶协作专项资金3.57亿元，湛江市霞山区、赤坎区、遂溪县三地“反向科创中心”已投入使用，"
    "国家超算广州中心赤坎智慧港顺利揭牌"
)
PLAN = "依托赤坎、霞山、遂溪“飞地科创中心”服务三地精准招商"


@dataclass
class Draft:
    """Statements on one text, told as (subject, predicate, object, sentence, modality, status)."""

    text: str
    title: str
    speaks: LocalKey
    year: int
    statements: list[Statement] = field(default_factory=list)
    entities: dict[LocalKey, Entity] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return document_id(self.text)

    def name(self, key: LocalKey, code: str = "", *aliases: str) -> LocalKey:
        self.entities[key] = Entity(key, aliases, code)
        return key

    def say(
        self, subject: LocalKey, predicate: str, said: Any, quote: str, modality: Any = "actual", cue: str = ""
    ) -> None:
        span = find(self.text, quote)
        cues = (find(self.text[span.start :], cue),) if cue else ()
        evidence = Evidence((span,), tuple(Span(c.start + span.start, c.end + span.start) for c in cues), 0)
        for key in (subject, said):
            if isinstance(key, LocalKey) and key not in self.entities:
                self.name(key)
        period = str(self.year if modality == "target" else self.year - 1)
        status = None
        self.statements.append(
            Statement(self.id, subject, predicate, said, evidence, "test.rule", 0.9, modality, period, status)
        )

    def extraction(self) -> Extraction:
        whole = Span(0, len(self.text))
        blocks = [Block("paragraph", (Span(m.start(), m.end()),), 0) for m in re.finditer(r"[^。]+。?\s*", self.text)]
        mentions = [
            Mention(self.id, (Span(m.start(), m.end()),), m.group(), key, "test.lexicon", 1.0)
            for key in self.entities
            for m in list(re.finditer(re.escape(key.name[-3:]), self.text))[:3]
        ]
        report = Document(
            self.id, self.text, f"{self.year}.txt", "text/plain", self.title, "plan-report", self.speaks,
            self.entities[self.speaks].code, None, "", "", self.year - 1, self.year,
            (Section("二", "2024年工作", 1, None, whole, "actual", self.year - 1),), tuple(blocks),
        )  # fmt: skip
        problems = (Problem(self.id, f"{self.year}.txt", "list-number", self.text[:1], (Span(0, 1),)),)
        return Extraction(
            report, tuple(self.entities.values()), tuple(mentions), tuple(self.statements), problems, "test"
        )


def pairing(text: str) -> Extraction:
    """The pairing of Yuexiu with the three of Zhanjiang, done and planned, as the bundled report states it."""
    draft = Draft(text, "广州市越秀区2025年计划报告", YUEXIU, 2025)
    for key, code in zip(
        (YUEXIU, XIASHAN, CHIKAN, SUIXI, ZHANJIANG), ("440104", "440803", "440802", "440823", "440800"), strict=True
    ):
        draft.name(key, code)
    centre, harbour = LocalKey("Platform", "反向科创中心"), LocalKey("Platform", "国家超算广州中心赤坎智慧港")
    enclave, fund = LocalKey("Platform", "飞地科创中心"), LocalKey("Fund", "帮扶协作专项资金")
    for other in (XIASHAN, CHIKAN, SUIXI):
        draft.say(YUEXIU, "assists", other, DONE, cue="结对互促")
        draft.say(centre, "locatedIn", other, DONE)
        draft.say(enclave, "supports", other, PLAN, "target", cue="服务")
    draft.say(harbour, "locatedIn", CHIKAN, DONE)
    draft.say(harbour, "hasStatus", "operating", DONE, cue="揭牌")
    draft.say(YUEXIU, "fundedBy", fund, DONE)
    draft.say(
        YUEXIU, "cooperatesWith", ZHANJIANG, "深化与湛江市“两区一县”产业共建合作园区建设", "target", cue="共建合作"
    )
    value = Quantity("拨付帮扶协作专项资金", Decimal("3.57"), "亿元", (find(text, "3.57亿元"),))
    draft.say(YUEXIU, "observes", value, DONE)
    return draft.extraction()


def second(year: int = 2023) -> Extraction:
    """An older report with names that would do harm if anyone took them for markup."""
    text = f"甲县人民政府报告。实施{LURING}建设。与{HOSTILE}开展合作。举办东山湖荔枝文化节。"
    draft = Draft(text, f"甲县{HOSTILE}{year}年报告", area("甲县"), year)
    draft.name(area("甲县"))
    draft.say(area("甲县"), "undertakes", LocalKey("Project", LURING), f"实施{LURING}建设")
    draft.say(area("甲县"), "cooperatesWith", area(HOSTILE), f"与{HOSTILE}开展合作")
    draft.say(area("甲县"), "undertakes", LocalKey("Event", "东山湖荔枝文化节"), "举办东山湖荔枝文化节")
    return draft.extraction()


@pytest.fixture(scope="session")
def pairing_extraction(sample_report: Path) -> Extraction:
    return pairing(sample_report.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def second_extraction() -> Extraction:
    return second()


@pytest.fixture(scope="session")
def pairing_workspace(tmp_path_factory: pytest.TempPathFactory, pairing_extraction: Extraction) -> Path:
    path = tmp_path_factory.mktemp("pairing") / "data"
    workspace = Workspace.create(path)
    workspace.commit(second(), "upload:second.txt")
    workspace.commit(pairing_extraction, "upload:yuexiu.txt")
    publish(workspace)
    return path


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
def moving() -> Any:
    """Opens a page where motion is welcome."""

    def opened(browser: Any, address: str) -> Any:
        return looking(browser, address, reduced_motion="no-preference")

    return opened
