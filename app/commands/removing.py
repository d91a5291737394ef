"""`plangraph remove`: takes a report out of the workspace without a trace."""

from __future__ import annotations

import click

from plangraph.app.session import Session
from plangraph.app.spoken import SpokenCommand


@click.command("remove", cls=SpokenCommand)
@click.argument("report", metavar="ID|PATH")
@click.option("--forget", is_flag=True)
@click.pass_obj
def command(session: Session, report: str, forget: bool) -> None:
    """Remove a report, and publish the graph without it."""
    removed = session.open().remove(report, forget=forget)
    session.out(session.words("remove.done", documents=", ".join(d[:12] for d in removed.documents)))
    if removed.judgements:
        session.out(session.words("remove.judgements", count=removed.judgements))
    if removed.leftovers:
        session.warn("remove.leftovers", files=", ".join(removed.leftovers))
