"""`plangraph problems`: what was not understood, where and why, and the audit's totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

import click

from plangraph.app.phrases import label
from plangraph.app.session import Session
from plangraph.app.spoken import SpokenCommand
from plangraph.app.tables import TABLE_FORMATS, Cell, TableFormat, write_rows
from plangraph.graph.lists import Totals
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Problem, Reason, detail_in, hull

COLUMNS = ("source", "line", "reason", "text", "context")
AROUND = 12
"""Characters of context on either side of a problem."""


@click.command("problems", cls=SpokenCommand)
@click.option("--reason", "reasons", metavar="REASON", multiple=True, type=click.Choice(get_args(Reason)))
@click.option("--report", metavar="ID|PATH")
@click.option("--format", "form", type=click.Choice(TABLE_FORMATS), default="table")
@click.pass_obj
def command(session: Session, reasons: Sequence[Reason], report: str | None, form: TableFormat) -> None:
    """List the problems; below the table, the totals of each report."""
    workspace = session.open()
    document = workspace.find(report) if report else None
    found = [p for p in workspace.problems(document) if not reasons or p.reason in reasons]
    rows = list(_rows(session, workspace, found))
    names = [session.words(f"problems.column.{c}") if form == "table" else c for c in COLUMNS]
    if rows or form != "table":
        session.out(write_rows(names, rows, form))
    else:
        session.say("problems.none")
    if form == "table":
        titles = {d.id: d.title or d.source for d in workspace.documents()}
        for totals in workspace.totals(document):
            session.out("\n" + _audit(session, totals, titles.get(totals.document, "")))


def _rows(session: Session, workspace: Workspace, problems: Sequence[Problem]) -> Iterator[tuple[Cell, ...]]:
    texts: dict[str, str] = {}
    for p in problems:
        reason = label(p.reason, session.language)
        if p.reason == "edition":
            yield p.source, None, reason, p.text, session.words("problems.edition", other=p.detail)
            continue
        if not p.passage:
            yield p.source, None, reason, p.text, detail_in(p, session.language)
            continue
        if p.document not in texts:
            texts[p.document] = workspace.document(p.document).text
        text, where = texts[p.document], hull(p.passage)
        line = text.count("\n", 0, where.start) + 1
        if p.reason == "model-failed":
            yield p.source, line, reason, p.text, detail_in(p, session.language)
            continue
        before, after = text[max(0, where.start - AROUND) : where.start], text[where.end : where.end + AROUND]
        yield p.source, line, reason, p.text, f"{before}【{text[where.start : where.end]}】{after}"


def _audit(session: Session, totals: Totals, title: str) -> str:
    comma = "，" if session.language == "zh" else ", "
    reasons = comma.join(f"{label(reason, session.language)} {count}" for reason, count in totals.unstated)
    return session.words(
        "problems.audit",
        title=title,
        characters=totals.characters,
        mentions=totals.mentions,
        relations=totals.relations,
        quantities=totals.quantities,
        count=sum(count for _, count in totals.unstated),
        reasons=reasons,
    )
