"""The viewer in Chromium, two `plangraph ingest` and a loop of `plangraph query`, for a minute on one workspace."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from plangraph.graph.workspace import Workspace
from plangraph.ontology import divisions

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

MINUTE = 60.0
PATIENCE = 180_000
"""Milliseconds for the browser to draw, which has the machine to share with all the others here."""
TEXT = """关于{area}2024年国民经济和社会发展计划执行情况与2025年计划草案的报告

一、2024年国民经济和社会发展计划执行情况

2024年，全区地区生产总值达到{number}.5亿元，增长4.5%。拨付帮扶协作专项资金{number}万元。

二、2025年国民经济和社会发展计划

2025年，推进低空经济产业园项目建设，新增“四上”单位{number}家，举办招聘会{number}场。
"""
PER_REPORT = "SELECT ?d (COUNT(DISTINCT ?s) AS ?n) { ?d a plan:Edition GRAPH ?d { ?s a plan:Statement } } GROUP BY ?d"


@dataclass
class Company:
    """What goes on beside the viewer, and what it has come to so far."""

    workspace: Path
    folder: Path
    end: float = 0.0
    read: list[str] = field(default_factory=list)
    answers: list[dict[str, int]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def ingest(self, first: int) -> None:
        """Read one new report after the other, each by a command of its own."""
        for number in range(first, first + 500):
            if time.monotonic() > self.end:
                return
            name = self.write(number)
            if self.call("ingest", str(self.folder / f"{number}.txt")) is not None:
                self.read.append(name)

    def query(self) -> None:
        """Ask how many statements each report has, again and again."""
        while time.monotonic() < self.end:
            out = self.call("query", "--format", "json", PER_REPORT)
            if out is not None:
                self.answers.append({row["d"].rpartition("/")[2]: int(row["n"]) for row in json.loads(out)})

    def call(self, *arguments: str) -> str | None:
        """What a command prints, or None where it failed."""
        command = [sys.executable, "-m", "plangraph", "--quiet", "--workspace", str(self.workspace), *arguments]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        if done.returncode == 0 and not done.stderr:
            return done.stdout
        self.faults.append(f"{arguments[0]}: {done.returncode} {done.stderr}")
        return None

    def write(self, number: int) -> str:
        """A report of the next county, and the county's name."""
        counties = [d for d in divisions.all_divisions() if d.level == "county"]
        name = divisions.full_name(counties[number * 2].code)
        text = TEXT.format(area=name, number=number + 3)
        (self.folder / f"{number}.txt").write_text(text, encoding="utf-8")
        return name


@contextmanager
def viewer(workspace: Path, log: Path) -> Iterator[str]:
    """The address of a running `plangraph view`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "plangraph", "--lang", "zh", "--workspace", str(workspace), "view"]
    with log.open("w", encoding="utf-8") as file:
        process = subprocess.Popen([*command, "--no-browser", "--port", str(port)], stdout=file, stderr=file)
    try:
        for _ in range(600):
            try:
                with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5):
                    break
            except (URLError, OSError):
                assert process.poll() is None, log.read_text(encoding="utf-8")
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture
def company(tmp_path: Path) -> Company:
    made = Company(tmp_path / "data", tmp_path / "reports")
    made.folder.mkdir()
    made.read.append(made.write(0))
    assert made.call("ingest", str(made.folder / "0.txt")) is not None, made.faults
    return made


def show(screen: Any, name: str) -> None:
    """Search for a thing, and wait until the panel is about it."""
    from playwright.sync_api import expect

    screen.search(name)
    expect(screen.page.locator(".pg-head h2")).to_have_text(name, timeout=PATIENCE)


def test_a_minute_together(company: Company, browser: Any, moving: Callable[..., Any], tmp_path: Path) -> None:
    log = tmp_path / "view.log"
    with viewer(company.workspace, log) as address, moving(browser, address) as screen:
        screen.page.wait_for_selector('.frame[data-drawn="true"]', timeout=PATIENCE)
        company.end = time.monotonic() + MINUTE
        jobs = [
            threading.Thread(target=company.ingest, args=(1,)),
            threading.Thread(target=company.ingest, args=(501,)),
            threading.Thread(target=company.query),
        ]
        for job in jobs:
            job.start()
        looked_at = []
        while time.monotonic() < company.end:
            name = company.read[-1]
            if name in looked_at:
                time.sleep(0.05)
                continue
            # The next interaction after `ingest` has ended: the new report's area is there.
            show(screen, name)
            looked_at.append(name)
        for job in jobs:
            job.join()
        show(screen, company.read[-1])
    assert company.faults == []
    assert looked_at
    truth = {row.id: row.statements for row in Workspace.open(company.workspace).documents()}
    assert len(truth) == len(company.read) >= 3
    assert company.answers
    for answer in company.answers:
        assert answer == {document: truth[document] for document in answer}
    said = log.read_text(encoding="utf-8")
    assert "Traceback" not in said
    assert "locked" not in said
