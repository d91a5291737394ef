"""The embedded Cypher engine behind one adapter: kglite, pinned, so that another can take its place.

A file is written once, whole, from the projection's rows, and then only read. Every label gets its own table there, as
does every relationship type between two labels; the IRI is a node's identity and `name` what the engine calls title.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import kglite

from plangraph.graph.cypher_cells import Cell
from plangraph.graph.projected import ID, IRI, KEY_TYPES, NodeRow, RelationshipRow, Row, Value
from plangraph.ontology import terms

if TYPE_CHECKING:
    import pandas as pd

_SOURCE, _TARGET = "source iri", "target iri"
"""Columns of a frame that are no properties: no key of the ontology has a space."""

_KINDS: Mapping[type, str] = {str: "string", float: "float", int: "integer", tuple: "list", bool: "boolean"}
_COLUMNS: Mapping[type, str] = {int: "Int64", float: "float64"}
"""Types that a column of a frame has itself, so that nobody needs to be told."""
_PLAIN = (str, bool, int, float)
_OWN = ("id", "title", "type")
"""Keys that the engine adds to a node's properties."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a query gave. `remarks`: what the engine says about names that the graph does not have."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    truncated: bool
    remarks: tuple[str, ...]


kglite.set_query_warning_policy("silent")


class CypherEngine:
    """A graph that is read. Answers one query after another."""

    def __init__(self, graph: Any) -> None:  # noqa: ANN401 the engine's own class
        self._graph = graph
        graph.read_only(True)  # once: each call empties what the engine remembers of earlier questions

    @classmethod
    def make(cls, rows: Iterable[Row]) -> CypherEngine:
        """The graph of a projection, in memory."""
        nodes: dict[str, list[NodeRow]] = defaultdict(list)
        links: dict[tuple[str, str, str], list[RelationshipRow]] = defaultdict(list)
        for row in rows:
            if isinstance(row, NodeRow):
                nodes[row.labels[0]].append(row)
            else:
                links[row.type, row.source_label, row.target_label].append(row)
        graph = kglite.KnowledgeGraph()
        for label, listed in sorted(nodes.items()):
            _add_nodes(graph, label, listed)
        for (kind, source, target), linked in sorted(links.items()):
            _add_links(graph, kind, source, target, linked)
        return cls(graph)

    @classmethod
    def open(cls, path: Path) -> CypherEngine:
        """The graph of a file that `save` wrote. Raises OSError for one that is not there or not whole."""
        try:
            return cls(kglite.load(str(path)))
        except kglite.FileError as error:
            raise OSError(f"{path}: {error}") from error

    def save(self, path: Path) -> None:
        """Write the graph, whole or not at all. Raises OSError."""
        try:
            self._graph.save(str(path))
        except kglite.FileError as error:
            raise OSError(f"{path}: {error}") from error

    def ask(self, query: str, parameters: Mapping[str, Any], *, timeout: float, rows: int) -> Found:
        """Evaluate a query that `cypher_words` has let pass. Raises kglite's own errors, and TypeError for an answer
        that is no table.
        """
        found = self._graph.cypher(
            query,
            params=dict(parameters),
            timeout_ms=max(1, math.ceil(timeout * 1000)),
            row_limit=rows,
            hide_structural_keys=True,
        )
        if not isinstance(found, kglite.ResultView):
            raise TypeError("the query asks for something other than a table")
        columns = tuple(found.columns)
        total = (found.diagnostics or {}).get("total_rows")
        listed = tuple(tuple(_cell(row[column]) for column in columns) for row in found.to_list())
        return Found(columns, listed, total is not None and total > len(listed), tuple(found.warnings))

    def close(self) -> None:
        """Let go of the file."""
        self._graph = None


def _frame(
    rows: Sequence[NodeRow] | Sequence[RelationshipRow], ends: Mapping[str, Sequence[str]]
) -> tuple[pd.DataFrame, dict[str, str]]:
    """The properties of rows and their `ends` as columns, and the engine's type of each: nothing is left to guess, so
    '2024' stays a text.
    """
    # Slow to load, and nobody who only asks needs it.
    import pandas as pd

    keys: dict[str, None] = {}
    for row in rows:
        if not row.properties.keys() <= keys.keys():
            keys |= dict.fromkeys(row.properties)
    columns = {}
    for key in keys:
        listed: list[Any] = [row.properties.get(key) for row in rows]
        if KEY_TYPES[key] is tuple:
            listed = [value and list(value) for value in listed]
        columns[key] = pd.Series(listed, dtype=_COLUMNS.get(KEY_TYPES[key], "object"))
    for key, end in ends.items():
        columns[key] = pd.Series(list(end), dtype="object")
    kinds = {key: _KINDS[KEY_TYPES[key]] for key in keys if KEY_TYPES[key] not in _COLUMNS}
    return pd.DataFrame(columns), kinds | dict.fromkeys(ends, _KINDS[str])


def _add_nodes(graph: Any, label: str, rows: Sequence[NodeRow]) -> None:  # noqa: ANN401
    frame, kinds = _frame(rows, {IRI: [row.iri for row in rows]})
    graph.add_nodes(frame, label, IRI, terms.KEY_SKOS_PREF_LABEL, column_types=kinds)
    further: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for other in row.labels[1:]:
            further[other].append(row.iri)
    for other, iris in sorted(further.items()):
        graph.add_label(label, iris, other)


def _add_links(graph: Any, kind: str, source: str, target: str, rows: Sequence[RelationshipRow]) -> None:  # noqa: ANN401
    """Several relationships between the same two things go in one by one: the bulk loader would make one of them."""
    first: dict[tuple[str, str], RelationshipRow] = {}
    for row in rows:
        first.setdefault((row.source, row.target), row)
    listed = list(first.values())
    ends = {
        ID: [row.id for row in listed],
        _SOURCE: [row.source for row in listed],
        _TARGET: [row.target for row in listed],
    }
    frame, kinds = _frame(listed, ends)
    graph.add_relationships(frame, kind, source, _SOURCE, target, _TARGET, column_types=kinds)
    others = [row for row in rows if first[row.source, row.target] is not row]
    if others:
        given = [
            {
                "source": row.source,
                "target": row.target,
                "properties": {ID: row.id, **{key: _plain(value) for key, value in row.properties.items()}},
            }
            for row in others
        ]
        graph.cypher(
            "UNWIND $rows AS row MATCH (a:$source {iri: row.source}), (b:$target {iri: row.target}) "
            "CREATE (a)-[r:$kind]->(b) SET r += row.properties",
            params={"rows": given, "source": source, "target": target, "kind": kind},
        )


def _plain(value: Value | None) -> Value | list[str] | None:
    return list(value) if isinstance(value, tuple) else value


def _cell(value: Any) -> Cell:  # noqa: ANN401
    """A value without what the engine adds: a node is its labels and properties, a relationship its type, ends, and
    properties.
    """
    if value is None or isinstance(value, _PLAIN):
        return value
    if isinstance(value, list | tuple):
        return [_cell(each) for each in value]
    if isinstance(value, dict):
        if value.keys() == {"id", "labels", "properties"}:
            kept = {key: _cell(each) for key, each in value["properties"].items() if key not in _OWN}
            return {"labels": list(value["labels"]), **kept}
        if value.keys() == {"id", "start", "end", "type", "properties"}:
            return {"type": value["type"], **{key: _cell(each) for key, each in value["properties"].items()}}
        return {str(key): _cell(each) for key, each in value.items()}
    return str(value)
