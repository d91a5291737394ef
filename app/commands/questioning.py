"""`plangraph questions`: the questions that users ask, listed and answered, in SPARQL or in Cypher."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing

import click

from plangraph.app.asking import engine, refuse_language
from plangraph.app.session import CallError, Session
from plangraph.app.spoken import SpokenCommand
from plangraph.app.tables import TABLE_FORMATS, TableFormat, write_rows
from plangraph.graph.answers import Table
from plangraph.graph.questions import Question, ask, column_title, question, questions
from plangraph.ontology import terms
from plangraph.ontology.vocabulary import Term

TIMEOUT = 30.0

CODED: Mapping[str, Mapping[str, Term]] = {
    "status": terms.STAGES,
    "modality": terms.MODALITIES,
    "kind": terms.KINDS,
    "bound": terms.BOUNDS,
    "direction": terms.DIRECTIONS,
}
"""Columns that hold concepts of the ontology, by the last part of their IRI."""


@click.command("questions", cls=SpokenCommand)
@click.argument("identifier", metavar="ID", required=False)
@click.option("--cypher", is_flag=True)
@click.option("--param", "params", metavar="NAME=VALUE", multiple=True)
@click.option("--text", "as_text", is_flag=True)
@click.option("--format", "form", type=click.Choice(TABLE_FORMATS), default="table")
@click.option("--timeout", metavar="SECONDS", type=click.FloatRange(min=0, min_open=True), default=TIMEOUT)
@click.option("--graph", "address", metavar="ADDRESS")
@click.pass_obj
def command(
    session: Session,
    identifier: str | None,
    cypher: bool,
    params: tuple[str, ...],
    as_text: bool,
    form: TableFormat,
    timeout: float,
    address: str | None,
) -> int:
    """List the questions, or answer one; 1 if there is nothing."""
    if identifier is None:
        session.out(_listed(session, form))
        return 0
    asked, given = question(identifier), dict(_parameters(params))
    if as_text:
        asked.bound(given)
        session.out(asked.cypher if cypher else asked.sparql(given))
        return 0
    with closing(engine(session, address, timeout)) as answering:
        cypher = cypher or "sparql" not in answering.languages
        refuse_language(answering, "cypher" if cypher else "sparql", address)
        table = ask(answering, asked, given, cypher=cypher).table
    _write(session, asked, table, form)
    if table.truncated:
        session.say("query.truncated", count=len(table.rows))
    if table.rows:
        return 0
    session.say("query.empty")
    return 1


def _listed(session: Session, form: TableFormat) -> str:
    rows = [
        (each.id, each.title(session.language), " ".join(f"{name}={value}" for name, value in each.parameters.items()))
        for each in questions().values()
    ]
    names = ("id", "question", "parameters")
    heads = [session.words(f"questions.column.{name}") for name in names] if form == "table" else names
    return write_rows(heads, rows, form)


def _parameters(given: Iterable[str]) -> Iterable[tuple[str, str]]:
    for each in given:
        name, equals, value = each.partition("=")
        if not equals or not name.isidentifier():
            raise CallError("query.param-wrong", 2, param=each)
        yield name, value


def _write(session: Session, asked: Question, table: Table, form: TableFormat) -> None:
    """For people the words of the ontology and titles of columns, for programs the keys of both."""
    if form != "table":
        session.out(write_rows(table.columns, table.rows, form))
        return
    heads = [column_title(column, session.language) for column in asked.columns]
    coded = [_words(session, column) for column in table.columns]
    rows = [[words.get(cell or "", cell) for words, cell in zip(coded, row, strict=True)] for row in table.rows]
    session.out(write_rows(heads, rows, "table"))


def _words(session: Session, column: str) -> Mapping[str, str]:
    """What the codes of a column are called."""
    if column == "relation":
        return {link.relationship_type: link.label(session.language) for link in terms.RELATIONS.values()}
    return {term.iri.rpartition("#")[2]: term.label(session.language) for term in CODED.get(column, {}).values()}
