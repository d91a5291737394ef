"""A user's SPARQL and Cypher, in a process that is killed at its time-out: an engine need not know how to stop."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal, Self

from plangraph.graph import errors
from plangraph.graph.answers import Table
from plangraph.graph.engine import QueryLanguage
from plangraph.graph.errors import GraphError, QueryGivenUpError, QueryTimeoutError
from plangraph.graph.media import ResultsForm, TriplesForm
from plangraph.graph.messages import Message, read_message, rows_of, write_message

MEMORY = 2_000_000_000
"""Bytes that a worker may hold before its query is given up."""

_STARTING = 60.0
_MAKING = 3600.0
_GRACE = 2.0
"""Seconds that an engine with a time-out of its own is left beyond it."""
_GLANCE = 0.1


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gives. SELECT: `table`. ASK: `truth`, and a table of one cell, 'true' or 'false'.

    CONSTRUCT and DESCRIBE: `triples` as sorted N-Triples lines, and a table of subject, predicate and object.
    Cypher: `table` as for SELECT; a list, node, relationship or path is JSON. `notes`: what the reader of the answer
    has to know of how it was found, in Chinese and English.
    """

    kind: Literal["select", "ask", "construct"]
    table: Table
    truth: bool | None = None
    triples: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """An answer as bytes of a format of `graph.media`; `form` is None where none was wanted for its kind of query."""

    kind: Literal["select", "ask", "construct"]
    form: ResultsForm | TriplesForm | None
    body: bytes


