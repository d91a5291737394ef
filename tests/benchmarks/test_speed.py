"""How long the two things take that a user waits for. Printed as ratios to a peer in the same run; nothing is asserted.

`make bench` runs this folder; `make test` leaves it out.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import pytest

PROGRAM = [sys.executable, "-m", "plangraph"]
ONE_CORE = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONUTF8": "1"}

PEER = "import sys, rdflib; g = rdflib.Dataset(); g.parse(sys.argv[1], format='nquads'); print(len(g))"
"""What any Python program must do merely to read the graph that an ingest makes: rdflib parses the exported N-Quads."""


def call(command: Sequence[str | Path]) -> None:
    subprocess.run(command, check=True, capture_output=True, env=ONE_CORE)


def seconds(work: Callable[[], None], times: int) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return median(taken)


def cpu_seconds(work: Callable[[], None], times: int) -> float:
    """Processor time of the child processes, all cores together: what one core alone would have needed."""
    taken = []
    for _ in range(times):
        before = os.times()
        work()
        after = os.times()
        taken.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return median(taken)


def show(name: str, ours: float, peer: str, theirs: float) -> None:
    sys.stdout.write(f"\n{name}: {ours:.2f} s; {peer}: {theirs:.2f} s; ratio {ours / theirs:.1f}\n")


def test_help_against_a_bare_interpreter(capfd: pytest.CaptureFixture[str]) -> None:
    ours = seconds(lambda: call([*PROGRAM, "--help"]), 9)
    bare = seconds(lambda: call([sys.executable, "-c", "pass"]), 9)
    with capfd.disabled():
        show("plangraph --help", ours, "python -c pass", bare)


def test_ingest_of_the_bundled_report_against_reading_the_result(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    workspaces = iter(tmp_path / f"ws{n}" for n in range(100))
    ours = cpu_seconds(lambda: call([*PROGRAM, "--workspace", next(workspaces), "ingest", "--sample"]), 3)
    nquads = tmp_path / "graph.nq"
    call([*PROGRAM, "--workspace", tmp_path / "ws0", "export", "--output", nquads])
    peer = cpu_seconds(lambda: call([sys.executable, "-c", PEER, nquads]), 3)
    lines = nquads.read_text(encoding="utf-8").count("\n")
    with capfd.disabled():
        show(f"report to graph ({lines} statements), processor time", ours, "rdflib reading that graph", peer)


def test_steps_of_the_way(sample_report: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = (
        "import json, sys, time; from pathlib import Path; t = [time.perf_counter()]\n"
        "from plangraph.ingest.pipeline import extract_file\n"
        "from plangraph.graph.workspace import Workspace; from plangraph.graph.publication import publish\n"
        "t.append(time.perf_counter()); e = extract_file(Path(sys.argv[1])); t.append(time.perf_counter())\n"
        "w = Workspace.create(Path(sys.argv[2])); w.commit(e, 'x'); t.append(time.perf_counter())\n"
        "publish(w); t.append(time.perf_counter()); print(json.dumps(t))"
    )
    command = [sys.executable, "-c", code, sample_report, tmp_path / "steps"]
    marks = json.loads(subprocess.run(command, check=True, capture_output=True, env=ONE_CORE).stdout)
    names = ("import", "read and extract", "store", "publish")
    steps = [after - before for before, after in itertools.pairwise(marks)]
    shares = [f"{n}: {s:.2f} s, {s / sum(steps):.0%}" for n, s in zip(names, steps, strict=True)]
    with capfd.disabled():
        sys.stdout.write("\n".join(["", *shares, f"all: {sum(steps):.2f} s", ""]))
