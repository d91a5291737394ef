"""A few warm query workers, so that one long query does not keep everybody waiting."""

from __future__ import annotations

import queue
from collections.abc import Sequence
from pathlib import Path

from plangraph.app.service.replies import ReplyError
from plangraph.graph.media import ResultsForm, TriplesForm
from plangraph.graph.query_worker import Document, QueryWorker

COUNT = 2
SIZE = 64_000_000
"""Bytes of the longest answer."""


class Workers:
    """Query workers of one workspace, for any thread: each query takes one that is free."""

    def __init__(self, workspace: Path, timeout: float, rows: int, count: int = COUNT) -> None:
        self._timeout = timeout
        self._all = [QueryWorker(workspace, timeout=timeout, rows=rows, size=SIZE) for _ in range(count)]
        self._free: queue.LifoQueue[QueryWorker] = queue.LifoQueue()
        for worker in self._all:
            self._free.put(worker)

    def document(
        self,
        sparql: str,
        results: ResultsForm | None,
        triples: TriplesForm | None,
        dataset: tuple[Sequence[str], Sequence[str]] | None,
    ) -> Document:
        """Answer as `QueryWorker.document` does. Raises ReplyError (503) where no worker becomes free in time."""
        try:
            worker = self._free.get(timeout=self._timeout)
        except queue.Empty as error:
            raise ReplyError(503, "errors.busy", {"Retry-After": "10"}) from error
        try:
            return worker.document(sparql, results, triples, dataset)
        finally:
            self._free.put(worker)

    def close(self) -> None:
        """End the processes."""
        for worker in self._all:
            worker.close()
