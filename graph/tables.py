"""Putting reports into the tables and taking them out, within a transaction that the caller holds."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Literal

from plangraph.graph import codec
from plangraph.graph.errors import UnknownDocumentError
from plangraph.ontology.records import Extraction, Judgement, LocalKey, Quantity, Statement

UPLOAD = "upload:"
"""What the path of a report begins with that came without a file: it is kept as it is."""


def place(path: str) -> str:
    """A path as the workspace keeps it: absolute and without links, so that it means the same from any folder."""
    return path if path.startswith(UPLOAD) else os.path.realpath(path)


def raise_sequence(connection: sqlite3.Connection) -> int:
    """Count one more commit, and return its number."""
    connection.execute("UPDATE state SET value = value + 1 WHERE name = 'sequence'")
    return state(connection, "sequence")


def state(connection: sqlite3.Connection, name: str) -> int:
    """A number of the workspace: 'sequence' of the last commit, 'purged' of the last removal, 'erased' of the last
    removal whose traces are gone."""
    number: int = connection.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()["value"]
    return number


def mark(connection: sqlite3.Connection, name: Literal["purged", "erased"], sequence: int) -> None:
    """Set a number of the workspace. After a 'purged' nothing older may survive: graph and file are made anew."""
    connection.execute("UPDATE state SET value = ? WHERE name = ?", (sequence, name))


def identity(connection: sqlite3.Connection) -> str:
    """What tells this workspace from every other, 16 hexadecimal digits, drawn by lot at the first call."""
    drawn = secrets.randbits(63)
    connection.execute(
        "INSERT INTO state SELECT 'identity', ? WHERE NOT EXISTS (SELECT 1 FROM state WHERE name = 'identity')",
        (drawn,),
    )
    return f"{state(connection, 'identity'):016x}"


def paths(connection: sqlite3.Connection, document: str) -> list[str]:
    """Where a report's text was found."""
    rows = connection.execute("SELECT path FROM paths WHERE document = ? ORDER BY path", (document,))
    return [row["path"] for row in rows]


def reports(connection: sqlite3.Connection) -> list[str]:
    """The ids of all reports, sorted."""
    return [row["id"] for row in connection.execute("SELECT id FROM documents ORDER BY id")]


def delete(connection: sqlite3.Connection, document: str) -> bool:
    """Delete a report and all that it yielded; False where there was none."""
    return connection.execute("DELETE FROM documents WHERE id = ?", (document,)).rowcount > 0


def forget(connection: sqlite3.Connection, document: str) -> int:
    """Delete the judgements that name a report or one that it succeeded; returns how many."""
    olds = {old for old, new in successors(connection).items() if new == document} | {document}
    count = 0
    for old in olds:
        count += connection.execute(
            "DELETE FROM judgements WHERE left_document = ?1 OR right_document = ?1", (old,)
        ).rowcount
        connection.execute("DELETE FROM successors WHERE ?1 IN (old, new)", (old,))
    return count


def vacate(connection: sqlite3.Connection, path: str, newcomer: str) -> tuple[str, ...]:
    """Free a path for a text: what stood there is deleted, unless it is the same text or known from elsewhere."""
    connection.execute("DELETE FROM problems WHERE path = ? AND document IS NULL", (path,))
    found = connection.execute("SELECT document FROM paths WHERE path = ?", (path,)).fetchone()
    if found is None or found["document"] == newcomer:
        return ()
    old: str = found["document"]
    connection.execute("DELETE FROM paths WHERE path = ?", (path,))
    if paths(connection, old):
        return ()
    delete(connection, old)
    connection.execute("DELETE FROM successors WHERE old = ?", (newcomer,))
    connection.execute("INSERT OR REPLACE INTO successors VALUES (?, ?)", (old, newcomer))
    return (old,)


def successors(connection: sqlite3.Connection) -> dict[str, str]:
    """For each report whose file changed, the one that stands in its place now."""
    steps = {row["old"]: row["new"] for row in connection.execute("SELECT old, new FROM successors")}
    ends = {}
    for old in steps:
        end = old
        seen = {old}
        while end in steps and steps[end] not in seen:
            end = steps[end]
            seen.add(end)
        ends[old] = end
    return ends


def refuse_loose_ends(extraction: Extraction) -> None:
    """Raise ValueError where a statement or mention names a thing that the report's entities lack.

    Such a report could be stored, but no graph could be made of it, nor of any other in its workspace.
    """
    document = extraction.document
    known = {entity.key for entity in extraction.entities}
    if document.area is not None:
        known.add(document.area)
    named: list[LocalKey | None] = [mention.entity for mention in extraction.mentions]
    for statement in extraction.statements:
        named.append(statement.subject)
        if isinstance(statement.object, LocalKey):
            named.append(statement.object)
        elif isinstance(statement.object, Quantity):
            named.append(statement.object.indicator)
    loose = sorted({key for key in named if key is not None} - known)
    if loose:
        raise ValueError(f"report {document.id} names {loose[0]}, which is not among its entities")
    owners = {mention.document for mention in extraction.mentions} | {s.document for s in extraction.statements}
    strangers = owners - {document.id}
    if strangers:
        raise ValueError(f"report {document.id} has statements of another report, {min(strangers)}")


