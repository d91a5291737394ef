"""`plangraph view`: the viewer in a browser."""

from __future__ import annotations

import click

from plangraph.app.session import Session
from plangraph.app.spoken import SpokenCommand


@click.command("view", cls=SpokenCommand)
@click.option("--port", metavar="PORT", type=click.IntRange(1, 65535))
@click.option("--no-browser", "browser", flag_value=False, default=True, is_flag=True)
@click.pass_obj
def command(session: Session, port: int | None, browser: bool) -> int:
    """Start the viewer on 127.0.0.1 and wait until it ends."""
    session.published()
    from plangraph.app.viewer import launch

    return launch(session.workspace, port, browser, session.language)
