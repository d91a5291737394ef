"""`plangraph load neo4j`: the property graph into a Neo4j database, and kept up to the workspace there."""

from __future__ import annotations

import os
import sys

import click

from plangraph.app.session import CallError, Session
from plangraph.app.spoken import SpokenCommand
from plangraph.graph.neo4j_connection import PASSWORD_VARIABLE, USER, Address, refuse_wrong_uri
from plangraph.graph.neo4j_loading import load


@click.command("neo4j", cls=SpokenCommand)
@click.option("--uri", metavar="URI", required=True)
@click.option("--user", metavar="NAME", default=USER)
@click.option("--database", metavar="NAME", default="")
@click.pass_obj
def command(session: Session, uri: str, user: str, database: str) -> None:
    """Load the workspace, and say what came of it."""
    refuse_wrong_uri(uri)
    workspace = session.open()
    address = Address(uri, password(session, uri, user), user, database)
    session.say("load.neo4j.loading", uri=uri)
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


def password(session: Session, uri: str, user: str) -> str:
    """The password from the environment, or as it is typed unseen. Raises CallError where nobody can be asked."""
    given = os.environ.get(PASSWORD_VARIABLE)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise CallError("load.neo4j.no-password", 2, variable=PASSWORD_VARIABLE)
    asked = session.words("load.neo4j.password", user=user, uri=uri)
    return str(click.prompt(asked, hide_input=True, default="", show_default=False, err=True))
