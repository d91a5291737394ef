"""Publication: the truth becomes a generation of the RDF graph that readers open."""

from __future__ import annotations

import hashlib
import inspect
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock
from pyoxigraph import NamedNode, Quad, Store

from plangraph.graph import identity, quads, resolution, tables
from plangraph.graph.generations import Generations, State
from plangraph.graph.resolution import Plan
from plangraph.ontology import divisions, vocabulary

if TYPE_CHECKING:
    from plangraph.graph.workspace import Workspace

_REFERENCE = vocabulary.DIVISIONS
"""The key of the reference graph among a generation's fingerprints: no report's id looks like it."""


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
    with FileLock(generations.lock):
        return _advance(workspace, generations, fresh=False)


def rebuild(workspace: Workspace) -> Published:
    """Make the graph from the truth alone, using nothing of the generation that is there."""
    generations = Generations.of(workspace.path)
    generations.folder.mkdir(exist_ok=True)
    with FileLock(generations.lock):
        return _advance(workspace, generations, fresh=True)


def _finished(workspace: Workspace, generations: Generations) -> Published | None:
    """The current generation, if it is at the truth and nothing is left to sweep or erase."""
    number = generations.current()
    state = generations.state(number) if number is not None else None
    if number is None or state is None or state.projection != projection() or generations.old():
        return None
    with workspace.snapshot() as connection:
        if tables.state(connection, "purged") != tables.state(connection, "erased"):
            return None
        sequence = tables.state(connection, "sequence")
    return Published(number, sequence) if sequence == state.sequence else None


def _advance(workspace: Workspace, generations: Generations, *, fresh: bool) -> Published:
    """Make and name the next generation, then delete what is older. The caller holds the lock."""
    number = generations.current()
    state = generations.state(number) if number is not None else None
    with workspace.snapshot() as connection:
        plan = resolution.plan(connection)
        wanted = {**plan.graphs, _REFERENCE: _digest(sorted(plan.codes))}
        # What was removed lies on in the files of the store, as it does in those of a backup: only a new one is free
        # of it. A generation ahead of the truth comes from another truth, put back from somewhere.
        sound = (
            state is not None and state.projection == projection() and plan.purged <= state.sequence <= plan.sequence
        )
        base = None if fresh or not sound else number
        there = dict(state.graphs) if state is not None and base is not None else {}
        rewritten = tuple(key for key, mark in sorted(wanted.items()) if there.get(key) != mark)
        dropped = tuple(sorted(there.keys() - wanted.keys()))
        if state is None or base is None or number is None or state.sequence != plan.sequence:
            made = generations.begin()
            _write(connection, generations, base, made, plan, rewritten, dropped)
            generations.finish(made, State(plan.sequence, projection(), wanted))
            number = made
    left = generations.sweep()
    if plan.erased < plan.purged:
        left += workspace.erase_traces(plan.purged)
    reports = tuple(key for key in rewritten if key != _REFERENCE)
    return Published(number, plan.sequence, reports, dropped, tuple(left))


def _write(
    connection: sqlite3.Connection,
    generations: Generations,
    base: int | None,
    made: int,
    plan: Plan,
    rewritten: Sequence[str],
    dropped: Sequence[str],
) -> None:
    """Fill the store of a new generation, from a copy of an older one or from nothing."""
    target = generations.store(made)
    if base is not None:
        Store.read_only(str(generations.store(base))).backup(str(target))
    store = Store(str(target))
    if base is not None:
        for key in (*dropped, *rewritten):
            store.remove_graph(NamedNode(_graph(key)))
    store.bulk_extend(_quads(connection, plan, rewritten))
    # Without it the next to open the store replays its log, for as long as the writing took.
    store.flush()


def _quads(connection: sqlite3.Connection, plan: Plan, keys: Sequence[str]) -> Iterator[Quad]:
    for key in keys:
        if key == _REFERENCE:
            yield from quads.reference_quads(sorted(plan.codes))
        else:
            extraction = tables.extraction(connection, key)
            yield from quads.document_quads(extraction, resolution.iris(extraction, plan.moved))


def _graph(key: str) -> str:
    return key if key == _REFERENCE else identity.document_iri(key)


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()[:16]


@lru_cache(maxsize=1)
def projection() -> str:
    """What the graph is made by: another version of this code or of the divisions makes all graphs anew."""
    digest = hashlib.sha256()
    here, ontology = Path(__file__).parent, Path(inspect.getfile(divisions)).parent
    files = [here / f"{name}.py" for name in ("identity", "quads", "resolution", "statements", "triples")]
    files += [
        ontology / name for name in ("divisions.py", "terms.py", "vocabulary.py", "divisions.tsv", "streets.tsv.gz")
    ]
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
