"""`kill -9` of `plangraph ingest`: what it said it had read is there, and the next command goes on."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from plangraph.graph.publication import rebuild
from plangraph.graph.reader import GraphReader
from plangraph.graph.triples import sorted_nquads
from plangraph.graph.workspace import Workspace

KILLS = 20
REPORTS = 24
TEXT = """关于佛山市禅城区{before}年国民经济和社会发展计划执行情况与{year}年计划草案的报告

一、{before}年国民经济和社会发展计划执行情况

{before}年，全区地区生产总值达到{number}.5亿元，增长4.5%。拨付帮扶协作专项资金{number}万元。

二、{year}年国民经济和社会发展计划

{year}年，推进低空经济产业园项目建设，新增“四上”单位{number}家，举办招聘会{number}场。
"""
# The acknowledgement of `ingest --verbose`, in English.
READ = re.compile(r"^(\d+)\.txt: \d+ statements", re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    made.mkdir()
    for number in range(REPORTS):
        text = TEXT.format(before=1960 + number, year=1961 + number, number=number + 3)
        (made / f"{number:03d}.txt").write_text(text, encoding="utf-8")
    return made


def program(workspace: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "plangraph", "--lang", "en", "--workspace", str(workspace), *arguments]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_killed_ingest_loses_nothing_that_it_said(tmp_path: Path, folder: Path) -> None:
    workspace = tmp_path / "data"
    chance = random.Random(9)
    said: set[int] = set()
    for _ in range(KILLS):
        command = program(workspace, "--verbose", "ingest", str(folder), "--again")
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8")
        assert process.stderr is not None
        heard = ""
        for _ in range(chance.randrange(1, 4)):
            heard += _until_read(process)
        time.sleep(chance.random() * 0.3)
        process.kill()
        heard += process.stderr.read()
        process.wait()
        process.stderr.close()
        assert "Traceback" not in heard
        assert "busy" not in heard
        said |= {int(name) for name in READ.findall(heard)}
        there = {row.source for row in Workspace.open(workspace).documents()}
        assert {f"{number:03d}.txt" for number in said} <= there
    assert said
    _goes_on(workspace, folder)


def _until_read(process: subprocess.Popen[str]) -> str:
    """What the program says up to its next acknowledgement."""
    assert process.stderr is not None
    heard = ""
    while line := process.stderr.readline():
        heard += line
        if READ.search(line):
            return heard
    raise AssertionError(f"it ended by itself: {heard}")


def _goes_on(workspace: Path, folder: Path) -> None:
    done = subprocess.run(program(workspace, "ingest", str(folder)), capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    truth = Workspace.open(workspace)
    assert len(truth.documents()) == REPORTS
    assert all(row.statements > 5 for row in truth.documents())
    reader = GraphReader(workspace)
    step_by_step = sorted_nquads(reader.quads())
    rebuild(truth)
    assert sorted_nquads(reader.quads()) == step_by_step
