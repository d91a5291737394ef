"""The property graph as a Cypher script for a server's shell. Run twice, it gives the same graph."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import BinaryIO

from plangraph.graph.projected import ID, IRI, NodeRow, RelationshipRow, Row, Value

BATCH = 500
"""Rows of one statement."""

_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write_cypher(rows: Iterable[Row], out: BinaryIO) -> int:
    """Write the script, one statement a line; returns how many nodes and relationships."""
    count = 0
    constrained: set[str] = set()
    for head, listed in _batches(rows):
        if isinstance(listed[0], NodeRow) and head[0] not in constrained:
            constrained.add(head[0])
            line = f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{_name(head[0])}) REQUIRE n.{IRI} IS UNIQUE;\n"
            out.write(line.encode("ascii"))
        out.write((_statement(head, listed) + ";\n").encode("utf-8"))
        count += len(listed)
    return count


def _batches(rows: Iterable[Row]) -> Iterator[tuple[tuple[str, ...], list[Row]]]:
    """Rows of one kind together, in the order in which the kinds begin; nodes before relationships."""
    waiting: dict[tuple[str, ...], list[Row]] = {}
    nodes = True
    for row in rows:
        if nodes and isinstance(row, RelationshipRow):
            yield from waiting.items()
            waiting, nodes = {}, False
        head = row.labels if isinstance(row, NodeRow) else (row.type, row.source_label, row.target_label)
        waiting.setdefault(head, []).append(row)
        if len(waiting[head]) == BATCH:
            yield head, waiting.pop(head)
    yield from waiting.items()


def _statement(head: tuple[str, ...], listed: list[Row]) -> str:
    """One statement on one line. Labels, types and keys come from the ontology, all else is a literal."""
    given = ", ".join(_row(row) for row in listed)
    if isinstance(listed[0], NodeRow):
        others = "".join(f" SET n:{_name(label)}" for label in head[1:])
        return f"UNWIND [{given}] AS row MERGE (n:{_name(head[0])} {{{IRI}: row.{IRI}}}) SET n = row{others}"
    kind, source, target = (_name(part) for part in head)
    return (
        f"UNWIND [{given}] AS row MATCH (a:{source} {{{IRI}: row.source}}) MATCH (b:{target} {{{IRI}: row.target}}) "
        f"MERGE (a)-[r:{kind} {{{ID}: row.properties.{ID}}}]->(b) SET r = row.properties"
    )


def _row(row: Row) -> str:
    if isinstance(row, NodeRow):
        return _map({IRI: row.iri, **row.properties})
    properties = _map({ID: row.id, **row.properties})
    return f"{{source: {literal(row.source)}, target: {literal(row.target)}, properties: {properties}}}"


def _map(properties: Mapping[str, Value]) -> str:
    return "{" + ", ".join(f"{_name(key)}: {literal(value)}" for key, value in properties.items()) + "}"


def _name(name: str) -> str:
    """A label, type or key as it stands in the script: in backticks, so that none is taken for a keyword."""
    return f"`{name}`"


def literal(value: Value) -> str:
    """A value as Cypher's literal, on one line and in any reader's eyes whole.

    Some servers resolve `\\uXXXX` before they look for the ends of strings, so no backslash of a text stands before a
    `u`: such a text is cut in two.
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(literal(each) for each in value) + "]"
    return " + ".join(_quoted(piece) for piece in _pieces(value))


def _pieces(text: str) -> list[str]:
    """The text, cut behind every backslash after which a `u` is going to be written."""
    cuts = [
        at
        for at in range(1, len(text))
        if text[at - 1] == "\\" and (text[at] == "u" or (text[at] not in _ESCAPES and _coded(text[at]) != text[at]))
    ]
    return [text[a:b] for a, b in pairwise([0, *cuts, len(text)])]


def _quoted(text: str) -> str:
    return "'" + "".join(_ESCAPES.get(character) or _coded(character) for character in text) + "'"


def _coded(character: str) -> str:
    """Control characters and line breaks by their number, all else as it is."""
    return f"\\u{ord(character):04X}" if unicodedata.category(character) in ("Cc", "Zl", "Zp") else character
