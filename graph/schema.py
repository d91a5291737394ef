"""The tables of `plangraph.db`, and how an older file becomes a newer one.

What is queried has a column of its own; passages, sections and blocks are JSON. `codec` turns rows into records.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

FORMAT = 2
"""The format number of the tables below (`PRAGMA user_version`). Raise it with every change, and add to MIGRATIONS."""

TABLES = """
CREATE TABLE state (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    sequence INTEGER NOT NULL,
    extractor TEXT NOT NULL,
    text TEXT NOT NULL,
    characters INTEGER NOT NULL,
    source TEXT NOT NULL,
    media_type TEXT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    area_type TEXT,
    area_name TEXT,
    area_code TEXT NOT NULL,
    issued TEXT,
    meeting TEXT NOT NULL,
    speaker TEXT NOT NULL,
    year_reviewed INTEGER,
    year_planned INTEGER,
    sections TEXT NOT NULL,
    blocks TEXT NOT NULL,
    pages TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE paths (
    path TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE successors (
    old TEXT PRIMARY KEY,
    new TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE entities (
    document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    aliases TEXT NOT NULL,
    code TEXT NOT NULL,
    jurisdiction TEXT NOT NULL,
    PRIMARY KEY (document, position)
) WITHOUT ROWID;

CREATE TABLE mentions (
    document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    passage TEXT NOT NULL,
    surface TEXT NOT NULL,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    rule TEXT NOT NULL,
    confidence REAL NOT NULL,
    PRIMARY KEY (document, position)
) WITHOUT ROWID;

CREATE TABLE statements (
    document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    subject_type TEXT NOT NULL,
    subject_name TEXT NOT NULL,
    predicate TEXT NOT NULL,
    object_form TEXT NOT NULL CHECK (object_form IN ('entity', 'stage', 'quantity')),
    object_type TEXT,
    object_name TEXT,
    about TEXT,
    value TEXT,
    unit TEXT,
    value_passage TEXT,
    kind TEXT,
    bound TEXT,
    direction TEXT,
    indicator_type TEXT,
    indicator_name TEXT,
    property_of TEXT,
    passage TEXT NOT NULL,
    cue TEXT NOT NULL,
    section INTEGER,
    rule TEXT NOT NULL,
    confidence REAL NOT NULL,
    modality TEXT NOT NULL,
    period TEXT NOT NULL,
    status TEXT,
    PRIMARY KEY (document, position)
) WITHOUT ROWID;

CREATE TABLE problems (
    position INTEGER PRIMARY KEY,
    document TEXT REFERENCES documents(id) ON DELETE CASCADE,
    path TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL,
    reason TEXT NOT NULL,
    text TEXT NOT NULL,
    passage TEXT NOT NULL,
    detail TEXT NOT NULL
);

CREATE INDEX problems_of_document ON problems (document);

CREATE TABLE judgements (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    left_document TEXT NOT NULL,
    left_type TEXT NOT NULL,
    left_name TEXT NOT NULL,
    right_document TEXT NOT NULL,
    right_type TEXT NOT NULL,
    right_name TEXT NOT NULL,
    verdict TEXT NOT NULL,
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT ''
);

CREATE TABLE views (
    name TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    at TEXT NOT NULL
) WITHOUT ROWID;

INSERT INTO state VALUES ('sequence', 0), ('purged', 0), ('erased', 0);
"""

Migration = Callable[[sqlite3.Connection], None]


def _add_notes(connection: sqlite3.Connection) -> None:
    """Format 2: a judgement may have a note."""
    connection.execute("ALTER TABLE judgements ADD COLUMN note TEXT NOT NULL DEFAULT ''")


MIGRATIONS: Mapping[int, Migration] = {1: _add_notes}
"""What turns a file of format N into one of format N + 1, by N. Runs inside one transaction, after a copy."""


def make_tables(connection: sqlite3.Connection) -> None:
    """Lay the tables of the current format. The caller holds the transaction."""
    for statement in TABLES.split(";"):
        if statement.strip():
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {FORMAT:d}")


def migrate(connection: sqlite3.Connection, found: int) -> None:
    """Bring tables of an older format up to this one. The caller holds the transaction and has made the copy."""
    for number in range(found, FORMAT):
        MIGRATIONS[number](connection)
    connection.execute(f"PRAGMA user_version = {FORMAT:d}")
