"""What a workspace has acknowledged is there after any crash, and the next command works."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal

from plangraph.graph.publication import publish, rebuild
from plangraph.graph.reader import GraphReader
from plangraph.graph.triples import sorted_nquads
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Extraction

Report = Callable[..., Extraction]

KILLS = 10
"""The command itself is killed twenty times in tests/app; this one is killed amid publications too."""
PER_RUN = 40


@pytest.mark.slow
def test_a_killed_ingest_loses_nothing_acknowledged(tmp_path: Path, made_script: Path, report: Report) -> None:
    folder = tmp_path / "data"
    chance = random.Random(20)
    acknowledged: set[int] = set()
    for run in range(KILLS):
        first = run * PER_RUN
        command = [sys.executable, os.fspath(made_script), os.fspath(folder), str(first), str(first + PER_RUN)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stderr is not None
        for _ in range(chance.randrange(1, 8)):
            acknowledged.add(int(process.stdout.readline()))
        time.sleep(chance.random() * 0.2)
        process.kill()
        acknowledged |= {int(line) for line in process.stdout.read().split()}
        assert process.stderr.read() == b""
        process.wait()
        process.stdout.close()
        process.stderr.close()
        there = {row.id for row in Workspace.open(folder).documents()}
        assert {report(f"第{number}").document.id for number in acknowledged} <= there
    assert len(acknowledged) >= KILLS
    _is_whole(folder, report, acknowledged)


def _is_whole(folder: Path, report: Report, acknowledged: set[int]) -> None:
    workspace = Workspace.open(folder)
    for number in sorted(acknowledged):
        made = report(f"第{number}")
        assert workspace.extraction(made.document.id) == made
    publish(workspace)
    reader = GraphReader(folder)
    titles = {row["t"].value for row in reader.select("SELECT ?t { ?d a plan:Edition ; dcterms:title ?t }")
              if isinstance(row["t"], Literal)}  # fmt: skip
    assert {report(f"第{number}").document.title for number in acknowledged} <= titles
    step_by_step = sorted_nquads(reader.quads())
    rebuild(workspace)
    assert sorted_nquads(reader.quads()) == step_by_step