class QueryWorker:
    """One warm worker process for one workspace; a query that runs too long costs the process, not the caller.

    `timeout` in seconds; an answer is cut at `rows` rows and `size` bytes (`table.truncated`). For any thread: queries
    are answered one after another.
    """

    def __init__(
        self, workspace_path: Path, *, timeout: float = 30.0, rows: int = 10_000, size: int = 16_000_000
    ) -> None:
        self._path = Path(workspace_path)
        self._timeout = timeout
        self._rows = rows
        self._size = size
        self._turn = threading.Lock()
        self._worker: _Worker | None = _Worker(self._path)

    @property
    def languages(self) -> tuple[QueryLanguage, ...]:
        """Both, of the same graph."""
        return ("sparql", "cypher")

    def query(self, sparql: str, *, timeout: float | None = None) -> Answer:
        """Answer a query. Raises QueryRefusedError, QueryWrongError, QueryTimeoutError: all say what to do."""
        limit = self._timeout if timeout is None else timeout
        with self._turn:
            return unpacked(self._ask({"sparql": sparql, "rows": self._rows, "size": self._size}, limit))

    def document(
        self,
        sparql: str,
        results: ResultsForm | None,
        triples: TriplesForm | None,
        dataset: tuple[Sequence[str], Sequence[str]] | None = None,
        base: str | None = None,
    ) -> Document:
        """Answer a query as a document: SELECT and ASK in the format `results`, CONSTRUCT and DESCRIBE in `triples`.

        `dataset`: the graphs that make the default graph, and the named ones, in place of those that FROM names;
        `base`: what relative IRIs are resolved against.
        Raises as `query` does, and QueryGivenUpError for an answer beyond the limits: it is given whole or not at all.
        """
        request: Message = {"sparql": sparql, "rows": self._rows, "size": self._size}
        request |= {"results": results, "triples": triples, "dataset": dataset and [list(part) for part in dataset]}
        request["base"] = base
        with self._turn:
            reply = _whole(self._ask(request, self._timeout))
        return Document(reply["kind"], reply["form"] or None, reply["body"])

    def cypher(
        self, cypher: str, parameters: Mapping[str, object] | None = None, *, timeout: float | None = None
    ) -> Answer:
        """Answer a Cypher query, as `query` does a SPARQL one. `parameters`: JSON values, by name without `$`.

        The first question to a generation of the graph waits until the property graph is made; that has no time-out.
        """
        limit = self._timeout if timeout is None else timeout
        given = json.dumps(dict(parameters or {}), ensure_ascii=False)
        request: Message = {"cypher": cypher, "parameters": given, "timeout": float(limit)}
        request |= {"rows": self._rows, "size": self._size}
        with self._turn:
            while (reply := self._ask_cypher(request, limit)).get("kind") == "unmade":
                reply = self._ask({"make": "cypher"}, _MAKING)
                # What making took of memory is given back with the process.
                self._end()
                if "error" in reply:
                    break
            return unpacked(reply)

    def _ask_cypher(self, request: Message, limit: float) -> Message:
        """A Cypher question; loading the engine and the graph's file takes nothing of its time."""
        if self._worker is None or not self._worker.knows_cypher:
            opened = self._ask({"open": "cypher"}, _STARTING)
            if self._worker is None or opened.get("kind") != "open":
                return opened
            self._worker.knows_cypher = True
        return self._ask(request, limit + _GRACE)

    def _ask(self, request: Message, limit: float) -> Message:
        """One request and its reply; the caller holds the turn."""
        if self._worker is None:
            self._worker = _Worker(self._path)
        try:
            return self._worker.ask(request, limit)
        except BaseException:
            # Whatever cut the waiting off, this worker's next answer would be that of an earlier question.
            self._end()
            raise

    def _end(self) -> None:
        if self._worker is not None:
            self._worker.kill()
            self._worker = None

    def close(self) -> None:
        """End the worker process. A later query starts another."""
        with self._turn:
            self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Worker:
    """The process, and a thread that takes its answers in."""

    def __init__(self, path: Path) -> None:
        # -P: a folder named like one of our modules where the user stands must not be imported.
        command = [sys.executable, "-P", "-m", "plangraph.graph.query_process", os.fspath(path.absolute())]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._replies: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._ready = False
        self.knows_cypher = False
        threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True).start()

    def _listen(self, source: IO[bytes]) -> None:
        # Closed from the other side while it reads: the process was killed, and nobody waits any more.
        with contextlib.suppress(ValueError), source:
            while (reply := read_message(source)) is not None:  # type: ignore[arg-type]
                self._replies.put(reply)
        self._replies.put(None)

    def ask(self, request: Message, limit: float) -> Message:
        if not self._ready:
            self._next(_STARTING)
            self._ready = True
        if self._process.stdin is None:
            raise RuntimeError("the worker process has no stdin")
        try:
            write_message(self._process.stdin, request)  # type: ignore[arg-type]
        except OSError as error:
            raise _died() from error
        return self._next(limit)

    def _next(self, limit: float) -> Message:
        deadline = time.monotonic() + limit
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise QueryTimeoutError(
                    f"查询超过 {limit:g} 秒，已停止。请加 LIMIT，或多写条件缩小范围，或把时限设得更长。",
                    f"The query ran past {limit:g} seconds and was stopped. Add a LIMIT or more conditions, "
                    "or allow more time.",
                )
            try:
                reply = self._replies.get(timeout=min(left, _GLANCE))
            except queue.Empty:
                if limit != _MAKING:
                    self._refuse_glutton()
                continue
            if reply is None:
                raise _died()
            return reply

    def _refuse_glutton(self) -> None:
        import psutil  # late: slow to load, and only a question that takes its time is watched

        with contextlib.suppress(psutil.NoSuchProcess):
            if psutil.Process(self._process.pid).memory_info().rss > MEMORY:
                raise QueryGivenUpError(
                    f"查询占用内存超过 {MEMORY // 10**9} GB，已停止。请加 LIMIT 或多写条件缩小范围。",
                    f"The query took more than {MEMORY // 10**9} GB of memory and was stopped. "
                    "Add a LIMIT or more conditions.",
                )

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()


def _died() -> QueryGivenUpError:
    return QueryGivenUpError(
        "查询进程意外结束。请再试一次；若同一查询又失败，请简化它。",
        "The query's process ended unexpectedly. Try again; if the same query fails again, make it simpler.",
    )


def _whole(reply: dict[str, Any]) -> dict[str, Any]:
    """The reply, or the error that it tells of."""
    if "error" in reply:
        found = getattr(errors, reply["error"])
        if not (isinstance(found, type) and issubclass(found, GraphError)):
            raise TypeError(f"not an error of the graph: {reply['error']}")
        raise found(reply["zh"], reply["en"])
    return reply


def unpacked(reply: dict[str, Any]) -> Answer:
    """The answer that a reply holds. Raises the GraphError that it tells of."""
    _whole(reply)
    if reply["kind"] == "ask":
        truth = bool(reply["truth"])
        return Answer("ask", Table(("ask",), ((str(truth).lower(),),)), truth)
    table = Table(tuple(reply["columns"]), rows_of(reply["rows"]), reply["truncated"])
    notes = tuple((zh, en) for zh, en in reply.get("notes", ()))
    return Answer(reply["kind"], table, None, tuple(reply["triples"]), notes)
