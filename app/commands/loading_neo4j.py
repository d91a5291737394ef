"""`plangraph load neo4j`: the property graph into a Neo4j database, and kept up to the workspace there."""

from __future__ import annotations

import click

from plangraph.app.credentials import with_password
from plangraph.app.session import Session
from plangraph.app.spoken import SpokenCommand


@click.command("neo4j", cls=SpokenCommand)
@click.option("--uri", metavar="URI", required=True)
@click.option("--user", metavar="NAME", default="")
@click.option("--database", metavar="NAME", default="")
@click.pass_obj
def command(session: Session, uri: str, user: str, database: str) -> None:
    """Load the workspace, and say what came of it."""
    from plangraph.graph.neo4j_connection import read_address
    from plangraph.graph.neo4j_loading import load

    address = read_address(uri, user=user, database=database)
    workspace = session.open()
    address = with_password(session, address)
    session.say("load.neo4j.loading", uri=address.uri)
    with session.proportion() as progress:
        loaded = load(workspace, address, progress)
    session.out(
        session.words(
            "load.neo4j.summary",
            nodes=loaded.nodes,
            relationships=loaded.relationships,
            created=loaded.created,
            changed=loaded.changed,
            removed=loaded.removed,
        )
    )
    if loaded.released:
        session.warn("load.neo4j.released", count=loaded.released)
