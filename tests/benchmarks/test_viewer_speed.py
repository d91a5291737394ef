"""From navigation on a warm server to the first drawn graph of 500 things: the viewer against st-link-analysis.

The viewer shows its whole page (search, filters, panel with sentences), the peer nothing but its graph. Both have the
same things and relations, the same server settings and the same browser; the ratio is printed, nothing is asserted.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import urlopen

import pytest

from plangraph.app.viewer.server import flags
from plangraph.graph.publication import publish
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import (
    Block,
    Document,
    Entity,
    Evidence,
    Extraction,
    LocalKey,
    Span,
    Statement,
    document_id,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(3600)]

THINGS = 500
ROUNDS = 3
PATIENCE = 400_000
"""Milliseconds to wait for a picture on a machine that is busy with other things."""
HUB = LocalKey("Area", "甲市")
KINDS = ("Project", "Organization", "Platform", "Place", "Event")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader", "--disable-dev-shm-usage",
    "--disable-background-networking",
]  # fmt: skip
OURS = """
from plangraph.app.viewer import sources
sources.NEIGHBOURS = {things}
from plangraph.app.viewer.main import main
main({workspace!r})
"""
THEIRS = """
import json
from pathlib import Path
import streamlit as st
from st_link_analysis import EdgeStyle, NodeStyle, st_link_analysis
st.set_page_config(layout="wide")
elements = json.loads(Path({elements!r}).read_text(encoding="utf-8"))
styles = [NodeStyle(kind, "#0072b2", "name") for kind in {kinds!r}]
lines = [EdgeStyle("undertakes", caption="label", directed=True)]
st_link_analysis(elements, "cose", styles, lines, height=660, key="g")
"""
PEER_DRAWN = """() => [...document.querySelectorAll('canvas')].some(canvas => {
  const context = canvas.width > 50 && canvas.getContext('2d');
  return context && context.getImageData(0, 0, canvas.width, canvas.height).data.some(value => value);
})"""


def extraction() -> Extraction:
    """A made-up report whose area undertakes 499 things."""
    things = [LocalKey(KINDS[i % len(KINDS)], f"第{i}号示范工程建设中心") for i in range(THINGS - 1)]
    sentences = [f"甲市推进{thing.name}。" for thing in things]
    text = "".join(sentences)
    report = Document(
        document_id(text), text, "made.txt", "text/plain", "甲市报告", "plan-report", HUB, "", None, "", "", 2024, 2025,
        (), (Block("paragraph", (Span(0, len(text)),)),),
    )  # fmt: skip
    statements, at = [], 0
    for thing, sentence in zip(things, sentences, strict=True):
        evidence = Evidence((Span(at, at + len(sentence)),))
        statements.append(Statement(report.id, HUB, "undertakes", thing, evidence, "made", 0.9, "actual", "2024"))
        at += len(sentence)
    return Extraction(report, tuple(Entity(key) for key in (HUB, *things)), (), tuple(statements), (), "made")


def elements(made: Extraction) -> dict[str, list[dict[str, dict[str, str]]]]:
    """The same graph as the peer wants it."""
    keys = {entity.key: str(number) for number, entity in enumerate(made.entities)}
    nodes = [{"data": {"id": number, "label": key.type, "name": key.name}} for key, number in keys.items()]
    edges = [
        {"data": {"id": f"e{n}", "label": "undertakes", "source": keys[s.subject], "target": keys[s.object]}}
        for n, s in enumerate(made.statements)
        if isinstance(s.object, LocalKey)
    ]
    return {"nodes": nodes, "edges": edges}


@contextmanager
def served(script: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), *flags(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5):
                    break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def first_drawn(browser: Any, address: str, ours: bool) -> float:
    """Seconds from navigation to the first picture, in a fresh context of a running browser."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        page = context.new_page()
        start = time.perf_counter()
        page.goto(address, wait_until="commit")
        if ours:
            page.wait_for_selector(f'.frame[data-drawn="true"][data-nodes="{THINGS}"]', timeout=PATIENCE)
        else:
            page.wait_for_selector("iframe", timeout=PATIENCE)
            frame = next(f for f in page.frames if f.parent_frame is not None)
            frame.wait_for_function(PEER_DRAWN, timeout=PATIENCE)
        return time.perf_counter() - start
    finally:
        context.close()


def test_first_picture_against_st_link_analysis(
    chromium: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    import json

    from playwright.sync_api import sync_playwright

    made = extraction()
    workspace = Workspace.create(tmp_path / "data")
    workspace.commit(made, "upload:made.txt")
    publish(workspace)
    (tmp_path / "elements.json").write_text(json.dumps(elements(made), ensure_ascii=False), encoding="utf-8")
    ours, theirs = tmp_path / "ours.py", tmp_path / "theirs.py"
    ours.write_text(OURS.format(things=THINGS, workspace=str(tmp_path / "data")), encoding="utf-8")
    kinds = sorted({*KINDS, HUB.type})
    theirs.write_text(THEIRS.format(elements=str(tmp_path / "elements.json"), kinds=kinds), encoding="utf-8")
    with ExitStack() as stack:
        driver = stack.enter_context(sync_playwright())
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        addresses = stack.enter_context(served(ours)), stack.enter_context(served(theirs))
        hub = _middle(workspace)
        pages = (f"{addresses[0]}/?thing={hub}", addresses[1])
        taken: tuple[list[float], list[float]] = ([], [])
        for round_number in range(ROUNDS + 1):
            for side in (0, 1):
                seconds = first_drawn(browser, pages[side], side == 0)
                if round_number:
                    taken[side].append(seconds)
        browser.close()
    viewer, peer = median(taken[0]), median(taken[1])
    with capfd.disabled():
        told = f"{viewer:.2f} s; st-link-analysis: {peer:.2f} s; ratio {viewer / peer:.2f}"
        sys.stdout.write(f"\nfirst picture of {THINGS} things: {told}\n")


def _middle(workspace: Workspace) -> str:
    from urllib.parse import quote

    from plangraph.graph import explore
    from plangraph.graph.reader import GraphReader

    return quote(explore.search(GraphReader(workspace.path), HUB.name)[0].iri, safe="")
