"""Reading the published graph: read-only, always the generation that CURRENT names, all named graphs merged."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
    Variable,
)

from plangraph.graph.errors import GraphError, NoWorkspaceError
from plangraph.graph.generations import Generations
from plangraph.graph.patterns import stated
from plangraph.graph.prefixes import PREFIXES

Term = NamedNode | BlankNode | Literal | Triple
Row = dict[str, Term]

_T = TypeVar("_T")
_ATTEMPTS = 20
_PATIENT = 3
_PAUSE = 0.05


class GraphReader:
    """The published graph. Looks at CURRENT before each request and reopens when it has moved; for any thread."""

    def __init__(self, workspace_path: Path) -> None:
        self.path = Path(workspace_path)
        self._generations = Generations.of(self.path)
        self._guard = threading.Lock()
        self._number = 0
        self._store: Store | None = None
        self._pause = threading.Event()

    @property
    def generation(self) -> int:
        """The generation that the next request reads: what caches of derived things are keyed by."""
        return self._open()[0]

    def select(self, sparql: str, /, **variables: Term) -> list[Row]:
        """Solutions of one of our own SELECT queries, a dictionary of the bound variables each.

        `variables` are bound before evaluation; the engine wants each of them among those that are selected. `sparql`
        is never put together from a user's words: those come in as terms, here or by way of `values`.
        """

        def ask(store: Store) -> list[Row]:
            found = query(store, sparql, variables)
            if not isinstance(found, QuerySolutions):
                raise TypeError("select() takes a SELECT query")
            names = [variable.value for variable in found.variables]
            rows = []
            for solution in found:
                terms = zip(names, solution, strict=True)
                rows.append({name: term for name, term in terms if term is not None})
            return rows

        return self.read(ask)

    def quads(self) -> list[Quad]:
        """All quads of the named graphs of one generation, unsorted."""
        return self.read(lambda store: list(stated(store, None, None, None)))

    def read(self, use: Callable[[Store], _T]) -> _T:
        """What `use` makes of the store, whole: it is called again where its generation was swept away meanwhile."""
        for attempt in range(_ATTEMPTS):
            number, store = self._open()
            try:
                return use(store)
            except (OSError, RuntimeError) as error:
                if not store_fault(error):
                    raise
                # Its generation was swept away meanwhile; where it is still the current one, its files are at fault.
                if self._generations.current() == number and attempt >= _PATIENT:
                    raise _damaged(self._generations.folder, error) from error
                self._close(number)
                self._pause.wait(_PAUSE)
        raise _vanishing(self.path)

    def _open(self) -> tuple[int, Store]:
        for attempt in range(_ATTEMPTS):
            number = self._generations.current()
            if number is None:
                raise NoWorkspaceError(
                    f"{self.path} 里还没有图谱。先读入报告：plangraph --workspace {self.path} ingest 报告文件。",
                    f"No graph in {self.path} yet. Read a report first: plangraph --workspace {self.path} ingest FILE.",
                )
            with self._guard:
                if self._store is not None and self._number == number:
                    return number, self._store
                try:
                    self._store = Store.read_only(str(self._generations.store(number)))
                except (OSError, RuntimeError) as error:
                    self._store = None
                    if self._generations.current() == number and attempt >= _PATIENT:
                        raise _damaged(self._generations.folder, error) from error
                else:
                    self._number = number
                    return number, self._store
            self._pause.wait(_PAUSE)
        raise _vanishing(self.path)

    def _close(self, number: int) -> None:
        with self._guard:
            if self._number == number:
                self._store = None

    def close(self) -> None:
        """Let go of the store's files; the next request opens them again."""
        with self._guard:
            self._store = None


def query(
    store: Store, sparql: str, variables: dict[str, Term] | None = None, base: str | None = None
) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Evaluate a query with the house's prefixes; what it asks of no named graph, it asks of all of them merged.

    `base`: what relative IRIs are resolved against; without it there are none.
    """
    return store.query(
        sparql,
        base_iri=base,
        prefixes=dict(PREFIXES),
        substitutions={Variable(name): term for name, term in (variables or {}).items()},
    )


class NamedGraphs:
    """The IRIs of a store's named graphs, looked up one by one: there is one for each report."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __contains__(self, iri: object) -> bool:
        try:
            return self._store.contains_named_graph(NamedNode(str(iri)))
        except ValueError:  # no IRI at all
            return False


def values(variable: str, terms: Iterable[NamedNode | Literal]) -> str:
    """A VALUES block for one variable. The engine itself writes the terms, so that none can end its own quotes."""
    return f"VALUES ?{variable} {{ {' '.join(str(term) for term in terms)} }}"


def store_fault(error: OSError | RuntimeError) -> bool:
    """Whether the files of a store are at fault; the engine raises RuntimeError for those and for wrong queries."""
    return isinstance(error, OSError) or str(error).startswith(("Corruption", "IO error"))


def _damaged(folder: Path, error: Exception) -> GraphError:
    return GraphError(
        f"图谱文件读不了：{error}。删去文件夹 {folder}，下一条命令会由工作区重新生成图谱；报告与陈述不会丢失。",
        f"The graph's files cannot be read: {error}. Delete the folder {folder}: the next command makes the graph anew "
        "from the workspace, and no report or statement is lost.",
    )


def _vanishing(path: Path) -> GraphError:
    return GraphError(
        f"{path} 的图谱一再被更换，没能读到。请稍后再试。",
        f"The graph in {path} was replaced again and again and could not be read. Try again in a moment.",
    )
