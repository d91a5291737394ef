"""One statement with what bears it out: its report, the names of its sentence, and the version that read them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from plangraph.graph import codec, tables
from plangraph.graph.errors import UnknownThingError
from plangraph.ontology.records import Document, LocalKey, Mention, Quantity, Statement
from plangraph.ontology.vocabulary import OBSERVATIONS, STATEMENTS

SOME = 5
"""Ids that are named where several begin alike."""
BEGINNING = re.compile(r"[0-9a-f]{1,24}")


@dataclass(frozen=True, slots=True)
class Witness:
    """A statement and where it comes from. `mentions`: the names in its sentence, in the order of the text.

    `extractor`: the version that read the report.
    """

    document: Document
    statement: Statement
    mentions: tuple[Mention, ...]
    extractor: str

    def ends(self) -> tuple[LocalKey, ...]:
        """The things of the statement: its subject, its object, and the indicator of a figure."""
        said = self.statement.object
        other = said.indicator if isinstance(said, Quantity) else said
        keys = (self.statement.subject, other)
        return tuple(dict.fromkeys(key for key in keys if isinstance(key, LocalKey)))


def witness(connection: sqlite3.Connection, wanted: str) -> Witness:
    """The statement that an id, the start of one, or its IRI means.

    Raises UnknownThingError where none does, or several do.
    """
    beginning = wanted.strip().lower()
    for before in (STATEMENTS, OBSERVATIONS, "statement:", "observation:"):
        beginning = beginning.removeprefix(before)
    found = _rows(connection, beginning) if BEGINNING.fullmatch(beginning) else []
    if not found:
        raise UnknownThingError(
            f"工作区里没有编号为“{wanted}”的陈述。编号见 plangraph show 名称 --ids。",
            f"No statement in the workspace has the id {wanted}. plangraph show NAME --ids gives the ids.",
        )
    if len(found) > 1:
        some = [row["id"] for row in found[:SOME]]
        dots = " …" if len(found) > SOME else ""
        raise UnknownThingError(
            f"有 {len(found)} 条陈述的编号以 {beginning} 开头，请写长一些：{'、'.join(some)}{dots}",
            f"{len(found)} statements have ids that begin with {beginning}; write more of it: {', '.join(some)}{dots}",
        )
    statement = codec.read_statement(found[0])
    report = tables.row(connection, statement.document)
    names = tuple(_named(connection, statement))
    return Witness(codec.read_document(report), statement, names, report["extractor"])


def _rows(connection: sqlite3.Connection, beginning: str) -> list[sqlite3.Row]:
    return connection.execute(
        "SELECT * FROM statements WHERE id >= ?1 AND id < ?1 || 'g' ORDER BY id", (beginning,)
    ).fetchall()


def _named(connection: sqlite3.Connection, statement: Statement) -> Iterator[Mention]:
    spans = statement.evidence.passage
    rows = connection.execute("SELECT * FROM mentions WHERE document = ? ORDER BY position", (statement.document,))
    for mention in map(codec.read_mention, rows):
        if all(any(s.start <= part.start and part.end <= s.end for s in spans) for part in mention.passage):
            yield mention
