"""`plangraph related`: the initiatives of all reports that have to do with a text, a thing or something stated."""

from __future__ import annotations

from collections.abc import Mapping

import click

from plangraph.app.initiatives import gathered
from plangraph.app.phrases import label, reasons_phrase, report_name
from plangraph.app.session import CallError, Session
from plangraph.app.spoken import SpokenCommand
from plangraph.app.tables import TABLE_FORMATS, Cell, TableFormat, write_rows
from plangraph.graph.related import RelatedHit
from plangraph.graph.related_asking import asked

HEADS = ("rank", "quote", "report", "when", "why")
COLUMNS = (
    *("rank", "score", "quote", "report", "section", "modality", "status", "period", "why", "things", "figures"),
    *("elsewhere", "document", "start", "end", "statements"),
)
SHOWN = 60
"""Characters of a quotation that the table shows."""


@click.command("related", cls=SpokenCommand)
@click.argument("wanted", metavar="TEXT|NAME|IRI|STATEMENT")
@click.option("--limit", metavar="N", type=click.IntRange(min=1, max=200), default=10)
@click.option("--format", "form", type=click.Choice(TABLE_FORMATS), default="table")
@click.pass_obj
def command(session: Session, wanted: str, limit: int, form: TableFormat) -> int:
    """List the related measures, nearest first; 1 if there are none."""
    if not wanted.strip():
        raise CallError("related.empty", 2)
    workspace, reader = session.published()
    documents = workspace.documents()
    titles = {row.id: report_name(row) for row in documents}
    with session.progress(len(documents)) as step:
        initiatives = gathered(workspace, step)
    hits = initiatives.related(asked(initiatives, workspace, reader, wanted), limit)
    if not hits:
        session.say("related.none", wanted=wanted)
        return 1
    if form == "table":
        heads = [session.words(f"related.column.{head}") for head in HEADS]
        session.out(write_rows(heads, [_line(session, n, hit, titles) for n, hit in enumerate(hits, 1)], form))
    else:
        session.out(write_rows(COLUMNS, [_row(n, hit, titles) for n, hit in enumerate(hits, 1)], form))
    return 0


def _line(session: Session, rank: int, hit: RelatedHit, titles: Mapping[str, str]) -> tuple[Cell, ...]:
    measure = hit.measure
    quote = measure.quote if len(measure.quote) <= SHOWN else measure.quote[: SHOWN - 1] + "…"
    stage = label(measure.status, session.language) if measure.status else session.words(f"show.{measure.modality}")
    report = titles.get(measure.document, measure.document)
    if hit.elsewhere:
        report += session.words("related.elsewhere", count=len(hit.elsewhere))
    when = " ".join(part for part in (measure.period, stage) if part)
    return rank, quote, report, when, reasons_phrase(hit.reasons, session.language)


def _row(rank: int, hit: RelatedHit, titles: Mapping[str, str]) -> tuple[Cell, ...]:
    measure = hit.measure
    return (
        rank,
        f"{hit.score:.4f}",
        measure.quote,
        titles.get(measure.document, measure.document),
        measure.section,
        measure.modality,
        measure.status,
        measure.period,
        "; ".join(": ".join(part for part in (r.kind, " ".join(r.names)) if part) for r in hit.reasons),
        " ".join(thing.iri for thing in measure.things),
        "; ".join(measure.figures),
        " ".join(f"{other.document}#{other.passage[0].start}-{other.passage[-1].end}" for other in hit.elsewhere),
        measure.document,
        measure.passage[0].start,
        measure.passage[-1].end,
        " ".join(measure.statements),
    )
