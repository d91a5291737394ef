"""`plangraph communities`: the groups that things fall into by what is stated between them."""

from __future__ import annotations

import click

from plangraph.app.phrases import label
from plangraph.app.session import Session
from plangraph.app.spoken import SpokenCommand
from plangraph.app.tables import TABLE_FORMATS, TableFormat, write_rows
from plangraph.graph.analysis import communities, thing_network
from plangraph.graph.networks import LABELS
from plangraph.ontology import terms

COLUMNS = ("community", "name", "type", "iri")
HEADS = ("community", "size", "members")
NAMED = 8
"""How many members of a group a line of the table names."""


@click.command("communities", cls=SpokenCommand)
@click.option("--resolution", metavar="X", type=click.FloatRange(min=0, min_open=True), default=1.0)
@click.option("--limit", metavar="N", type=click.IntRange(min=1), default=20)
@click.option("--format", "form", type=click.Choice(TABLE_FORMATS), default="table")
@click.pass_obj
def command(session: Session, resolution: float, limit: int, form: TableFormat) -> int:
    """List the groups, largest first; 1 if there are none."""
    network = thing_network(session.open())
    groups = communities(network, resolution=resolution)[:limit]
    if not groups:
        session.say("central.none")
        return 1
    nodes = network.nodes
    if form != "table":
        rows = [
            (number, nodes[iri][terms.KEY_SKOS_PREF_LABEL], nodes[iri][LABELS][0], iri)
            for number, group in enumerate(groups, 1)
            for iri in group
        ]
        session.out(write_rows(COLUMNS, rows, form))
        return 0
    joint = "、" if session.language == "zh" else ", "
    lines = []
    for number, group in enumerate(groups, 1):
        named = [
            f"{nodes[i][terms.KEY_SKOS_PREF_LABEL]} ({label(nodes[i][LABELS][0], session.language)})" for i in group
        ]
        more = session.words("communities.more", count=len(group) - NAMED) if len(group) > NAMED else ""
        lines.append((number, len(group), joint.join(named[:NAMED]) + more))
    session.out(write_rows([session.words(f"communities.column.{head}") for head in HEADS], lines, "table"))
    return 0
