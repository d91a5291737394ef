"""`plangraph ingest`: reads reports into the workspace and publishes the graph."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from plangraph.app.intake import SUFFIXES, Taken, bundled_report, find_reports, take_in
from plangraph.app.phrases import why
from plangraph.app.reader_choice import Asked, chosen_model, reader_options, tell_host, tell_tally
from plangraph.app.session import CallError, Session
from plangraph.app.spoken import SpokenCommand
from plangraph.app.tables import write_rows
from plangraph.graph.publication import Published, publish
from plangraph.graph.workspace import Workspace
from plangraph.ingest.worker import WorkerError

if TYPE_CHECKING:
    from plangraph.ingest.llm.settings import LanguageModel

PUBLISH_EVERY = 60.0
"""Seconds after which a long ingest makes visible what it has read so far."""
COLUMNS = ("report", "area", "year", "mentions", "relations", "quantities", "unread")


@click.command("ingest", cls=SpokenCommand)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path, readable=False))
@click.option("--again", is_flag=True)
@click.option("--sample", is_flag=True)
@reader_options
@click.pass_obj
def command(session: Session, paths: Sequence[Path], again: bool, sample: bool, **asked: Unpack[Asked]) -> int:
    """Read reports; 1 if nothing could be read."""
    model = chosen_model(asked)
    with ExitStack() as stack:
        bundled = [stack.enter_context(bundled_report())] if sample else []
        files = [*bundled, *_files(session, paths)]
        if not files:
            raise CallError("ingest.no-paths", 2)
        return _ingest(session, files, again, model)


def _files(session: Session, paths: Sequence[Path]) -> list[Path]:
    for path in paths:
        if not path.exists():
            raise CallError("ingest.no-such-path", 2, path=path)
    files, others, closed = find_reports(paths)
    for folder in closed:
        session.warn("ingest.closed-folder", path=folder)
    suffixes = " ".join(SUFFIXES)
    if paths and not files:
        raise CallError("ingest.no-reports", 1, suffixes=suffixes, paths=" ".join(map(str, paths)))
    if others:
        session.say("ingest.other-files", count=others, suffixes=suffixes)
    return files


def _ingest(session: Session, files: Sequence[Path], again: bool, model: LanguageModel | None) -> int:
    workspace = Workspace.create(session.workspace)
    tell_host(session, model)
    session.say("ingest.reading", count=len(files))
    results: list[Taken] = []
    published = time.monotonic()
    try:
        with session.progress(len(files)) as step:
            for taken in take_in(workspace, files, again=again, model=model):
                results.append(taken)
                _report(session, taken)
                step(taken.path.name)
                if time.monotonic() - published > PUBLISH_EVERY:
                    publish(workspace)
                    published = time.monotonic()
    except WorkerError as error:
        raise CallError("errors.worker", 1, why=error) from error
    except KeyboardInterrupt:
        session.say("ingest.interrupted", read=sum(taken.outcome == "read" for taken in results))
        raise
    _summarise(session, results, publish(workspace))
    if model is not None:
        tallies = [taken.tally for taken in results if taken.tally]
        tell_tally(session, model, tallies)
        if any(tally.failed for tally in tallies):
            session.say("llm.problems")
        known = sum(taken.outcome == "known" for taken in results)
        if known:
            session.say("llm.known", count=known)
    return 0 if any(taken.outcome != "failed" for taken in results) else 1


def _report(session: Session, taken: Taken) -> None:
    """Tell of one file as soon as it is done: failures always, the rest only if asked."""
    name = taken.path.name
    if taken.problem is not None:
        session.warn("ingest.failed", file=name, why=why(taken.problem, session.language))
    elif taken.outcome == "known":
        session.note("ingest.known", file=name)
    else:
        statements = taken.relations + taken.quantities
        session.note("ingest.read", file=name, statements=statements, problems=taken.problems)
    if taken.editions:
        session.warn("ingest.edition", file=name)


def _summarise(session: Session, results: Sequence[Taken], published: Published) -> None:
    read = [taken for taken in results if taken.outcome == "read"]
    if read:
        rows = [(t.title or t.path.name, t.area, t.year, t.mentions, t.relations, t.quantities, t.unread) for t in read]
        session.out(write_rows([session.words(f"ingest.column.{c}") for c in COLUMNS], rows, "table"))
    counts = Counter(taken.outcome for taken in results)
    session.out(
        session.words(
            "ingest.summary",
            read=counts["read"],
            known=counts["known"],
            failed=counts["failed"],
            generation=published.generation,
        )
    )
    stale = sum(taken.stale for taken in results)
    if stale:
        session.say("ingest.stale", count=stale)
    if counts["read"]:
        session.say("ingest.next")
