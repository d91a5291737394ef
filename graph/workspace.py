"""The workspace: one folder, whose SQLite file `plangraph.db` is the only truth. Graphs are made from it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from plangraph.graph import codec, lists, publication, resolution, tables
from plangraph.graph.answers import DocumentRow, ReportText
from plangraph.graph.database import Database
from plangraph.graph.lists import Totals
from plangraph.graph.related_folder import erase, sweep
from plangraph.graph.witnesses import Witness, witness
from plangraph.ontology.records import Document, Extraction, Judgement, Passage, Problem, Statement, is_read_by


@dataclass(frozen=True, slots=True)
class Committed:
    """What a commit did. `replaced`: ids of the reports it took the place of (its own id when it was read again).

    `editions`: ids of other reports of the same area, year and kind, which `problems` lists as 'edition'.
    """

    document: str
    replaced: tuple[str, ...]
    editions: tuple[str, ...]
    sequence: int


@dataclass(frozen=True, slots=True)
class Removed:
    """What a removal took out. `leftovers`: files that another program held open and that still wait for deletion."""

    documents: tuple[str, ...]
    judgements: int
    leftovers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view that a user saved. `body` is the viewer's own JSON."""

    name: str
    body: str
    at: str


class Workspace:
    """A workspace folder. Safe to use from several threads and processes at once; holds no open file between calls."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database = Database(path)

    @classmethod
    def create(cls, path: Path) -> Workspace:
        """Make the workspace, or open the one that is there. Only `ingest` calls this."""
        workspace = cls(Path(path))
        workspace._database.make()
        return workspace

    @classmethod
    def open(cls, path: Path) -> Workspace:
        """Open a workspace. Raises NoWorkspaceError where there is none, or where a newer version wrote it."""
        workspace = cls(Path(path))
        workspace._database.check()
        return workspace

    def commit(self, extraction: Extraction, path: str) -> Committed:
        """Store one report, whole or not at all; once this returns, it is on the disk.

        `path`: the file that was read (made absolute), or 'upload:NAME'. A changed text at a known path takes the
        place of the earlier one, unless that is also known from another path. Raises ValueError for an extraction
        whose statements name things that it does not have.
        """
        tables.refuse_loose_ends(extraction)
        identifier, place = extraction.document.id, tables.place(path)
        with self._database.writing() as connection:
            sequence = tables.raise_sequence(connection)
            replaced = tables.vacate(connection, place, identifier)
            paths = tables.paths(connection, identifier)
            if tables.delete(connection, identifier):
                replaced = (*replaced, identifier)
            tables.insert(connection, extraction, sequence)
            for known in sorted({*paths, place}):
                connection.execute("INSERT INTO paths VALUES (?, ?)", (known, identifier))
            committed = Committed(identifier, replaced, lists.editions(connection, identifier), sequence)
        erase(self.path, set(replaced) - {identifier})
        return committed

    def note_path(self, document: str, path: str) -> Committed:
        """Say that a known text stands at another path too. Raises UnknownDocumentError."""
        place = tables.place(path)
        with self._database.writing() as connection:
            tables.row(connection, document)
            sequence = tables.raise_sequence(connection)
            replaced = tables.vacate(connection, place, document)
            connection.execute("INSERT OR REPLACE INTO paths VALUES (?, ?)", (place, document))
            committed = Committed(document, replaced, lists.editions(connection, document), sequence)
        erase(self.path, replaced)
        return committed

    def record_problem(self, problem: Problem, path: str = "") -> int:
        """Store the problem of a file that could not be read (`document` = ''), in place of that file's earlier one.

        Returns the sequence number. `path` tells files of one name apart; without it the problem's source does.
        """
        place = tables.place(path or problem.source)
        with self._database.writing() as connection:
            sequence = tables.raise_sequence(connection)
            connection.execute("DELETE FROM problems WHERE path = ? AND document IS NULL", (place,))
            row = codec.write_problem(problem) | {"path": place}
            connection.execute(codec.insertion("problems", list(row)), row)
        return sequence

    def known(self, path: str) -> str | None:
        """The id of the report that was read from a path, or None."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT document FROM paths WHERE path = ?", (tables.place(path),)).fetchone()
        return row["document"] if row else None

    def extractor(self, document: str) -> str | None:
        """The version of the extractor that read a report, or None where there is no such report."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT extractor FROM documents WHERE id = ?", (document,)).fetchone()
        return row["extractor"] if row else None

    def sequence(self) -> int:
        """The number of the last commit."""
        with self._database.reading() as connection:
            return tables.state(connection, "sequence")

    def identity(self) -> str:
        """What a store that several share knows this workspace by; a copy of its folder is known by the same."""
        with self._database.writing() as connection:
            return tables.identity(connection)

    def documents(self, extractor: str = "") -> list[DocumentRow]:
        """The reports, newest year first. `extractor`: the current version; reports of another one are `stale`."""
        with self._database.reading() as connection:
            found = lists.documents(connection)
            areas = resolution.areas(connection)
        return [
            DocumentRow(
                id=row.id,
                title=row.title,
                source=row.source,
                area_name=row.area_name,
                area_iri=areas.get(row.id, ""),
                year=row.year,
                kind=row.kind,
                characters=row.characters,
                statements=row.statements,
                problems=row.problems,
                stale=extractor != "" and not is_read_by(row.extractor, extractor),
            )
            for row in found
        ]

    def document(self, document: str) -> Document:
        """A report. Raises UnknownDocumentError."""
        with self._database.reading() as connection:
            return codec.read_document(tables.row(connection, document))

    def report_text(self, document: str) -> ReportText:
        """A report's text and blocks. Raises UnknownDocumentError."""
        with self._database.reading() as connection:
            row = tables.row(connection, document)
        return ReportText(row["id"], row["title"] or row["source"], row["text"], codec.read_blocks(row["blocks"]))

    def statements(self, document: str) -> list[Statement]:
        """A report's statements in the order in which they were found. Raises UnknownDocumentError."""
        with self._database.reading() as connection:
            tables.row(connection, document)
            rows = connection.execute("SELECT * FROM statements WHERE document = ? ORDER BY position", (document,))
            return [codec.read_statement(row) for row in rows]

    def stated(self, document: str, statements: Sequence[str]) -> tuple[Document, list[Statement]] | None:
        """A report and those of its statements that have these ids, in the order of the text; None where it is gone."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT * FROM documents WHERE id = ?", (document,)).fetchone()
            if row is None:
                return None
            found = tables.stated(connection, document, statements)
            return codec.read_document(row), found

    def witness(self, statement: str) -> Witness:
        """A statement by its id, the start of one, or its IRI, with its report and the names of its sentence.

        Raises UnknownThingError where none has such an id, or several do.
        """
        with self._database.reading() as connection:
            return witness(connection, statement)

    def mentions_of(self, iri: str, documents: Sequence[str]) -> tuple[tuple[str, Passage], ...]:
        """Where these reports name the thing that has this IRI, in the order of their texts."""
        with self._database.reading() as connection:
            return resolution.mentions(connection, iri, documents)

    def extraction(self, document: str) -> Extraction:
        """All that a report yielded. Raises UnknownDocumentError."""
        with self._database.reading() as connection:
            return tables.extraction(connection, document)

    def problems(self, document: str | None = None) -> list[Problem]:
        """Problems of one report, or of all and (first) of the files that could not be read."""
        with self._database.reading() as connection:
            return lists.problems(connection, document)

    def totals(self, document: str | None = None) -> list[Totals]:
        """The loss audit's counts, a report a row."""
        with self._database.reading() as connection:
            return lists.totals(connection, document)

    def find(self, id_or_path: str) -> str:
        """The id of the report that an id, the start of one, a path or a file's name means.

        Raises UnknownDocumentError where none or several do.
        """
        with self._database.reading() as connection:
            return tables.find(connection, id_or_path)

    def remove(self, id_or_path: str, forget: bool = False) -> Removed:
        """Take a report out, and publish a graph without it: no file of the workspace holds its text afterwards.

        Judgements that name it stay, unless `forget`. A path whose file could not be read loses its problem.
        """
        with self._database.writing() as connection:
            place = tables.place(id_or_path)
            unread = connection.execute("DELETE FROM problems WHERE path = ? AND document IS NULL", (place,)).rowcount
            known = connection.execute("SELECT 1 FROM paths WHERE path = ?", (place,)).fetchone()
            found = () if unread and not known else (tables.find(connection, id_or_path),)
            judgements = 0
            for document in found:
                for path in tables.paths(connection, document):
                    connection.execute("DELETE FROM problems WHERE path = ?", (path,))
                tables.delete(connection, document)
                judgements += tables.forget(connection, document) if forget else 0
            sequence = tables.raise_sequence(connection)
            tables.mark(connection, "purged", sequence)
        return Removed(found, judgements, publication.publish(self).leftovers)

    def judge(self, *judgements: Judgement) -> int:
        """Append judgements, all or none; returns the sequence number."""
        rows = [codec.write_judgement(judgement) for judgement in judgements]
        with self._database.writing() as connection:
            sequence = tables.raise_sequence(connection)
            for row in rows:
                connection.execute(codec.insertion("judgements", list(row)), row)
        return sequence

    def judgements(self) -> list[Judgement]:
        """All judgements, oldest first."""
        with self._database.reading() as connection:
            return tables.judgements(connection)

    def save_view(self, view: SavedView) -> None:
        """Save a view under its name, in place of an earlier one."""
        with self._database.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO views VALUES (?, ?, ?)", (view.name, view.body, view.at))

    def views(self) -> list[SavedView]:
        """The saved views by name."""
        with self._database.reading() as connection:
            return [SavedView(*row) for row in connection.execute("SELECT name, body, at FROM views ORDER BY name")]

    def snapshot(self) -> contextlib.AbstractContextManager[sqlite3.Connection]:
        """One state of the truth for as long as the block lasts: for what is made from it."""
        return self._database.reading()

    def erase_traces(self, sequence: int) -> list[str]:
        """Rewrite `plangraph.db` without what was removed up to a commit; names the files that others held open."""
        with self._database.reading() as connection:
            reports = tables.reports(connection)
        left = [*sweep(self.path, reports), *self._database.erase_traces()]
        if not left:
            with self._database.writing() as connection:
                tables.mark(connection, "erased", max(sequence, tables.state(connection, "erased")))
        return left
