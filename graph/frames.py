"""The property graph for pandas: nodes and relationships as two tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from plangraph.graph.networks import LABELS, TYPE
from plangraph.graph.projected import ID, IRI, KEY_TYPES, NODE_KEYS, RELATIONSHIP_KEYS, NodeRow, Row
from plangraph.graph.projection import project

if TYPE_CHECKING:
    from plangraph.graph.workspace import Workspace

SOURCE, TARGET = "source", "target"

_DTYPES: Mapping[type, str] = {int: "Int64", float: "float64"}


def to_pandas(source: Workspace | Iterable[Row]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The nodes and the relationships of a workspace, or of a projection's rows.

    Nodes have their IRI as index, and `labels`; relationships their id, and `type`, `source` and `target` (IRIs).
    Properties are columns under their own names; several values are a tuple; what a row does not have is missing.
    """
    rows = source if isinstance(source, Iterable) else project(source)
    nodes: list[tuple[tuple[object, ...], Mapping[str, Any]]] = []
    links: list[tuple[tuple[object, ...], Mapping[str, Any]]] = []
    for row in rows:
        if isinstance(row, NodeRow):
            nodes.append(((row.iri, row.labels), row.properties))
        else:
            links.append(((row.id, row.type, row.source, row.target), row.properties))
    return _frame(nodes, (IRI, LABELS), NODE_KEYS), _frame(links, (ID, TYPE, SOURCE, TARGET), RELATIONSHIP_KEYS)


def _frame(
    rows: Sequence[tuple[tuple[object, ...], Mapping[str, Any]]], heads: Sequence[str], keys: Sequence[str]
) -> pd.DataFrame:
    """The rows as a table: nothing is left to guess, so '2024' stays a text."""
    columns: dict[str, pd.Series[Any]] = {}
    for position, head in enumerate(heads):
        columns[head] = pd.Series([own[position] for own, _ in rows], dtype="object")
    for key in dict.fromkeys(keys):
        given = [properties.get(key) for _, properties in rows]
        columns[key] = pd.Series(given, dtype=_DTYPES.get(KEY_TYPES[key], "object"))
    return pd.DataFrame(columns).set_index(heads[0])
