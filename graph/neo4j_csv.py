"""The property graph as CSV files that `neo4j-admin database import full` takes, one for each label and type."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from plangraph.graph.neo4j_statements import OURS, WORKSPACE
from plangraph.graph.projected import ID, IRI, KEY_TYPES, NODE_KEYS, RELATIONSHIP_KEYS, NodeRow, Row, Value

SEPARATOR = "\u001f"
"""What parts the values of a list: a control character that stands in no name."""

ARGUMENTS = "import.args"

_TYPES: Mapping[type, str] = {str: "string", float: "double", int: "long", bool: "boolean", tuple: "string[]"}


def write_csv(rows: Iterable[Row], folder: Path, identity: str) -> int:
    """Fill an empty folder; returns how many nodes and relationships. `identity`: the workspace's.

    It is the graph that `neo4j_loading` makes of the same rows. The files know a node by its number, which is quicker
    to find than an IRI and is not stored.

    `import.args` holds the arguments: in the folder, `neo4j-admin database import full --overwrite-destination
    @import.args neo4j`. A property that is empty in a file is absent.
    """
    count = 0
    nodes: list[str] = []
    links: list[str] = []
    numbers: dict[str, int] = {}
    with ExitStack() as stack:
        sheets: dict[str, _Sheet] = {}
        for row in rows:
            node = isinstance(row, NodeRow)
            kind = row.labels[0] if isinstance(row, NodeRow) else row.type
            name = f"{'nodes' if node else 'relationships'}-{kind}.csv"
            if name not in sheets:
                file = stack.enter_context((folder / name).open("w", encoding="utf-8", newline=""))
                sheets[name] = _Sheet(file)
                sheets[name].add(_header(NODE_KEYS if node else RELATIONSHIP_KEYS, node=node))
                (nodes if node else links).append(name)
            sheets[name].add(_cells(row, identity, numbers))
            count += 1
    broken = any(sheet.broken for sheet in sheets.values())
    options = [f"--nodes={name}" for name in sorted(nodes)] + [f"--relationships={name}" for name in sorted(links)]
    # Behind the lists of files: these would take the database's name, which follows, for one more file.
    options += [
        f"--multiline-fields={str(broken).lower()}",
        "--array-delimiter=U+001F",
        "--input-type=csv",
        "--id-type=integer",
    ]
    (folder / ARGUMENTS).write_text("\n".join(options) + "\n", encoding="utf-8", newline="\n")
    return count


class _Sheet:
    """A file of rows. `broken`: whether a line break stands in a cell; where none does, the files are read quicker."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._rows = csv.writer(self, lineterminator="\r\n")  # else a lone \r in a name goes unquoted
        self.broken = False

    def add(self, cells: list[str | int] | list[str]) -> None:
        self._rows.writerow(cells)

    def write(self, row: str) -> int:
        """What the writer of rows calls, once for each."""
        self.broken = self.broken or row.count("\n") > 1 or row.count("\r") > 1
        return self._file.write(row)


def _header(keys: Iterable[str], *, node: bool) -> list[str]:
    own = [":ID", f"{IRI}:string", ":LABEL"] if node else [":START_ID", ":END_ID", ":TYPE", ID]
    own.append(f"{WORKSPACE}:string")
    return own + [f"{key}:{_TYPES[KEY_TYPES[key]]}" for key in keys]


def _cells(row: Row, identity: str, numbers: dict[str, int]) -> list[str | int]:
    """A row's cells. `numbers`: of the nodes so far, by IRI; a node gets the next."""
    if isinstance(row, NodeRow):
        number = numbers.setdefault(row.iri, len(numbers))
        own: list[str | int] = [number, row.iri, SEPARATOR.join((OURS, *row.labels)), identity]
        return own + [_cell(row.properties.get(key)) for key in NODE_KEYS]
    own = [numbers[row.source], numbers[row.target], row.type, row.id, identity]
    return own + [_cell(row.properties.get(key)) for key in RELATIONSHIP_KEYS]


def _cell(value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return SEPARATOR.join(each.replace(SEPARATOR, "\ufffd") for each in value)
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else repr(value)
