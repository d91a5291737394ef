"""`plangraph central`: the things that most of what is stated turns on."""

from __future__ import annotations

import click

from plangraph.app.phrases import label
from plangraph.app.session import Session
from plangraph.app.spoken import SpokenCommand
from plangraph.app.tables import TABLE_FORMATS, TableFormat, write_rows
from plangraph.graph.analysis import MEASURES, Measure, centrality, thing_network
from plangraph.graph.networks import LABELS
from plangraph.ontology import terms

COLUMNS = ("rank", "name", "type", "score", "relationships", "iri")


@click.command("central", cls=SpokenCommand)
@click.option("--type", "kind", type=click.Choice(list(terms.TYPES)))
@click.option("--by", "measure", type=click.Choice(MEASURES), default="pagerank")
@click.option("--limit", metavar="N", type=click.IntRange(min=1), default=20)
@click.option("--format", "form", type=click.Choice(TABLE_FORMATS), default="table")
@click.pass_obj
def command(session: Session, kind: str | None, measure: Measure, limit: int, form: TableFormat) -> int:
    """List the most central things, of one type or of all; 1 if there are none."""
    network = thing_network(session.open())
    degree = dict(network.degree())
    found = [
        (iri, score)
        for iri, score in centrality(network, measure).items()
        if degree[iri] and (kind is None or terms.TYPES[kind].node_label in network.nodes[iri][LABELS])
    ]
    rows = []
    for rank, (iri, score) in enumerate(found[:limit], 1):
        node = network.nodes[iri]
        type_ = label(node[LABELS][0], session.language) if form == "table" else node[LABELS][0]
        rows.append((rank, node[terms.KEY_SKOS_PREF_LABEL], type_, f"{score:.4f}", degree[iri], iri))
    heads = [session.words(f"central.column.{column}") for column in COLUMNS] if form == "table" else COLUMNS
    if rows:
        session.out(write_rows(heads, rows, form))
        return 0
    session.say("central.none")
    return 1
