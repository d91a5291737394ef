"""Readers, two ingests and queries on one workspace at once: nobody waits in vain, nobody sees half a report."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal

from plangraph.graph.publication import publish
from plangraph.graph.reader import GraphReader
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Extraction

Report = Callable[..., Extraction]

SECONDS = 15.0
"""The commands themselves run together for a minute in tests/app; these are the same calls in a tighter loop."""

PER_REPORT = "SELECT ?d (COUNT(DISTINCT ?s) AS ?n) { ?d a plan:Edition GRAPH ?d { ?s a plan:Statement } } GROUP BY ?d"

QUERIES = """
import json, sys, time
from pathlib import Path
from plangraph.graph.query_worker import QueryWorker
end = time.monotonic() + float(sys.argv[2])
answers = 0
with QueryWorker(Path(sys.argv[1])) as worker:
    while time.monotonic() < end:
        found = worker.query(sys.argv[3])
        wrong = [row for row in found.table.rows if row[1] != "4"]
        if wrong:
            raise SystemExit(f"half a report: {wrong}")
        answers += 1
sys.stdout.write(json.dumps({"answers": answers, "reports": len(found.table.rows)}))
"""


def titles(reader: GraphReader) -> set[str]:
    rows = reader.select("SELECT ?t { ?d a plan:Edition ; dcterms:title ?t }")
    return {row["t"].value for row in rows if isinstance(row["t"], Literal)}


@pytest.mark.slow
def test_two_ingests_a_viewer_and_queries_together(workspace: Workspace, made_script: Path, report: Report) -> None:
    workspace.commit(report("初"), "/reports/first.txt")
    publish(workspace)
    folder = os.fspath(workspace.path)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    ingests = [
        subprocess.Popen([sys.executable, os.fspath(made_script), folder, str(first), str(first + 100_000)], **pipes)
        for first in (0, 1_000_000)
    ]
    asking = subprocess.Popen([sys.executable, "-c", QUERIES, folder, str(SECONDS), PER_REPORT], **pipes)
    viewer = GraphReader(workspace.path)
    end, seen, interactions = time.monotonic() + SECONDS, 0, 0
    for ingest in ingests:
        assert ingest.stdout is not None
        os.set_blocking(ingest.stdout.fileno(), False)
    buffers = [b"" for _ in ingests]
    while time.monotonic() < end:
        for n, ingest in enumerate(ingests):
            assert ingest.stdout is not None
            buffers[n] += ingest.stdout.read() or b""
        acknowledged = {line for buffer in buffers for line in buffer.decode().split("\n")[:-1]}
        # An interaction of the viewer, after the ingests have said what they have read.
        publish(workspace)
        shown = titles(viewer)
        assert {report(f"第{number}").document.title for number in acknowledged} <= shown
        assert len(shown) >= seen
        seen, interactions = len(shown), interactions + 1
    out, err = asking.communicate()
    assert (asking.returncode, err.decode()) == (0, "")
    for ingest in ingests:
        assert ingest.poll() is None
        ingest.kill()
        assert ingest.communicate()[1] == b""
    answered = json.loads(out)
    assert answered["answers"] > 0
    assert interactions > 0
    assert seen > 1
    publish(workspace)
    rows = viewer.select(PER_REPORT)
    assert {row["n"].value for row in rows if isinstance(row["n"], Literal)} == {"4"}
    assert len(rows) == len(workspace.documents())
