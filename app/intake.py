"""A report goes into the workspace: the two calls that `plangraph ingest` and the viewer's upload share.

`take_in` reads one file in a process of its own and stores what it yields; `plangraph.graph.publication.publish` then
brings the graph up to it.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from os import cpu_count
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from plangraph.graph.workspace import Workspace
from plangraph.ingest.fingerprint import extractor_version, read_id
from plangraph.ingest.tally import Assisted, Tally
from plangraph.ingest.worker import abandon, run_isolated
from plangraph.ontology.records import Extraction, Problem, Quantity, is_read_by

if TYPE_CHECKING:
    from plangraph.ingest.llm.settings import LanguageModel

SUFFIXES = (".txt", ".pdf", ".docx", ".html", ".htm")
"""What a folder is searched for. A file that is named is read whatever it is called."""
REFUSED = (".doc", ".wps", ".rtf")
"""What else a folder may hold reports in: each is tried, so that its user learns what to do with it."""
AT_ONCE = 4

Result = Extraction | Assisted | Problem | str
"""What reading a file gives; the id alone of a report that was read before."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file. For one that was read the counts and the report's front; else `problem`, or nothing.

    `stale`: it is known, but an older version of the rules read it. `tally`: how the language model fared, if asked.
    """

    path: Path
    outcome: Literal["read", "known", "failed"]
    document: str = ""
    title: str = ""
    area: str = ""
    year: int | None = None
    mentions: int = 0
    relations: int = 0
    quantities: int = 0
    unread: int = 0
    problems: int = 0
    editions: tuple[str, ...] = ()
    stale: bool = False
    problem: Problem | None = None
    tally: Tally | None = None


def take_in(
    workspace: Workspace, paths: Iterable[Path], *, again: bool = False, model: LanguageModel | None = None
) -> Iterator[Taken]:
    """Read files, several at once, and store each report whole as it comes, in the order of `paths`.

    A file that cannot be read is stored as a problem. With `again` also what was read before is stored anew. With
    `model` it is asked beside rules and tagger. Raises WorkerError if no process can be started to read in.
    """
    most = 1 if model is not None and model.address.near else AT_ONCE  # a model on this machine has one thing in hand
    with ThreadPoolExecutor(min(most, cpu_count() or 1)) as pool:
        waiting = deque((path, pool.submit(_examine, workspace, path, again, model)) for path in paths)
        try:
            while waiting:  # taken off one by one: what is stored need not be kept
                path, future = waiting.popleft()
                yield _store(workspace, path, future.result(), again)
        except KeyboardInterrupt:
            if model is not None:  # what is being read may take an hour
                abandon()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _examine(workspace: Workspace, path: Path, again: bool, model: LanguageModel | None) -> Result:
    """What a file yields; or its report's id alone, where it was read before and is unchanged."""
    if not again and workspace.known(_place(path)):
        document = run_isolated(path, read_id)
        if isinstance(document, Problem) or workspace.extractor(document):
            return document
    return read_report(path, model)


def read_report(path: Path, model: LanguageModel | None) -> Extraction | Assisted | Problem:
    """What a file yields, read in a process of its own; with a model, and how that fared, only where one is given."""
    if model is None:
        return run_isolated(path)
    from plangraph.ingest.llm.reading import read_isolated  # nothing of it is loaded unless the user asks for it

    return read_isolated(path, model)


def _store(workspace: Workspace, path: Path, result: Result, again: bool) -> Taken:
    if isinstance(result, Assisted):
        return replace(_store(workspace, path, result.extraction, again), tally=result.tally)
    if isinstance(result, Problem):
        workspace.record_problem(result)
        return Taken(path, "failed", problem=result)
    if isinstance(result, str):
        return _note(workspace, path, result)
    document = result.document
    if not again and workspace.extractor(document.id) == result.extractor:
        return _note(workspace, path, document.id)
    try:
        committed = workspace.commit(result, _place(path))
    except ValueError as error:  # an extraction that does not hold together: a fault of ours, which costs one report
        problem = Problem("", str(path), "crash", detail=str(error))
        workspace.record_problem(problem)
        return Taken(path, "failed", problem=problem)
    figures = sum(isinstance(s.object, Quantity) for s in result.statements)
    return Taken(
        path,
        "read",
        document.id,
        document.title,
        area=document.area.name if document.area else "",
        year=document.year_planned or document.year_reviewed,
        mentions=len(result.mentions),
        relations=len(result.statements) - figures,
        quantities=figures,
        unread=sum(p.reason == "unread" for p in result.problems),
        problems=len(result.problems),
        editions=committed.editions,
    )


def _note(workspace: Workspace, path: Path, document: str) -> Taken:
    """A report that is there already, perhaps under another path."""
    if workspace.known(_place(path)) != document:
        workspace.note_path(document, _place(path))
    return Taken(
        path, "known", document, stale=not is_read_by(workspace.extractor(document) or "", extractor_version())
    )


def _place(path: Path) -> str:
    return str(path.resolve())


def find_reports(paths: Iterable[Path]) -> tuple[list[Path], int, list[Path]]:
    """The files that are meant, folders searched through, each once; how many other files the folders hold; and the
    folders that may not be opened."""
    found: dict[Path, None] = {}
    closed: list[Path] = []
    others = 0
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        for entry in _files_below(path, closed):
            if entry.suffix.lower() in (*SUFFIXES, *REFUSED):
                found[entry] = None
            else:
                others += 1
    return list(found), others, closed


def _files_below(path: Path, closed: list[Path]) -> list[Path]:
    """The files of a folder and of those in it, sorted, without what is hidden. Notes folders that stay shut."""
    found: list[Path] = []
    for folder, below, names in os.walk(path, onerror=lambda fault: closed.append(Path(fault.filename))):
        below[:] = [name for name in below if not name.startswith(".")]
        found += [entry for name in names if not name.startswith(".") and (entry := Path(folder, name)).is_file()]
    return sorted(found)


@contextmanager
def bundled_report() -> Iterator[Path]:
    """The report that the package carries, as a file."""
    with as_file(files("plangraph.app") / "sample" / "yuexiu-2025-plan-report.txt") as path:
        yield path
