"""What the workspace lists: reports, problems, the loss audit's counts. SQL on an open snapshot, records out."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass

from plangraph.graph import codec
from plangraph.ontology.records import Problem

SIBLINGS = """
    a.id != b.id AND a.kind = b.kind AND a.area_name IS NOT NULL
    AND COALESCE(a.year_planned, a.year_reviewed) IS NOT NULL
    AND a.year_planned IS b.year_planned AND a.year_reviewed IS b.year_reviewed
    AND a.area_code = b.area_code AND (a.area_code != '' OR a.area_name = b.area_name)
"""
"""When two reports `a`, `b` are editions of one: the same area, years and kind, but another text."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The loss audit's counts of one report: what became statements, what did not and why (reason, count)."""

    document: str
    characters: int
    mentions: int
    relations: int
    quantities: int
    problems: tuple[tuple[str, int], ...]

    @property
    def unstated(self) -> tuple[tuple[str, int], ...]:
        """Why what stands in the report became no statement; another edition, or a model in silence, is no loss."""
        return tuple(pair for pair in self.problems if pair[0] not in ("edition", "model-failed"))


@dataclass(frozen=True, slots=True)
class Counts:
    """A report's numbers and names for lists, before the graph gives its area an IRI."""

    id: str
    title: str
    source: str
    area_type: str
    area_name: str
    year: int | None
    kind: str
    characters: int
    extractor: str
    statements: int
    problems: int


def documents(connection: sqlite3.Connection) -> list[Counts]:
    """The reports, newest year first, then the last read first."""
    rows = connection.execute(
        f"""
        SELECT b.id, b.title, b.source, COALESCE(b.area_type, '') AS area_type, COALESCE(b.area_name, '') AS area_name,
            COALESCE(b.year_planned, b.year_reviewed) AS year, b.kind, b.characters, b.extractor,
            (SELECT count(*) FROM statements s WHERE s.document = b.id) AS statements,
            (SELECT count(*) FROM problems p WHERE p.document = b.id)
                + (SELECT count(*) FROM documents a WHERE {SIBLINGS}) AS problems
        FROM documents b ORDER BY year DESC, b.sequence DESC, b.id
        """  # noqa: S608
    )
    return [Counts(**dict(row)) for row in rows]


def editions(connection: sqlite3.Connection, document: str) -> tuple[str, ...]:
    """The other reports of the same area, years and kind."""
    rows = connection.execute(
        f"SELECT a.id FROM documents a, documents b WHERE b.id = ? AND {SIBLINGS} ORDER BY a.id",  # noqa: S608
        (document,),
    )
    return tuple(row["id"] for row in rows)


def problems(connection: sqlite3.Connection, document: str | None) -> list[Problem]:
    """Problems of one report, or of every file and report; editions are told of each of their reports."""
    where, values = ("", ()) if document is None else ("WHERE document = ?", (document,))
    rows = connection.execute(
        f"SELECT * FROM problems {where} ORDER BY document IS NOT NULL, document, position",  # noqa: S608
        values,
    )
    found = [codec.read_problem(row) for row in rows]
    where = "" if document is None else "AND b.id = ?"
    twins = connection.execute(
        f"""
        SELECT b.id AS id, b.source AS source, a.id AS other, a.source AS other_source
        FROM documents a, documents b WHERE {SIBLINGS} {where} ORDER BY b.id, a.id
        """,  # noqa: S608
        values,
    )
    found += [
        Problem(row["id"], row["source"], "edition", detail=f"{row['other']} {row['other_source']}") for row in twins
    ]
    return found


def totals(connection: sqlite3.Connection, document: str | None) -> list[Totals]:
    """The loss audit's counts, a report a row, in the order of `documents`."""
    reasons: dict[str, Counter[str]] = {}
    for problem in problems(connection, document):
        reasons.setdefault(problem.document, Counter())[problem.reason] += 1
    where, values = ("", ()) if document is None else ("WHERE d.id = ?", (document,))
    rows = connection.execute(
        f"""
        SELECT d.id, d.characters,
            (SELECT count(*) FROM mentions m WHERE m.document = d.id) AS mentions,
            (SELECT count(*) FROM statements s WHERE s.document = d.id AND object_form != 'quantity') AS relations,
            (SELECT count(*) FROM statements s WHERE s.document = d.id AND object_form = 'quantity') AS quantities
        FROM documents d {where} ORDER BY COALESCE(d.year_planned, d.year_reviewed) DESC, d.sequence DESC, d.id
        """,  # noqa: S608
        values,
    )
    return [
        Totals(
            row["id"],
            row["characters"],
            row["mentions"],
            row["relations"],
            row["quantities"],
            tuple(sorted(reasons.get(row["id"], Counter()).items())),
        )
        for row in rows
    ]
