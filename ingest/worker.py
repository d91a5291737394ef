"""One document, one process that may die: a crash, an endless loop or a memory bomb costs that document alone.

Workers are plain subprocesses (`python -m plangraph.ingest.workbench`), so that nothing depends on fork, on the
caller's main module or on the system. They stay warm between documents; one that had to be stopped is replaced.
"""

from __future__ import annotations

import atexit
import pickle
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TypeVar, overload

from plangraph.ingest.frames import read_frame, write_frame
from plangraph.ontology.records import Extraction, Problem, Reason, bilingual

T = TypeVar("T")
WATCH = 0.1
"""Seconds between two looks at a worker's memory."""
MOST_DOCUMENTS = 200
"""After so many documents a worker is replaced, so that what a library leaks does not add up."""
START = 60.0
STOPPED: dict[Reason, str] = {
    "time-out": bilingual("读取超时，已中止。", "Reading took too long and was stopped."),
    "memory": bilingual("读取占用内存过多，已中止。", "Reading took too much memory and was stopped."),
    "crash": bilingual("读取时程序崩溃。", "The reader crashed on this file."),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: seconds, and bytes of memory."""

    seconds: float = 120.0
    memory: int = 1_500_000_000


LIMITS = Limits()


class WorkerError(RuntimeError):
    """A worker could not be started at all: a fault of the installation, not of a document."""


@dataclass(slots=True)
class _Worker:
    """A process and the thread that waits for its answers."""

    process: subprocess.Popen[bytes]
    log: IO[bytes]
    memory: int
    answers: queue.SimpleQueue[bytes] = field(default_factory=queue.SimpleQueue)
    done: int = 0

    def ask(self, function: Callable[[Path], object] | None, path: Path, limits: Limits) -> object:
        """The function's result, or why there is none. Afterwards the worker may be dead."""
        source = str(path)
        self.done += 1
        if not self._send(pickle.dumps((function, path))):
            return _problem(source, "crash")
        end, peak = time.monotonic() + limits.seconds, 0
        while True:
            try:
                answer = self.answers.get(timeout=WATCH)
                break
            except queue.Empty:
                peak = max(peak, self._resident())
                if peak > limits.memory:
                    self.stop()
                    return _problem(source, "memory")
                if time.monotonic() > end:
                    self.stop()
                    return _problem(source, "time-out")
        if not answer:
            self.stop()
            return _problem(source, "memory" if peak > limits.memory * 0.8 else "crash")
        return pickle.loads(answer)  # noqa: S301 - our own process wrote it

    def _send(self, data: bytes) -> bool:
        pipe = self.process.stdin
        try:
            if pipe is not None:
                write_frame(pipe, data)
        except OSError:
            self.stop()
            return False
        return True

    def _resident(self) -> int:
        import psutil  # late: slow to load, which is done here while the worker works

        try:
            return int(psutil.Process(self.process.pid).memory_info().rss)
        except psutil.Error:
            return 0

    @property
    def alive(self) -> bool:
        """Whether it can take another document."""
        return self.process.poll() is None and self.done < MOST_DOCUMENTS

    def stop(self) -> None:
        """Ends the process at once."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.log):
            if pipe is not None:
                pipe.close()


def _problem(source: str, reason: Reason) -> Problem:
    return Problem(document="", source=source, reason=reason, detail=STOPPED[reason])


def _listen(process: subprocess.Popen[bytes], answers: queue.SimpleQueue[bytes]) -> None:
    """Passes answers on; an empty one says that the process is gone."""
    pipe = process.stdout
    while pipe is not None:
        try:
            frame = read_frame(pipe)
        except (OSError, ValueError):
            frame = b""
        answers.put(frame)
        if not frame:
            return


class _Bench:
    """The workers that wait for a document. Safe for threads: a worker has one document and one caller at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._busy: list[_Worker] = []

    def take(self, memory: int) -> _Worker:
        """A worker for the caller alone, warm if there is one."""
        with self._lock:
            for worker in [w for w in self._idle if w.memory == memory]:
                self._idle.remove(worker)
                if worker.alive:
                    self._busy.append(worker)
                    return worker
                worker.stop()
        worker = _start(memory)
        with self._lock:
            self._busy.append(worker)
        return worker

    def give_back(self, worker: _Worker) -> None:
        """A worker that is still well waits for the next document."""
        with self._lock:
            self._busy.remove(worker)
        if worker.alive:
            with self._lock:
                self._idle.append(worker)
        elif worker.process.poll() is None:
            worker.stop()

    def close(self) -> None:
        """Ends all that wait."""
        with self._lock:
            for worker in self._idle:
                worker.stop()
            self._idle.clear()

    def abandon(self) -> None:
        """Kills those that have a document in hand; whoever waits for one is told that it crashed."""
        with self._lock:
            for worker in self._busy:
                worker.process.kill()


_BENCH = _Bench()


def abandon() -> None:
    """Gives up the documents that are being read."""
    _BENCH.abandon()


def close() -> None:
    """Ends the processes that wait for a document; the next document starts new ones."""
    _BENCH.close()


atexit.register(close)


def _start(memory: int) -> _Worker:
    log = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the worker
    # -P: a folder named like one of our modules where the user stands must not be imported.
    command = [sys.executable, "-P", "-m", "plangraph.ingest.workbench", str(memory)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
    worker = _Worker(process, log, memory)
    threading.Thread(target=_listen, args=(process, worker.answers), daemon=True).start()
    try:
        ready = worker.answers.get(timeout=START)
    except queue.Empty:
        ready = b""
    if not ready:
        process.kill()
        process.wait()
        log.seek(0)
        said = log.read()[-2000:].decode("utf-8", "replace")
        raise WorkerError(f"the reading process did not start: reinstall plangraph. It said: {said}")
    return worker


@overload
def run_isolated(path: Path, function: None = None, limits: Limits = ...) -> Extraction | Problem: ...
@overload
def run_isolated(path: Path, function: Callable[[Path], T], limits: Limits = ...) -> T | Problem: ...
def run_isolated(
    path: Path, function: Callable[[Path], object] | None = None, limits: Limits = LIMITS
) -> object | Problem:
    """Runs `function(path)` in a process of its own: a function that pickle can name, or the whole extraction.

    A file that cannot be read (ReadError, OSError), a crash, a time-out or too much memory comes back as a Problem.
    May be called from several threads at once. Raises WorkerError only if no process can be started.
    """
    worker = _BENCH.take(limits.memory)
    try:
        return worker.ask(function, path, limits)
    finally:
        _BENCH.give_back(worker)
