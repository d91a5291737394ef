"""A document may crash, hang or fill the memory: it costs that document, and the next one is read."""

from __future__ import annotations

import ctypes
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from plangraph.ingest.reading import read_source
from plangraph.ingest.reading.source import ReadError, Source
from plangraph.ingest.worker import Limits, run_isolated
from plangraph.ontology.records import Problem

SAMPLE = Path(__file__).parents[2] / "app" / "sample" / "yuexiu-2025-plan-report.txt"
SHORT = Limits(seconds=1.0)
SMALL = Limits(seconds=60.0, memory=300_000_000)
NO_FILE = Path("no-such-report.txt")


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker has to find this file's functions by a module's name."""
    folder = str(Path(__file__).parent)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [folder, os.environ.get("PYTHONPATH", "")])))


# What workers are made to do. They are named by module and name, so they stand at the top of this file.


def crash(path: Path) -> str:
    ctypes.string_at(0)
    return "alive"


def leave(path: Path) -> str:
    os._exit(3)


def hang(path: Path) -> str:
    while True:
        time.sleep(0.01)


def swell(path: Path) -> int:
    heap = []
    while True:
        heap.append(bytearray(20_000_000))


def stumble(path: Path) -> str:
    raise KeyError("经济运行")


def refuse(path: Path) -> str:
    raise ReadError("scanned", "是扫描件。", "It is a scan.")


def chatter(path: Path) -> str:
    print("noise of a library", flush=True)  # noqa: T201
    os.write(1, b"noise of a native library")
    return path.name


def who(path: Path) -> int:
    return os.getpid()


@pytest.fixture(autouse=True)
def _named(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    module = sys.modules[__name__]
    monkeypatch.setitem(sys.modules, "test_worker", module)
    for function in (crash, leave, hang, swell, stumble, refuse, chatter, who):
        monkeypatch.setattr(function, "__module__", "test_worker")


@pytest.fixture(autouse=True)
def _fresh() -> None:
    """Workers started by other tests do not know this file."""
    from plangraph.ingest import worker

    worker.close()


ENDS = {
    "native crash": (crash, Limits(), "crash"),
    "process gone": (leave, Limits(), "crash"),
    "endless loop": (hang, SHORT, "time-out"),
    "memory bomb": (swell, SMALL, "memory"),
    "fault in our code": (stumble, Limits(), "crash"),
    "unreadable": (refuse, Limits(), "scanned"),
}


@pytest.mark.parametrize("name", ENDS)
def test_a_bad_document_costs_one_document(name: str) -> None:
    function, limits, reason = ENDS[name]
    problem = run_isolated(NO_FILE, function, limits)
    assert isinstance(problem, Problem)
    assert (problem.reason, problem.source, problem.document) == (reason, "no-such-report.txt", "")
    assert any("\u4e00" <= char <= "\u9fff" for char in problem.detail)
    assert any(char.isascii() and char.isalpha() for char in problem.detail)
    assert "经济运行" not in problem.detail
    source = run_isolated(SAMPLE, read_source)
    assert isinstance(source, Source)
    assert source.text == SAMPLE.read_text(encoding="utf-8")


def test_no_such_file() -> None:
    problem = run_isolated(NO_FILE, read_source)
    assert isinstance(problem, Problem)
    assert problem.reason == "broken"


def test_what_a_library_prints_is_not_taken_for_the_answer() -> None:
    assert run_isolated(NO_FILE, chatter) == "no-such-report.txt"
    assert run_isolated(NO_FILE, chatter) == "no-such-report.txt"


def test_a_worker_is_kept_until_it_dies() -> None:
    first = run_isolated(NO_FILE, who)
    assert first != os.getpid()
    assert run_isolated(NO_FILE, who) == first
    run_isolated(NO_FILE, hang, SHORT)
    assert run_isolated(NO_FILE, who) != first


def test_many_threads_ask_at_once() -> None:
    paths = [Path(f"report-{n}.txt") for n in range(12)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda path: run_isolated(path, chatter), paths)) == [path.name for path in paths]


def test_nothing_is_left_behind() -> None:
    import psutil

    from plangraph.ingest import worker

    process = run_isolated(NO_FILE, who)
    assert isinstance(process, int)
    worker.close()
    assert not psutil.pid_exists(process) or psutil.Process(process).status() == psutil.STATUS_ZOMBIE