def insert(connection: sqlite3.Connection, extraction: Extraction, sequence: int) -> None:
    """Insert a report that is not there, and all that it yielded."""
    document = extraction.document
    _fill(connection, "documents", [codec.write_document(document, extraction.extractor, sequence)])
    _fill(connection, "entities", [codec.write_entity(document.id, n, e) for n, e in enumerate(extraction.entities)])
    _fill(connection, "mentions", [codec.write_mention(n, m) for n, m in enumerate(extraction.mentions)])
    _fill(connection, "statements", [codec.write_statement(n, s) for n, s in enumerate(extraction.statements)])
    owned = [replace(problem, document=document.id) for problem in extraction.problems]
    _fill(connection, "problems", [codec.write_problem(problem) for problem in owned])


def _fill(connection: sqlite3.Connection, table: str, rows: Sequence[codec.Row]) -> None:
    if rows:
        connection.executemany(codec.insertion(table, list(rows[0])), rows)


def row(connection: sqlite3.Connection, document: str) -> sqlite3.Row:
    """A report's row. Raises UnknownDocumentError."""
    found: sqlite3.Row | None = connection.execute("SELECT * FROM documents WHERE id = ?", (document,)).fetchone()
    if found is None:
        raise UnknownDocumentError(
            f"工作区里没有编号为 {document} 的报告。plangraph list 列出全部报告。",
            f"No report {document} in the workspace. plangraph list names them all.",
        )
    return found


def extraction(connection: sqlite3.Connection, document: str) -> Extraction:
    """All that a report yielded. Raises UnknownDocumentError."""
    found = row(connection, document)

    def rows(table: str) -> sqlite3.Cursor:
        return connection.execute(f"SELECT * FROM {table} WHERE document = ? ORDER BY position", (document,))  # noqa: S608

    return Extraction(
        codec.read_document(found),
        tuple(codec.read_entity(r) for r in rows("entities")),
        tuple(codec.read_mention(r) for r in rows("mentions")),
        tuple(codec.read_statement(r) for r in rows("statements")),
        tuple(codec.read_problem(r) for r in rows("problems")),
        found["extractor"],
    )


def stated(connection: sqlite3.Connection, document: str, statements: Sequence[str]) -> list[Statement]:
    """Those of a report's statements that have these ids, in the order of the text."""
    wanted = set(statements)
    rows = connection.execute("SELECT * FROM statements WHERE document = ? ORDER BY position", (document,))
    found = [codec.read_statement(r) for r in rows if r["id"] in wanted]
    return sorted(found, key=lambda s: s.evidence.passage)


def judgements(connection: sqlite3.Connection) -> list[Judgement]:
    """All judgements, oldest first, as they were made."""
    return [codec.read_judgement(r) for r in connection.execute("SELECT * FROM judgements ORDER BY position")]


def current_judgements(connection: sqlite3.Connection) -> list[Judgement]:
    """All judgements, oldest first; of a report whose file changed since, they speak of the one in its place."""
    now = successors(connection)

    def moved(side: tuple[str, LocalKey]) -> tuple[str, LocalKey]:
        return now.get(side[0], side[0]), side[1]

    return [replace(j, left=moved(j.left), right=moved(j.right)) for j in judgements(connection)]


def find(connection: sqlite3.Connection, id_or_path: str) -> str:
    """The id of the report that an id, the start of one (4 characters or more), a path or a file's name means.

    Raises UnknownDocumentError where none or several do.
    """
    exact = connection.execute(
        "SELECT id FROM documents WHERE id = ?1 UNION SELECT document FROM paths WHERE path = ?2 OR path = ?1",
        (id_or_path, place(id_or_path)),
    ).fetchall()
    found = {r["id"] for r in exact}
    if not found:
        for r in connection.execute(
            "SELECT d.id, d.source, p.path FROM documents d LEFT JOIN paths p ON p.document = d.id"
        ):
            names = {PurePath(r["source"]).name, PurePath(r["path"] or "").name}
            if id_or_path in names or (len(id_or_path) >= 4 and r["id"].startswith(id_or_path)):
                found.add(r["id"])
    if len(found) == 1:
        return str(found.pop())
    if found:
        raise UnknownDocumentError(
            f"“{id_or_path}”可指 {len(found)} 份报告：{'、'.join(sorted(found))}。请给出完整编号或路径。",
            f"{id_or_path!r} means {len(found)} reports: {', '.join(sorted(found))}. Give a whole id or path.",
        )
    raise UnknownDocumentError(
        f"工作区里没有编号或路径为“{id_or_path}”的报告。plangraph list 列出全部报告。",
        f"No report in the workspace has the id or path {id_or_path!r}. plangraph list names them all.",
    )
