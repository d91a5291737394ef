"""A few warm query workers, so that one long query does not keep everybody waiting."""

from __future__ import annotations

import queue
import threading
from collections.abc import Sequence
from pathlib import Path

from plangraph.app.service.replies import ReplyError
from plangraph.graph.media import ResultsForm, TriplesForm
from plangraph.graph.query_worker import Document, QueryWorker

COUNT = 2
WAITING = 16
"""Queries that are answered or wait for it at one time; the rest is told to come again."""
SIZE = 64_000_000
"""Bytes of the longest answer."""


class Workers:
    """Query workers of one workspace, for any thread: each query takes one that is free."""

    def __init__(self, workspace: Path, timeout: float, rows: int, count: int = COUNT) -> None:
        self._timeout = timeout
        self._all = [QueryWorker(workspace, timeout=timeout, rows=rows, size=SIZE) for _ in range(count)]
        self._places = threading.BoundedSemaphore(WAITING)
        self._free: queue.LifoQueue[QueryWorker] = queue.LifoQueue()
        for worker in self._all:
            self._free.put(worker)

    def document(
        self,
        sparql: str,
        results: ResultsForm | None,
        triples: TriplesForm | None,
        dataset: tuple[Sequence[str], Sequence[str]] | None,
        base: str,
    ) -> Document:
        """Answer as `QueryWorker.document` does. Raises ReplyError (503) where no worker becomes free in time."""
        if not self._places.acquire(blocking=False):
            raise _busy()
        try:
            worker = self._free.get(timeout=self._timeout)
            try:
                return worker.document(sparql, results, triples, dataset, base)
            finally:
                self._free.put(worker)
        except queue.Empty as error:
            raise _busy() from error
        finally:
            self._places.release()

    def close(self) -> None:
        """End the processes."""
        for worker in self._all:
            worker.close()


def _busy() -> ReplyError:
    return ReplyError(503, "errors.busy", {"Retry-After": "10"})
