"""`plangraph view`: the viewer in a browser."""

from __future__ import annotations

import os
from contextlib import closing

import click

from plangraph.app.session import Session
from plangraph.app.spoken import SpokenCommand


@click.command("view", cls=SpokenCommand)
@click.option("--port", metavar="PORT", type=click.IntRange(1, 65535))
@click.option("--no-browser", "browser", flag_value=False, default=True, is_flag=True)
@click.option("--graph", "address", metavar="ADDRESS", default="")
@click.pass_obj
def command(session: Session, port: int | None, browser: bool, address: str) -> int:
    """Start the viewer on 127.0.0.1 and wait until it ends."""
    session.published()
    if address:
        _try(session, address)
    from plangraph.app.viewer import launch

    return launch(session.workspace, port, browser, session.language, address)


def _try(session: Session, address: str) -> None:
    """See that the Neo4j of an address answers; a password that was typed is kept in the environment."""
    from plangraph.app.credentials import with_password
    from plangraph.graph.neo4j_connection import PASSWORD_VARIABLE, connect, read_address

    known = with_password(session, read_address(address))
    with closing(connect(known)):
        os.environ[PASSWORD_VARIABLE] = known.password
