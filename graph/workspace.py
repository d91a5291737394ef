"""The workspace: one folder, whose SQLite file `plangraph.db` is the only truth. Signatures first; bodies follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plangraph.graph.answers import DocumentRow, ReportText
from plangraph.ontology.records import Document, Extraction, Judgement, Problem, Statement


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
class Totals:
    """The loss audit's counts of one report (or all, `document` = ''): what became statements, what did not, why."""

    document: str
    characters: int
    mentions: int
    relations: int
    quantities: int
    problems: tuple[tuple[str, int], ...]


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

    @classmethod
    def create(cls, path: Path) -> Workspace:
        """Make the workspace, or open the one that is there. Only `ingest` calls this."""
        raise NotImplementedError

    @classmethod
    def open(cls, path: Path) -> Workspace:
        """Open a workspace. Raises NoWorkspaceError where there is none, or where a newer version wrote it."""
        raise NotImplementedError

    def commit(self, extraction: Extraction, path: str) -> Committed:
        """Store one report, whole or not at all; once this returns, it is on the disk."""
        raise NotImplementedError

    def record_problem(self, problem: Problem) -> int:
        """Store a problem of a file that could not be read (`document` = ''), in place of that file's earlier ones."""
        raise NotImplementedError

    def known(self, path: str) -> str | None:
        """The id of the report that was read from a path, or None."""
        raise NotImplementedError

    def extractor(self, document: str) -> str | None:
        """The version of the extractor that read a report, or None where there is no such report."""
        raise NotImplementedError

    def note_path(self, document: str, path: str) -> Committed:
        """Say that the same text was found at another path, without extracting it again."""
        raise NotImplementedError

    def sequence(self) -> int:
        """The number of the last commit."""
        raise NotImplementedError

    def documents(self, extractor: str = "") -> list[DocumentRow]:
        """The reports, newest year first. `extractor`: the current version; reports of another one are `stale`."""
        raise NotImplementedError

    def document(self, document: str) -> Document:
        """A report. Raises UnknownDocumentError."""
        raise NotImplementedError

    def report_text(self, document: str) -> ReportText:
        """A report's text and blocks. Raises UnknownDocumentError."""
        raise NotImplementedError

    def statements(self, document: str) -> list[Statement]:
        """A report's statements in the order in which they were found."""
        raise NotImplementedError

    def extraction(self, document: str) -> Extraction:
        """All that a report yielded. Raises UnknownDocumentError."""
        raise NotImplementedError

    def problems(self, document: str | None = None) -> list[Problem]:
        """Problems of one report, or of all and of the files that could not be read."""
        raise NotImplementedError

    def totals(self, document: str | None = None) -> list[Totals]:
        """The loss audit's counts, a report a row."""
        raise NotImplementedError

    def find(self, id_or_path: str) -> str:
        """The id of the report that an id, the start of one, a path or a file name means. Raises UnknownDocumentError."""
        raise NotImplementedError

    def remove(self, id_or_path: str, forget: bool = False) -> Removed:
        """Take a report out, and publish a graph without it: no file of the workspace holds its text afterwards."""
        raise NotImplementedError

    def judge(self, judgement: Judgement) -> int:
        """Append a judgement; returns the sequence number."""
        raise NotImplementedError

    def judgements(self) -> list[Judgement]:
        """All judgements, oldest first."""
        raise NotImplementedError

    def save_view(self, view: SavedView) -> None:
        """Save a view under its name, in place of an earlier one."""
        raise NotImplementedError

    def views(self) -> list[SavedView]:
        """The saved views by name."""
        raise NotImplementedError

    def extractions(self) -> Iterator[Extraction]:
        """All reports, one at a time, by id."""
        raise NotImplementedError
