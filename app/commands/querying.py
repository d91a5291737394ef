"""`plangraph query`: SPARQL, answered in a process of its own that is killed at its time-out."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import Literal

import click

from plangraph.app.session import CallError, Session
from plangraph.app.spoken import SpokenCommand
from plangraph.app.tables import TABLE_FORMATS, TableFormat, write_rows
from plangraph.graph.query_worker import Answer, QueryWorker

TIMEOUT = 30.0


@click.command("query", cls=SpokenCommand)
@click.argument("sparql", metavar="SPARQL|-")
@click.option("--format", "form", type=click.Choice([*TABLE_FORMATS, "ttl"]), default="table")
@click.option("--timeout", metavar="SECONDS", type=click.FloatRange(min=0, min_open=True), default=TIMEOUT)
@click.pass_obj
def command(session: Session, sparql: str, form: TableFormat | Literal["ttl"], timeout: float) -> int:
    """Answer a query; 1 if there is nothing."""
    session.published()
    asked = sys.stdin.read() if sparql == "-" else sparql
    with closing(QueryWorker(session.workspace, timeout=timeout)) as worker:
        answer = worker.query(asked)
    _write(session, answer, form)
    if answer.table.truncated:
        session.say("query.truncated", count=len(answer.table.rows))
    if answer.table.rows:
        return 0
    session.say("query.empty")
    return 1


def _write(session: Session, answer: Answer, form: TableFormat | Literal["ttl"]) -> None:
    if form != "ttl":
        session.out(write_rows(answer.table.columns, answer.table.rows, form))
    elif answer.kind != "construct":
        raise CallError("query.ttl-needs-triples", 2)
    elif answer.triples:
        session.out("\n".join(answer.triples))
