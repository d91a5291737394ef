"""`plangraph list`: the reports of the workspace."""

from __future__ import annotations

import click

from plangraph.app.session import CallError, Session
from plangraph.app.spoken import SpokenCommand
from plangraph.app.tables import TABLE_FORMATS, TableFormat, write_rows
from plangraph.ingest.fingerprint import extractor_version

COLUMNS = ("id", "area", "year", "kind", "characters", "statements", "problems", "state", "title", "source")


@click.command("list", cls=SpokenCommand)
@click.option("--format", "form", type=click.Choice(TABLE_FORMATS), default="table")
@click.pass_obj
def command(session: Session, form: TableFormat) -> None:
    """List the reports, newest year first."""
    documents = session.open().documents(extractor_version())
    if not documents:
        raise CallError("list.none", 1)
    rows = [
        (
            d.id[:12],
            d.area_name,
            d.year,
            session.words.find(f"list.kinds.{d.kind}") or d.kind if form == "table" else d.kind,
            d.characters,
            d.statements,
            d.problems,
            session.words("list.stale") if d.stale else "",
            d.title,
            d.source,
        )
        for d in documents
    ]
    names = [session.words(f"list.column.{c}") if form == "table" else c for c in COLUMNS]
    session.out(write_rows(names, rows, form))
