"""Publication: the truth becomes a generation of the RDF graph that readers open."""

from __future__ import annotations

import hashlib
import inspect
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, Store

from plangraph.graph import identity, labels, patterns, quads, resolution, tables
from plangraph.graph.generations import Generations, State
from plangraph.graph.labels import Naming
from plangraph.graph.reader import store_fault
from plangraph.graph.resolution import Plan
from plangraph.ontology import divisions, vocabulary

if TYPE_CHECKING:
    from plangraph.graph.workspace import Workspace

_MADE_BY = ("identity", "labels", "patterns", "quads", "resolution", "statements", "triples")
"""The modules of this room that decide what a generation holds."""

_REFERENCE = vocabulary.DIVISIONS
"""The key of the reference graph among a generation's fingerprints: no report's id looks like it."""

_FEW = 8
"""A generation that brings less than this part of its reports anew is not compacted.

A compact store answers in two thirds of the time, and takes about half as much room again; to compact rewrites it.
"""


@dataclass(frozen=True, slots=True)
class Published:
    """The generation that CURRENT names now, the truth's sequence number it stands at, and what was rewritten.

    `rewritten`, `dropped`: ids of reports. `leftovers`: files that others held open; the next publication deletes them.
    """

    generation: int
    sequence: int
    rewritten: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    leftovers: tuple[str, ...] = ()


def publish(workspace: Workspace) -> Published:
    """Bring the graph up to the truth; does nothing when it is there already. Safe from any process at any time."""
    generations = Generations.of(workspace.path)
    generations.folder.mkdir(exist_ok=True)
    found = _finished(workspace, generations)
    if found is not None:
        return found
    with _alone(generations):
        return _advance(workspace, generations, fresh=False)


def rebuild(workspace: Workspace) -> Published:
    """Make the graph from the truth alone, using nothing of the generation that is there."""
    generations = Generations.of(workspace.path)
    generations.folder.mkdir(exist_ok=True)
    with _alone(generations):
        return _advance(workspace, generations, fresh=True)


def _alone(generations: Generations) -> AbstractContextManager[object]:
    """The lock of publishers, held for as long as the block lasts."""
    from filelock import FileLock  # late: it is slow to load, and most commands find the graph at the truth

    return FileLock(generations.lock)


def _finished(workspace: Workspace, generations: Generations) -> Published | None:
    """The current generation, if it is at the truth and nothing is left to sweep or erase."""
    number = generations.current()
    state = generations.state(number) if number is not None else None
    if number is None or state is None or state.projection != projection() or generations.due():
        return None
    with workspace.snapshot() as connection:
        if tables.state(connection, "purged") != tables.state(connection, "erased"):
            return None
        sequence = tables.state(connection, "sequence")
    return Published(number, sequence) if sequence == state.sequence else None


def _advance(workspace: Workspace, generations: Generations, *, fresh: bool) -> Published:
    """Make and name the next generation, then delete what is due. The caller holds the lock."""
    with workspace.snapshot() as connection:
        plan = resolution.plan(connection)
        base = None if fresh else _base(generations, plan)
        number = generations.current()
        rewritten: tuple[str, ...] = ()
        dropped: tuple[str, ...] = ()
        if base is None or number is None or base.sequence != plan.sequence:
            number, rewritten, dropped = _make(connection, generations, base, plan)
    left = generations.sweep(everything=plan.erased < plan.purged)
    if plan.erased < plan.purged:
        left += workspace.erase_traces(plan.purged)
    reports = tuple(key for key in rewritten if key != _REFERENCE)
    return Published(number, plan.sequence, reports, dropped, tuple(left))


def _base(generations: Generations, plan: Plan) -> State | None:
    """The state of the current generation, if the next may be made from a copy of it.

    What was removed lies on in the files of a store, and so in those of its copies: only a new one is free of it. A
    generation ahead of the truth comes from another truth, put back from somewhere.
    """
    number = generations.current()
    state = generations.state(number) if number is not None else None
    if state is None or state.projection != projection() or not plan.purged <= state.sequence <= plan.sequence:
        return None
    return state


def _make(
    connection: sqlite3.Connection, generations: Generations, base: State | None, plan: Plan
) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """A finished generation: its number, and the graphs that were written and those that were dropped."""
    wanted = {**plan.graphs, _REFERENCE: _digest(sorted(plan.codes))}
    there = base.graphs if base is not None else {}
    rewritten = tuple(key for key, mark in sorted(wanted.items()) if there.get(key) != mark)
    dropped = tuple(sorted(there.keys() - wanted.keys()))
    made = generations.begin()
    try:
        # Closed before CURRENT names it: what the engine tidies up at the end would vanish under a reader.
        _fill(generations, made, base, connection, plan, rewritten, dropped)
    except (OSError, RuntimeError) as error:
        if base is None or not store_fault(error):
            raise
        # The files of the older generation are damaged: the truth is all that is needed.
        return _make(connection, generations, None, plan)
    generations.finish(made, State(plan.sequence, projection(), wanted))
    return made, rewritten, dropped


def _fill(
    generations: Generations,
    made: int,
    base: State | None,
    connection: sqlite3.Connection,
    plan: Plan,
    rewritten: Sequence[str],
    dropped: Sequence[str],
) -> None:
    """Write the store of a new generation. Nothing outlives this call that refers to the store: so it is closed."""
    there = base.graphs if base is not None else {}
    store = _opened(generations, made, None if base is None else generations.current())
    older = [NamedNode(_graph(key)) for key in (*dropped, *(key for key in rewritten if key in there))]
    named = labels.things_named(store, older)
    left = patterns.remove_named(store, older)
    naming = Naming(store if there else None, [NamedNode(_graph(key)) for key in rewritten], named)
    store.bulk_extend(_quads(connection, plan, rewritten, naming))
    for quad in naming.superfluous:
        store.remove(quad)
    patterns.prune(store, left)
    if len(rewritten) * _FEW >= len(plan.graphs):
        store.optimize()
    # Without it the next to open the store replays its log, for as long as the writing took.
    store.flush()


def _opened(generations: Generations, made: int, base: int | None) -> Store:
    """The store of a new generation, open for writing: empty, or a copy of an older one's."""
    target = str(generations.store(made))
    if base is not None:
        Store.read_only(str(generations.store(base))).backup(target)
    return Store(target)


def _quads(connection: sqlite3.Connection, plan: Plan, keys: Sequence[str], naming: Naming) -> Iterator[Quad]:
    """What these graphs bring into the store, for themselves and for the merged graph."""
    for key in keys:
        if key == _REFERENCE:
            triples = quads.reference_triples(sorted(plan.codes))
        else:
            extraction = tables.extraction(connection, key)
            triples = quads.document_triples(extraction, resolution.iris(extraction, plan.moved))
        naming.hear(triples, key)
        yield from patterns.twice(triples, NamedNode(_graph(key)))
    yield from naming.settled()


def _graph(key: str) -> str:
    return key if key == _REFERENCE else identity.document_iri(key)


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()[:16]


@lru_cache(maxsize=1)
def projection() -> str:
    """What the graph is made by: another version of this code or of the divisions makes all graphs anew."""
    digest = hashlib.sha256()
    here, ontology = Path(__file__).parent, Path(inspect.getfile(divisions)).parent
    files = [here / f"{name}.py" for name in _MADE_BY]
    tables = ("divisions.tsv", "short_names.tsv", "streets.tsv.gz")
    files += [ontology / name for name in ("divisions.py", "terms.py", "vocabulary.py", *tables)]
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
