"""`plangraph query`: SPARQL or Cypher, asked of the workspace or of a store that `--graph` names."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from contextlib import closing
from typing import Literal

import click

from plangraph.app.asking import engine, refuse_language
from plangraph.app.session import CallError, Session
from plangraph.app.spoken import SpokenCommand
from plangraph.app.tables import TABLE_FORMATS, TableFormat, write_rows
from plangraph.graph.query_worker import Answer

TIMEOUT = 30.0


@click.command("query", cls=SpokenCommand)
@click.argument("sparql", metavar="SPARQL|-", required=False)
@click.option("--cypher", metavar="CYPHER|-")
@click.option("--param", "params", metavar="NAME=VALUE", multiple=True)
@click.option("--format", "form", type=click.Choice([*TABLE_FORMATS, "ttl"]), default="table")
@click.option("--timeout", metavar="SECONDS", type=click.FloatRange(min=0, min_open=True), default=TIMEOUT)
@click.option("--graph", "address", metavar="ADDRESS")
@click.pass_obj
def command(
    session: Session,
    sparql: str | None,
    cypher: str | None,
    params: tuple[str, ...],
    form: TableFormat | Literal["ttl"],
    timeout: float,
    address: str | None,
) -> int:
    """Answer a query; 1 if there is nothing."""
    if (sparql is None) == (cypher is None):
        raise CallError("query.one-of", 2)
    if params and cypher is None:
        raise CallError("query.param-needs-cypher", 2)
    parameters = dict(_parameters(params))
    with closing(engine(session, address, timeout)) as asked:
        refuse_language(asked, "sparql" if cypher is None else "cypher", address)
        text = sparql if cypher is None else cypher
        if text == "-":
            text = sys.stdin.read()
        answer = asked.query(text or "") if cypher is None else asked.cypher(text or "", parameters)
    _write(session, answer, form)
    for zh, en in answer.notes:
        session.say("query.note", note=zh if session.language == "zh" else en)
    if answer.table.truncated:
        session.warn("query.truncated", count=len(answer.table.rows))
    if answer.table.rows:
        return 0
    session.say("query.empty")
    return 1


def _parameters(given: Iterable[str]) -> Iterable[tuple[str, object]]:
    """NAME=TEXT, or NAME:=JSON for a number or a list: a code or a year stays the text that it is."""
    for each in given:
        name, equals, value = each.partition("=")
        typed = name.endswith(":")
        name = name.removesuffix(":").removeprefix("$")
        if not equals or not name.isidentifier():
            raise CallError("query.param-wrong", 2, param=each)
        try:
            yield name, json.loads(value) if typed else value
        except ValueError as error:
            raise CallError("query.param-not-json", 2, param=each) from error


def _write(session: Session, answer: Answer, form: TableFormat | Literal["ttl"]) -> None:
    if form != "ttl":
        session.out(write_rows(answer.table.columns, answer.table.rows, form))
    elif answer.kind != "construct":
        raise CallError("query.ttl-needs-triples", 2)
    elif answer.triples:
        session.out("\n".join(answer.triples))
